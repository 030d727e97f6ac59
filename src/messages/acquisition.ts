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
      en: 'its readings are uncertain:profile until you compare some values with the display of the device and write who did and when: "confirmed: …"',
      vi: 'giá trị đọc sẽ mang nhãn uncertain:profile cho đến khi bạn so với màn hình thiết bị và ghi ai đã so, khi nào: "confirmed: …"',
    },
  },
  'acquisition.points-unverified': {
    en: 'these points of the profile "{profile}" were never compared with a device: {names}',
    vi: 'các điểm đo sau trong hồ sơ "{profile}" chưa được đối chiếu với thiết bị thật: {names}',
    hint: {
      en: 'their readings are uncertain:profile until you compare them and write who did and when: "confirmed: …"',
      vi: 'giá trị của chúng mang nhãn uncertain:profile cho đến khi bạn đối chiếu và ghi ai đã so, khi nào: "confirmed: …"',
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
  'acquisition.not-with-text': {
    en: 'the key "{key}" means nothing beside "{text}": the reading is a text',
    vi: 'khóa "{key}" không có ý nghĩa khi đã dùng "{text}": giá trị đọc được là chữ',
    hint: { en: 'remove one of the two', vi: 'xóa một trong hai' },
  },
  'acquisition.order-of-64': {
    en: 'the order {order} is one of 64-bit values, and {type} has no 64 bits',
    vi: 'thứ tự {order} chỉ dành cho giá trị 64 bit, mà {type} không có 64 bit',
    hint: { en: 'write ABCD, CDAB, BADC or DCBA', vi: 'ghi ABCD, CDAB, BADC hoặc DCBA' },
  },
  'acquisition.bits-outside': {
    en: 'these bits do not lie in a value of type {type}: 0 to {highest}, the lowest first',
    vi: 'các bit này không nằm trong giá trị kiểu {type}: từ 0 đến {highest}, bit thấp ghi trước',
    hint: { en: 'for the high byte of a register write [8, 15]', vi: 'byte cao của một thanh ghi ghi là [8, 15]' },
  },
  'acquisition.repeat-unclear': {
    en: '"repeat" does not say how many points there are',
    vi: '"repeat" không nêu có bao nhiêu điểm đo',
    hint: {
      en: 'write "names: [l1, l2, l3]" or "count: 8" under repeat, and an n in curly brackets into the name',
      vi: 'ghi "names: [l1, l2, l3]" hoặc "count: 8" dưới repeat, và đặt chữ n trong ngoặc nhọn ở tên',
    },
  },
  'acquisition.point-unreadable': {
    en: 'the point "{name}" lies in {range}, which the profile calls unreadable',
    vi: 'điểm đo "{name}" nằm trong vùng {range} mà hồ sơ ghi là không đọc được',
    hint: { en: 'correct the address, or limits.unreadable', vi: 'sửa địa chỉ hoặc limits.unreadable' },
  },
  'acquisition.extends-unknown': {
    en: 'the profile extends "{id}", and there is no such profile without mistakes',
    vi: 'hồ sơ kế thừa "{id}", nhưng không có hồ sơ nào như vậy mà không mắc lỗi',
    hint: {
      en: 'write the name of a file of device-profiles/ without ".yaml", and check that file first',
      vi: 'ghi tên một tệp trong device-profiles/, bỏ ".yaml", và kiểm tra tệp đó trước',
    },
  },
  'acquisition.without-unknown': {
    en: 'the other profile has no point named "{name}" that could be left out',
    vi: 'hồ sơ gốc không có điểm đo nào tên "{name}" để bỏ đi',
    hint: { en: 'correct the name, or remove it', vi: 'sửa lại tên hoặc xóa dòng này' },
  },
  'acquisition.gpio-twice': {
    en: 'two points have the same {key}: {value}',
    vi: 'hai điểm đo có cùng {key}: {value}',
    hint: {
      en: 'each contact has a line and a name of its own',
      vi: 'mỗi tiếp điểm có một chân vào và một tên riêng',
    },
  },
  'acquisition.defaults-no-group': {
    en: '"defaults" is no group of "key: value" lines',
    vi: '"defaults" không phải một nhóm dòng "khóa: giá trị"',
    hint: {
      en: 'write the keys that all points have: defaults: { register: { table: holding }, type: uint16 }',
      vi: 'hãy ghi các khóa mà mọi điểm đo đều có: defaults: { register: { table: holding }, type: uint16 }',
    },
  },
  'acquisition.scale-zero': {
    en: 'with a scale of 0 every value would be the same',
    vi: 'với hệ số 0 thì mọi giá trị đều như nhau',
    hint: { en: 'write the factor of the manual, for example 0.1', vi: 'ghi hệ số theo tài liệu, ví dụ 0.1' },
  },
  'acquisition.rollover-beyond': {
    en: 'the registers end before {end}: they never reach {rollover}',
    vi: 'thanh ghi quay vòng ở {end}, không bao giờ đến {rollover}',
    hint: {
      en: 'write where the device itself begins again at 0, in the unit of the point (after the scale), or leave rollover out: where the registers end is known',
      vi: 'ghi giá trị mà tại đó chính thiết bị đếm lại từ 0, theo đơn vị của điểm đo (đã nhân hệ số), hoặc bỏ rollover: thanh ghi quay vòng ở đâu thì phần mềm đã biết',
    },
  },
  'acquisition.range-reversed': {
    en: 'the range begins where it should end',
    vi: 'khoảng giá trị bị đảo ngược đầu cuối',
    hint: { en: 'write the smaller value first: {example}', vi: 'ghi giá trị nhỏ trước: {example}' },
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
    en: 'single bits of a register cannot be written just so: their neighbours would be overwritten',
    vi: 'không thể ghi riêng vài bit của thanh ghi: các bit bên cạnh sẽ bị ghi đè',
    hint: {
      en: 'say under writable how the others are kept: "bits: mask" (function 22) or "bits: read-modify-write"; one register only',
      vi: 'nêu dưới writable cách giữ các bit khác: "bits: mask" (hàm 22) hoặc "bits: read-modify-write"; chỉ cho một thanh ghi',
    },
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
  'acquisition.answers': {
    en: 'device {device} answers',
    vi: 'thiết bị {device} đã trả lời',
  },
  'acquisition.input-silent': {
    en: 'input {id} ({target}) says nothing that can be understood',
    vi: 'ngõ vào {id} ({target}) không gửi gì có thể hiểu được',
    hint: {
      en: 'check its power and wiring, its baud rate, and that its kind is the right one',
      vi: 'kiểm tra nguồn, dây nối, tốc độ baud và loại cảm biến đã khai báo',
    },
  },
  'acquisition.input-down': {
    en: 'input {id} cannot be reached at {target}: {reason}',
    vi: 'không kết nối được ngõ vào {id} tại {target}: {reason}',
    hint: {
      en: 'check the cable and the name of the port, or the address',
      vi: 'kiểm tra cáp và tên cổng, hoặc địa chỉ',
    },
  },
  'acquisition.path-invalid': {
    en: '"{path}" does not name one place in a JSON message',
    vi: '"{path}" không chỉ đúng một vị trí trong thông điệp JSON',
    hint: {
      en: "write it like $.data.temperature or $.values[0]['PM2.5']",
      vi: "ghi như $.data.temperature hoặc $.values[0]['PM2.5']",
    },
  },
  'acquisition.pattern-invalid': {
    en: '"{pattern}" is no regular expression',
    vi: '"{pattern}" không phải là biểu thức chính quy hợp lệ',
    hint: {
      en: 'close every bracket, and put a backslash before a dot that is meant',
      vi: 'đóng đủ các ngoặc, và đặt dấu \\ trước dấu chấm thật',
    },
  },
  'acquisition.pattern-nested': {
    en: '"{pattern}" repeats a group that repeats or chooses itself: it could stand still on a single line',
    vi: '"{pattern}" lặp lại một nhóm mà bên trong đã có lặp hoặc lựa chọn: chỉ một dòng cũng có thể làm treo chương trình',
    hint: {
      en: 'write each value out instead of repeating a group, or put ? in place of * or +',
      vi: 'hãy ghi rõ từng giá trị thay vì lặp cả nhóm, hoặc dùng ? thay cho * hay +',
    },
  },
  'acquisition.pattern-lacks-group': {
    en: 'the pattern has no group named "{name}"',
    vi: 'mẫu không có nhóm nào tên "{name}"',
    hint: {
      en: 'write (?<name>…) around what it is in the line, with the name of the point',
      vi: 'đặt (?<tên>…) quanh phần đó trong dòng, với tên của điểm đo',
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
  'acquisition.points-silent': {
    en: 'device {device} says nothing where these points of its profile are asked for, though it answers for others: {names}',
    vi: 'thiết bị {device} không trả lời gì khi hỏi các điểm đo sau trong hồ sơ, dù vẫn trả lời các điểm khác: {names}',
    hint: {
      en: 'the device may be of another model or firmware than the profile was written for; they are tried again now and then',
      vi: 'thiết bị có thể thuộc mẫu hoặc phiên bản khác với hồ sơ; thỉnh thoảng vẫn thử đọc lại',
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
