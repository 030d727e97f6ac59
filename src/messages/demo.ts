import type { Text } from './text.ts';

export const demoMessages = {
  // Flags.
  'demo.flag.for': { en: 'end by itself after so many seconds', vi: 'tự kết thúc sau số giây này' },
  'demo.flag.json': {
    en: 'print each message that the centre receives as one JSON line {"topic","payload"}; everything else goes to stderr',
    vi: 'in mỗi bản tin trung tâm nhận được thành một dòng JSON {"topic","payload"}; mọi thứ khác ra stderr',
  },
  'demo.flag.broker': {
    en: 'use this broker, mqtt://host:port or mqtts://host:port, instead of one of our own',
    vi: 'dùng broker này, mqtt://máy:cổng hoặc mqtts://máy:cổng, thay cho broker riêng',
  },
  'demo.flag.video': {
    en: 'the camera shows this video in a loop (its first two minutes) instead of the drawn road',
    vi: 'camera phát lặp tệp video này (hai phút đầu) thay cho cảnh đường được vẽ sẵn',
  },
  'demo.flag.model': {
    en: 'detection model: the id of an installed one, or a path to an .onnx file whose card is beside it or known',
    vi: 'mô hình nhận dạng: mã của mô hình đã cài, hoặc đường dẫn tệp .onnx có thẻ mô hình đi kèm hoặc đã biết',
  },
  'demo.flag.data': {
    en: 'keep the data of the agent, with its pictures, in this folder (default: a temporary one, removed at the end)',
    vi: 'giữ dữ liệu và ảnh của chương trình trong thư mục này (mặc định: thư mục tạm, xóa khi kết thúc)',
  },
  'demo.flag.prepare': {
    en: 'only draw the road scene that the camera shows, and end',
    vi: 'chỉ vẽ sẵn cảnh đường cho camera rồi kết thúc',
  },
  // What is wrong with the way it was called.
  'demo.bad-seconds': {
    en: '--for takes a number of seconds from 5 to 86400, not "{found}"',
    vi: '--for cần số giây từ 5 đến 86400, không phải "{found}"',
  },
  'demo.bad-broker': {
    en: '--broker takes mqtt://host:port or mqtts://host:port, not "{found}"',
    vi: '--broker cần dạng mqtt://máy:cổng hoặc mqtts://máy:cổng, không phải "{found}"',
  },
  'demo.data-not-empty': {
    en: 'the folder {folder} is not empty',
    vi: 'thư mục {folder} không trống',
    hint: {
      en: 'each demo is a gateway of its own: give it a new folder',
      vi: 'mỗi lần trình diễn là một gateway riêng: hãy dùng thư mục mới',
    },
  },
  'demo.broker-unreachable': {
    en: 'the broker {broker} cannot be reached: {reason}',
    vi: 'không kết nối được broker {broker}: {reason}',
    hint: {
      en: 'check that it runs and who may log in, or leave --broker out to use one of our own',
      vi: 'kiểm tra broker có đang chạy và quyền đăng nhập, hoặc bỏ --broker để dùng broker riêng',
    },
  },
  'demo.video-unusable': {
    en: 'the video {file} cannot be shown: {reason}',
    vi: 'không phát được video {file}: {reason}',
    hint: { en: 'check the path and that ffmpeg can play it', vi: 'kiểm tra đường dẫn và thử mở bằng ffmpeg' },
  },
  'demo.model-unusable': {
    en: 'the model {model} cannot be used: {reason}',
    vi: 'không dùng được mô hình {model}: {reason}',
    hint: {
      en: 'haidang models list shows what is installed',
      vi: 'xem các mô hình đã cài bằng lệnh haidang models list',
    },
  },
  'demo.model-without-card': {
    en: 'there is no card for the model {file}',
    vi: 'không tìm thấy thẻ cho mô hình {file}',
    hint: {
      en: 'put its card.yaml beside it; none of the cards that ship is for this file',
      vi: 'đặt card.yaml cạnh tệp này; không thẻ có sẵn nào khớp với nó',
    },
  },
  // What the machine lacks; the demo goes on without.
  'demo.no-model': {
    en: 'No detection model is installed, so the camera stays away. To see it: haidang models add yolox-nano, or --model PATH.onnx',
    vi: 'Chưa cài mô hình nhận dạng nên không có camera. Để xem: haidang models add yolox-nano, hoặc --model TỆP.onnx',
  },
  'demo.no-camera': {
    en: 'No camera: {reason}. Install python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good, gstreamer1.0-plugins-bad and ffmpeg',
    vi: 'Không có camera: {reason}. Hãy cài python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good, gstreamer1.0-plugins-bad và ffmpeg',
  },
  'demo.no-serial': {
    en: 'No serial line: {reason}. The energy meter is reached over TCP instead. Install socat',
    vi: 'Không có đường truyền nối tiếp: {reason}. Đồng hồ điện được đọc qua TCP. Hãy cài socat',
  },
  'demo.embedded-broker': {
    en: 'mosquitto is not installed: a broker inside this process is used',
    vi: 'chưa cài mosquitto: dùng broker nằm trong chính tiến trình này',
  },
  // Getting ready.
  'demo.drawing': {
    en: 'Drawing the road scene of the camera (once, about a minute)',
    vi: 'Đang vẽ cảnh đường cho camera (một lần, khoảng một phút)',
  },
  'demo.converting': { en: 'Preparing the video {file}', vi: 'Đang chuẩn bị video {file}' },
  'demo.starting': {
    en: 'Starting the field, the broker ({broker}) and the agent',
    vi: 'Đang khởi động hiện trường, broker ({broker}) và chương trình',
  },
  // The story.
  'demo.running': {
    en: 'the agent runs; the centre is listening',
    vi: 'chương trình đang chạy; trung tâm đang nhận tin',
  },
  'demo.gateway-online': { en: 'the gateway is online', vi: 'gateway đã trực tuyến' },
  'demo.gateway-offline': { en: 'the broker says the gateway is gone', vi: 'broker báo gateway đã mất kết nối' },
  'demo.gateway-stopped': { en: 'the gateway says goodbye', vi: 'gateway báo dừng' },
  'demo.device-online': { en: 'device {device} answers', vi: 'thiết bị {device} đã trả lời' },
  'demo.device-offline': {
    en: 'device {device} no longer answers ({reason})',
    vi: 'thiết bị {device} không trả lời nữa ({reason})',
  },
  'demo.camera-online': { en: 'camera {camera} has a picture', vi: 'camera {camera} đã có hình' },
  'demo.camera-blind': { en: 'camera {camera} is blind ({reason})', vi: 'camera {camera} mất hình ({reason})' },
  'demo.event.line-crossing': {
    en: '{camera}/{rule}: {class} crossed the line {arrow}  {still}',
    vi: '{camera}/{rule}: {class} qua vạch {arrow}  {still}',
  },
  'demo.event.wrong-way': {
    en: '{camera}/{rule}: {class} suspected of going the wrong way  {still}',
    vi: '{camera}/{rule}: {class} nghi đi ngược chiều  {still}',
  },
  'demo.event.crowding-began': {
    en: '{camera}/{rule}: crowded, {count}  {still}',
    vi: '{camera}/{rule}: tụ tập đông, {count}  {still}',
  },
  'demo.event.crowding-ended': {
    en: '{camera}/{rule}: no longer crowded, {count}  {still}',
    vi: '{camera}/{rule}: hết tụ tập đông, {count}  {still}',
  },
  'demo.event.said': { en: '{camera}/{rule}: {said}  {still}', vi: '{camera}/{rule}: {said}  {still}' },
  'demo.event.other': {
    en: '{camera}/{rule}: {type} {phase} {class}  {still}',
    vi: '{camera}/{rule}: {type} {phase} {class}  {still}',
  },
  'demo.lamp-fault': { en: 'lamp {lamp}: {fault}: {detail}', vi: 'đèn {lamp}: {fault}: {detail}' },
  'demo.lamp-fault-over': { en: 'lamp {lamp}: {fault} is over', vi: 'đèn {lamp}: đã hết {fault}' },
  'demo.command': {
    en: 'the centre commands {name}: {what}',
    vi: 'trung tâm ra lệnh {name}: {what}',
  },
  'demo.reply-done': { en: 'the gateway answers {name}: done', vi: 'gateway trả lời {name}: đã xong' },
  'demo.reply-not-done': {
    en: 'the gateway answers {name}: {outcome} ({reason})',
    vi: 'gateway trả lời {name}: {outcome} ({reason})',
  },
  'demo.part-failed': { en: 'part {part} failed: {reason}', vi: 'phần {part} bị lỗi: {reason}' },
  'demo.part-recovered': { en: 'part {part} works again', vi: 'phần {part} đã hoạt động lại' },
  'demo.evicted': {
    en: 'given up unsent: {count} of lane {lane} ({reason})',
    vi: 'phải bỏ khi chưa gửi: {count} bản tin làn {lane} ({reason})',
  },
  'demo.maybe-missing': {
    en: 'the gateway was killed: what it read from {since} to {until} may be missing',
    vi: 'gateway bị dừng đột ngột: số đo từ {since} đến {until} có thể bị thiếu',
  },
  'demo.stopped-broker': {
    en: 'CUT: the broker is stopped; the gateway keeps what it has to say',
    vi: 'CẮT: broker bị dừng; gateway tự giữ lại mọi bản tin',
  },
  'demo.cut-link': {
    en: 'CUT: the line to the broker is cut; the gateway keeps what it has to say',
    vi: 'CẮT: đường truyền tới broker bị ngắt; gateway tự giữ lại mọi bản tin',
  },
  'demo.broker-away': { en: 'the broker is gone', vi: 'broker không còn hoạt động' },
  'demo.broker-back': { en: 'the broker is there again', vi: 'broker đã hoạt động trở lại' },
  'demo.restored': { en: 'the broker is back after {seconds} s', vi: 'broker hoạt động lại sau {seconds} giây' },
  'demo.caught-up': {
    en: 'caught up: {count} messages that had waited were delivered in {seconds} s, {missing} missing',
    vi: 'đã gửi bù: {count} bản tin chờ được chuyển trong {seconds} giây, thiếu {missing}',
  },
  'demo.off.air': { en: 'OFF: the air station is switched off', vi: 'TẮT: trạm quan trắc không khí bị tắt nguồn' },
  'demo.on.air': { en: 'the air station is switched on again', vi: 'trạm quan trắc không khí được bật lại' },
  'demo.off.meter': { en: 'OFF: the energy meter is switched off', vi: 'TẮT: đồng hồ điện bị tắt nguồn' },
  'demo.on.meter': { en: 'the energy meter is switched on again', vi: 'đồng hồ điện được bật lại' },
  'demo.off.lamps': { en: 'OFF: the lamp cabinet is switched off', vi: 'TẮT: tủ điều khiển đèn bị tắt nguồn' },
  'demo.on.lamps': { en: 'the lamp cabinet is switched on again', vi: 'tủ điều khiển đèn được bật lại' },
  'demo.off.camera': { en: 'OFF: the camera is switched off', vi: 'TẮT: camera bị tắt nguồn' },
  'demo.on.camera': { en: 'the camera is switched on again', vi: 'camera được bật lại' },
  'demo.agent-killed': {
    en: 'the agent is killed (kill -9) and started again',
    vi: 'chương trình bị dừng đột ngột (kill -9) và khởi động lại',
  },
  'demo.agent-ended': { en: 'the agent ended by itself ({how})', vi: 'chương trình tự kết thúc ({how})' },
  'demo.invalid-message': {
    en: 'a message against the contract, topic {topic}: {problem}',
    vi: 'bản tin sai quy ước, chủ đề {topic}: {problem}',
  },
  'demo.summary': {
    en: '{devices}; queue {queue}; {messages} messages, {missing} missing',
    vi: '{devices}; hàng đợi {queue}; {messages} bản tin, thiếu {missing}',
  },
  'demo.ending': { en: 'ending…', vi: 'đang kết thúc…' },
  'demo.final-good': {
    en: 'Nothing lost: {messages} messages, {gaps} gaps, {repeated} repeated and recognised.',
    vi: 'Không mất gì: {messages} bản tin, {gaps} khoảng trống, {repeated} bản lặp đã nhận ra.',
  },
  'demo.final-bad': {
    en: 'Not complete: {missing} messages missing ({holes}), {invalid} against the contract, of {messages}.',
    vi: 'Chưa đầy đủ: thiếu {missing} bản tin ({holes}), {invalid} bản sai quy ước, trên {messages}.',
  },
  'demo.final-waiting': {
    en: 'The broker was away at the end: {count} messages still waited in the gateway; {messages} had come.',
    vi: 'Broker không hoạt động lúc kết thúc: còn {count} bản tin chờ trong gateway; đã nhận {messages}.',
  },
  // Words of the view.
  'demo.view.title': { en: 'what the operations centre sees', vi: 'những gì trung tâm điều hành thấy' },
  'demo.view.link-up': { en: 'link up', vi: 'kết nối tốt' },
  'demo.view.broker-away': { en: 'BROKER AWAY', vi: 'BROKER NGỪNG' },
  'demo.view.link-down': { en: 'LINK CUT {seconds} s', vi: 'MẤT KẾT NỐI {seconds} s' },
  'demo.view.readings': { en: 'READINGS', vi: 'SỐ ĐO' },
  'demo.view.waiting': { en: 'waiting for the first readings', vi: 'đang chờ số đo đầu tiên' },
  'demo.view.age': { en: '{seconds} s ago', vi: '{seconds} s trước' },
  'demo.view.offline': { en: 'does not answer', vi: 'không trả lời' },
  'demo.view.camera': { en: 'CAMERA', vi: 'CAMERA' },
  'demo.view.camera-none': { en: 'none (no model, or no GStreamer)', vi: 'không có (thiếu mô hình hoặc GStreamer)' },
  'demo.view.camera-starting': { en: 'waiting for the first picture', vi: 'đang chờ hình đầu tiên' },
  'demo.view.camera-online': { en: 'picture good', vi: 'hình tốt' },
  'demo.view.camera-blind': { en: 'BLIND: {reason}', vi: 'MẤT HÌNH: {reason}' },
  'demo.view.lamps': { en: 'LAMPS', vi: 'ĐÈN' },
  'demo.view.lamps-legend': { en: 'commanded → read back', vi: 'lệnh → thực đọc' },
  'demo.view.queue': { en: 'QUEUE', vi: 'HÀNG ĐỢI' },
  'demo.view.waiting-count': { en: '{count} waiting in the gateway', vi: '{count} bản tin chờ trong gateway' },
  'demo.view.cuts': { en: 'cuts so far: {cuts}', vi: 'số lần cắt: {cuts}' },
  'demo.view.proof': { en: 'PROOF', vi: 'KIỂM CHỨNG' },
  'demo.view.nothing-lost': {
    en: 'nothing lost: {messages} messages, {gaps} gaps, {repeated} repeated, {invalid} invalid',
    vi: 'không mất gì: {messages} bản tin, {gaps} khoảng trống, {repeated} lặp, {invalid} sai',
  },
  'demo.view.missing': {
    en: '{missing} on their way or missing, of {messages} messages; {repeated} repeated, {invalid} invalid',
    vi: '{missing} đang trên đường hoặc thiếu, trên {messages} bản tin; {repeated} lặp, {invalid} sai',
  },
  'demo.view.story': { en: 'WHAT HAPPENED', vi: 'DIỄN BIẾN' },
  'demo.view.keys': {
    en: '[b] cut the broker / put it back  [d] switch a device off  [l] lamp command  [k] kill -9 the agent  [q] quit',
    vi: '[b] cắt / nối broker  [d] tắt một thiết bị  [l] lệnh đèn  [k] kill -9 chương trình  [q] thoát',
  },
  'demo.view.keys-short': {
    en: '[b] broker  [d] device  [l] lamps  [k] kill agent  [q] quit',
    vi: '[b] broker  [d] thiết bị  [l] đèn  [k] dừng agent  [q] thoát',
  },
  'demo.view.too-small': {
    en: 'please make the terminal at least 60 x 16',
    vi: 'hãy mở cửa sổ rộng ít nhất 60 x 16',
  },
} as const satisfies Record<string, Text>;
