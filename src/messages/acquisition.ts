import type { Text } from './text.ts';

export const acquisitionMessages = {
  'acquisition.unit-taken': {
    en: 'unit {unit} of the line "{line}" already belongs to the device "{other}"',
    vi: 'địa chỉ {unit} trên đường truyền "{line}" đã thuộc về thiết bị "{other}"',
    hint: {
      en: 'two devices with one unit id answer at the same time: give "{id}" another unit id, at the device and here',
      vi: 'hai thiết bị trùng địa chỉ sẽ cùng trả lời một lúc: hãy đặt địa chỉ khác cho "{id}", cả trên thiết bị lẫn ở đây',
    },
  },
  'acquisition.unit-not-serial': {
    en: 'unit {unit} cannot be addressed on the serial line "{line}": 1 to 247 can',
    vi: 'không thể dùng địa chỉ {unit} trên đường truyền nối tiếp "{line}": chỉ dùng được từ 1 đến 247',
    hint: {
      en: 'read the unit id off the display or the switches of the device',
      vi: 'xem địa chỉ trên màn hình hoặc công tắc gạt của thiết bị',
    },
  },
  'acquisition.profile-unverified': {
    en: 'the profile "{profile}" was never compared with its device: {reason}',
    vi: 'hồ sơ thiết bị "{profile}" chưa được đối chiếu với thiết bị thật: {reason}',
    hint: {
      en: 'compare some values with the display of the device before you rely on them',
      vi: 'hãy so sánh vài giá trị với màn hình của thiết bị trước khi tin dùng',
    },
  },
  'acquisition.profile-file-name': {
    en: 'the profile calls itself "{id}" and its file "{file}"',
    vi: 'hồ sơ tự đặt tên là "{id}" nhưng tệp lại là "{file}"',
    hint: { en: 'give both the same name', vi: 'đặt hai tên giống nhau' },
  },
  'acquisition.unverified-needs-reason': {
    en: 'a profile that is not verified must say why',
    vi: 'hồ sơ chưa kiểm chứng phải nêu lý do',
    hint: { en: 'add a line "reason: …" beside it', vi: 'thêm một dòng "reason: …" bên cạnh' },
  },
  'acquisition.point-twice': {
    en: 'there are two points named "{name}"',
    vi: 'có hai điểm đo cùng tên "{name}"',
    hint: { en: 'give each its own name', vi: 'đặt tên riêng cho từng điểm đo' },
  },
  'acquisition.wider-than-limit': {
    en: 'the point "{name}" takes {width} registers, and the device gives at most {most} at once',
    vi: 'điểm đo "{name}" chiếm {width} thanh ghi, trong khi thiết bị chỉ trả tối đa {most} thanh ghi một lần',
    hint: {
      en: 'a value is never read in two parts: raise maxRegisters or correct the type',
      vi: 'một giá trị không bao giờ được đọc làm hai phần: hãy tăng maxRegisters hoặc sửa kiểu dữ liệu',
    },
  },
  'acquisition.bits-are-bool': {
    en: 'the table "{table}" holds single bits, so the type cannot be {type}',
    vi: 'bảng "{table}" chỉ chứa từng bit, nên kiểu không thể là {type}',
    hint: {
      en: 'write "type: bool", or correct the table',
      vi: 'ghi "type: bool", hoặc sửa lại bảng',
    },
  },
  'acquisition.type-needs-key': {
    en: 'the type {type} needs the key "{key}"',
    vi: 'kiểu {type} cần có khóa "{key}"',
    hint: { en: 'add a line "{key}: …" to the point', vi: 'thêm một dòng "{key}: …" vào điểm đo này' },
  },
  'acquisition.key-not-for-type': {
    en: 'the key "{key}" means nothing for the type {type}',
    vi: 'khóa "{key}" không có ý nghĩa với kiểu {type}',
    hint: { en: 'remove it, or correct the type', vi: 'xóa khóa này hoặc sửa lại kiểu' },
  },
  'acquisition.not-with-enum': {
    en: 'the key "{key}" means nothing beside "enum": the reading is a text',
    vi: 'khóa "{key}" không có ý nghĩa khi đã dùng "enum": giá trị đọc được là chữ',
    hint: { en: 'remove one of the two', vi: 'xóa một trong hai' },
  },
  'acquisition.scale-zero': {
    en: 'with a scale of 0 every value would be the same',
    vi: 'với hệ số 0 thì mọi giá trị đều như nhau',
    hint: { en: 'write the factor of the manual, for example 0.1', vi: 'ghi hệ số theo tài liệu, ví dụ 0.1' },
  },
  'acquisition.range-reversed': {
    en: 'the range begins where it should end',
    vi: 'khoảng giá trị bị đảo ngược đầu cuối',
    hint: { en: 'write the smaller value first: [0, 100]', vi: 'ghi giá trị nhỏ trước: [0, 100]' },
  },
  'acquisition.table-read-only': {
    en: 'the table "{table}" can only be read',
    vi: 'bảng "{table}" chỉ đọc được, không ghi được',
    hint: {
      en: 'only coils and holding registers can be written',
      vi: 'chỉ có thể ghi vào bảng coil và holding',
    },
  },
  'acquisition.bit-not-writable': {
    en: 'a single bit of a register cannot be written: its neighbours would be overwritten',
    vi: 'không thể ghi riêng một bit của thanh ghi: các bit bên cạnh sẽ bị ghi đè',
    hint: { en: 'make the whole register a point', vi: 'hãy khai báo cả thanh ghi thành một điểm đo' },
  },
  'acquisition.writable-needs-range': {
    en: 'a number that can be written needs limits',
    vi: 'một số có thể ghi thì cần có giới hạn',
    hint: {
      en: 'add "range: [smallest, largest]" or "values: [...]" under writable',
      vi: 'thêm "range: [nhỏ nhất, lớn nhất]" hoặc "values: [...]" dưới writable',
    },
  },
  'acquisition.example-differs': {
    en: 'the example expects {expected} and the profile reads {found}',
    vi: 'ví dụ mong đợi {expected} nhưng hồ sơ đọc ra {found}',
    hint: {
      en: 'correct the address, type, order or scale of the point, or the example',
      vi: 'sửa địa chỉ, kiểu, thứ tự byte hoặc hệ số của điểm đo, hoặc sửa ví dụ',
    },
  },
  'acquisition.silent': {
    en: 'device {device} (line {line}, unit {unit}) does not answer',
    vi: 'thiết bị {device} (đường truyền {line}, địa chỉ {unit}) không trả lời',
    hint: {
      en: 'check its power and wiring, its unit id, baud rate and parity',
      vi: 'kiểm tra nguồn, dây nối, địa chỉ, tốc độ baud và parity của thiết bị',
    },
  },
  'acquisition.line-down': {
    en: 'device {device} cannot be reached because the line {line} is down',
    vi: 'không liên lạc được với thiết bị {device} vì đường truyền {line} đang mất kết nối',
  },
  'acquisition.failing': {
    en: 'device {device} (line {line}, unit {unit}) answers, and no point of it can be read: {code}',
    vi: 'thiết bị {device} (đường truyền {line}, địa chỉ {unit}) có trả lời nhưng không đọc được điểm đo nào: {code}',
    hint: {
      en: 'check that the profile fits the device, and the wiring of the line',
      vi: 'kiểm tra xem hồ sơ có đúng với thiết bị không, và xem lại dây nối',
    },
  },
  'acquisition.points-refused': {
    en: 'device {device} does not have these points of its profile: {names}',
    vi: 'thiết bị {device} không có các điểm đo sau trong hồ sơ: {names}',
    hint: {
      en: 'the device is of another model or firmware than the profile was written for',
      vi: 'thiết bị thuộc mẫu hoặc phiên bản khác với hồ sơ',
    },
  },
  'acquisition.overloaded': {
    en: 'device {device} is read every {actual} instead of every {wanted}',
    vi: 'thiết bị {device} được đọc mỗi {actual} thay vì mỗi {wanted}',
    hint: {
      en: 'the line is too slow for all that is asked on it: poll less often, raise the baud rate, or use another line',
      vi: 'đường truyền quá chậm so với lượng yêu cầu: giảm tần suất đọc, tăng tốc độ baud hoặc dùng thêm đường truyền',
    },
  },
} as const satisfies Record<string, Text>;
