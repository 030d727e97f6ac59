import type { Text } from './text.ts';

export const uplinkMessages = {
  'uplink.url-credentials': {
    en: 'a user name or password stands in the address of the broker',
    vi: 'tên đăng nhập hoặc mật khẩu nằm ngay trong địa chỉ máy chủ MQTT',
    hint: {
      en: 'write only the address here, the name under "username" and "password: ${file:/run/secrets/mqtt}" beside it',
      vi: 'chỉ ghi địa chỉ ở đây, ghi tên vào "username" và thêm "password: ${file:/run/secrets/mqtt}" bên cạnh',
    },
  },
  'uplink.tls-needs-mqtts': {
    en: '"{key}" has no effect with an address that begins with mqtt://',
    vi: '"{key}" không có tác dụng khi địa chỉ bắt đầu bằng mqtt://',
    hint: {
      en: 'write mqtts:// in "url" (the link is then encrypted), or remove "{key}"',
      vi: 'ghi mqtts:// trong "url" (đường truyền sẽ được mã hóa), hoặc xóa "{key}"',
    },
  },
  'uplink.cert-and-key': {
    en: '"{present}" is given without "{missing}"',
    vi: 'có "{present}" nhưng thiếu "{missing}"',
    hint: {
      en: 'a certificate and its private key go together: add "{missing}"',
      vi: 'chứng thư và khóa riêng phải đi cùng nhau: hãy thêm "{missing}"',
    },
  },
  'uplink.password-without-username': {
    en: 'there is a password without a user name',
    vi: 'có mật khẩu nhưng thiếu tên đăng nhập',
    hint: { en: 'add "username"', vi: 'hãy thêm "username"' },
  },
  'uplink.issuer-twice': {
    en: 'two issuers are called "{id}": the other is {first}',
    vi: 'hai bên ra lệnh cùng tên "{id}": bên kia là {first}',
    hint: { en: 'give each its own id', vi: 'hãy đặt cho mỗi bên một id riêng' },
  },
  'uplink.nobody-signs': {
    en: 'commands under the role {role} must be signed, and no issuer may sign for it',
    vi: 'lệnh với vai trò {role} phải có chữ ký, nhưng không có bên ra lệnh nào được ký cho vai trò này',
    hint: {
      en: 'add an issuer with "role: {role}" (or a higher one) under "issuers", or take {role} out of "signed"',
      vi: 'thêm một bên có "role: {role}" (hoặc cao hơn) trong "issuers", hoặc bỏ {role} khỏi "signed"',
    },
  },
  'uplink.connecting': {
    en: 'connecting to the broker {broker}',
    vi: 'đang kết nối tới máy chủ MQTT {broker}',
  },
  'uplink.disconnected': {
    en: 'not connected to the broker {broker} since {since}; everything is kept and sent later',
    vi: 'mất kết nối tới máy chủ MQTT {broker} từ {since}; mọi dữ liệu được giữ lại và gửi sau',
  },
  'uplink.unreachable': {
    en: 'the broker cannot be reached: {reason}',
    vi: 'không liên lạc được với máy chủ MQTT: {reason}',
    hint: {
      en: 'check the link (4G, microwave), the address in "uplink.url" and the firewall',
      vi: 'kiểm tra đường truyền (4G, viba), địa chỉ trong "uplink.url" và tường lửa',
    },
  },
  'uplink.silent': {
    en: 'the broker went silent: {reason}',
    vi: 'máy chủ MQTT không còn phản hồi: {reason}',
    hint: {
      en: 'the link was cut and is tried again; if this repeats, look at the link',
      vi: 'kết nối đã được ngắt và đang thử lại; nếu lặp lại nhiều lần, hãy kiểm tra đường truyền',
    },
  },
  'uplink.closed': {
    en: 'the broker closed the connection: {reason}',
    vi: 'máy chủ MQTT đã đóng kết nối: {reason}',
  },
  'uplink.credentials': {
    en: 'the broker refuses the user name, the password or the certificate of this gateway: {reason}',
    vi: 'máy chủ MQTT từ chối tên đăng nhập, mật khẩu hoặc chứng thư của thiết bị này: {reason}',
    hint: {
      en: 'check "username", "password", "cert" here and the account at the broker',
      vi: 'kiểm tra "username", "password", "cert" ở đây và tài khoản trên máy chủ MQTT',
    },
  },
  'uplink.tls': {
    en: 'the broker’s certificate is not trusted: {reason}',
    vi: 'chứng thư của máy chủ MQTT không đáng tin cậy: {reason}',
    hint: {
      en: 'give the right "ca" file, check the host name in "url" and the date of this machine; verification cannot be turned off',
      vi: 'chỉ đúng tệp "ca", kiểm tra tên máy trong "url" và ngày giờ của thiết bị; không thể tắt việc xác minh',
    },
  },
  'uplink.version': {
    en: 'the broker does not know this version of MQTT: {reason}',
    vi: 'máy chủ MQTT không hỗ trợ phiên bản MQTT này: {reason}',
    hint: { en: 'set "version: 3.1.1" under "uplink"', vi: 'đặt "version: 3.1.1" trong mục "uplink"' },
  },
  'uplink.taken-over': {
    en: 'another client connected to the broker with the name {clientId}',
    vi: 'một máy khác đã kết nối tới máy chủ MQTT bằng tên {clientId}',
    hint: {
      en: 'two gateways have the same id: give each its own "gateway.id" or "uplink.clientId"',
      vi: 'hai thiết bị trùng mã: đặt "gateway.id" hoặc "uplink.clientId" riêng cho từng thiết bị',
    },
  },
  'uplink.refused': {
    en: 'the broker refuses the connection: {reason}',
    vi: 'máy chủ MQTT từ chối kết nối: {reason}',
    hint: { en: 'ask who runs the broker', vi: 'hãy hỏi đơn vị quản lý máy chủ MQTT' },
  },
  'uplink.ioc-absent': {
    en: 'the broker has no subscriber for our messages since {since} ({lanes}); they are kept',
    vi: 'từ {since} không có ai nhận bản tin trên máy chủ MQTT ({lanes}); dữ liệu được giữ lại',
    hint: {
      en: 'start the receiver of the operations centre; it must subscribe to haidang/v1/#',
      vi: 'hãy khởi động phần mềm nhận ở trung tâm điều hành; phần mềm phải đăng ký haidang/v1/#',
    },
  },
  'uplink.lane-refused': {
    en: 'the broker refuses messages since {since} ({lanes}): {reason}; they are kept and tried again',
    vi: 'từ {since} máy chủ MQTT từ chối bản tin ({lanes}): {reason}; dữ liệu được giữ lại và gửi lại sau',
    hint: {
      en: 'check the rights and the quota of this gateway at the broker',
      vi: 'kiểm tra quyền và hạn mức của thiết bị này trên máy chủ MQTT',
    },
  },
  'uplink.commands-refused': {
    en: 'the broker does not let this gateway receive commands: {reason}',
    vi: 'máy chủ MQTT không cho thiết bị này nhận lệnh: {reason}',
    hint: {
      en: 'allow it to subscribe to {filter} at the broker',
      vi: 'hãy cho phép thiết bị đăng ký {filter} trên máy chủ MQTT',
    },
  },
  'uplink.status-refused': {
    en: 'the broker does not let this gateway announce its status: {reason}',
    vi: 'máy chủ MQTT không cho thiết bị này thông báo trạng thái: {reason}',
    hint: {
      en: 'allow it to publish (retained) to {topic} at the broker',
      vi: 'hãy cho phép thiết bị gửi bản tin (retained) tới {topic} trên máy chủ MQTT',
    },
  },
  'uplink.broker-certificate': {
    en: 'the certificate of the broker {broker} ends in {days} days ({end})',
    vi: 'chứng thư của máy chủ MQTT {broker} còn {days} ngày là hết hạn ({end})',
    hint: {
      en: 'who runs the broker must renew it; afterwards no gateway can connect',
      vi: 'đơn vị quản lý máy chủ MQTT phải gia hạn; quá hạn thì không thiết bị nào kết nối được',
    },
  },
  'uplink.own-certificate': {
    en: 'the certificate file {file} ends in {days} days ({end})',
    vi: 'tệp chứng thư {file} còn {days} ngày là hết hạn ({end})',
    hint: {
      en: 'replace the file before that: it is read anew with the next connection, without a restart',
      vi: 'hãy thay tệp này trước ngày đó; lần kết nối sau sẽ dùng tệp mới, không cần khởi động lại',
    },
  },
  'uplink.answers-not-kept': {
    en: 'the list of answered commands cannot be written: {reason}',
    vi: 'không ghi được danh sách lệnh đã trả lời: {reason}',
    hint: {
      en: 'a command repeated after a restart could run twice: check the disk',
      vi: 'lệnh gửi lặp sau khi khởi động lại có thể chạy hai lần: hãy kiểm tra ổ đĩa',
    },
  },
  'uplink.change-unsigned': {
    en: 'a change of {keys} from afar must be signed by an issuer of this gateway, and this one is not',
    vi: 'muốn thay đổi {keys} từ xa phải có chữ ký của một bên ra lệnh mà thiết bị này tin cậy; lệnh này không có',
    hint: {
      en: 'sign the command: haidang ioc send config.apply --key FILE --issuer NAME',
      vi: 'hãy ký lệnh: haidang ioc send config.apply --key TỆP --issuer TÊN',
    },
  },
  'uplink.change-on-site': {
    en: 'a change of {keys} is not taken from afar, because this gateway knows nobody who may sign it: change it on site',
    vi: 'không nhận thay đổi {keys} từ xa vì thiết bị này chưa biết chữ ký của ai: hãy sửa trực tiếp tại thiết bị',
    hint: {
      en: 'edit the site file on the gateway; with uplink.commands.issuers in it, signed commands may do it later',
      vi: 'sửa tệp cấu hình ngay trên thiết bị; khai báo uplink.commands.issuers thì về sau có thể gửi lệnh đã ký',
    },
  },
} as const satisfies Record<string, Text>;
