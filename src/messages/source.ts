import type { Text } from './text.ts';

const checkCamera = {
  en: 'check the power and the network cable of the camera, and its address in the site file; it is tried again by itself',
  vi: 'kiểm tra nguồn điện, cáp mạng của camera và địa chỉ trong tệp cấu hình; hệ thống sẽ tự thử lại',
};

export const sourceMessages = {
  // The configuration.
  'source.bad-url': {
    en: '"{found}" is no address of a camera stream: {reason}',
    vi: '"{found}" không phải địa chỉ luồng camera: {reason}',
    hint: {
      en: 'write it like rtsp://10.0.0.5/stream1; the camera’s manual or its web page names the path',
      vi: 'ghi theo mẫu rtsp://10.0.0.5/stream1; xem phần đường dẫn trong tài liệu hoặc trang web của camera',
    },
  },
  'source.login-in-url': {
    en: 'the address holds a user name or a password',
    vi: 'địa chỉ có chứa tên đăng nhập hoặc mật khẩu',
    hint: {
      en: 'take it out of the address; write username: and password: "${file:…}" below it',
      vi: 'bỏ khỏi địa chỉ; ghi username: và password: "${file:…}" ở bên dưới',
    },
  },
  'source.password-alone': {
    en: 'a password without a user name',
    vi: 'có mật khẩu nhưng không có tên đăng nhập',
    hint: { en: 'add a line "username: …"', vi: 'thêm một dòng "username: …"' },
  },
  'source.username-colon': {
    en: 'a user name cannot hold a ":"',
    vi: 'tên đăng nhập không được có dấu ":"',
    hint: { en: 'correct the user name', vi: 'sửa lại tên đăng nhập' },
  },
  'source.bad-scene-size': {
    en: '"{found}" is no size of a drawn picture',
    vi: '"{found}" không phải kích thước của hình vẽ',
    hint: {
      en: 'write width x height in even numbers from 160x90 to 1920x1080, for example 640x360',
      vi: 'ghi chiều rộng x chiều cao bằng số chẵn, từ 160x90 đến 1920x1080, ví dụ 640x360',
    },
  },
  // Why a camera gives no picture.
  'source.online': { en: 'pictures arrive', vi: 'đang nhận được hình' },
  'source.unauthorized': {
    en: 'the camera refuses the user name or the password',
    vi: 'camera từ chối tên đăng nhập hoặc mật khẩu',
    hint: { en: 'correct username and password of its source', vi: 'sửa username và password của nguồn này' },
  },
  'source.not-found': {
    en: 'the camera does not know this stream',
    vi: 'camera không có luồng này',
    hint: { en: 'correct the path in the address of the stream', vi: 'sửa phần đường dẫn trong địa chỉ luồng' },
  },
  'source.refused': {
    en: 'nobody listens at the address of the camera (connection refused)',
    vi: 'không có thiết bị nào nhận kết nối ở địa chỉ camera (kết nối bị từ chối)',
    hint: checkCamera,
  },
  'source.unreachable': {
    en: 'there is no way to the address of the camera',
    vi: 'không có đường mạng tới địa chỉ camera',
    hint: checkCamera,
  },
  'source.unknown-host': {
    en: 'the name of the camera cannot be resolved',
    vi: 'không phân giải được tên máy của camera',
    hint: { en: 'write its IP address, or correct the DNS', vi: 'ghi địa chỉ IP, hoặc sửa cấu hình DNS' },
  },
  'source.timeout': { en: 'the camera does not answer', vi: 'camera không trả lời', hint: checkCamera },
  'source.silent': {
    en: 'the camera is connected and has sent no picture for {seconds} s',
    vi: 'camera đã kết nối nhưng không gửi hình trong {seconds} giây',
    hint: {
      en: 'restart the camera; if it stays so, look whether its stream plays elsewhere',
      vi: 'khởi động lại camera; nếu vẫn vậy, thử xem luồng có phát được ở nơi khác không',
    },
  },
  'source.stalled': {
    en: 'the pictures stopped: none for {seconds} s',
    vi: 'hình đã dừng: không có hình mới trong {seconds} giây',
    hint: checkCamera,
  },
  'source.closed': { en: 'the camera ended the stream', vi: 'camera đã ngắt luồng', hint: checkCamera },
  'source.garbage': {
    en: 'what the camera sends is no video that can be read',
    vi: 'dữ liệu camera gửi không phải video đọc được',
    hint: {
      en: 'choose H.264 or H.265 in the camera’s settings, and look for losses on its network',
      vi: 'chọn H.264 hoặc H.265 trong cài đặt camera và kiểm tra mất gói trên mạng',
    },
  },
  'source.no-video': {
    en: 'the stream holds no video',
    vi: 'luồng không có hình',
    hint: { en: 'name the video stream of the camera', vi: 'chỉ đúng luồng hình của camera' },
  },
  'source.resolution-changed': {
    en: 'the camera changed the size of its picture; the stream is opened anew',
    vi: 'camera đã đổi kích thước hình; luồng đang được mở lại',
  },
  'source.file-missing': {
    en: 'the video file cannot be opened',
    vi: 'không mở được tệp video',
    hint: { en: 'check the path and who may read it', vi: 'kiểm tra đường dẫn và quyền đọc tệp' },
  },
  'source.device-missing': {
    en: 'there is no camera at this device, or it may not be opened',
    vi: 'không có camera ở thiết bị này, hoặc không được phép mở',
    hint: {
      en: 'plug it in and look at ls -l /dev/v4l/by-id; the user of the gateway must be in the group video',
      vi: 'cắm lại camera và xem ls -l /dev/v4l/by-id; người dùng chạy hệ thống phải thuộc nhóm video',
    },
  },
  'source.device-busy': {
    en: 'another program uses this camera',
    vi: 'chương trình khác đang dùng camera này',
    hint: {
      en: 'end it (fuser -v on the device names it); it is tried again by itself',
      vi: 'hãy tắt chương trình đó (dùng fuser -v với thiết bị để biết tên); hệ thống sẽ tự thử lại',
    },
  },
  'source.ended': { en: 'the video file is over', vi: 'tệp video đã hết' },
  'source.secret-missing': {
    en: 'the user name or password is not there: {detail}',
    vi: 'không có tên đăng nhập hoặc mật khẩu: {detail}',
    hint: { en: 'provide it at the place that is named', vi: 'hãy đặt vào đúng nơi được nêu' },
  },
  'source.login-unusable': {
    en: 'the user name and password cannot be used: {detail}',
    vi: 'tên đăng nhập và mật khẩu không dùng được: {detail}',
    hint: { en: 'give the camera a shorter password', vi: 'đặt cho camera mật khẩu ngắn hơn' },
  },
  'source.ffmpeg-missing': {
    en: 'ffmpeg cannot be started: {detail}',
    vi: 'không chạy được ffmpeg: {detail}',
    hint: { en: 'install it: apt-get install ffmpeg', vi: 'cài đặt: apt-get install ffmpeg' },
  },
  'source.ffmpeg-failed': {
    en: 'ffmpeg ended: {detail}',
    vi: 'ffmpeg đã dừng: {detail}',
    hint: { en: 'look at the log; it is tried again by itself', vi: 'xem nhật ký; hệ thống sẽ tự thử lại' },
  },
  'source.scene-failed': {
    en: 'the program that draws the scene ended: {detail}',
    vi: 'chương trình vẽ cảnh đã dừng: {detail}',
    hint: {
      en: 'look at the log and whether memory is short; it is tried again by itself',
      vi: 'xem nhật ký và kiểm tra bộ nhớ còn trống; hệ thống sẽ tự thử lại',
    },
  },
} as const satisfies Record<string, Text>;
