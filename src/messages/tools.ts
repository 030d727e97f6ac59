import type { Text } from './text.ts';

/** The flags of a technician's tools, and what they say when something is wrong: probe, scan, orders, monitor, sniff. */
export const toolsMessages = {
  'tools.flag.tcp': {
    en: 'the device or gateway: HOST or HOST:PORT (port 502 where none is given)',
    vi: 'thiết bị hoặc gateway: MÁY hoặc MÁY:CỔNG (mặc định cổng 502)',
  },
  'tools.flag.serial': { en: 'the serial port, for example /dev/ttyUSB0', vi: 'cổng nối tiếp, ví dụ /dev/ttyUSB0' },
  'tools.flag.rtu': {
    en: 'with --tcp: serial frames through a serial server (RTU over TCP)',
    vi: 'dùng với --tcp: khung nối tiếp qua bộ chuyển đổi (RTU over TCP)',
  },
  'tools.flag.baud': { en: 'bits a second (default 9600)', vi: 'tốc độ baud (mặc định 9600)' },
  'tools.flag.parity': { en: 'N, E or O (default N)', vi: 'parity: N, E hoặc O (mặc định N)' },
  'tools.flag.stop-bits': { en: '1 or 2 (default 1)', vi: 'số bit dừng: 1 hoặc 2 (mặc định 1)' },
  'tools.flag.unit': { en: 'unit id of the device (default 1)', vi: 'địa chỉ thiết bị (mặc định 1)' },
  'tools.flag.timeout': {
    en: 'how long an answer is waited for, milliseconds',
    vi: 'thời gian chờ câu trả lời, mili giây',
  },
  'tools.flag.profile': {
    en: 'device profile: its name, or a YAML file (default: found by what the device answers)',
    vi: 'hồ sơ thiết bị: tên hoặc tệp YAML (mặc định: tự nhận theo câu trả lời của thiết bị)',
  },
  'tools.flag.address': {
    en: 'first register, counted from 0',
    vi: 'thanh ghi đầu tiên, đếm từ 0',
  },
  'tools.flag.expect': {
    en: 'the value that the display shows, and how far it may be off: 230±10, 230+-10 or 230',
    vi: 'giá trị hiện trên màn hình và sai số cho phép: 230±10, 230+-10 hoặc 230',
  },
  'tools.flag.function': {
    en: '3 holding registers or 4 input registers (default: both)',
    vi: '3 là holding register, 4 là input register (mặc định: cả hai)',
  },
  'tools.flag.units': { en: 'unit ids to ask: 1-247, 1,5,10-20', vi: 'các địa chỉ cần hỏi: 1-247, 1,5,10-20' },
  'tools.flag.bauds': {
    en: 'speeds to try, in this order: 9600,19200,4800',
    vi: 'các tốc độ cần thử, theo thứ tự: 9600,19200,4800',
  },
  'tools.flag.time': { en: 'longest time of the whole, seconds', vi: 'thời gian tối đa cho cả lần quét, giây' },
  'tools.flag.identify': { en: 'do not look what devices they are', vi: 'không nhận dạng thiết bị' },
  'tools.flag.for': { en: 'end after so many seconds', vi: 'dừng sau số giây này' },
  'tools.flag.log': { en: 'write everything to this file, for support', vi: 'ghi mọi thứ vào tệp này để gửi hỗ trợ' },
  'tools.flag.device': { en: 'this device only', vi: 'chỉ thiết bị này' },
  'tools.bad-target': { en: '{why}', vi: '{why}' },
  'tools.no-target': {
    en: 'say where: --tcp HOST:PORT or --serial DEVICE',
    vi: 'hãy chỉ rõ nơi đọc: --tcp MÁY:CỔNG hoặc --serial THIẾT_BỊ',
  },
  'tools.bad-number': {
    en: '{flag}: "{found}" is not a number from {least} to {most}',
    vi: '{flag}: "{found}" không phải là số từ {least} đến {most}',
  },
  'tools.bad-units': {
    en: '--units: "{found}" is not a list like 1-247 or 1,5,10-20',
    vi: '--units: "{found}" không phải danh sách như 1-247 hoặc 1,5,10-20',
  },
  'tools.bad-expect': {
    en: '--expect: "{found}" is not a value like 230±10',
    vi: '--expect: "{found}" không phải giá trị dạng 230±10',
  },
  'tools.through-agent': {
    en: 'through the running agent, line {line}: it holds this port',
    vi: 'đọc qua chương trình đang chạy, đường truyền {line}: chương trình đang giữ cổng này',
  },
  'tools.agent-mode': {
    en: 'the running agent holds this port at {mode}: only that is tried; stop the agent to search other speeds',
    vi: 'chương trình đang chạy giữ cổng này ở {mode}: chỉ thử chế độ đó; hãy dừng chương trình để tìm tốc độ khác',
  },
  'tools.unknown-profile': {
    en: 'there is no device profile "{name}"; known: {known}',
    vi: 'không có hồ sơ thiết bị "{name}"; các hồ sơ có sẵn: {known}',
  },
  'tools.port-missing': {
    en: 'there is no serial port {path}; ports of this machine: {ports}',
    vi: 'không có cổng nối tiếp {path}; các cổng của máy này: {ports}',
    hint: {
      en: 'is the adapter plugged in? "dmesg | tail" shows whether the system saw it',
      vi: 'đã cắm bộ chuyển đổi chưa? lệnh "dmesg | tail" cho biết hệ thống có nhận ra không',
    },
  },
  'tools.port-denied': {
    en: 'no permission to open {path}',
    vi: 'không có quyền mở {path}',
    hint: {
      en: 'use sudo, or join the group dialout: sudo usermod -aG dialout $USER, then log in again',
      vi: 'dùng sudo, hoặc vào nhóm dialout: sudo usermod -aG dialout $USER rồi đăng nhập lại',
    },
  },
  'tools.port-busy': {
    en: 'another program uses {path}',
    vi: 'một chương trình khác đang dùng {path}',
    hint: { en: '"fuser -v {path}" names it', vi: 'lệnh "fuser -v {path}" cho biết chương trình nào' },
  },
  'tools.port-failed': {
    en: '{path} cannot be opened: {why}',
    vi: 'không mở được {path}: {why}',
    hint: {
      en: 'replug the adapter, and check that it can do this speed and parity',
      vi: 'rút cắm lại bộ chuyển đổi và kiểm tra nó có hỗ trợ tốc độ và parity này không',
    },
  },
  'tools.refused': {
    en: '{host} is there and refuses connections on port {port}',
    vi: 'máy {host} có phản hồi nhưng từ chối kết nối ở cổng {port}',
    hint: {
      en: 'is Modbus TCP switched on in the device? Usual ports are 502, 503, 1502; serial servers often use 4001, 8899 or 20108 (then add --rtu)',
      vi: 'thiết bị đã bật Modbus TCP chưa? Cổng thường gặp: 502, 503, 1502; bộ chuyển đổi nối tiếp thường dùng 4001, 8899 hoặc 20108 (khi đó thêm --rtu)',
    },
  },
  'tools.no-such-host': {
    en: 'there is no machine called {host}',
    vi: 'không tìm thấy máy có tên {host}',
    hint: { en: 'use its IP address', vi: 'hãy dùng địa chỉ IP của máy' },
  },
  'tools.no-connection': {
    en: 'no connection to {host}:{port}: {why}',
    vi: 'không kết nối được tới {host}:{port}: {why}',
    hint: {
      en: 'ping it: is it in the same network, is it powered, does another master hold its only connection?',
      vi: 'hãy ping thử: có cùng mạng không, có điện không, có máy khác đang chiếm kết nối duy nhất không?',
    },
  },
  'tools.silent-serial': {
    en: 'unit {unit} does not answer at {mode}',
    vi: 'thiết bị {unit} không trả lời ở {mode}',
    hint: {
      en: 'try in this order: swap the wires A and B; another unit id or speed ("haidang scan --serial …" finds both); another parity (--parity E); power and ground of the device',
      vi: 'hãy thử lần lượt: đảo dây A và B; đổi địa chỉ hoặc tốc độ ("haidang scan --serial …" tìm được cả hai); đổi parity (--parity E); kiểm tra nguồn và dây mass của thiết bị',
    },
  },
  'tools.silent-tcp': {
    en: 'connected, and unit {unit} does not answer',
    vi: 'đã kết nối nhưng thiết bị {unit} không trả lời',
    hint: {
      en: 'another unit id: a device with Modbus TCP of its own often is 1, 255 or 0 ("haidang scan --tcp …" finds it); a serial server needs --rtu; a slow gateway a longer --timeout',
      vi: 'thử địa chỉ khác: thiết bị có Modbus TCP riêng thường là 1, 255 hoặc 0 ("haidang scan --tcp …" sẽ tìm); bộ chuyển đổi nối tiếp cần --rtu; gateway chậm cần --timeout dài hơn',
    },
  },
  'tools.silent-rtu': {
    en: 'connected to the serial server, and unit {unit} does not answer',
    vi: 'đã kết nối tới bộ chuyển đổi nối tiếp nhưng thiết bị {unit} không trả lời',
    hint: {
      en: 'leave --rtu out if it speaks Modbus TCP itself; else check speed and parity in the serial server, swap the wires A and B, try another unit id',
      vi: 'bỏ --rtu nếu nó tự nói Modbus TCP; nếu không, kiểm tra tốc độ và parity trong bộ chuyển đổi, đảo dây A và B, thử địa chỉ khác',
    },
  },
  'tools.all-damaged': {
    en: 'something answers at {mode}, and every answer is damaged',
    vi: 'có thiết bị trả lời ở {mode} nhưng mọi câu trả lời đều hỏng',
    hint: {
      en: 'the parity or the speed is probably wrong (try --parity E, then --baud 19200), or two devices have the same unit id',
      vi: 'có thể sai parity hoặc tốc độ (thử --parity E, rồi --baud 19200), hoặc hai thiết bị trùng địa chỉ',
    },
  },
  'tools.some-damaged': {
    en: 'some answers at {mode} arrive damaged',
    vi: 'một số câu trả lời ở {mode} bị hỏng',
    hint: {
      en: 'check termination (120 Ω at both ends only), the shield, the length of the cable, and ground',
      vi: 'kiểm tra điện trở đầu cuối (120 Ω chỉ ở hai đầu), lớp chống nhiễu, chiều dài cáp và dây mass',
    },
  },
  'tools.damaged-tcp': {
    en: 'the answers through the serial server are damaged',
    vi: 'các câu trả lời qua bộ chuyển đổi nối tiếp bị hỏng',
    hint: {
      en: 'check speed and parity in the serial server; if it speaks Modbus TCP itself, leave --rtu out',
      vi: 'kiểm tra tốc độ và parity trong bộ chuyển đổi; nếu nó tự nói Modbus TCP thì bỏ --rtu',
    },
  },
  'tools.collision': {
    en: 'two stations speak at once on this bus',
    vi: 'có hai trạm cùng phát trên đường truyền này',
    hint: {
      en: 'is there a second master (a PLC, a display, another gateway)? Only one may ask',
      vi: 'có máy chủ thứ hai (PLC, màn hình, gateway khác) không? Chỉ một máy được hỏi',
    },
  },
  'tools.wrong-unit': {
    en: 'another unit answered in place of unit {unit}',
    vi: 'thiết bị khác đã trả lời thay cho thiết bị {unit}',
    hint: {
      en: 'a second master may be asking, or the gateway changes unit ids: look with "haidang sniff" or scan the unit ids',
      vi: 'có thể có máy chủ thứ hai đang hỏi, hoặc gateway đổi địa chỉ: dùng "haidang sniff" hoặc quét địa chỉ',
    },
  },
  'tools.not-modbus-tcp': {
    en: 'what answers on this port is no Modbus TCP',
    vi: 'cổng này trả lời nhưng không phải Modbus TCP',
    hint: {
      en: 'a serial server in transparent mode needs --rtu; else it is another service',
      vi: 'bộ chuyển đổi ở chế độ trong suốt cần --rtu; nếu không thì đây là dịch vụ khác',
    },
  },
  'tools.gateway': {
    en: 'the gateway answers for unit {unit}: it cannot reach it',
    vi: 'gateway trả lời thay: không liên lạc được với thiết bị {unit}',
    hint: {
      en: 'check the bus behind the gateway, its speed and parity settings, and the unit id ("haidang scan --tcp …")',
      vi: 'kiểm tra đường truyền sau gateway, tốc độ và parity của nó, và địa chỉ thiết bị ("haidang scan --tcp …")',
    },
  },
  'tools.busy': {
    en: 'unit {unit} says that it is busy',
    vi: 'thiết bị {unit} báo đang bận',
    hint: { en: 'wait and try again', vi: 'chờ một lát rồi thử lại' },
  },
  'tools.illegal-function': {
    en: 'the device is there and does not know this function',
    vi: 'có thiết bị nhưng nó không hỗ trợ hàm này',
    hint: {
      en: 'try the other table: --function 3 or --function 4',
      vi: 'thử bảng khác: --function 3 hoặc --function 4',
    },
  },
  'tools.illegal-address': {
    en: 'the device is there and has no such registers',
    vi: 'có thiết bị nhưng không có các thanh ghi này',
    hint: {
      en: 'manuals often count from 1: try the address less one; "40001" is holding register 0, "30001" input register 0',
      vi: 'tài liệu thường đếm từ 1: thử địa chỉ trừ một; "40001" là holding register 0, "30001" là input register 0',
    },
  },
} as const satisfies Record<string, Text>;
