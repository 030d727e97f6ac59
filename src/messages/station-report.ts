// The words of the report page of a station, of its archive and of the command that makes it.
import type { Text } from './text.ts';

const clockHint = {
  en: 'set the clock right, or let a time server do it; a clock that keeps to its new time is believed after a day, or at once after a restart of the machine',
  vi: 'chỉnh lại đồng hồ hoặc dùng máy chủ thời gian; nếu giờ mới được giữ nguyên, hệ thống sẽ tin sau một ngày, hoặc ngay sau khi khởi động lại máy',
};

export const stationReportMessages = {
  'station.journal-fails': {
    en: 'the journal of the readings cannot be written: {reason}; a power cut or a restart now would cost the open averages',
    vi: 'không ghi được nhật ký số liệu đo: {reason}; nếu mất điện hoặc khởi động lại lúc này, các giá trị trung bình đang tính sẽ bị thiếu',
    hint: { en: 'make room on the disk, or replace the card', vi: 'giải phóng bộ nhớ hoặc thay thẻ nhớ' },
  },
  'station.unit-unusable': {
    en: 'point {id} is in {unit}, {by} in {needed}: it is left out of it',
    vi: 'điểm đo {id} có đơn vị {unit}, còn {by} dùng {needed}: điểm này không được tính vào',
    hint: {
      en: 'let the device give {needed}, or make a derived point of it in its profile; where its readings name a wrong unit, mend that in the profile',
      vi: 'cho thiết bị xuất {needed}, hoặc tạo điểm tính toán (derived) trong hồ sơ thiết bị; nếu số đo ghi sai đơn vị thì sửa trong hồ sơ',
    },
  },
  'station.clock-leapt-ahead': {
    en: 'the clock leapt ahead by {hours} h; averages and files go on in the time before it, until it is known which is right',
    vi: 'đồng hồ nhảy tới trước {hours} giờ; giá trị trung bình và tệp vẫn tính theo giờ trước đó cho đến khi biết giờ nào đúng',
    hint: clockHint,
  },
  'station.clock-leapt-behind': {
    en: 'the clock leapt back by {hours} h; averages and files go on in the time before it, until it is known which is right',
    vi: 'đồng hồ nhảy lùi {hours} giờ; giá trị trung bình và tệp vẫn tính theo giờ trước đó cho đến khi biết giờ nào đúng',
    hint: clockHint,
  },
  'station.files-withdrawn': {
    en: '{count} transmission files were made for times to come, while the clock was ahead; those that were delivered have been sent again without values, and each comes right in its own time',
    vi: '{count} tệp truyền số liệu đã được tạo cho thời gian chưa tới, do đồng hồ chạy trước; các tệp đã gửi được gửi lại không kèm giá trị, và mỗi tệp sẽ được gửi đúng khi đến giờ của nó',
    hint: {
      en: 'tell the authority, if it has taken them over; find out why the clock was wrong (battery, time server)',
      vi: 'báo cho cơ quan quản lý nếu họ đã nhận; kiểm tra vì sao đồng hồ sai (pin, máy chủ thời gian)',
    },
  },
  'station.archive-fails': {
    en: 'the archive of the station cannot be written to {folder}',
    vi: 'không ghi được kho lưu số liệu trạm vào {folder}',
    hint: {
      en: 'look for a full disk or missing rights; what the centre receives is not touched by it',
      vi: 'kiểm tra đĩa đầy hoặc thiếu quyền ghi; số liệu gửi về trung tâm không bị ảnh hưởng',
    },
  },
  'station.report.title': { en: 'Station report', vi: 'Báo cáo quan trắc của trạm' },
  'station.report.aqi': { en: 'Air quality index VN_AQI, by hour', vi: 'Chỉ số chất lượng không khí VN_AQI theo giờ' },
  'station.report.capture': { en: 'Data capture', vi: 'Tỷ lệ dữ liệu hợp lệ' },
  'station.report.points-poor': {
    en: '{points} points, {poor} of them below 75 %',
    vi: '{points} thông số, {poor} thông số dưới 75 %',
  },
  'station.report.longest': { en: 'Longest gap', vi: 'Gián đoạn dài nhất' },
  'station.report.longest-note': {
    en: 'without a valid window at one point',
    vi: 'không có giá trị hợp lệ ở một thông số',
  },
  'station.report.worst': { en: 'Highest VN_AQI', vi: 'VN_AQI cao nhất' },
  'station.report.by-hour': { en: 'of an hour, by {dominant}', vi: 'theo giờ, do {dominant}' },
  'station.report.by-day': { en: 'of a day, by {dominant}', vi: 'theo ngày, do {dominant}' },
  'station.report.alarms': { en: 'Alarms', vi: 'Cảnh báo' },
  'station.report.alarms-open': {
    en: '{severe} of them severe, {open} not over at the end',
    vi: '{severe} nghiêm trọng, {open} chưa kết thúc',
  },
  'station.report.times': { en: '{count} times', vi: '{count} lần' },
  'station.report.alarm-one': { en: '1 alarm', vi: '1 cảnh báo' },
  'station.report.no-index': { en: 'Grey, {count} h: ', vi: 'Nền xám, {count} giờ: ' },
  'station.report.day': { en: 'day', vi: 'ngày' },
  'station.report.dominant': { en: 'decided by', vi: 'thông số quyết định' },
  'station.report.of-scalar': {
    en: 'means of {window}, with their lowest and highest readings',
    vi: 'trung bình {window}, kèm giá trị nhỏ nhất và lớn nhất',
  },
  'station.report.of-counter': { en: 'sums of {window}', vi: 'lượng cộng dồn từng {window}' },
  'station.report.of-wind-direction': {
    en: 'mean vector of {window}, degrees',
    vi: 'hướng vectơ trung bình {window}, độ',
  },
  'station.report.valid-share': { en: '{percent} valid', vi: '{percent} hợp lệ' },
  'station.report.alarm-count': { en: '{count} alarms', vi: '{count} cảnh báo' },
  'station.report.beyond': {
    en: 'Limits far above the readings, not drawn: {limits}',
    vi: 'Ngưỡng cao hơn nhiều so với số đo, không vẽ: {limits}',
  },
  'station.report.nothing': { en: 'Nothing was told in this period.', vi: 'Không có số liệu trong thời gian này.' },
  'station.report.ribbon': { en: 'Ribbon under each picture:', vi: 'Dải màu dưới mỗi hình:' },
  'station.report.q-good': { en: 'good', vi: 'tốt' },
  'station.report.q-uncertain': { en: 'with uncertain readings', vi: 'có số đo chưa chắc chắn' },
  'station.report.q-unclear': { en: 'not known', vi: 'không xác định' },
  'station.report.q-low': { en: 'too few readings', vi: 'thiếu số đo' },
  'station.report.q-calibrating': { en: 'calibrated', vi: 'hiệu chuẩn' },
  'station.report.q-maintenance': { en: 'maintenance', vi: 'bảo trì' },
  'station.report.q-missing': { en: 'missing', vi: 'mất số liệu' },
  'station.report.point': { en: 'point', vi: 'thông số' },
  'station.report.window': { en: 'window', vi: 'khoảng' },
  'station.report.expected': { en: 'expected', vi: 'cần có' },
  'station.report.valid': { en: 'valid', vi: 'hợp lệ' },
  'station.report.share': { en: 'valid share', vi: 'tỷ lệ hợp lệ' },
  'station.report.began': { en: 'began', vi: 'bắt đầu' },
  'station.report.ended': { en: 'ended', vi: 'kết thúc' },
  'station.report.lasted': { en: 'lasted', vi: 'kéo dài' },
  'station.report.what': { en: 'what', vi: 'nội dung' },
  'station.report.value': { en: 'value', vi: 'giá trị' },
  'station.report.limit': { en: 'limit', vi: 'ngưỡng' },
  'station.report.open': { en: 'not over', vi: 'chưa hết' },
  'station.report.acknowledged': { en: 'acknowledged', vi: 'đã xác nhận' },
  'station.report.no-alarms': { en: 'None in this period.', vi: 'Không có cảnh báo trong thời gian này.' },
  'station.report.more': { en: '… and {count} more', vi: '… và {count} cảnh báo nữa' },
  'station.report.days': { en: '{n} days', vi: '{n} ngày' },
  'station.report.hours': { en: '{n} h', vi: '{n} giờ' },
  'station.report.minutes': { en: '{n} min', vi: '{n} phút' },
  'station.report.how': { en: 'How to read it', vi: 'Cách đọc' },
  'station.report.how-text': {
    en: 'Lines are valid means only: a window counts where readings speak for enough of it; where it does not, the line has a gap and hollow dots show what was read. Dashed lines are limits (red: of the law on that day, orange: of the site file) with the window that they judge. Triangles and shading are alarms, red where they are severe; one that judges a mean begins when its window has ended. Alarms that came again within three hours, more than twice, are one line of the table, with their highest value and the time of all of them together. Times are local.',
    vi: 'Đường vẽ chỉ gồm giá trị trung bình hợp lệ; khoảng thiếu số đo để trống, chấm rỗng là số đo không đủ để tính. Nét đứt là ngưỡng (đỏ: quy chuẩn có hiệu lực trong ngày, cam: cấu hình trạm) kèm khoảng trung bình được so sánh. Tam giác và nền màu là cảnh báo, màu đỏ là nghiêm trọng; cảnh báo theo giá trị trung bình bắt đầu khi khoảng trung bình kết thúc. Cảnh báo lặp lại trong vòng ba giờ, quá hai lần, được gộp thành một dòng với giá trị cao nhất và tổng thời gian. Thời gian theo giờ địa phương.',
  },
  'station.rose.title': { en: 'Wind rose', vi: 'Hoa gió' },
  'station.rose.of': {
    en: '{direction} with {speed} · where the wind comes from, share of time',
    vi: '{direction} và {speed} · hướng từ đó gió thổi tới, tần suất theo thời gian',
  },
  'station.rose.no-window': {
    en: 'No wind rose: {direction} and {speed} have no window of the same length. Give both the same `windows` in the site file.',
    vi: 'Không vẽ được hoa gió: {direction} và {speed} không có khoảng trung bình chung. Hãy khai báo `windows` giống nhau trong tệp cấu hình.',
  },
  'station.rose.unit': {
    en: 'No wind rose: {speed} says no unit of speed that is known (m/s, km/h, [kn_i], [mi_i]/h). Give its `unit` in the site file.',
    vi: 'Không vẽ được hoa gió: {speed} không có đơn vị tốc độ đã biết (m/s, km/h, [kn_i], [mi_i]/h). Hãy khai báo `unit` trong tệp cấu hình.',
  },
  'station.rose.capture': {
    en: 'Data capture {percent}: {used} of {expected} windows of {window}.',
    vi: 'Tỷ lệ dữ liệu hợp lệ {percent}: {used}/{expected} khoảng {window}.',
  },
  'station.rose.left': {
    en: 'Left out {count} (direction or speed not valid: less than {capture} % of a window, or worked on):',
    vi: 'Không tính {count} khoảng (hướng hoặc tốc độ không hợp lệ: dưới {capture} % số đo, hoặc đang hiệu chuẩn, bảo trì):',
  },
  'station.rose.unpaired': {
    en: 'direction and speed never at the same time',
    vi: 'hướng và tốc độ không cùng thời điểm',
  },
  'station.rose.uncertain': {
    en: 'Of those used, {count} have uncertain readings.',
    vi: 'Trong đó {count} khoảng có số đo chưa chắc chắn.',
  },
  'station.rose.most': { en: 'Most often from {point} ({percent})', vi: 'Hướng thịnh hành {point} ({percent})' },
  'station.rose.mean': { en: 'mean speed {speed} m/s', vi: 'tốc độ trung bình {speed} m/s' },
  'station.rose.vector': {
    en: 'mean vector {speed} m/s from {point}',
    vi: 'vectơ trung bình {speed} m/s từ hướng {point}',
  },
  'station.rose.how': {
    en: 'North is up. The middle says the share of calms; the rings count from its edge. All shares are of the windows used, calms included. Direction: mean vector of a window; speed: its scalar mean. Classes: Beaufort scale (WMO-No. 306, Manual on Codes, vol. I.1, section E).',
    vi: 'Hướng Bắc ở phía trên. Số ở tâm là tần suất lặng gió; các vòng tính từ mép vòng tròn giữa. Tần suất tính trên các khoảng được dùng, kể cả lặng gió. Hướng: vectơ trung bình của khoảng; tốc độ: trung bình số học. Phân cấp theo thang Beaufort (WMO-No. 306, Manual on Codes, tập I.1, mục E).',
  },
  'station.rose.force': { en: 'Beaufort', vi: 'Cấp gió Beaufort' },
  'station.rose.share': { en: 'share of time', vi: 'tần suất' },
  'station.rose.calms': { en: 'calm', vi: 'lặng gió' },
  'station.rose.calm': { en: '0 calm', vi: '0, lặng gió' },
  'station.rose.force-1': { en: '1 light air', vi: 'cấp 1' },
  'station.rose.force-2': { en: '2 light breeze', vi: 'cấp 2' },
  'station.rose.force-3': { en: '3 gentle breeze', vi: 'cấp 3' },
  'station.rose.force-4': { en: '4 moderate breeze', vi: 'cấp 4' },
  'station.rose.force-5': { en: '5 fresh breeze', vi: 'cấp 5' },
  'station.rose.force-6': { en: '6 and more, strong', vi: 'cấp 6 trở lên' },
  'station.rose.variable': { en: 'from everywhere', vi: 'không rõ hướng' },
  'station.report.torn': {
    en: '{count} lines of the archive were torn by a power cut and are left out.',
    vi: '{count} dòng của kho lưu bị hỏng do mất điện và đã được bỏ qua.',
  },
  'station.report.held': {
    en: '{count} alarms came in floods and were not told one by one.',
    vi: '{count} cảnh báo đến dồn dập nên không được ghi riêng từng cái.',
  },
  'station.report.made': { en: 'Made by Hải Đăng {version} on {time}', vi: 'Lập bởi Hải Đăng {version} lúc {time}' },

  'cli.report': { en: 'pages that people read and print', vi: 'các trang báo cáo để đọc và in' },
  'cli.report.station': {
    en: 'what a station measured over some days, as one HTML page: plots, limits, alarms, VN_AQI, data capture',
    vi: 'số liệu của trạm trong một số ngày trên một trang HTML: đồ thị, ngưỡng, cảnh báo, VN_AQI, tỷ lệ dữ liệu',
  },
  'cli.report.from': { en: 'the first local date, 2026-11-20', vi: 'ngày đầu tiên theo giờ địa phương, 2026-11-20' },
  'cli.report.to': { en: 'the last local date (default: the first)', vi: 'ngày cuối cùng (mặc định: ngày đầu tiên)' },
  'cli.report.out': {
    en: 'the page is written here (default: GATEWAY-FROM.html)',
    vi: 'tệp kết quả (mặc định: GATEWAY-FROM.html)',
  },
  'cli.report.bad-date': {
    en: '"{found}" is no date of such a period',
    vi: '"{found}" không phải ngày hợp lệ của khoảng báo cáo',
    hint: {
      en: 'write dates as 2026-11-20, --to not before --from, at most 62 days',
      vi: 'viết ngày dạng 2026-11-20, --to không trước --from, tối đa 62 ngày',
    },
  },
  'cli.report.no-station': {
    en: '{file} has no station',
    vi: '{file} không khai báo station',
    hint: {
      en: 'the report is of the `station` of a site file',
      vi: 'báo cáo dựa trên mục `station` của tệp cấu hình',
    },
  },
  'cli.report.empty': {
    en: 'nothing is archived from {from} to {to}; days that are kept: {known}',
    vi: 'không có số liệu lưu từ {from} đến {to}; các ngày đang lưu: {known}',
    hint: {
      en: 'name the data folder of the agent with --data; the archive begins when the agent ran with a station',
      vi: 'chỉ thư mục dữ liệu bằng --data; kho lưu chỉ có từ khi chương trình chạy với station',
    },
  },
  'cli.report.written': {
    en: '{file}: {windows} windows, {alarms} alarms, {days} days',
    vi: '{file}: {windows} khoảng trung bình, {alarms} cảnh báo, {days} ngày',
  },
} as const satisfies Record<string, Text>;
