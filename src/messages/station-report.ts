// The words of the report page of a station, of its archive and of the command that makes it.
import type { Text } from './text.ts';

export const stationReportMessages = {
  'station.journal-fails': {
    en: 'the journal of the readings cannot be written: {reason}; a power cut or a restart now would cost the open averages',
    vi: 'không ghi được nhật ký số liệu đo: {reason}; nếu mất điện hoặc khởi động lại lúc này, các giá trị trung bình đang tính sẽ bị thiếu',
    hint: { en: 'make room on the disk, or replace the card', vi: 'giải phóng bộ nhớ hoặc thay thẻ nhớ' },
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
  'station.report.alarms-open': { en: '{open} not over at the end', vi: '{open} chưa kết thúc' },
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
    en: 'Lines are valid means only: a window counts where readings speak for enough of it; where it does not, the line has a gap and hollow dots show what was read. Dashed lines are limits (red: of the law on that day, orange: of the site file) with the window that they judge. Red triangles and shading are alarms. Times are local.',
    vi: 'Đường vẽ chỉ gồm giá trị trung bình hợp lệ; khoảng thiếu số đo để trống, chấm rỗng là số đo không đủ để tính. Nét đứt là ngưỡng (đỏ: quy chuẩn có hiệu lực trong ngày, cam: cấu hình trạm) kèm khoảng trung bình được so sánh. Tam giác và nền đỏ là cảnh báo. Thời gian theo giờ địa phương.',
  },
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
