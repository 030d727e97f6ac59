// What the commands of `haidang lighting` and `haidang status --lamps` say of themselves.
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
  'cli.lighting': { en: 'show what the street lamps will do, and why', vi: 'xem đèn sẽ làm gì và vì sao' },
  'cli.lighting.plan': {
    en: 'list the changes of level over nights, each from noon to noon',
    vi: 'liệt kê các lần đổi mức sáng qua từng đêm, từ trưa đến trưa',
  },
  'cli.lighting.explain': {
    en: 'say which rule sets the level of a lamp at a time, and why the others do not',
    vi: 'cho biết quy tắc nào quyết định mức sáng của đèn tại một thời điểm, và vì sao các quy tắc khác không',
  },
  'cli.lighting.config': { en: 'the site file', vi: 'tệp cấu hình trạm' },
  'cli.lighting.date': { en: 'date on which the night begins, 2026-06-21', vi: 'ngày bắt đầu đêm, 2026-06-21' },
  'cli.lighting.to': { en: 'the last night begins on this date', vi: 'ngày bắt đầu đêm cuối cùng' },
  'cli.lighting.lamp': { en: 'only this lamp', vi: 'chỉ đèn này' },
  'cli.lighting.group': { en: 'only the lamps of this group', vi: 'chỉ các đèn của nhóm này' },
  'cli.lighting.svg': {
    en: 'also draw the levels into this file',
    vi: 'vẽ thêm biểu đồ mức sáng vào tệp này',
  },
  'cli.lighting.at': {
    en: 'time with its offset, 2026-06-21T22:15:00+07:00',
    vi: 'thời điểm kèm múi giờ, 2026-06-21T22:15:00+07:00',
  },
  'cli.lighting.emergency': {
    en: 'full light at once, before everything else: all lamps, or those of a line, a group, or one',
    vi: 'bật sáng tối đa ngay lập tức, ưu tiên trên hết: mọi đèn, hoặc đèn của một đường truyền, một nhóm, hay một đèn',
  },
  'cli.lighting.mode': {
    en: 'set the switch of a cabinet: auto, hand, photocell or maintenance',
    vi: 'đặt chế độ của tủ: auto (tự động), hand (bằng tay), photocell (quang điện) hoặc maintenance (bảo trì)',
  },
  'cli.lighting.target': { en: 'a lamp, a group or a line', vi: 'một đèn, một nhóm hoặc một đường truyền' },
  'cli.lighting.release': { en: 'end it: back to the program', vi: 'kết thúc: trở lại chương trình' },
  'cli.lighting.switch': { en: 'id of the switch (under "selectors")', vi: 'mã của công tắc (trong "selectors")' },
  'cli.lighting.to-mode': { en: 'auto, hand, photocell or maintenance', vi: 'auto, hand, photocell hoặc maintenance' },
  'cli.lighting.bad-mode': {
    en: '"{found}" is no mode; known: {known}',
    vi: '"{found}" không phải chế độ; có: {known}',
  },
  'cli.lighting.refused': { en: 'the agent says no: {reason}', vi: 'agent từ chối: {reason}' },
  'cli.lighting.emergency-done': {
    en: '{lit} of {total} lamps were read back at full light; lines, lamps, messages (shared + single), expected time:',
    vi: '{lit} trên {total} đèn đã đọc lại ở mức sáng tối đa; đường truyền, số đèn, số lệnh (chung + riêng), thời gian dự kiến:',
  },
  'cli.lighting.emergency-expected': {
    en: 'all told within {ms} ms, as expected before',
    vi: 'thời gian dự kiến để ra lệnh cho tất cả: {ms} ms',
  },
  'cli.lighting.not-live': {
    en: 'no agent runs here: overrides, presence and sensors are not in it',
    vi: 'không có agent chạy ở đây: chưa tính lệnh ưu tiên, hiện diện và cảm biến',
  },
  'cli.lighting.none': {
    en: '{file} has no lighting',
    vi: '{file} không có phần lighting',
    hint: { en: 'add "lighting:" with programs and lamps', vi: 'thêm "lighting:" với các chương trình và đèn' },
  },
  'cli.lighting.bad-date': {
    en: '"{found}" is not a date of this plan',
    vi: '"{found}" không phải là ngày hợp lệ',
    hint: { en: 'write 2026-06-21; --to is not before --date', vi: 'ghi 2026-06-21; --to không được trước --date' },
  },
  'cli.lighting.no-lamp': {
    en: 'there is no lamp "{found}"',
    vi: 'không có đèn "{found}"',
    hint: { en: 'the lamps of the site are: {lamps}', vi: 'các đèn của điểm lắp đặt: {lamps}' },
  },
  'cli.lighting.bad-time': {
    en: '"{found}" is not a time with its offset',
    vi: '"{found}" không phải là thời điểm kèm múi giờ',
    hint: { en: 'write 2026-06-21T22:15:00+07:00', vi: 'ghi 2026-06-21T22:15:00+07:00' },
  },
} as const satisfies Record<string, Text>;
