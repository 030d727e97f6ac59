// What `haidang lighting plan` says and draws, and what is wrong with what somebody supposes of a night.
import type { Text } from './text.ts';

export const lightingPlanMessages = {
  'cli.lighting.hours': {
    en: 'of the first night, draw only these hours: 01:00-03:00',
    vi: 'chỉ vẽ các giờ này của đêm đầu tiên: 01:00-03:00',
  },
  'cli.lighting.bad-hours': {
    en: '"{found}" are no hours of a night',
    vi: '"{found}" không phải là khoảng giờ',
    hint: { en: 'write 01:00-03:00', vi: 'ghi 01:00-03:00' },
  },
  'cli.lighting.presence': {
    en: 'suppose that somebody comes: 21:40, 21:40/10min (stays), 21:40@quay (lamp, group or route)',
    vi: 'giả định có người: 21:40, 21:40/10min (ở lại), 21:40@quay (đèn, nhóm hoặc tuyến)',
  },
  'cli.lighting.input': {
    en: 'suppose that a sensor says so: rain=3.5@18:00, rain=3.5@18:00/4h',
    vi: 'giả định cảm biến cho giá trị: rain=3.5@18:00, rain=3.5@18:00/4h',
  },
  'cli.lighting.suppose': {
    en: 'file with who comes and what sensors say, night by night',
    vi: 'tệp ghi ai đi qua và cảm biến cho giá trị gì trong mỗi đêm',
  },
  'cli.lighting.bad-suppose': {
    en: '"{found}" says neither who comes nor what a sensor says',
    vi: '"{found}" không cho biết ai đi qua hay cảm biến cho giá trị gì',
    hint: {
      en: 'write --presence 21:40/10min@quay or --input rain=3.5@18:00/4h',
      vi: 'ghi --presence 21:40/10min@quay hoặc --input rain=3.5@18:00/4h',
    },
  },
  'lighting.suppose-every': {
    en: '"every" and "until" belong together',
    vi: '"every" và "until" phải đi cùng nhau',
    hint: {
      en: 'write both, like every: 15min and until: "04:00", or neither',
      vi: 'ghi cả hai, ví dụ every: 15min và until: "04:00", hoặc bỏ cả hai',
    },
  },
  'lighting.suppose-route': {
    en: 'somebody either is near a target or walks along a route',
    vi: 'chỉ ghi một trong hai: "target" (ở gần) hoặc "route" (đi dọc tuyến)',
    hint: { en: 'remove "target" or "route"', vi: 'bỏ "target" hoặc "route"' },
  },
  'plan.sunset': { en: 'sunset', vi: 'mặt trời lặn' },
  'plan.sunrise': { en: 'sunrise', vi: 'mặt trời mọc' },
  'plan.holiday': { en: 'public holiday', vi: 'ngày lễ' },
  'plan.somebody': { en: 'somebody comes', vi: 'có người đi qua' },
  'plan.more': { en: '{count} more curves not drawn', vi: 'còn {count} đường không vẽ' },
  'plan.mon': { en: 'Monday', vi: 'thứ Hai' },
  'plan.tue': { en: 'Tuesday', vi: 'thứ Ba' },
  'plan.wed': { en: 'Wednesday', vi: 'thứ Tư' },
  'plan.thu': { en: 'Thursday', vi: 'thứ Năm' },
  'plan.fri': { en: 'Friday', vi: 'thứ Sáu' },
  'plan.sat': { en: 'Saturday', vi: 'thứ Bảy' },
  'plan.sun': { en: 'Sunday', vi: 'Chủ nhật' },
  'plan.new-year': { en: 'New Year', vi: 'Tết Dương lịch' },
  'plan.tet': { en: 'Tết', vi: 'Tết Nguyên đán' },
  'plan.hung-kings': { en: 'Hùng Kings', vi: 'Giỗ Tổ Hùng Vương' },
  'plan.reunification-day': { en: 'Reunification Day', vi: 'Ngày Chiến thắng' },
  'plan.labour-day': { en: 'Labour Day', vi: 'Quốc tế Lao động' },
  'plan.national-day': { en: 'National Day', vi: 'Quốc khánh' },
} as const satisfies Record<string, Text>;
