import type { Text } from './text.ts';

export const statusMessages = {
  'status.healthy': { en: 'healthy: {parts} parts work', vi: 'tốt: {parts} phần đều hoạt động' },
  'status.unhealthy': {
    en: 'not healthy: {bad} of {parts} parts have a problem',
    vi: 'không tốt: {bad} trên {parts} phần có vấn đề',
  },
  'status.not-running': {
    en: 'no agent answers on {socket}',
    vi: 'không có chương trình nào trả lời ở {socket}',
    hint: {
      en: 'start it with "haidang run --config site.yaml", or name its data folder with --data',
      vi: 'khởi động bằng "haidang run --config site.yaml", hoặc chỉ thư mục dữ liệu bằng --data',
    },
  },
  'status.state-ok': { en: 'ok', vi: 'tốt' },
  'status.state-starting': { en: 'starting', vi: 'đang khởi động' },
  'status.state-degraded': { en: 'degraded', vi: 'suy giảm' },
  'status.state-down': { en: 'down', vi: 'ngừng' },
  'status.part-failed': {
    en: 'failed and is started again ({restarts} times so far): {reason}',
    vi: 'gặp lỗi và đang được khởi động lại (đã {restarts} lần): {reason}',
  },
  'status.clock-unsynced': {
    en: 'no time source has confirmed the clock since the start: lamps keep their default level',
    vi: 'chưa có nguồn giờ nào xác nhận đồng hồ từ khi khởi động: đèn giữ mức mặc định',
    hint: {
      en: 'install chrony or systemd-timesyncd and give it a reachable time server',
      vi: 'cài chrony hoặc systemd-timesyncd và cho nó một máy chủ giờ truy cập được',
    },
  },
  'status.clock-holdover': {
    en: 'the time source is lost; the clock runs on by itself',
    vi: 'mất nguồn giờ; đồng hồ đang tự chạy',
  },
} as const satisfies Record<string, Text>;
