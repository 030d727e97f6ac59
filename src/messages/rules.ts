import type { Text } from './text.ts';

/** The rules of cameras: what `check` says of their calibration, signals and models. */
export const rulesMessages = {
  'rules.calibration-flat': {
    en: 'this calibration does not say where the ground is: its points lie on one line, are mirrored, or are the same',
    vi: 'hiệu chuẩn này không xác định được mặt đất: các điểm nằm trên một đường thẳng, bị lật gương hoặc trùng nhau',
    hint: {
      en: 'take four or more spots of the road that are spread over the picture, no three of them on one line',
      vi: 'chọn từ bốn điểm trở lên trên mặt đường, trải rộng trong khung hình, không có ba điểm nào thẳng hàng',
    },
  },
  'rules.calibration-reprojection': {
    en: 'point {n} of the calibration lies {percent} % of the picture away from where the others put it (at most {limit} %)',
    vi: 'điểm {n} của hiệu chuẩn lệch {percent} % khung hình so với vị trí tính từ các điểm khác (tối đa {limit} %)',
    hint: {
      en: 'measure this spot again, or look for another point that is wrong: all spots must lie on the same flat road',
      vi: 'đo lại điểm này hoặc tìm điểm khác bị sai: mọi điểm phải nằm trên cùng một mặt đường phẳng',
    },
  },
  'rules.calibration-horizon': {
    en: 'this length is not on the ground: by the calibration it reaches up to the horizon or above it',
    vi: 'đoạn này không nằm trên mặt đất: theo hiệu chuẩn, nó chạm hoặc vượt đường chân trời',
    hint: {
      en: 'correct the tilt and the focal length of the camera, or the two ends of the length',
      vi: 'sửa góc nghiêng và tiêu cự của camera, hoặc hai đầu của đoạn này',
    },
  },
  'rules.calibration-length': {
    en: 'the calibration measures {measured} m where {length} m are known (it may err by {limit} %)',
    vi: 'hiệu chuẩn đo được {measured} m trong khi độ dài thật là {length} m (sai số cho phép {limit} %)',
    hint: {
      en: 'correct the points, or the height, tilt and focal length of the camera, until known lengths come out right',
      vi: 'chỉnh lại các điểm, hoặc chiều cao, góc nghiêng và tiêu cự của camera, cho đến khi các độ dài đã biết khớp',
    },
  },
  'rules.needs-calibration': {
    en: 'the rule {rule} needs to know metres: {why}',
    vi: 'luật {rule} cần biết kích thước thật (mét): {why}',
    hint: {
      en: 'add "calibration" to the camera: four measured spots of the road, or height, tilt and focal length of the camera',
      vi: 'thêm "calibration" cho camera: bốn điểm đã đo trên mặt đường, hoặc chiều cao, góc nghiêng và tiêu cự của camera',
    },
  },
  'rules.unknown-signal': {
    en: 'the rule {rule} refers to the signal "{signal}", and the camera has: {known}',
    vi: 'luật {rule} dùng đèn tín hiệu "{signal}", còn camera có: {known}',
    hint: {
      en: 'add it under "signals" of the camera, or name one that is there',
      vi: 'thêm đèn này vào "signals" của camera, hoặc dùng tên một đèn đã có',
    },
  },
  'rules.duplicate-signal': {
    en: 'the signal id "{id}" is used by an earlier signal of the camera too',
    vi: 'mã đèn tín hiệu "{id}" đã được một đèn phía trên của camera sử dụng',
    hint: { en: 'give each signal of a camera its own id', vi: 'đặt mã riêng cho từng đèn của một camera' },
  },
  'rules.unknown-source': {
    en: 'the signal {signal} is read from "{device}", and there is no such device or input; there are: {known}',
    vi: 'đèn tín hiệu {signal} được đọc từ "{device}", nhưng không có thiết bị hay đầu vào này; hiện có: {known}',
    hint: {
      en: 'name a device of "devices" or an input of "inputs"',
      vi: 'dùng tên một thiết bị trong "devices" hoặc một đầu vào trong "inputs"',
    },
  },
  'rules.unknown-point': {
    en: 'the signal {signal} is read from the point "{point}" of {device}, which has: {known}',
    vi: 'đèn tín hiệu {signal} được đọc từ điểm "{point}" của {device}, thiết bị này có: {known}',
    hint: { en: 'name one of these points', vi: 'dùng tên một trong các điểm này' },
  },
  'rules.signal-seldom': {
    en: 'the signal {signal} is read from {device}.{point} every {every} s only: who passes between two readings that differ is let go, and where they are more than {most} s apart nobody is ever accused; every {wanted} s is good',
    vi: 'đèn tín hiệu {signal} chỉ được đọc từ {device}.{point} mỗi {every} giây: xe đi qua giữa hai lần đọc khác nhau sẽ không bị báo, và nếu hai lần đọc cách nhau quá {most} giây thì không xe nào bị báo; nên đọc mỗi {wanted} giây',
    hint: {
      en: 'set "{key}" of {device} to {wanted} s or less',
      vi: 'đặt "{key}" của {device} từ {wanted} giây trở xuống',
    },
  },
  'rules.signal-once': {
    en: 'the signal {signal} is read from {device}.{point}, which its profile reads "{class}" only: its state is soon unknown, and nobody is ever accused by it',
    vi: 'đèn tín hiệu {signal} được đọc từ {device}.{point}, nhưng hồ sơ thiết bị chỉ đọc điểm này kiểu "{class}": trạng thái sẽ sớm thành không rõ và không xe nào bị báo',
    hint: {
      en: 'give the point {point} of the profile {profile} the class fast, and set "pollFast" of {device} to {wanted} s or less',
      vi: 'đặt class của điểm {point} trong hồ sơ {profile} thành fast, và đặt "pollFast" của {device} từ {wanted} giây trở xuống',
    },
  },
  'rules.model-lacks': {
    en: 'the rule {rule} needs a model that tells "{label}", and "{model}" does not; models that look at crops: {known}',
    vi: 'luật {rule} cần một mô hình nhận ra "{label}", nhưng "{model}" không làm được; các mô hình xem ảnh cắt hiện có: {known}',
    hint: {
      en: 'add a model whose card has "crop" and this class, or leave the rule out: the six classes of road users do not tell it',
      vi: 'thêm một mô hình có "crop" và lớp này trong thẻ, hoặc bỏ luật này: sáu lớp phương tiện không đủ để nhận ra',
    },
  },
} as const satisfies Record<string, Text>;
