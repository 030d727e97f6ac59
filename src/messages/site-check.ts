import type { Text } from './text.ts';

/** What `check` says of values that may stand where they stand and were most likely not meant. */
export const siteCheckMessages = {
  'config.zone-sign': {
    en: '"{zone}" is {real}: in these names the sign is turned round',
    vi: '"{zone}" là {real}: trong các tên dạng này dấu bị đảo ngược',
    hint: {
      en: 'in Việt Nam write timezone: Asia/Ho_Chi_Minh',
      vi: 'ở Việt Nam hãy ghi timezone: Asia/Ho_Chi_Minh',
    },
  },
  'config.zone-far': {
    en: 'the clock of "{zone}" is {hours} h off the sun at longitude {longitude}: evening and morning would be mistaken',
    vi: 'giờ của "{zone}" lệch {hours} giờ so với mặt trời ở kinh độ {longitude}: sẽ nhầm chiều tối với sáng sớm',
    hint: {
      en: 'in Việt Nam write timezone: Asia/Ho_Chi_Minh; elsewhere correct the time zone or the longitude',
      vi: 'ở Việt Nam hãy ghi timezone: Asia/Ho_Chi_Minh; ở nơi khác hãy sửa múi giờ hoặc kinh độ',
    },
  },
  'config.place-mixed-up': {
    en: 'latitude {latitude}, longitude {longitude} is not in Việt Nam: a sign is wrong, or the two are swapped',
    vi: 'vĩ độ {latitude}, kinh độ {longitude} không nằm ở Việt Nam: sai dấu, hoặc hai số bị đổi chỗ',
    hint: {
      en: 'did you mean {near}?',
      vi: 'có phải ý bạn là {near}?',
    },
  },
  'config.place-abroad': {
    en: 'latitude {latitude}, longitude {longitude} is not in Việt Nam, and the time zone is that of Việt Nam',
    vi: 'vĩ độ {latitude}, kinh độ {longitude} không nằm ở Việt Nam, trong khi múi giờ là của Việt Nam',
    hint: {
      en: 'write degrees with a decimal point, like {near}; a site elsewhere needs its own timezone',
      vi: 'hãy ghi bằng độ thập phân, ví dụ {near}; nếu ở nước khác thì ghi đúng timezone của nơi đó',
    },
  },
  'config.no-degrees': {
    en: '{found} is no {what}: it goes from -{limit} to {limit}',
    vi: '{found} không phải {what}: chỉ từ -{limit} đến {limit}',
    hint: {
      en: 'write degrees with a decimal point; in Việt Nam the latitude is 8 to 24 and the longitude 102 to 118',
      vi: 'hãy ghi bằng độ thập phân; ở Việt Nam vĩ độ (latitude) từ 8 đến 24, kinh độ (longitude) từ 102 đến 118',
    },
  },
  'fieldbus.odd-speed': {
    en: '{found} is no usual speed of a serial line',
    vi: '{found} không phải tốc độ thường dùng của đường nối tiếp',
    hint: {
      en: 'did you mean {near}? Leave it where the manual of the device says {found}',
      vi: 'có phải ý bạn là {near}? Nếu tài liệu của thiết bị ghi {found} thì giữ nguyên',
    },
  },
  'acquisition.asked-too-seldom': {
    en: 'it is asked every {every} and counts as offline after {timeout} of silence: between two questions its values would be bad',
    vi: 'thiết bị được hỏi mỗi {every} nhưng bị coi là mất kết nối sau {timeout} im lặng: giữa hai lần hỏi giá trị sẽ bị coi là hỏng',
    hint: {
      en: 'write a "timeout" of at least {enough}, or a shorter "askEvery"',
      vi: 'hãy ghi "timeout" ít nhất {enough}, hoặc "askEvery" ngắn hơn',
    },
  },
  'config.port-shared': {
    en: 'the serial port {path} is already used by "{other}"',
    vi: 'cổng nối tiếp {path} đã được "{other}" sử dụng',
    hint: {
      en: 'give each its own port; both would read a part of the bytes of the other',
      vi: 'mỗi bên phải có cổng riêng; nếu không, bên này sẽ đọc mất một phần dữ liệu của bên kia',
    },
  },
  'config.port-encrypted': {
    en: 'port {port} is that of encrypted MQTT, and mqtt:// is not encrypted: such a connection is never established',
    vi: 'cổng {port} là cổng MQTT có mã hóa, còn mqtt:// thì không mã hóa: sẽ không bao giờ kết nối được',
    hint: { en: 'did you mean {near}?', vi: 'có phải ý bạn là {near}?' },
  },
  'config.port-plain': {
    en: 'port {port} is that of MQTT without encryption, and mqtts:// is encrypted: such a connection is never established',
    vi: 'cổng {port} là cổng MQTT không mã hóa, còn mqtts:// thì có mã hóa: sẽ không bao giờ kết nối được',
    hint: {
      en: 'did you mean {near}? A broker without encryption is {plain}',
      vi: 'có phải ý bạn là {near}? Nếu máy chủ không mã hóa thì ghi {plain}',
    },
  },
  'config.register-of-manual': {
    en: '{found} looks like the number of a register as manuals write it, with its kind before it and counted from 1; here it is the address, counted from 0',
    vi: '{found} giống số thanh ghi theo cách ghi của tài liệu: chữ số đầu là loại thanh ghi, đếm từ 1; còn ở đây là địa chỉ, đếm từ 0',
    hint: {
      en: 'did you mean {near}? Leave it where the manual says that {found} is the address itself',
      vi: 'có phải ý bạn là {near}? Nếu tài liệu ghi rõ {found} chính là địa chỉ thì giữ nguyên',
    },
  },
  'lighting.same-lamp': {
    en: 'the lamps "{first}" and "{id}" are one and the same lamp, "{found}"',
    vi: 'đèn "{first}" và "{id}" cùng trỏ tới một đèn thật, "{found}"',
    hint: {
      en: 'correct one of the two; a lamp would get two levels that contradict each other',
      vi: 'hãy sửa một trong hai; nếu không, một đèn sẽ nhận hai mức sáng trái ngược nhau',
    },
  },
  'station.tt10-name-twice': {
    en: '"{name}" is the name of two parameters, and a file has one line for each name',
    vi: '"{name}" là tên của hai thông số, trong khi mỗi tên chỉ có một dòng trong tệp',
    hint: { en: 'write what this one is called', vi: 'hãy ghi đúng tên của thông số này' },
  },
  'vision.signal-lamp-flat': {
    en: 'the two corners of this lamp leave no width or no height between them: its light is never seen',
    vi: 'hai góc của bóng đèn này không tạo thành diện tích (rộng hoặc cao bằng 0): sẽ không bao giờ thấy nó sáng',
    hint: {
      en: 'mark two opposite corners: [left, top] and [right, bottom], close around the lens',
      vi: 'hãy ghi hai góc đối diện: [trái, trên] và [phải, dưới], sát quanh bóng đèn',
    },
  },
  'vision.signal-lamp-twice': {
    en: 'this is the place of the {other} lamp of the same signal: the two cannot be told apart',
    vi: 'đây đúng là vị trí của bóng đèn "{other}" của cùng đèn tín hiệu: không thể phân biệt hai bóng',
    hint: { en: 'mark each lamp where it is in the picture', vi: 'hãy đánh dấu từng bóng đúng chỗ của nó trong hình' },
  },
  'config.many-senders': {
    en: 'whoever publishes under "{topic}" is taken for the one sensor {input}: values of several senders are mixed',
    vi: 'mọi nguồn gửi trong "{topic}" đều bị coi là một cảm biến {input}: giá trị của nhiều nguồn sẽ lẫn vào nhau',
    hint: {
      en: 'write the whole topic of one sensor, without + and #, and an input for each further one',
      vi: 'hãy ghi đầy đủ topic của một cảm biến, không dùng + và #; mỗi cảm biến khác cần một mục inputs riêng',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
