// Words of Vietnamese, and usual ones of elsewhere (motorbike, 8n1), where a file wants one of a few English words: "xe máy"
// for motorcycle, "thứ hai" or "T2" for mon. They are known with and without their marks, as they are typed at night on a
// keyboard that has none.

const meanings: Readonly<Record<string, readonly string[]>> = {
  // Road users.
  person: ['people', 'pedestrian', 'người', 'người đi bộ', 'bộ hành'],
  bicycle: ['xe đạp', 'xe đạp điện'],
  motorcycle: ['motorbike', 'xe máy', 'xe mô tô', 'mô tô', 'xe gắn máy', 'xe hai bánh'],
  car: ['ô tô', 'xe ô tô', 'xe hơi', 'xe con', 'ô tô con'],
  bus: ['xe buýt', 'xe bus', 'xe khách', 'ô tô khách'],
  truck: ['xe tải', 'ô tô tải', 'xe công', 'xe container', 'xe đầu kéo'],
  // Days of the week.
  mon: ['thứ hai', 'thứ 2', 't2', 'hai'],
  tue: ['thứ ba', 'thứ 3', 't3', 'ba'],
  wed: ['thứ tư', 'thứ 4', 't4', 'tư'],
  thu: ['thứ năm', 'thứ 5', 't5', 'năm'],
  fri: ['thứ sáu', 'thứ 6', 't6', 'sáu'],
  sat: ['thứ bảy', 'thứ bẩy', 'thứ 7', 't7', 'bảy'],
  sun: ['chủ nhật', 'cn'],
  // Light, colours of signals, severities, directions.
  day: ['ngày', 'ban ngày'],
  night: ['đêm', 'ban đêm'],
  dusk: ['chạng vạng', 'hoàng hôn'],
  overcast: ['u ám', 'nhiều mây'],
  red: ['đỏ', 'đèn đỏ'],
  amber: ['vàng', 'đèn vàng'],
  green: ['xanh', 'đèn xanh'],
  info: ['thông tin'],
  warning: ['cảnh báo'],
  error: ['lỗi', 'nghiêm trọng'],
  both: ['cả hai', 'hai chiều'],
  forward: ['chiều thuận', 'thuận'],
  backward: ['chiều nghịch', 'nghịch', 'chiều ngược'],
  none: ['không', 'n', 'no', 'off', '8n1', 'null'],
  even: ['chẵn', 'e', '8e1'],
  odd: ['lẻ', 'o', '8o1'],
  // What the sun does, and holidays.
  sunset: ['hoàng hôn', 'mặt trời lặn', 'lúc mặt trời lặn'],
  sunrise: ['bình minh', 'mặt trời mọc', 'lúc mặt trời mọc'],
  tet: ['tết', 'tết nguyên đán', 'tết âm lịch'],
  'new-year': ['tết dương lịch', 'năm mới'],
  'hung-kings': ['giỗ tổ', 'giỗ tổ hùng vương'],
  'reunification-day': ['giải phóng miền nam', 'ngày giải phóng', '30/4'],
  'labour-day': ['quốc tế lao động', 'ngày quốc tế lao động', '1/5'],
  'national-day': ['quốc khánh', '2/9'],
  // Manners, and states of a switch.
  observe: ['quan sát', 'theo dõi'],
  send: ['gửi'],
  on: ['bật', 'mở', 'true', 'yes'],
  off: ['tắt', 'false', 'no'],
  all: ['tất cả'],
};

/** Without marks, in small letters, with one space between words. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/[\s_-]+/g, ' ')
    .trim();

const known = new Map<string, string[]>();
for (const [word, said] of Object.entries(meanings)) {
  for (const one of said)
    for (const key of [bare(one), bare(one).replaceAll(' ', '')])
      known.set(key, [...new Set([...(known.get(key) ?? []), word])]);
}

/** The one of the allowed words that a Vietnamese one means; undefined where it means none of them, or several. */
export function meantInVietnamese(found: string, allowed: readonly string[]): string | undefined {
  const words = (known.get(bare(found)) ?? []).filter((word) => allowed.includes(word));
  return words.length === 1 ? words[0] : undefined;
}
