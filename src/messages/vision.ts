import type { Text } from './text.ts';

export const visionMessages = {
  // The configuration.
  'vision.signal-value-twice': {
    en: 'the value {value} means {other} and {colour}',
    vi: 'giá trị {value} vừa là {other} vừa là {colour}',
    hint: {
      en: 'each value of the point may mean one colour only: look at what the controller really gives and correct one of the lists',
      vi: 'mỗi giá trị của điểm chỉ được ứng với một màu: xem giá trị thật của tủ điều khiển rồi sửa một trong các danh sách',
    },
  },
  'vision.leave-not-below-enter': {
    en: 'leave is {leave} and enter is {enter}: leave must be the smaller one',
    vi: 'leave là {leave} còn enter là {enter}: leave phải nhỏ hơn enter',
    hint: {
      en: 'crowding begins at enter and ends at leave; keep some distance between them, for example 10 and 7',
      vi: 'đông người bắt đầu ở mức enter và kết thúc ở mức leave; hãy để hai mức cách nhau một khoảng, ví dụ 10 và 7',
    },
  },
  'vision.beyond-before-line': {
    en: 'this line lies before the stop line as traffic crosses it: nobody would be accused',
    vi: 'đường này nằm trước vạch dừng theo chiều xe chạy: sẽ không xe nào bị báo',
    hint: {
      en: 'swap the two points of "line" (traffic crosses it from the left of who stands on the first and looks at the second), or draw "beyond" on the far side of the crossing',
      vi: 'đổi chỗ hai điểm của "line" (đứng ở điểm đầu nhìn sang điểm sau, xe phải đi từ trái sang phải), hoặc vẽ "beyond" ở phía bên kia giao lộ',
    },
  },
  'vision.stand-in-scene': {
    en: '{camera} is no camera: its pictures are drawn, nothing of them happens; what it says is sent as camera.simulated',
    vi: '{camera} không phải camera thật: hình được vẽ ra, không có gì xảy ra thật; thông tin được gửi đi dưới dạng camera.simulated',
    hint: {
      en: 'right for practice; for operation give it a source of kind rtsp, mjpeg or v4l2',
      vi: 'chỉ dùng để tập; khi vận hành hãy đặt source loại rtsp, mjpeg hoặc v4l2',
    },
  },
  'vision.stand-in-file': {
    en: '{camera} is no camera: it plays a video file, nothing of it happens now; what it says is sent as camera.simulated',
    vi: '{camera} không phải camera thật: đang phát tệp video, không có gì đang xảy ra; thông tin được gửi đi dưới dạng camera.simulated',
    hint: {
      en: 'right for trying; for operation give it a source of kind rtsp, mjpeg or v4l2',
      vi: 'chỉ dùng để thử; khi vận hành hãy đặt source loại rtsp, mjpeg hoặc v4l2',
    },
  },
  'vision.stand-in-evidence': {
    en: '{camera} is no camera, so no evidence is kept of what it shows',
    vi: '{camera} không phải camera thật nên không lưu chứng cứ từ hình của nó',
    hint: {
      en: 'leave "evidence" for the day when it gets a real source, or take it out',
      vi: 'giữ lại "evidence" cho khi có nguồn thật, hoặc bỏ đi',
    },
  },
  'vision.stand-in-lamps': {
    en: 'lamps do not follow {camera}: it is no camera, and what it shows does not happen',
    vi: 'đèn không làm theo {camera}: đó không phải camera thật, những gì nó chiếu không xảy ra',
    hint: {
      en: 'give the camera a real source; until then this has no effect',
      vi: 'đặt nguồn thật cho camera; trước đó mục này không có tác dụng',
    },
  },
  'vision.duplicate-rule': {
    en: 'the rule id "{id}" is used by an earlier rule of the camera {camera} too',
    vi: 'mã luật "{id}" đã được một luật phía trên của camera {camera} sử dụng',
    hint: { en: 'give each rule of a camera its own id', vi: 'đặt mã riêng cho từng luật của một camera' },
  },
  'vision.class-not-in-model': {
    en: 'the model {model} cannot see "{class}"; it can see: {known}',
    vi: 'mô hình {model} không nhận ra được "{class}"; nó nhận ra: {known}',
    hint: {
      en: 'take "{class}" out of the classes of the rule {rule}, or choose another model',
      vi: 'bỏ "{class}" khỏi classes của luật {rule}, hoặc chọn mô hình khác',
    },
  },
  'vision.model-of-crops': {
    en: 'the model {model} looks at single road users, it finds none in a picture',
    vi: 'mô hình {model} chỉ xem từng đối tượng đã cắt ra, không tự tìm đối tượng trong khung hình',
    hint: {
      en: 'name a detector here and {model} under secondStage',
      vi: 'ghi một mô hình phát hiện ở đây, còn {model} ghi vào secondStage',
    },
  },
  'vision.model-of-pictures': {
    en: 'the model {model} looks at whole pictures, not at single road users: its card has no "crop"',
    vi: 'mô hình {model} xem cả khung hình chứ không xem từng đối tượng: thẻ của nó không có mục "crop"',
    hint: {
      en: 'name a model whose card has "crop", or add that section to the card',
      vi: 'chọn mô hình mà thẻ có mục "crop", hoặc bổ sung mục đó vào thẻ',
    },
  },
  // The state of a camera.
  'vision.camera-starting': {
    en: 'the camera {camera} is being connected',
    vi: 'đang kết nối camera {camera}',
  },
  'vision.camera-blind': {
    en: 'the camera {camera} has given no usable picture since {since}: {reason}',
    vi: 'camera {camera} không có hình dùng được từ {since}: {reason}',
    hint: {
      en: 'check the power and the network of the camera and its address, user and password in the site file; it is tried again by itself',
      vi: 'kiểm tra nguồn điện, mạng của camera và địa chỉ, tài khoản, mật khẩu trong tệp cấu hình; hệ thống sẽ tự thử lại',
    },
  },
  'vision.detector-failing': {
    en: 'the detector gives no results for the camera {camera} since {since}: {reason}',
    vi: 'bộ nhận dạng không cho kết quả với camera {camera} từ {since}: {reason}',
    hint: {
      en: 'check the model with "haidang models verify" and look at the log',
      vi: 'kiểm tra mô hình bằng lệnh "haidang models verify" và xem nhật ký',
    },
  },
  'vision.too-slow': {
    en: 'the camera {camera} should be looked at {wanted} times a second and is only {actual} times',
    vi: 'camera {camera} cần được phân tích {wanted} lần mỗi giây nhưng chỉ đạt {actual} lần',
    hint: {
      en: 'lower fps of the camera, or use fewer cameras or a smaller model on this machine',
      vi: 'giảm fps của camera, hoặc dùng ít camera hơn hay mô hình nhỏ hơn trên máy này',
    },
  },
  // The health of the picture. While one of these holds the rules of the camera keep silent.
  'vision.picture-frozen': {
    en: 'the picture of the camera {camera} stands still since {since}: the rules of this camera see nothing',
    vi: 'hình của camera {camera} bị đứng từ {since}: các luật của camera này không hoạt động',
    hint: {
      en: 'restart the camera; if it comes back, update its firmware or replace it',
      vi: 'khởi động lại camera; nếu vẫn lặp lại, hãy cập nhật phần mềm hoặc thay camera',
    },
  },
  'vision.picture-black': {
    en: 'the picture of the camera {camera} is black since {since}: the rules of this camera see nothing',
    vi: 'hình của camera {camera} bị đen từ {since}: các luật của camera này không hoạt động',
    hint: {
      en: 'look for a cap or tape on the lens; by night check the lamp or the infrared light; then restart the camera',
      vi: 'kiểm tra xem ống kính có bị đậy hay dán kín không; nếu là ban đêm, kiểm tra đèn đường hoặc đèn hồng ngoại; sau đó khởi động lại camera',
    },
  },
  'vision.picture-grey': {
    en: 'the camera {camera} gives nothing but grey since {since}: the rules of this camera see nothing',
    vi: 'camera {camera} chỉ cho hình màu xám từ {since}: các luật của camera này không hoạt động',
    hint: {
      en: 'the stream lacks its key frames: set the key frame interval of the camera to 2 s or less, try transport tcp, or restart the camera',
      vi: 'luồng hình thiếu khung hình chính: đặt khoảng cách khung hình chính của camera không quá 2 giây, thử transport tcp, hoặc khởi động lại camera',
    },
  },
  'vision.picture-uniform': {
    en: 'the camera {camera} shows one colour and nothing else since {since}: the rules of this camera see nothing',
    vi: 'camera {camera} chỉ hiện một màu duy nhất từ {since}: các luật của camera này không hoạt động',
    hint: {
      en: 'look for something before the lens or a strong light into it; otherwise restart the camera',
      vi: 'kiểm tra xem có vật che ống kính hoặc đèn mạnh chiếu thẳng vào không; nếu không, hãy khởi động lại camera',
    },
  },
  'vision.picture-corrupted': {
    en: 'the picture of the camera {camera} is broken (green or grey blocks) since {since}: its rules are silent',
    vi: 'hình của camera {camera} bị vỡ (các ô xanh lá hoặc xám) từ {since}: các luật của camera này tạm ngừng',
    hint: {
      en: 'packets are lost on the way: set transport to tcp, check cable and switch, or lower the bit rate of the camera',
      vi: 'dữ liệu bị mất trên đường truyền: đặt transport là tcp, kiểm tra cáp và bộ chuyển mạch, hoặc giảm tốc độ bit của camera',
    },
  },
  'vision.picture-covered': {
    en: 'something hides the view of the camera {camera} since {since}: the rules of this camera see nothing',
    vi: 'có vật che tầm nhìn của camera {camera} từ {since}: các luật của camera này không hoạt động',
    hint: {
      en: 'look at the camera: remove what hangs or stands before it, and clean the lens',
      vi: 'kiểm tra tại chỗ: gỡ vật che phía trước camera và lau ống kính',
    },
  },
  'vision.picture-defocused': {
    en: 'the picture of the camera {camera} is out of focus since {since}: its rules are silent',
    vi: 'hình của camera {camera} bị mờ, mất nét từ {since}: các luật của camera này tạm ngừng',
    hint: {
      en: 'clean the lens (dew, dust, spider webs), then focus the camera anew',
      vi: 'lau ống kính (hơi nước, bụi, mạng nhện), sau đó chỉnh lại nét cho camera',
    },
  },
  'vision.picture-moved': {
    en: 'the camera {camera} was turned: since {since} its view is {right} px further right and {down} px further down in the picture, so that lines and zones lie wrong and its rules are silent',
    vi: 'camera {camera} đã bị xoay: từ {since} cảnh trong hình lệch sang phải {right} px và xuống dưới {down} px, nên các vạch và vùng không còn đúng chỗ và các luật tạm ngừng',
    hint: {
      en: 'a negative number is to the left or up; turn the camera back, or draw its lines and zones anew and restart the agent; where they still fit, stop the agent, delete its file in views/ of the data folder, and start it',
      vi: 'số âm nghĩa là sang trái hoặc lên trên; hãy xoay camera về vị trí cũ, hoặc vẽ lại các vạch, vùng rồi khởi động lại chương trình; nếu chúng vẫn đúng chỗ: dừng chương trình, xóa tệp của camera trong views/ của thư mục dữ liệu rồi chạy lại',
    },
  },
  'vision.picture-elsewhere': {
    en: 'the camera {camera} shows another place since {since}: lines and zones are wrong and its rules are silent',
    vi: 'camera {camera} đang quay sang chỗ khác từ {since}: các vạch và vùng không còn đúng và các luật tạm ngừng',
    hint: {
      en: 'turn the camera back, or draw its lines and zones anew and restart the agent; where they still fit, stop the agent, delete its file in views/ of the data folder, and start it',
      vi: 'xoay camera về vị trí cũ, hoặc vẽ lại các vạch, vùng rồi khởi động lại chương trình; nếu chúng vẫn đúng chỗ: dừng chương trình, xóa tệp của camera trong views/ của thư mục dữ liệu rồi chạy lại',
    },
  },
  'vision.frame-rate-low': {
    en: 'the camera {camera} gives only {actual} pictures a second; fewer than {floor} are too few',
    vi: 'camera {camera} chỉ gửi {actual} hình mỗi giây; ít hơn {floor} là không đủ',
    hint: {
      en: 'check the network to the camera and its frame rate setting; by night turn off its slow shutter',
      vi: 'kiểm tra mạng đến camera và cài đặt tốc độ khung hình; ban đêm hãy tắt chế độ màn trập chậm',
    },
  },
  'vision.decode-errors': {
    en: 'the stream of the camera {camera} comes damaged: {perSecond} faults a second are found in it, its pictures cannot be trusted',
    vi: 'luồng hình của camera {camera} bị hỏng: mỗi giây có {perSecond} lỗi giải mã, hình không đáng tin',
    hint: {
      en: 'check the cable, the wireless link and the switch on the way to the camera; use transport: tcp, and a lower bit rate where the link is too narrow',
      vi: 'kiểm tra cáp, đường truyền không dây và bộ chuyển mạch tới camera; dùng transport: tcp, và giảm bit rate nếu đường truyền không đủ',
    },
  },
  'vision.stills-lost': {
    en: '{lost} pictures of events of the camera {camera} could not be made; the last because: {reason}',
    vi: 'không tạo được {lost} ảnh sự kiện của camera {camera}; lần gần nhất do: {reason}',
    hint: {
      en: 'check the free space of the disk and the load of the machine',
      vi: 'kiểm tra dung lượng trống của ổ đĩa và tải của máy',
    },
  },
  // The command `replay`.
  'vision.replay.camera': { en: 'id of the camera in the site file', vi: 'mã của camera trong tệp cấu hình' },
  'vision.replay.video': {
    en: 'video file that takes the place of the camera, or a folder of clips: each by itself, by name, with totals at the end',
    vi: 'tệp video dùng thay cho camera, hoặc một thư mục gồm nhiều đoạn: từng đoạn riêng biệt, theo tên, cuối cùng là tổng số',
  },
  'vision.replay.model': {
    en: 'another model: its id, or the path of an .onnx file beside its card (default: the one of the camera)',
    vi: 'mô hình khác: mã của mô hình hoặc đường dẫn tệp .onnx đặt cạnh thẻ mô hình (mặc định: mô hình của camera)',
  },
  'vision.replay.start': {
    en: 'time of the first frame, like 2026-06-21T19:00:00+07:00',
    vi: 'thời điểm của khung hình đầu tiên, ví dụ 2026-06-21T19:00:00+07:00',
  },
  'vision.replay.stills': {
    en: 'folder for the pictures of the events (default: none are made)',
    vi: 'thư mục lưu ảnh của các sự kiện (mặc định: không tạo ảnh)',
  },
  'vision.replay.no-camera': {
    en: 'there is no camera "{camera}" in the site file; there are: {known}',
    vi: 'không có camera "{camera}" trong tệp cấu hình; hiện có: {known}',
    hint: { en: 'name one of them with --camera', vi: 'chọn một camera trong số đó bằng --camera' },
  },
  'vision.replay.bad-start': {
    en: '"{found}" is no time',
    vi: '"{found}" không phải là thời điểm hợp lệ',
    hint: { en: 'write it like 2026-06-21T19:00:00+07:00', vi: 'ghi theo mẫu 2026-06-21T19:00:00+07:00' },
  },
  'vision.replay.done': {
    en: '{frames} frames in {seconds} s, {times} times as fast as they were taken',
    vi: 'đã xử lý {frames} khung hình trong {seconds} giây, nhanh gấp {times} lần tốc độ quay',
  },
} as const satisfies Record<string, Text>;
