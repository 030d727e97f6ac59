import type { Text } from './text.ts';

export const simulatorMessages = {
  'simulator.no-scenario': {
    en: 'there is no scenario at {file}',
    vi: 'không có kịch bản tại {file}',
    hint: {
      en: 'write the path as seen from the site file, or the name of one that ships: demo, ha-long-junction, …',
      vi: 'ghi đường dẫn tính từ tệp cấu hình, hoặc tên kịch bản có sẵn: demo, ha-long-junction, …',
    },
  },
  'simulator.cli': {
    en: 'simulated peers for tests and training',
    vi: 'thiết bị mô phỏng để thử nghiệm và huấn luyện',
  },
  'simulator.scene': {
    en: 'a roadside scene as a camera sees it, with its exact truth',
    vi: 'cảnh ven đường như camera nhìn thấy, kèm dữ liệu đúng tuyệt đối',
  },
  'simulator.flag.scenario': {
    en: 'the scenario, a file of config/scenarios',
    vi: 'kịch bản, một tệp trong config/scenarios',
  },
  'simulator.flag.seed': {
    en: 'another seed gives other traffic; the same one gives the same bytes',
    vi: 'hạt giống khác cho giao thông khác; cùng hạt giống cho kết quả giống hệt từng byte',
  },
  'simulator.flag.out': {
    en: 'video file (.mp4, .mkv, .h264), or - for raw yuv4mpeg on standard output',
    vi: 'tệp video (.mp4, .mkv, .h264), hoặc - để xuất yuv4mpeg thô ra đầu ra chuẩn',
  },
  'simulator.flag.truth': {
    en: 'file for the truth, one JSON line a frame',
    vi: 'tệp dữ liệu đúng, mỗi khung hình một dòng JSON',
  },
  'simulator.flag.violations': {
    en: 'file for the violations, near misses and line crossings that happened, one JSON line each',
    vi: 'tệp ghi vi phạm, suýt vi phạm và lượt qua vạch đã xảy ra, mỗi mục một dòng JSON',
  },
  'simulator.flag.zones': {
    en: 'file for the named lines and areas of the place, in shares of the picture, as rules take them',
    vi: 'tệp ghi các vạch và vùng có tên của địa điểm, theo tỉ lệ khung hình như các luật dùng',
  },
  'simulator.flag.riders': {
    en: 'the truth also tells the boxes of the people on two-wheelers',
    vi: 'dữ liệu đúng ghi thêm khung của từng người trên xe hai bánh',
  },
  'simulator.flag.fps': {
    en: 'frames a second instead of the scenario’s',
    vi: 'số khung hình mỗi giây thay cho kịch bản',
  },
  'simulator.flag.seconds': { en: 'length instead of the scenario’s', vi: 'độ dài (giây) thay cho kịch bản' },
  'simulator.flag.size': {
    en: 'picture size instead of the scenario’s, like 1280x720',
    vi: 'cỡ hình thay cho kịch bản, ví dụ 1280x720',
  },
  'simulator.flag.rtsp': {
    en: 'show it live over RTSP at this port (0: a free one) until Ctrl-C, again and again',
    vi: 'phát trực tiếp qua RTSP ở cổng này (0: cổng trống bất kỳ), lặp lại cho đến khi nhấn Ctrl-C',
  },
  'simulator.flag.light': {
    en: 'day, overcast, dusk or night instead of the scenario’s',
    vi: 'day (ngày), overcast (u ám), dusk (chạng vạng) hoặc night (đêm) thay cho kịch bản',
  },
  'simulator.live-counts': {
    en: '{sent} frames sent, {late} left out because this machine was too slow',
    vi: 'đã phát {sent} khung hình, bỏ {late} khung vì máy không kịp',
  },
  'simulator.done': {
    en: '{frames} frames, {objects} boxes, {violations} violations in {seconds} s ({times} times real time)',
    vi: '{frames} khung hình, {objects} khung bao, {violations} vi phạm trong {seconds} giây ({times} lần thời gian thực)',
  },
  'simulator.progress': { en: '{done} of {total} frames', vi: '{done} / {total} khung hình' },
  'simulator.port-taken': {
    en: 'port {port} is taken by another program, or may not be used',
    vi: 'cổng {port} đang được chương trình khác dùng, hoặc không được phép dùng',
    hint: {
      en: 'end that program, or choose another port: --rtsp 0 takes a free one',
      vi: 'tắt chương trình đó, hoặc chọn cổng khác: --rtsp 0 sẽ lấy một cổng trống',
    },
  },
  'simulator.no-rtsp': {
    en: 'the RTSP server of the simulation does not run: {detail}',
    vi: 'máy chủ RTSP của phần mô phỏng không chạy được: {detail}',
    hint: {
      en: 'it needs python3 and GStreamer: apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-ugly',
      vi: 'cần có python3 và GStreamer: apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-ugly',
    },
  },
  'simulator.live': { en: 'live at {url}', vi: 'đang phát tại {url}' },
  'simulator.bad-number': {
    en: '{flag} takes a number from {least} to {most}, not "{found}"',
    vi: '{flag} cần một số từ {least} đến {most}, không phải "{found}"',
    hint: { en: 'for example {flag} {example}', vi: 'ví dụ {flag} {example}' },
  },
  'simulator.bad-light': {
    en: '"{found}" is no light',
    vi: '"{found}" không phải một kiểu ánh sáng',
    hint: { en: 'one of: {known}', vi: 'một trong: {known}' },
  },
  'simulator.nothing-to-do': {
    en: 'nothing is asked for: neither a video nor a truth file nor RTSP',
    vi: 'chưa yêu cầu gì: không có video, tệp dữ liệu đúng hay RTSP',
    hint: {
      en: 'add --out video.mp4, --truth truth.jsonl or --rtsp 8554',
      vi: 'thêm --out video.mp4, --truth truth.jsonl hoặc --rtsp 8554',
    },
  },
} as const satisfies Record<string, Text>;
