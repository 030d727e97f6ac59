import type { Text } from './text.ts';

export const fieldbusMessages = {
  'fieldbus.not-ipv4': {
    en: '"{found}" is not an IP address: it has four numbers from 0 to 255, without zeros before them',
    vi: '"{found}" không phải địa chỉ IP: địa chỉ có bốn số từ 0 đến 255, không có số 0 đứng trước',
    hint: { en: 'write it like this: 192.168.1.10', vi: 'hãy ghi theo mẫu: 192.168.1.10' },
  },
  'fieldbus.host-only': {
    en: '"{found}" is not a host name or IP address alone',
    vi: '"{found}" không phải là một tên máy hoặc địa chỉ IP đơn thuần',
    hint: {
      en: 'write only the name or address here, and the port in a line "port: …"',
      vi: 'chỉ ghi tên hoặc địa chỉ vào đây, còn cổng thì ghi ở dòng "port: …"',
    },
  },
  'fieldbus.bad-port': {
    en: '"{found}" in this address is no port: a port is a number from 1 to 65535',
    vi: '"{found}" trong địa chỉ này không phải số cổng: cổng là một số từ 1 đến 65535',
    hint: { en: 'write the address like this: {example}', vi: 'hãy ghi địa chỉ theo mẫu: {example}' },
  },
  'fieldbus.bad-url-host': {
    en: '"{found}" in this address is no host name and no IP address',
    vi: '"{found}" trong địa chỉ này không phải tên máy hay địa chỉ IP',
    hint: { en: 'write the address like this: {example}', vi: 'hãy ghi địa chỉ theo mẫu: {example}' },
  },
  'fieldbus.port-twice': {
    en: 'the serial port {path} is already used by the line "{other}"',
    vi: 'cổng nối tiếp {path} đã được đường truyền "{other}" sử dụng',
    hint: {
      en: 'put all devices of one port on one line',
      vi: 'khai báo mọi thiết bị trên cùng một cổng vào cùng một đường truyền',
    },
  },
  'fieldbus.connecting': {
    en: 'line {id} is being opened',
    vi: 'đang mở đường truyền {id}',
  },
  'fieldbus.broker-down': {
    en: 'broker {id} of the site ({url}) cannot be reached: {reason}',
    vi: 'không kết nối được tới broker {id} tại chỗ ({url}): {reason}',
    hint: {
      en: 'check that the broker runs on that machine, and its address, port, name and password',
      vi: 'kiểm tra broker có đang chạy không, cùng địa chỉ, cổng, tên đăng nhập và mật khẩu',
    },
  },
  'fieldbus.unreachable': {
    en: 'line {id} cannot reach {target}: {reason}',
    vi: 'đường truyền {id} không kết nối được tới {target}: {reason}',
    hint: {
      en: 'check power and network cable of the device, its address and port, and whether another master holds its only connection',
      vi: 'kiểm tra nguồn và cáp mạng của thiết bị, địa chỉ và cổng, và xem có máy khác đang chiếm kết nối duy nhất của thiết bị không',
    },
  },
  'fieldbus.port-missing': {
    en: 'line {id}: there is no serial port {path}',
    vi: 'đường truyền {id}: không có cổng nối tiếp {path}',
    hint: {
      en: 'plug the adapter in; "ls /dev/serial/by-id" shows the ports that are there',
      vi: 'cắm bộ chuyển đổi vào; lệnh "ls /dev/serial/by-id" liệt kê các cổng đang có',
    },
  },
  'fieldbus.port-denied': {
    en: 'line {id}: no permission to open {path}',
    vi: 'đường truyền {id}: không có quyền mở {path}',
    hint: {
      en: 'add the user that runs haidang to the group dialout, or hand the device into the container',
      vi: 'thêm người dùng chạy haidang vào nhóm dialout, hoặc cấp thiết bị này cho container',
    },
  },
  'fieldbus.port-busy': {
    en: 'line {id}: another program uses {path}',
    vi: 'đường truyền {id}: một chương trình khác đang dùng {path}',
    hint: {
      en: 'end the other program (a terminal, a modem manager); "fuser -v {path}" names it',
      vi: 'tắt chương trình đó (cửa sổ terminal, trình quản lý modem); lệnh "fuser -v {path}" cho biết tên',
    },
  },
  'fieldbus.port-failed': {
    en: 'line {id}: the serial port {path} failed: {reason}',
    vi: 'đường truyền {id}: cổng nối tiếp {path} bị lỗi: {reason}',
    hint: { en: 'replug the adapter', vi: 'rút bộ chuyển đổi ra rồi cắm lại' },
  },
  'fieldbus.silent': {
    en: 'line {id}: nobody answered the last {count} requests',
    vi: 'đường truyền {id}: không có thiết bị nào trả lời {count} yêu cầu gần nhất',
    hint: {
      en: 'check power and wiring (A and B swapped?), the baud rate and parity, and the unit ids',
      vi: 'kiểm tra nguồn và dây nối (có đảo A và B không?), tốc độ baud, parity và địa chỉ thiết bị',
    },
  },
  'fieldbus.damaged': {
    en: 'line {id}: {percent} % of the answers arrive damaged',
    vi: 'đường truyền {id}: {percent} % số câu trả lời bị hỏng',
    hint: {
      en: 'check termination, shield and cable length, parity and baud rate, and that no two devices share a unit id',
      vi: 'kiểm tra điện trở đầu cuối, lớp chống nhiễu, chiều dài cáp, parity, tốc độ baud và xem có hai thiết bị trùng địa chỉ không',
    },
  },
} as const satisfies Record<string, Text>;
