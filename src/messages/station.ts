import type { Text } from './text.ts';

export const stationMessages = {
  'station.csv-no-time': {
    en: 'the first line names no column "time"',
    vi: 'dòng đầu không có cột "time"',
    hint: {
      en: 'begin the file with: time,PM2.5,PM10,O3,CO,SO2,NO2',
      vi: 'hãy bắt đầu tệp bằng dòng: time,PM2.5,PM10,O3,CO,SO2,NO2',
    },
  },
  'station.csv-column': {
    en: 'there is no column "{found}"; there are {allowed}',
    vi: 'không có cột "{found}"; các cột được dùng là {allowed}',
    hint: { en: 'did you mean "{near}"?', vi: 'có phải ý bạn là "{near}"?' },
  },
  'station.csv-time': {
    en: '"{found}" is not the time of a full hour with its offset',
    vi: '"{found}" không phải là mốc giờ tròn kèm độ lệch múi giờ',
    hint: { en: 'write it as 2026-11-21T07:00:00+07:00', vi: 'hãy viết như 2026-11-21T07:00:00+07:00' },
  },
  'station.csv-number': {
    en: 'the column {column} holds "{found}", which is no number',
    vi: 'cột {column} chứa "{found}", không phải là số',
    hint: {
      en: 'a point for decimals; leave the cell empty where nothing was measured',
      vi: 'dùng dấu chấm cho phần thập phân; để trống ô nếu không đo được',
    },
  },
  'station.csv-cells': {
    en: 'this line has {found} values, and there are {expected} columns',
    vi: 'dòng này có {found} giá trị, trong khi chỉ có {expected} cột',
    hint: { en: 'numbers have a point, not a comma', vi: 'phần thập phân dùng dấu chấm, không dùng dấu phẩy' },
  },
  'station.csv-twice': {
    en: 'the hour {time} is there twice',
    vi: 'giờ {time} xuất hiện hai lần',
    hint: { en: 'remove one of the two lines', vi: 'xóa một trong hai dòng' },
  },
  'station.csv-too-long': {
    en: 'the file goes from {first} to {last}: longer than any station has measured',
    vi: 'tệp kéo dài từ {first} đến {last}: dài hơn bất kỳ trạm nào từng đo',
    hint: { en: 'correct the year of one of them', vi: 'sửa lại năm ở một trong hai mốc' },
  },
  'station.no-index.no-dust': {
    en: 'no index: neither PM2.5 nor PM10 has a value (an hour needs 2 of its latest 3)',
    vi: 'không có chỉ số: cả PM2.5 lẫn PM10 đều không có giá trị (mỗi giờ cần 2 trong 3 giờ gần nhất)',
  },
  'station.no-index.no-data': {
    en: 'no index: nothing was measured',
    vi: 'không có chỉ số: không đo được gì',
  },
  'station.alarm-no-limit': {
    en: 'an alarm of the kind limit needs "above" or "below"',
    vi: 'cảnh báo loại limit cần có "above" hoặc "below"',
    hint: { en: 'add a line "above: …"', vi: 'thêm một dòng "above: …"' },
  },
  'station.alarm-limits-crossed': {
    en: 'everything is below {below} or above {above}: the alarm would always be raised',
    vi: 'mọi giá trị đều dưới {below} hoặc trên {above}: cảnh báo sẽ luôn bật',
    hint: { en: 'exchange the two', vi: 'đổi chỗ hai giá trị' },
  },
  'station.pack-file-name': {
    en: 'the rule pack calls itself "{id}" and its file "{file}"',
    vi: 'bộ quy chuẩn tự đặt tên là "{id}" nhưng tệp lại là "{file}"',
    hint: { en: 'give both the same name', vi: 'đặt hai tên giống nhau' },
  },
  'station.wind-needs-speed': {
    en: 'a wind direction needs its speed: a mean of vectors is made of both',
    vi: 'hướng gió cần có tốc độ: trung bình véc-tơ được tính từ cả hai',
    hint: {
      en: 'add "speed: …" with the id of the point of the speed',
      vi: 'thêm "speed: …" với id của điểm đo tốc độ',
    },
  },
  'station.alarm-window': {
    en: 'this alarm judges windows of {window}, and the point has none',
    vi: 'cảnh báo này xét trung bình {window}, nhưng điểm đo không có cửa sổ đó',
    hint: { en: 'add {window} to "windows"', vi: 'thêm {window} vào "windows"' },
  },
  'station.point-twice': {
    en: 'there are two points of the station named "{id}"',
    vi: 'trạm có hai điểm đo cùng tên "{id}"',
    hint: { en: 'give each its own id', vi: 'đặt id riêng cho từng điểm đo' },
  },
  'station.alarm-twice': {
    en: 'there are two alarms named "{id}" at this point',
    vi: 'điểm đo này có hai cảnh báo cùng tên "{id}"',
    hint: { en: 'give each its own id', vi: 'đặt id riêng cho từng cảnh báo' },
  },
  'station.aqi-without-dust': {
    en: 'no point has the parameter PM2.5 or PM10 with windows of 1h: there will never be an index',
    vi: 'không điểm đo nào có parameter PM2.5 hoặc PM10 với cửa sổ 1h: sẽ không bao giờ có chỉ số',
    hint: {
      en: 'add "parameter: PM2.5" to the point of the dust sensor, or remove "aqi"',
      vi: 'thêm "parameter: PM2.5" vào điểm đo bụi, hoặc bỏ "aqi"',
    },
  },
  'station.aqi-twice': {
    en: '{id} and {other} both have the parameter {parameter}: the index is made of {other}',
    vi: '{id} và {other} cùng có parameter {parameter}: chỉ số được tính từ {other}',
    hint: {
      en: 'take "parameter" from the one that the index is not to be made of, or write the better one first',
      vi: 'bỏ "parameter" ở điểm không dùng để tính chỉ số, hoặc viết điểm tốt hơn lên trước',
    },
  },
  'station.tt10-name': {
    en: 'the name of the files has no time in curly brackets: they would all be one file',
    vi: 'tên tệp không có chữ time trong ngoặc nhọn: mọi tệp sẽ trùng tên',
    hint: {
      en: 'put the word time in curly brackets where the time shall stand',
      vi: 'đặt chữ time trong ngoặc nhọn ở chỗ ghi thời gian',
    },
  },
  'station.tt10-window': {
    en: 'the files hold means of 5 minutes, and the point "{point}" has none',
    vi: 'tệp chứa trung bình 5 phút, nhưng điểm đo "{point}" không có',
    hint: { en: 'add 5min to its "windows"', vi: 'thêm 5min vào "windows" của điểm đó' },
  },
  'station.tt10-unit': {
    en: 'the point "{point}" is in {found}, which cannot be made {unit}',
    vi: 'điểm đo "{point}" có đơn vị {found}, không đổi được sang {unit}',
    hint: {
      en: 'write the unit that its readings are in, or make a derived point in {unit} of it in the device profile',
      vi: 'ghi đúng đơn vị của số đo, hoặc tạo điểm tính toán (derived) có đơn vị {unit} trong hồ sơ thiết bị',
    },
  },
  'station.packs-for-nothing': {
    en: 'no point has a parameter that these rule packs limit',
    vi: 'không điểm đo nào có parameter mà các bộ quy chuẩn này giới hạn',
    hint: {
      en: 'add "parameter: PM2.5" (or another of the pack) to a point',
      vi: 'thêm "parameter: PM2.5" (hoặc thông số khác trong bộ) vào một điểm đo',
    },
  },
  'station.delivery-no-login': {
    en: 'there is neither a password nor a key to log in with',
    vi: 'không có mật khẩu cũng không có khóa để đăng nhập',
    hint: {
      en: 'add "password: ${file:/path}" or "key: ${file:/path}"',
      vi: 'thêm "password: ${file:/đường-dẫn}" hoặc "key: ${file:/đường-dẫn}"',
    },
  },
  'station.delivery-plain': {
    en: 'FTP sends the password and the files readable by everyone on the way',
    vi: 'FTP gửi mật khẩu và tệp ở dạng ai trên đường truyền cũng đọc được',
    hint: {
      en: 'ask the authority for FTPS or SFTP, and write "by: ftps" or "by: sftp"',
      vi: 'hãy hỏi cơ quan quản lý về FTPS hoặc SFTP, rồi ghi "by: ftps" hoặc "by: sftp"',
    },
  },
  'station.delivery-ca': {
    en: 'the certificates {file} cannot be used: {reason}',
    vi: 'không dùng được tệp chứng chỉ {file}: {reason}',
    hint: {
      en: 'copy the PEM file of the authority’s server there, readable for the agent',
      vi: 'chép tệp PEM của máy chủ cơ quan quản lý vào đó, cho phép chương trình đọc',
    },
  },
  'station.delivery.login': {
    en: '{server} refuses the login; {waiting} files wait ({reason})',
    vi: '{server} từ chối đăng nhập; {waiting} tệp đang chờ ({reason})',
    hint: {
      en: 'compare "user" with the authority’s letter and renew the secret; the account may be locked',
      vi: 'đối chiếu "user" với văn bản của cơ quan quản lý và cập nhật mật khẩu; tài khoản có thể bị khóa',
    },
  },
  'station.delivery.refused': {
    en: '{server} is there but nothing listens at the port; {waiting} files wait',
    vi: '{server} có trả lời nhưng không có dịch vụ ở cổng này; {waiting} tệp đang chờ',
    hint: {
      en: 'check "port"; if it is right, tell the authority that its service is down. Nothing is lost',
      vi: 'kiểm tra "port"; nếu đúng, hãy báo cơ quan quản lý rằng dịch vụ đang ngừng. Không mất dữ liệu',
    },
  },
  'station.delivery.unreachable': {
    en: '{server} does not answer; {waiting} files wait ({reason})',
    vi: '{server} không trả lời; {waiting} tệp đang chờ ({reason})',
    hint: {
      en: 'check the internet link, the name of the server and the firewall. Nothing is lost',
      vi: 'kiểm tra đường internet, tên máy chủ và tường lửa. Không mất dữ liệu',
    },
  },
  'station.delivery.no-tls': {
    en: '{server} offers no TLS; the password was not sent; {waiting} files wait ({reason})',
    vi: '{server} không hỗ trợ TLS; mật khẩu chưa được gửi; {waiting} tệp đang chờ ({reason})',
    hint: {
      en: 'ask the authority for FTPS or SFTP; "by: ftp" only where it insists on it',
      vi: 'hãy đề nghị cơ quan quản lý mở FTPS hoặc SFTP; chỉ dùng "by: ftp" nếu họ bắt buộc',
    },
  },
  'station.delivery.certificate': {
    en: 'the certificate of {server} cannot be verified; nothing was sent; {waiting} files wait ({reason})',
    vi: 'không xác minh được chứng chỉ của {server}; chưa gửi gì; {waiting} tệp đang chờ ({reason})',
    hint: {
      en: 'get the certificate from the authority and name it in "ca"; check the clock of this machine and "serverName"',
      vi: 'xin chứng chỉ từ cơ quan quản lý và khai báo trong "ca"; kiểm tra đồng hồ của máy này và "serverName"',
    },
  },
  'station.delivery.host-key': {
    en: 'the key of {server} is none of "hostKeys": {reason}; nothing was sent; {waiting} files wait',
    vi: 'khóa của {server} không có trong "hostKeys": {reason}; chưa gửi gì; {waiting} tệp đang chờ',
    hint: {
      en: 'ask the authority by telephone whether its key has changed; only then add the new fingerprint',
      vi: 'gọi điện hỏi cơ quan quản lý xem khóa có đổi không; chỉ khi đúng mới thêm dấu vân tay mới',
    },
  },
  'station.delivery.full': {
    en: '{server} has no room left; {waiting} files wait ({reason})',
    vi: '{server} đã hết dung lượng; {waiting} tệp đang chờ ({reason})',
    hint: {
      en: 'tell the authority that its disk or your quota is full; the files follow by themselves',
      vi: 'báo cơ quan quản lý rằng ổ đĩa hoặc hạn mức đã đầy; các tệp sẽ tự gửi tiếp',
    },
  },
  'station.delivery.folder': {
    en: '{server} does not let the file be written into the folder; {waiting} files wait ({reason})',
    vi: '{server} không cho ghi tệp vào thư mục; {waiting} tệp đang chờ ({reason})',
    hint: {
      en: 'check "folder"; ask the authority whether the account may write and rename there',
      vi: 'kiểm tra "folder"; hỏi cơ quan quản lý xem tài khoản có được ghi và đổi tên tệp ở đó không',
    },
  },
  'station.delivery.cut': {
    en: 'the connection to {server} broke; {waiting} files wait ({reason})',
    vi: 'kết nối tới {server} bị đứt; {waiting} tệp đang chờ ({reason})',
    hint: {
      en: 'it is tried again by itself, from the beginning of the file; check the link if it stays',
      vi: 'tệp sẽ tự được gửi lại từ đầu; nếu kéo dài, hãy kiểm tra đường truyền',
    },
  },
  'station.delivery.local': {
    en: 'the files for {server} cannot be read on this machine: {reason}',
    vi: 'không đọc được các tệp gửi cho {server} trên máy này: {reason}',
    hint: {
      en: 'check the disk of this machine and the rights of the data folder',
      vi: 'kiểm tra ổ đĩa của máy này và quyền của thư mục dữ liệu',
    },
  },
  'station.delivery.secret': {
    en: 'the secret for {server} cannot be read: {reason}; {waiting} files wait',
    vi: 'không đọc được bí mật dùng cho {server}: {reason}; {waiting} tệp đang chờ',
    hint: {
      en: 'set the variable, or create the file so that the agent may read it; it is tried again by itself',
      vi: 'đặt biến môi trường, hoặc tạo tệp mà chương trình đọc được; sẽ tự thử lại',
    },
  },
  'station.alarm.limit': {
    en: '{point}: {value} is outside its limit',
    vi: '{point}: {value} nằm ngoài giới hạn',
  },
  'station.alarm.rate': { en: '{point} changes too fast', vi: '{point} thay đổi quá nhanh' },
  'station.alarm.stuck': {
    en: '{point} has said {value} for too long: is the sensor stuck?',
    vi: '{point} giữ nguyên {value} quá lâu: cảm biến có bị kẹt không?',
  },
  'station.alarm.missing': { en: '{point}: no usable reading comes', vi: '{point}: không có giá trị dùng được' },
  'station.alarm.cross': {
    en: '{point}: {value} is more than {other}, which cannot be',
    vi: '{point}: {value} lớn hơn {other}, điều không thể xảy ra',
  },
  'station.alarm.trend': { en: '{point} is on its way to its limit', vi: '{point} đang tiến tới giới hạn' },
  'station.alarm.pack': {
    en: '{point}: the mean of {window} is {value}, outside the limit of {pack}',
    vi: '{point}: trung bình {window} là {value}, vượt giới hạn của {pack}',
  },
  'station.alarm.over': { en: '{point}: {alarm} is over', vi: '{point}: {alarm} đã hết' },
  'station.alarms-active': { en: '{count} alarms of the station are raised', vi: 'trạm đang có {count} cảnh báo' },
  'cli.aqi': {
    en: 'the Vietnamese air quality index (VN_AQI) of hourly means, or of one averaged value',
    vi: 'chỉ số chất lượng không khí Việt Nam (VN_AQI) từ các giá trị trung bình giờ, hoặc từ một giá trị đã tính trung bình',
  },
  'cli.aqi.csv': {
    en: 'table of hourly means: time,PM2.5,PM10,O3,CO,SO2,NO2, µg/m³, empty where missing',
    vi: 'bảng giá trị trung bình giờ: time,PM2.5,PM10,O3,CO,SO2,NO2, µg/m³, để trống nếu thiếu',
  },
  'cli.aqi.daily': {
    en: 'one index a day in place of one an hour',
    vi: 'mỗi ngày một chỉ số thay vì mỗi giờ một chỉ số',
  },
  'cli.aqi.value': {
    en: '{pollutant} in µg/m³, averaged already',
    vi: '{pollutant} theo µg/m³, đã tính trung bình',
  },
  'cli.aqi.nothing': {
    en: 'nothing to compute from: name a file with --csv, or a value with --pm25, --pm10, --o3, --co, --so2 or --no2',
    vi: 'không có gì để tính: nêu tệp bằng --csv, hoặc giá trị bằng --pm25, --pm10, --o3, --co, --so2 hay --no2',
  },
  'cli.aqi.both': {
    en: '--csv and single values exclude each other, and --daily needs --csv',
    vi: '--csv và giá trị đơn không dùng chung, còn --daily cần có --csv',
  },
  'cli.aqi.not-value': {
    en: '{flag}: "{found}" is no concentration (a number of µg/m³, not negative)',
    vi: '{flag}: "{found}" không phải là nồng độ (một số µg/m³, không âm)',
  },
} as const satisfies Readonly<Record<string, Text>>;
