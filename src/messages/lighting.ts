import type { Text } from './text.ts';

export const lightingMessages = {
  // Why a wish for a lamp's level does not count (haidang lighting explain).
  'lighting.level-share': {
    en: 'the level {found} is less than one per cent, as good as dark',
    vi: 'mức {found} chưa tới một phần trăm, gần như tắt',
    hint: {
      en: 'levels are per cent: write {percent} for {percent} %, or 0 for off',
      vi: 'mức tính bằng phần trăm: ghi {percent} cho {percent} %, hoặc 0 để tắt',
    },
  },
  'lighting.lost-expired': { en: 'it has ended', vi: 'đã hết hiệu lực' },
  'lighting.lost-replaced': {
    en: 'a newer one of its kind replaced it',
    vi: 'đã bị một lệnh cùng loại mới hơn thay thế',
  },
  'lighting.lost-clock': {
    en: 'nobody has confirmed the clock since the start, so times of day are not used',
    vi: 'đồng hồ chưa được xác nhận từ khi khởi động nên không dùng giờ trong ngày',
  },
  'lighting.lost-end-unknown': {
    en: 'nobody has confirmed the clock, so its end cannot be known: until then it may raise the level but not lower it',
    vi: 'đồng hồ chưa được xác nhận nên không biết khi nào lệnh này kết thúc: tạm thời chỉ được tăng mức sáng, không được giảm',
  },
  'lighting.lost-raised': {
    en: 'presence raises the level to {level} %',
    vi: 'cảm biến hiện diện nâng mức sáng lên {level} %',
  },
  'lighting.lost-not-higher': {
    en: 'presence only raises, and the level is already {level} %',
    vi: 'cảm biến hiện diện chỉ được tăng mức sáng, mà mức sáng đã là {level} %',
  },
  'lighting.lost-lowered': {
    en: 'the curfew lowers the level to {level} %',
    vi: 'giờ giới hạn hạ mức sáng xuống {level} %',
  },
  'lighting.lost-not-lower': {
    en: 'a curfew only lowers, and the level is already {level} %',
    vi: 'giờ giới hạn chỉ được giảm mức sáng, mà mức sáng đã là {level} %',
  },
  'lighting.lost-merged': {
    en: 'the sensor control {rule} ({merge}) makes it {level} %',
    vi: 'điều khiển theo cảm biến {rule} ({merge}) đưa mức sáng thành {level} %',
  },
  'lighting.lost-same': {
    en: 'it changes nothing: the level is {level} % already',
    vi: 'không làm thay đổi gì: mức sáng vốn đã là {level} %',
  },
  'lighting.lost-overridden': { en: 'the override {id} replaces it', vi: 'lệnh ưu tiên {id} thay thế' },

  'lighting.rule-chosen': { en: 'gives the program of this night', vi: 'quyết định chương trình của đêm này' },
  'lighting.rule-later': {
    en: 'holds too, but a rule above it comes first',
    vi: 'cũng khớp, nhưng quy tắc đứng trên được ưu tiên',
  },
  'lighting.rule-dates': { en: 'the night is not among its dates', vi: 'đêm này không nằm trong các ngày của quy tắc' },
  'lighting.rule-weekday': { en: 'another day of the week', vi: 'không đúng thứ trong tuần' },
  'lighting.rule-month-day': { en: 'another day of the month', vi: 'không đúng ngày trong tháng' },
  'lighting.rule-holiday': { en: 'no holiday of its list', vi: 'không phải ngày lễ trong danh sách' },
  'lighting.rule-exception': { en: 'the night is one of its exceptions', vi: 'đêm này là ngoại lệ của quy tắc' },

  // What is wrong with the lighting part of a site file.
  'lighting.presence-source': {
    en: 'a source of presence is either an input or a camera with a rule',
    vi: 'nguồn hiện diện phải là một tín hiệu vào (input) hoặc một camera kèm một quy tắc (rule)',
    hint: {
      en: 'write input:, or camera: and rule:',
      vi: 'hãy ghi input:, hoặc camera: và rule:',
    },
  },
  'lighting.offset-with-clock': {
    en: 'an offset belongs to sunset, sunrise, civil-dusk or civil-dawn, not to the time {time}',
    vi: 'offset chỉ đi cùng sunset, sunrise, civil-dusk hoặc civil-dawn, không đi cùng giờ {time}',
    hint: { en: 'remove the offset and write the time that is meant', vi: 'hãy bỏ offset và ghi thẳng giờ mong muốn' },
  },
  'lighting.level-and-levels': {
    en: 'a control has either "level" or "levels"',
    vi: 'mỗi điều khiển chỉ có "level" hoặc "levels"',
    hint: { en: 'remove one of them', vi: 'xóa một trong hai' },
  },
  'lighting.levels-not-rising': {
    en: 'the values of "levels" must rise from point to point',
    vi: 'các giá trị trong "levels" phải tăng dần',
    hint: { en: 'write them like this: [[0, 30], [50, 100]]', vi: 'ghi như sau: [[0, 30], [50, 100]]' },
  },
  'lighting.control-never': {
    en: 'no value is above {above} and below {below}: the control never counts',
    vi: 'không giá trị nào vừa trên {above} vừa dưới {below}: điều khiển không bao giờ có tác dụng',
    hint: { en: 'swap "above" and "below", or remove one', vi: 'đổi chỗ "above" và "below", hoặc bỏ một trong hai' },
  },
  'lighting.input-source': {
    en: 'an input is either a point or a camera with a rule',
    vi: 'tín hiệu vào phải là một điểm đo (point) hoặc một camera kèm một quy tắc (rule)',
    hint: {
      en: 'write point: DEVICE/POINT, or camera: and rule:',
      vi: 'hãy ghi point: THIẾT-BỊ/ĐIỂM, hoặc camera: và rule:',
    },
  },
  'lighting.broadcast-tcp': {
    en: 'the line "{line}" is Modbus TCP, which has no messages to everyone',
    vi: 'đường truyền "{line}" là Modbus TCP, vốn không có lệnh gửi chung cho mọi thiết bị',
    hint: {
      en: 'remove "broadcast", or use modbus-rtu-over-tcp',
      vi: 'hãy bỏ "broadcast", hoặc dùng modbus-rtu-over-tcp',
    },
  },
  'lighting.broadcast-mixed': {
    en: 'a message to everyone on the line "{line}" would also be taken by lamps that have another level register, scale or function, or that must not take it',
    vi: 'lệnh gửi chung trên đường truyền "{line}" cũng sẽ tác động tới đèn có thanh ghi, thang đo hoặc hàm ghi khác, hay không được phép nhận',
    hint: {
      en: 'give all dimmers of the line the same levelRegister, levelScale, writeFunction and broadcast',
      vi: 'đặt cùng levelRegister, levelScale, writeFunction và broadcast cho mọi bộ điều chỉnh trên đường truyền này',
    },
  },
  'lighting.multicast-no-api': {
    en: 'a multicast needs the REST interface of ChirpStack, and the broker "{broker}" names none',
    vi: 'multicast cần giao diện REST của ChirpStack, nhưng broker "{broker}" chưa khai báo',
    hint: {
      en: 'add to the broker: api: { url: https://…:8090, token: ${env:CHIRPSTACK_KEY} }',
      vi: 'thêm vào broker: api: { url: https://…:8090, token: ${env:CHIRPSTACK_KEY} }',
    },
  },
  'lighting.multicast-mixed': {
    en: 'it is in one multicast group with "{other}", which takes another frame',
    vi: 'đèn cùng nhóm multicast với "{other}" nhưng dùng khung lệnh khác',
    hint: {
      en: 'give all lamps of the group the same fPort, set, scale and maxPerDay',
      vi: 'đặt cùng fPort, set, scale và maxPerDay cho mọi đèn trong nhóm',
    },
  },
  'lighting.api-plain': {
    en: 'the key of ChirpStack goes to {url} unencrypted',
    vi: 'khóa API của ChirpStack được gửi không mã hóa tới {url}',
    hint: { en: 'use https, or ChirpStack on this machine', vi: 'dùng https, hoặc ChirpStack trên chính máy này' },
  },
  'lighting.broadcast-and-device': {
    en: 'the device "{device}" hangs on the line "{line}" too: messages to all lamps also write register {register} of it',
    vi: 'thiết bị "{device}" cũng nằm trên đường truyền "{line}": lệnh gửi chung cho đèn sẽ ghi cả vào thanh ghi {register} của nó',
    hint: {
      en: 'remove "broadcast", or make sure that the device leaves messages to unit 0 alone',
      vi: 'hãy bỏ "broadcast", hoặc bảo đảm thiết bị này bỏ qua lệnh gửi tới địa chỉ 0',
    },
  },
  'lighting.level-under-minimum': {
    en: 'the lamp "{lamp}" cannot burn at {level} %: its least is {least} %',
    vi: 'đèn "{lamp}" không thể sáng ở mức {level} %: mức thấp nhất của nó là {least} %',
    hint: { en: 'write {least} or more, or 0 for off', vi: 'hãy ghi {least} trở lên, hoặc 0 để tắt' },
  },
  'lighting.program-and-calendar': {
    en: '"{id}" has both a program and a calendar',
    vi: '"{id}" có cả chương trình lẫn lịch',
    hint: { en: 'keep one of them', vi: 'chỉ giữ lại một' },
  },
  'lighting.group-circle': {
    en: 'the group "{id}" lies within itself',
    vi: 'nhóm "{id}" nằm trong chính nó',
    hint: { en: 'correct "within"', vi: 'sửa lại "within"' },
  },
  'lighting.group-without-lamps': {
    en: 'no lamp is in the group "{id}"',
    vi: 'không có đèn nào thuộc nhóm "{id}"',
    hint: { en: 'name it in "groups" of a lamp, or remove it', vi: 'ghi nhóm vào "groups" của đèn, hoặc xóa nhóm' },
  },
  'lighting.unused-calendar': {
    en: 'no lamp follows the calendar "{id}"',
    vi: 'không có đèn nào theo lịch "{id}"',
    hint: { en: 'remove it, or name it in a lamp or a group', vi: 'xóa lịch này hoặc gán nó cho đèn hay nhóm' },
  },
  'lighting.rule-never': {
    en: 'the rule "{rule}" holds on no night from {from} to {to}',
    vi: 'quy tắc "{rule}" không có hiệu lực đêm nào từ {from} đến {to}',
    hint: { en: 'check its dates, days and exceptions', vi: 'kiểm tra ngày tháng, thứ và ngoại lệ của quy tắc' },
  },
  'lighting.rule-covered': {
    en: 'the rule "{rule}" never applies: on each of its nights an earlier rule holds ({by})',
    vi: 'quy tắc "{rule}" không bao giờ được dùng: mọi đêm của nó đã thuộc quy tắc đứng trước ({by})',
    hint: {
      en: 'move it further up: the first rule that holds counts',
      vi: 'đưa nó lên trên: quy tắc khớp đầu tiên được dùng',
    },
  },
  'lighting.calendar-gap': {
    en: 'the calendar "{id}" has no program for {count} nights, the first on {date}: the lamps stay at {level} % day and night',
    vi: 'lịch "{id}" không có chương trình cho {count} đêm, đầu tiên là {date}: đèn giữ {level} % cả ngày lẫn đêm',
    hint: {
      en: 'give the calendar a "program" for all other nights',
      vi: 'đặt "program" của lịch cho các đêm còn lại',
    },
  },
  'lighting.ramp-too-long': {
    en: 'the ramp of {rule} takes {ramp}, and the next switch comes after {interval} (night of {date}): it is never finished',
    vi: 'độ dốc của {rule} kéo dài {ramp}, nhưng mốc kế tiếp đến sau {interval} (đêm {date}): không kịp hoàn tất',
    hint: { en: 'shorten the ramp or move the switch', vi: 'rút ngắn thời gian ramp hoặc dời mốc chuyển' },
  },
  'lighting.default-dark': {
    en: 'the default level is {found} %: with a wrong clock the street would be dark',
    vi: 'mức sáng mặc định là {found} %: khi đồng hồ sai, đường sẽ tối',
    hint: { en: 'write {limit} or more; 100 is usual', vi: 'ghi từ {limit} trở lên; thường là 100' },
  },
  'lighting.lamp-named-as-group': {
    en: 'the lamp "{id}" has the name of a group: a command to "{id}" would be ambiguous',
    vi: 'đèn "{id}" trùng tên với một nhóm: lệnh gửi tới "{id}" sẽ không rõ là đèn hay nhóm',
    hint: { en: 'rename the lamp or the group', vi: 'đổi tên đèn hoặc nhóm' },
  },
  'lighting.same-address': {
    en: 'the lamps "{first}" and "{id}" are both unit {unit}, register {register} of the line "{line}"',
    vi: 'đèn "{first}" và "{id}" cùng dùng địa chỉ {unit}, thanh ghi {register} trên đường truyền "{line}"',
    hint: {
      en: 'give each lamp its own unit (or its own level register, for the channels of one dimmer)',
      vi: 'đặt địa chỉ (unit) riêng cho từng đèn, hoặc levelRegister riêng nếu là các kênh của cùng một bộ điều chỉnh',
    },
  },
  'lighting.program-without-switches': {
    en: 'the program "{id}" has no switches: its lamps would stay at the default level day and night',
    vi: 'chương trình "{id}" không có mốc chuyển nào: đèn sẽ giữ mức mặc định cả ngày lẫn đêm',
    hint: {
      en: 'add switches, for example "- { at: sunset, level: 100 }" and "- { at: sunrise, level: 0 }"',
      vi: 'thêm các mốc chuyển, ví dụ "- { at: sunset, level: 100 }" và "- { at: sunrise, level: 0 }"',
    },
  },
  'lighting.switch-never-applies': {
    en: 'the switch {rule} never applies on any night of the year',
    vi: 'mốc chuyển {rule} không bao giờ có hiệu lực trong cả năm',
    hint: {
      en: 'write the switches in the order of the night, from noon to noon: evening first, then midnight, then morning',
      vi: 'ghi các mốc theo thứ tự của đêm, từ trưa hôm nay đến trưa hôm sau: buổi tối, nửa đêm, rồi buổi sáng',
    },
  },
  'lighting.burns-by-day': {
    en: 'the program "{id}" is dark at midnight and lit at noon, on every night of the year',
    vi: 'chương trình "{id}" tắt lúc nửa đêm và sáng lúc giữa trưa, quanh năm',
    hint: {
      en: 'are the levels of sunset and sunrise swapped?',
      vi: 'có phải mức sáng của sunset và sunrise bị đảo không?',
    },
  },
  'lighting.never-lit': {
    en: 'the program "{id}" never lights its lamps: all its levels are 0',
    vi: 'chương trình "{id}" không bao giờ bật đèn: mọi mức sáng đều là 0',
    hint: { en: 'give at least one switch a level', vi: 'đặt mức sáng cho ít nhất một mốc chuyển' },
  },
  'lighting.unused-program': {
    en: 'no lamp uses the program "{id}"',
    vi: 'không có đèn nào dùng chương trình "{id}"',
    hint: { en: 'remove it, or name it in a lamp', vi: 'xóa chương trình này hoặc gán nó cho đèn' },
  },
  'lighting.lamp-without-program': {
    en: 'the lamp "{id}" has no program: it stays at {level} % day and night',
    vi: 'đèn "{id}" không có chương trình: sẽ giữ mức {level} % cả ngày lẫn đêm',
    hint: { en: 'add a line "program: …"', vi: 'thêm một dòng "program: …"' },
  },
  'lighting.curfew-empty': {
    en: 'the curfew begins and ends at the same time',
    vi: 'giờ giới hạn bắt đầu và kết thúc cùng một lúc',
    hint: { en: 'correct "from" or "to", or remove the curfew', vi: 'sửa lại "from" hoặc "to", hoặc bỏ giờ giới hạn' },
  },

  // How the lighting is (haidang status).
  'lighting.lamps-silent': {
    en: '{count} of {total} lamps do not answer: {names}',
    vi: '{count} trên {total} đèn không trả lời: {names}',
    hint: { en: 'check the supply, the wiring and the unit numbers', vi: 'kiểm tra nguồn, dây nối và địa chỉ của đèn' },
  },
  'lighting.lamps-disobey': {
    en: '{count} of {total} lamps are not at the level they were given: {names}',
    vi: '{count} trên {total} đèn không đúng mức sáng được lệnh: {names}',
    hint: {
      en: 'check the driver of the lamp, and the registers and the scale in the site file',
      vi: 'kiểm tra bộ điều khiển của đèn, cùng thanh ghi và thang đo trong tệp cấu hình',
    },
  },
  'lighting.fail-safe': {
    en: 'nobody has confirmed the clock: the lamps stay at {level} %',
    vi: 'đồng hồ chưa được xác nhận: đèn giữ ở mức {level} %',
    hint: { en: 'check the network and the time service (NTP)', vi: 'kiểm tra mạng và dịch vụ giờ (NTP)' },
  },
  'lighting.multicast-refused': {
    en: 'the multicast group {group} cannot be used, its lamps are told one by one: {reason}',
    vi: 'không dùng được nhóm multicast {group}, đèn được ra lệnh từng chiếc: {reason}',
    hint: {
      en: 'check "api" of the broker, its key, and the id of the group in ChirpStack',
      vi: 'kiểm tra "api" của broker, khóa API và mã nhóm trong ChirpStack',
    },
  },
  'lighting.store-failing': {
    en: 'overrides cannot be kept over a restart: {reason}',
    vi: 'không lưu được lệnh ưu tiên qua lần khởi động lại: {reason}',
    hint: { en: 'check the data folder and the disk', vi: 'kiểm tra thư mục dữ liệu và ổ đĩa' },
  },
} as const satisfies Record<string, Text>;
