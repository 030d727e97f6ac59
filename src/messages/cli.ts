import type { Text } from './text.ts';

export const cliMessages = {
  'cli.description': {
    en: 'Hải Đăng: reads sensors, watches cameras, dims street lamps, and loses nothing on the way to the operations centre.',
    vi: 'Hải Đăng: đọc cảm biến, theo dõi camera, điều khiển đèn đường và không để mất dữ liệu trên đường về trung tâm điều hành.',
  },
  'cli.exit-codes': {
    en: 'Exit codes: 0 fine, 1 the input or the site is wrong, 2 wrong usage, 3 something failed at run time, 4 (evidence verify) nothing wrong found, and the end of the chain is not proven.',
    vi: 'Mã thoát: 0 tốt, 1 dữ liệu vào hoặc cấu hình sai, 2 dùng sai cú pháp, 3 có lỗi khi đang chạy, 4 (evidence verify) không thấy gì sai nhưng chưa chứng minh được điểm cuối của chuỗi.',
  },
  'cli.bad-lang': {
    en: '--lang {found}: no such language',
    vi: '--lang {found}: không có ngôn ngữ này',
    hint: { en: 'one of: {known}', vi: 'một trong: {known}' },
  },
  'cli.usage.missing-argument': {
    en: 'it is not said which {name}',
    vi: 'chưa chỉ ra {name}',
    hint: { en: 'see "{command} --help"', vi: 'xem "{command} --help"' },
  },
  'cli.usage.missing-flag': {
    en: '{name} is needed',
    vi: 'cần có {name}',
    hint: { en: 'see "{command} --help"', vi: 'xem "{command} --help"' },
  },
  'cli.usage.missing-value': {
    en: '{name}: there is no value behind it',
    vi: '{name}: thiếu giá trị đi kèm',
    hint: { en: 'see "{command} --help"', vi: 'xem "{command} --help"' },
  },
  'cli.usage.too-many': {
    en: 'this is too much: {found}',
    vi: 'thừa tham số: {found}',
    hint: {
      en: 'put quotes around what has spaces in it, and see "{command} --help"',
      vi: 'đặt trong ngoặc kép những gì có dấu cách, và xem "{command} --help"',
    },
  },
  'cli.usage.near-command': {
    en: 'there is no command "{name}"',
    vi: 'không có lệnh "{name}"',
    hint: { en: 'Did you mean {near}?', vi: 'có phải ý bạn là {near}?' },
  },
  'cli.usage.unknown-command': {
    en: 'there is no command "{name}"',
    vi: 'không có lệnh "{name}"',
    hint: { en: '"{command} --help" lists those there are', vi: '"{command} --help" liệt kê các lệnh hiện có' },
  },
  'cli.usage.near-flag': {
    en: 'there is no flag {name} here',
    vi: 'ở đây không có tùy chọn {name}',
    hint: { en: 'Did you mean {near}?', vi: 'có phải ý bạn là {near}?' },
  },
  'cli.usage.unknown-flag': {
    en: 'there is no flag {name} here',
    vi: 'ở đây không có tùy chọn {name}',
    hint: { en: '"{command} --help" lists those there are', vi: '"{command} --help" liệt kê các tùy chọn hiện có' },
  },
  'cli.usage.choice': {
    en: '{name}: "{found}" is not allowed here',
    vi: '{name}: "{found}" không được phép ở đây',
    hint: { en: 'one of: {known}', vi: 'một trong: {known}' },
  },
  'cli.usage.other': {
    en: '{reason}',
    vi: '{reason}',
    hint: { en: 'see "{command} --help"', vi: 'xem "{command} --help"' },
  },
  'cli.stopped': { en: 'stopped before the end', vi: 'đã dừng trước khi xong' },
  'cli.path.none': {
    en: 'there is no file or folder {path}',
    vi: 'không có tệp hoặc thư mục {path}',
    hint: { en: 'check how it is written, from which folder too', vi: 'kiểm tra cách ghi, cả thư mục hiện tại' },
  },
  'cli.path.no-permission': {
    en: '{path} may not be used by this user',
    vi: 'tài khoản này không được phép dùng {path}',
    hint: {
      en: 'run it as a user who may, or name another place',
      vi: 'chạy bằng tài khoản có quyền, hoặc chỉ ra nơi khác',
    },
  },
  'cli.path.read-only': {
    en: '{path} lies on a file system that is read-only',
    vi: '{path} nằm trên hệ thống tệp chỉ đọc',
    hint: { en: 'name a place that can be written to', vi: 'chỉ ra nơi ghi được' },
  },
  'cli.path.is-folder': {
    en: '{path} is a folder, and a file is needed',
    vi: '{path} là thư mục, ở đây cần một tệp',
    hint: { en: 'name a file', vi: 'chỉ ra một tệp' },
  },
  'cli.path.no-folder': {
    en: '{path} is a file or lies in one, and a folder is needed',
    vi: '{path} là tệp hoặc nằm trong một tệp, ở đây cần một thư mục',
    hint: { en: 'name a folder, or one that is still to be made', vi: 'chỉ ra một thư mục, có thể chưa được tạo' },
  },
  'cli.path.exists': {
    en: '{path} is there already, and is not written over',
    vi: '{path} đã có sẵn và không bị ghi đè',
    hint: { en: 'name another file, or move this one away', vi: 'chỉ ra tệp khác, hoặc chuyển tệp này đi nơi khác' },
  },
  'cli.path.full': {
    en: '{path} cannot be written: the disk is full',
    vi: 'không ghi được {path}: ổ đĩa đã đầy',
    hint: { en: 'make room, or name another place', vi: 'giải phóng dung lượng, hoặc chỉ ra nơi khác' },
  },
  'cli.run.already': {
    en: 'an agent is running with the data folder {data} already',
    vi: 'đã có một chương trình đang chạy với thư mục dữ liệu {data}',
    hint: {
      en: 'end that one first ("systemctl stop haidang"), or give this one its own folder with --data; "haidang status --data {data}" says how it is',
      vi: 'dừng chương trình đó trước ("systemctl stop haidang"), hoặc dùng thư mục khác với --data; xem "haidang status --data {data}"',
    },
  },
  'cli.aqi.no-file': {
    en: '{file} cannot be read: {reason}',
    vi: 'không đọc được {file}: {reason}',
    hint: {
      en: 'name a CSV file of hourly values after --csv, and check who may read it',
      vi: 'chỉ ra tệp CSV chứa giá trị từng giờ sau --csv và kiểm tra quyền đọc tệp',
    },
  },
  'cli.title.usage': { en: 'Usage:', vi: 'Cách dùng:' },
  'cli.title.options': { en: 'Options:', vi: 'Tùy chọn:' },
  'cli.title.commands': { en: 'Commands:', vi: 'Các lệnh:' },
  'cli.title.arguments': { en: 'Arguments:', vi: 'Tham số:' },
  'cli.flag.version': { en: 'print the version', vi: 'in phiên bản' },
  'cli.flag.help': { en: 'explain the command', vi: 'giải thích lệnh' },
  'cli.flag.lang': {
    en: 'language of the messages: en or vi (default: from LANG)',
    vi: 'ngôn ngữ của thông báo: en hoặc vi (mặc định: theo LANG)',
  },
  'cli.flag.json': { en: 'print data for programs', vi: 'in dữ liệu cho chương trình đọc' },
  'cli.flag.config': { en: 'the site file', vi: 'tệp cấu hình của điểm lắp đặt' },
  'cli.flag.data': {
    en: 'folder of the agent’s data (default: $HAIDANG_DATA, else /var/lib/haidang)',
    vi: 'thư mục dữ liệu của chương trình (mặc định: $HAIDANG_DATA, nếu không có thì /var/lib/haidang)',
  },
  'cli.example': { en: 'Example:', vi: 'Ví dụ:' },
  'cli.run': {
    en: 'run the agent of a site until it is told to stop',
    vi: 'chạy chương trình cho một điểm lắp đặt đến khi được yêu cầu dừng',
  },
  'cli.run.log-level': { en: 'debug, info, warn or error', vi: 'debug, info, warn hoặc error' },
  'cli.run.started': { en: 'running with {file}; data in {data}', vi: 'đang chạy với {file}; dữ liệu ở {data}' },
  'cli.run.laggards': { en: 'these parts did not end in time: {parts}', vi: 'các phần sau không dừng kịp: {parts}' },
  'cli.check': {
    en: 'check a site file, its device profiles and its models, and explain every mistake',
    vi: 'kiểm tra tệp cấu hình, hồ sơ thiết bị và mô hình, giải thích từng lỗi',
  },
  'cli.check.fine': {
    en: '{file} is fine: {devices} devices, {cameras} cameras, {lamps} lamps',
    vi: '{file} hợp lệ: {devices} thiết bị, {cameras} camera, {lamps} đèn',
  },
  'cli.check.profile-fine': {
    en: '{file} is fine: {points} points; its {examples} examples come out as they should',
    vi: '{file} hợp lệ: {points} điểm đo; {examples} ví dụ đều cho kết quả đúng',
  },
  'cli.check.count': { en: '{errors} errors, {warnings} warnings', vi: '{errors} lỗi, {warnings} cảnh báo' },
  'cli.check.error': { en: 'error', vi: 'lỗi' },
  'cli.check.warning': { en: 'warning', vi: 'cảnh báo' },
  'cli.decode': { en: 'read a value from registers', vi: 'đọc một giá trị từ các thanh ghi' },
  'cli.decode.hex': {
    en: 'the registers as they arrived, hexadecimal',
    vi: 'các thanh ghi theo thứ tự nhận được, dạng thập lục phân',
  },
  'cli.decode.not-hex': {
    en: '"{found}" is not whole registers: four hexadecimal digits each',
    vi: '"{found}" không phải là các thanh ghi đầy đủ: mỗi thanh bốn chữ số thập lục phân',
    hint: { en: 'write them like this: "0000 4248"', vi: 'ghi như thế này: "0000 4248"' },
  },
  'cli.decode.wrong-length': {
    en: '{type} takes {needed} registers, and there are {found}',
    vi: '{type} cần {needed} thanh ghi, ở đây có {found}',
    hint: { en: 'give exactly the registers of one value', vi: 'chỉ ghi đúng các thanh ghi của một giá trị' },
  },
  'cli.encode': { en: 'the registers that hold a value', vi: 'các thanh ghi chứa một giá trị' },
  'cli.encode.value': { en: 'the value: a number, a text, true or false', vi: 'giá trị: số, chữ, true hoặc false' },
  'cli.point.type': {
    en: 'how it is coded: uint16, int32, float32, bcd16, string, timestamp, …',
    vi: 'cách mã hóa: uint16, int32, float32, bcd16, string, timestamp, …',
  },
  'cli.point.order': {
    en: 'order of the bytes: ABCD, CDAB, BADC, DCBA, or the eight letters of 64 bits (default: ABCD)',
    vi: 'thứ tự byte: ABCD, CDAB, BADC, DCBA, hoặc tám chữ cái cho 64 bit (mặc định: ABCD)',
  },
  'cli.point.scale': { en: 'factor', vi: 'hệ số nhân' },
  'cli.point.offset': { en: 'added after the factor', vi: 'số cộng thêm sau khi nhân' },
  'cli.point.round': { en: 'decimal places', vi: 'số chữ số thập phân' },
  'cli.point.nan': { en: 'bit pattern that means: no value', vi: 'mẫu bit có nghĩa: không có giá trị' },
  'cli.point.range': { en: 'what is possible, like 0..500', vi: 'khoảng có thể có, ví dụ 0..500' },
  'cli.point.bit': {
    en: 'for the type bit: its number, 0 is the lowest',
    vi: 'với kiểu bit: số thứ tự, 0 là bit thấp nhất',
  },
  'cli.point.bits': { en: 'only these bits, like 8..15', vi: 'chỉ lấy các bit này, ví dụ 8..15' },
  'cli.point.length': { en: 'registers of a string', vi: 'số thanh ghi của chuỗi' },
  'cli.point.format': {
    en: 'of a timestamp: unix-s, unix-ms, ymdhms, …',
    vi: 'dạng thời gian: unix-s, unix-ms, ymdhms, …',
  },
  'cli.point.utc-offset': {
    en: 'of the clock of a timestamp, like +07:00',
    vi: 'độ lệch giờ của thiết bị, ví dụ +07:00',
  },
  'cli.point.enum': { en: 'what the numbers mean: 0=off,1=on', vi: 'ý nghĩa các số: 0=off,1=on' },
  'cli.point.flags': { en: 'what the bits mean: 0=door,3=fault', vi: 'ý nghĩa các bit: 0=door,3=fault' },
  'cli.plan': {
    en: 'show the requests by which a device of a profile is read, and what they cost',
    vi: 'hiển thị các lệnh đọc của một hồ sơ thiết bị và thời gian chúng chiếm',
  },
  'cli.plan.profile': { en: 'name of a device profile, or its file', vi: 'tên hồ sơ thiết bị, hoặc tệp của nó' },
  'cli.plan.columns': {
    en: 'class|fn|address|count|bytes|ms at 9600|points',
    vi: 'nhóm|hàm|địa chỉ|số lượng|byte|ms ở 9600|điểm đo',
  },
  'cli.plan.saving': {
    en: '{profile}: {requests} requests instead of {single} (one a point): {saving} times fewer',
    vi: '{profile}: {requests} lệnh thay vì {single} (mỗi điểm một lệnh): ít hơn {saving} lần',
  },
  'cli.schema': {
    en: 'print the JSON Schema of the site file, so that an editor completes and explains it',
    vi: 'in JSON Schema của tệp cấu hình để trình soạn thảo gợi ý và giải thích',
  },
  'cli.schema.profile': { en: 'the schema of a device profile instead', vi: 'schema của hồ sơ thiết bị' },
  'cli.schema.model-card': { en: 'the schema of a model card instead', vi: 'schema của thẻ mô hình' },
  'cli.status': { en: 'ask the running agent how it is', vi: 'hỏi tình trạng của chương trình đang chạy' },
  'cli.models': { en: 'list, verify and add detection models', vi: 'liệt kê, kiểm tra và thêm mô hình nhận dạng' },
  'cli.replay': {
    en: 'run a camera’s rules on a video file and print the events',
    vi: 'chạy các luật của camera trên một tệp video và in sự kiện',
  },
  'cli.demo': {
    en: 'show the main job on a simulated field',
    vi: 'trình diễn công việc chính trên hiện trường mô phỏng',
  },
} as const satisfies Record<string, Text>;
