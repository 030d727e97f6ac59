import type { Text } from './text.ts';

/** What the tools of a technician on site show: tables, findings, sums. */
export const toolsOutputMessages = {
  'tools.looks-like': {
    en: 'looks like {title}, {percent} % ({profile})',
    vi: 'giống {title}, {percent} % ({profile})',
  },
  'tools.looks-like-nothing': {
    en: 'no device profile fits; registers as they are:',
    vi: 'không hồ sơ nào phù hợp; hiển thị thanh ghi thô:',
  },
  'tools.head.point': { en: 'point', vi: 'điểm đo' },
  'tools.head.value': { en: 'value', vi: 'giá trị' },
  'tools.head.quality': { en: 'quality', vi: 'chất lượng' },
  'tools.head.raw': { en: 'raw', vi: 'thô' },
  'tools.head.request': { en: 'request', vi: 'yêu cầu' },
  'tools.head.time': { en: 'time', vi: 'thời gian' },
  'tools.head.result': { en: 'result', vi: 'kết quả' },
  'tools.head.device': { en: 'device', vi: 'thiết bị' },
  'tools.head.age': { en: 'age', vi: 'tuổi' },
  'tools.head.unit': { en: 'unit', vi: 'địa chỉ' },
  'tools.head.mode': { en: 'settings', vi: 'cấu hình' },
  'tools.head.what': { en: 'what it looks like', vi: 'giống thiết bị' },
  'tools.head.type': { en: 'type', vi: 'kiểu' },
  'tools.head.order': { en: 'order', vi: 'thứ tự' },
  'tools.head.scale': { en: 'scale', vi: 'hệ số' },
  'tools.head.address': { en: 'address', vi: 'địa chỉ' },
  'tools.probe': {
    en: 'read a device once: every value with its quality, what stands in the registers, the time of each request',
    vi: 'đọc thiết bị một lần: từng giá trị kèm chất lượng, nội dung thanh ghi, thời gian của mỗi yêu cầu',
  },
  'tools.probe.summary': {
    en: '{good} of {all} values are good; {requests} requests, {ms} ms each in the middle',
    vi: '{good}/{all} giá trị tốt; {requests} yêu cầu, trung vị {ms} ms mỗi yêu cầu',
  },
  'tools.probe.refused': {
    en: '{refused} requests for registers that the device has not',
    vi: '{refused} yêu cầu bị từ chối vì thiết bị không có thanh ghi đó',
  },
  'tools.scan': {
    en: 'find the devices of a bus: speed, parity and unit ids on a serial line, unit ids behind a Modbus TCP address',
    vi: 'tìm thiết bị trên đường truyền: tốc độ, parity và địa chỉ trên cổng nối tiếp, địa chỉ sau một máy Modbus TCP',
  },
  'tools.head.port': { en: 'port', vi: 'cổng' },
  'tools.head.adapter': { en: 'adapter', vi: 'bộ chuyển đổi' },
  'tools.head.serial': { en: 'serial number', vi: 'số sê-ri' },
  'tools.scan.no-ports': {
    en: 'this machine has no serial ports',
    vi: 'máy này không có cổng nối tiếp',
    hint: {
      en: 'plug the adapter in; "dmesg | tail" shows whether the system saw it. A device on the network: --tcp HOST',
      vi: 'cắm bộ chuyển đổi vào; lệnh "dmesg | tail" cho biết hệ thống có nhận ra không. Thiết bị mạng: --tcp MÁY',
    },
  },
  'tools.scan.where': {
    en: 'scan one of them: haidang scan --serial PORT; a device on the network: haidang scan --tcp HOST',
    vi: 'quét một cổng: haidang scan --serial CỔNG; thiết bị mạng: haidang scan --tcp MÁY',
  },
  'tools.scan.found': {
    en: '{count} devices found in {seconds} s',
    vi: 'tìm thấy {count} thiết bị trong {seconds} giây',
  },
  'tools.scan.none': {
    en: 'nobody answered in {seconds} s',
    vi: 'không thiết bị nào trả lời trong {seconds} giây',
    hint: {
      en: 'swap the wires A and B, check power, ground and termination, and that no other master asks on this bus ("haidang sniff"); slow devices need a longer --timeout',
      vi: 'đảo dây A và B, kiểm tra nguồn, mass và điện trở đầu cuối, và xem có máy chủ khác đang hỏi không ("haidang sniff"); thiết bị chậm cần --timeout dài hơn',
    },
  },
  'tools.scan.cut': {
    en: 'the time was up before everything was tried; --time {more} goes on longer',
    vi: 'hết thời gian trước khi thử hết; dùng --time {more} để quét lâu hơn',
  },
  'tools.scan.noise': {
    en: 'something that is no Modbus at these settings was heard at: {modes}',
    vi: 'có tín hiệu nhưng không phải Modbus ở các cấu hình: {modes}',
    hint: {
      en: 'another master may be talking on the bus, or two devices share a unit id: look with "haidang sniff"',
      vi: 'có thể có máy chủ khác đang nói trên đường truyền, hoặc hai thiết bị trùng địa chỉ: xem bằng "haidang sniff"',
    },
  },
  'tools.scan.every-unit': {
    en: 'it answers to every unit id: a device with Modbus TCP of its own; use unit 1',
    vi: 'thiết bị trả lời mọi địa chỉ: đây là thiết bị Modbus TCP riêng; dùng địa chỉ 1',
  },
  'tools.scan.progress': { en: '{what}, unit {unit}', vi: '{what}, địa chỉ {unit}' },
  'tools.scan.identifying': { en: 'what is unit {unit}?', vi: 'thiết bị {unit} là gì?' },
  'tools.orders': {
    en: 'find type and word order of a value that you see on the display of the device',
    vi: 'tìm kiểu và thứ tự word của một giá trị đang thấy trên màn hình thiết bị',
  },
  'tools.orders.none': {
    en: 'nothing near {expected} stands at or around register {address}',
    vi: 'không có giá trị nào gần {expected} tại hoặc quanh thanh ghi {address}',
    hint: {
      en: 'a wider tolerance? another address: manuals often count from 1, and some number registers in hexadecimal',
      vi: 'thử sai số lớn hơn? hoặc địa chỉ khác: tài liệu thường đếm từ 1, có tài liệu đánh số theo hệ 16',
    },
  },
  'tools.orders.registers': { en: 'registers {from} to {to}: {raw}', vi: 'thanh ghi {from} đến {to}: {raw}' },
  'tools.orders.paste': { en: 'for the device profile:', vi: 'dán vào hồ sơ thiết bị:' },
  'tools.orders.others': { en: 'other addresses nearby:', vi: 'các địa chỉ lân cận:' },
  'tools.monitor': {
    en: 'show the devices of the running agent as they change',
    vi: 'xem trực tiếp các thiết bị của chương trình đang chạy',
  },
  'tools.monitor.head': {
    en: '{devices} devices, {online} online · {time} · Ctrl-C ends',
    vi: '{devices} thiết bị, {online} trực tuyến · {time} · Ctrl-C để thoát',
  },
  'tools.monitor.none': { en: 'the agent has no devices', vi: 'chương trình không có thiết bị nào' },
  'tools.monitor.unknown': {
    en: 'the agent has no device "{device}"; it has: {known}',
    vi: 'chương trình không có thiết bị "{device}"; hiện có: {known}',
  },
  'tools.sniff': {
    en: 'listen to a serial bus without sending anything: requests and answers decoded, with times and errors',
    vi: 'nghe đường truyền nối tiếp mà không gửi gì: giải mã yêu cầu và câu trả lời, kèm thời gian và lỗi',
  },
  'tools.sniff.listening': {
    en: 'listening on {target}; Ctrl-C ends',
    vi: 'đang nghe {target}; Ctrl-C để dừng',
  },
  'tools.sniff.request': {
    en: 'unit {unit} ← function {code}, address {address}, count {count}',
    vi: 'địa chỉ {unit} ← hàm {code}, thanh ghi {address}, số lượng {count}',
  },
  'tools.sniff.reply': { en: 'unit {unit} → {data}  after {ms} ms', vi: 'địa chỉ {unit} → {data}  sau {ms} ms' },
  'tools.sniff.exception': {
    en: 'unit {unit} → refuses: {reason}  after {ms} ms',
    vi: 'địa chỉ {unit} → từ chối: {reason}  sau {ms} ms',
  },
  'tools.sniff.write': { en: 'unit {unit} ← function {code}: {data}', vi: 'địa chỉ {unit} ← hàm {code}: {data}' },
  'tools.sniff.unanswered': { en: 'unit {unit} did not answer', vi: 'địa chỉ {unit} không trả lời' },
  'tools.sniff.garbage': {
    en: '{bytes} bytes that are no frame: {data}',
    vi: '{bytes} byte không thành khung: {data}',
  },
  'tools.sniff.summary': {
    en: '{requests} requests, {replies} answers, {exceptions} refusals, {unanswered} without an answer, {garbage} bytes of garbage',
    vi: '{requests} yêu cầu, {replies} câu trả lời, {exceptions} lần từ chối, {unanswered} lần không trả lời, {garbage} byte rác',
  },
  'tools.sniff.all-garbage': {
    en: 'bytes were heard and no frame among them',
    vi: 'nghe được byte nhưng không có khung nào',
    hint: {
      en: 'the speed or parity is wrong: try --baud 19200, 4800 or 115200, or --parity E; with A and B swapped everything is garbage too',
      vi: 'sai tốc độ hoặc parity: thử --baud 19200, 4800 hoặc 115200, hoặc --parity E; đảo A và B cũng toàn byte rác',
    },
  },
  'tools.sniff.nothing': {
    en: 'nothing was heard',
    vi: 'không nghe thấy gì',
    hint: {
      en: 'is a master asking on this bus? Without one nobody speaks: use "haidang scan"',
      vi: 'có máy chủ nào đang hỏi không? Nếu không thì không ai nói: dùng "haidang scan"',
    },
  },
} as const satisfies Record<string, Text>;
