// What `haidang lighting simulate | city | report` says.
import type { Text } from './text.ts';

export const lightingCliMessages = {
  'cli.lighting.simulate': {
    en: 'run the lamps of a site through a year with everything that breaks, in minutes',
    vi: 'chạy thử đèn của một trạm qua cả năm với mọi loại sự cố, chỉ trong vài phút',
  },
  'cli.lighting.city': { en: 'print the site file of a whole city', vi: 'in tệp cấu hình của cả một thành phố' },
  'cli.lighting.report': {
    en: 'report of a month: energy, savings, faults (HTML, CSV, JSON)',
    vi: 'báo cáo tháng: điện năng, tiết kiệm, sự cố (HTML, CSV, JSON)',
  },
  'cli.lighting.from': { en: 'begins at noon of this date', vi: 'bắt đầu từ trưa ngày này' },
  'cli.lighting.until': { en: 'ends at noon of this date', vi: 'kết thúc vào trưa ngày này' },
  'cli.lighting.seed': { en: 'the same number gives the same year', vi: 'cùng một số sẽ cho cùng một năm' },
  'cli.lighting.step': {
    en: 'minutes between two looks at a lamp by night',
    vi: 'số phút giữa hai lần xem đèn vào ban đêm',
  },
  'cli.lighting.troubles': {
    en: 'share of the lamps that break in a year; 0: nothing goes wrong at all',
    vi: 'tỷ lệ đèn hỏng trong một năm; 0: không có sự cố nào',
  },
  'cli.lighting.walkers': {
    en: 'people who walk along each route of "presence" in a night',
    vi: 'số người đi dọc mỗi tuyến trong "presence" mỗi đêm',
  },
  'cli.lighting.keep': {
    en: 'keep the months there, for "lighting report --data"',
    vi: 'lưu số liệu các tháng vào đây, dùng cho "lighting report --data"',
  },
  'cli.lighting.lamps': { en: 'number of lamps', vi: 'số đèn' },
  'cli.lighting.cabinets': { en: 'number of cabinets', vi: 'số tủ điều khiển' },
  'cli.lighting.month': {
    en: 'like 2026-06; the newest where left out',
    vi: 'ví dụ 2026-06; bỏ trống là tháng mới nhất',
  },
  'cli.lighting.html': { en: 'write a page to print', vi: 'ghi trang báo cáo để in' },
  'cli.lighting.csv': { en: 'write a row for each lamp and night', vi: 'ghi từng dòng theo đèn và đêm' },
  'cli.lighting.bad-simulation': {
    en: 'cannot be simulated: {found}',
    vi: 'không mô phỏng được: {found}',
    hint: {
      en: 'two dates, the second later; a whole seed; 1 to 60 minutes; a share of 0 to 1; 0 to 1000 walkers',
      vi: 'hai ngày, ngày sau muộn hơn; hạt giống là số nguyên; bước 1 đến 60 phút; tỷ lệ từ 0 đến 1; 0 đến 1000 người',
    },
  },
  'cli.lighting.bad-city': {
    en: 'not a city: {found}',
    vi: 'không tạo được thành phố: {found}',
    hint: {
      en: '1 to 250 cabinets with 1 to 200 lamps each',
      vi: 'từ 1 đến 250 tủ, mỗi tủ từ 1 đến 200 đèn',
    },
  },
  'cli.lighting.no-month': {
    en: 'there are no figures of {found}; kept are: {known}',
    vi: 'không có số liệu của {found}; đang lưu: {known}',
    hint: {
      en: 'is --data the folder of the agent (or of "lighting simulate --keep")?',
      vi: '--data có phải thư mục dữ liệu của agent (hoặc của "lighting simulate --keep") không?',
    },
  },
  'cli.lighting.just-now': { en: 'just now', vi: 'lúc này' },
  'cli.lighting.now': {
    en: 'commanded {commanded}, fed back {fedBack}, by its power {actual}',
    vi: 'lệnh {commanded}, phản hồi {fedBack}, theo công suất {actual}',
  },
  'cli.lighting.verdict-local': { en: 'by hand at the cabinet', vi: 'đang điều khiển tay tại tủ' },
  'cli.lighting.verdict-unknown': { en: 'not asked yet', vi: 'chưa hỏi' },
  'cli.lighting.verdict-settling': { en: 'on its way there', vi: 'đang chuyển mức' },
  'cli.lighting.verdict-obeys': { en: 'obeys', vi: 'đúng lệnh' },
  'cli.lighting.verdict-differs': { en: 'does not obey', vi: 'sai lệnh' },
  'cli.lighting.verdict-silent': { en: 'does not answer', vi: 'không trả lời' },
  'cli.lighting.verdict-refuses': { en: 'refuses', vi: 'từ chối lệnh' },
  'cli.lighting.held': { en: 'rests for {seconds} s more', vi: 'còn nghỉ {seconds} giây' },
  'cli.status.lamps': {
    en: 'every lamp too: commanded, fed back, and by its power',
    vi: 'kèm từng đèn: mức lệnh, mức phản hồi và mức theo công suất',
  },
} as const satisfies Record<string, Text>;
