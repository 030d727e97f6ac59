import type { Text } from './text.ts';

/** What `check` says of values that may stand where they stand and were most likely not meant. */
export const siteCheckMessages = {
  'config.zone-sign': {
    en: '"{zone}" is {real}: in these names the sign is turned round',
    vi: '"{zone}" là {real}: trong các tên dạng này dấu bị đảo ngược',
    hint: {
      en: 'in Việt Nam write timezone: Asia/Ho_Chi_Minh',
      vi: 'ở Việt Nam hãy ghi timezone: Asia/Ho_Chi_Minh',
    },
  },
  'config.zone-far': {
    en: 'the clock of "{zone}" is {hours} h off the sun at longitude {longitude}: evening and morning would be mistaken',
    vi: 'giờ của "{zone}" lệch {hours} giờ so với mặt trời ở kinh độ {longitude}: sẽ nhầm chiều tối với sáng sớm',
    hint: {
      en: 'in Việt Nam write timezone: Asia/Ho_Chi_Minh; elsewhere correct the time zone or the longitude',
      vi: 'ở Việt Nam hãy ghi timezone: Asia/Ho_Chi_Minh; ở nơi khác hãy sửa múi giờ hoặc kinh độ',
    },
  },
  'config.place-mixed-up': {
    en: 'latitude {latitude}, longitude {longitude} is not in Việt Nam: a sign is wrong, or the two are swapped',
    vi: 'vĩ độ {latitude}, kinh độ {longitude} không nằm ở Việt Nam: sai dấu, hoặc hai số bị đổi chỗ',
    hint: {
      en: 'did you mean {near}?',
      vi: 'có phải ý bạn là {near}?',
    },
  },
  'config.place-abroad': {
    en: 'latitude {latitude}, longitude {longitude} is not in Việt Nam, and the time zone is that of Việt Nam',
    vi: 'vĩ độ {latitude}, kinh độ {longitude} không nằm ở Việt Nam, trong khi múi giờ là của Việt Nam',
    hint: {
      en: 'write degrees with a decimal point, like {near}; a site elsewhere needs its own timezone',
      vi: 'hãy ghi bằng độ thập phân, ví dụ {near}; nếu ở nước khác thì ghi đúng timezone của nơi đó',
    },
  },
  'config.no-degrees': {
    en: '{found} is no {what}: it goes from -{limit} to {limit}',
    vi: '{found} không phải {what}: chỉ từ -{limit} đến {limit}',
    hint: {
      en: 'write degrees with a decimal point; in Việt Nam the latitude is 8 to 24 and the longitude 102 to 118',
      vi: 'hãy ghi bằng độ thập phân; ở Việt Nam vĩ độ (latitude) từ 8 đến 24, kinh độ (longitude) từ 102 đến 118',
    },
  },
  'fieldbus.odd-speed': {
    en: '{found} is no usual speed of a serial line',
    vi: '{found} không phải tốc độ thường dùng của đường nối tiếp',
    hint: {
      en: 'did you mean {near}? Leave it where the manual of the device says {found}',
      vi: 'có phải ý bạn là {near}? Nếu tài liệu của thiết bị ghi {found} thì giữ nguyên',
    },
  },
  'acquisition.asked-too-seldom': {
    en: 'it is asked every {every} and counts as offline after {timeout} of silence: between two questions its values would be bad',
    vi: 'thiết bị được hỏi mỗi {every} nhưng bị coi là mất kết nối sau {timeout} im lặng: giữa hai lần hỏi giá trị sẽ bị coi là hỏng',
    hint: {
      en: 'write a "timeout" of at least {enough}, or a shorter "askEvery"',
      vi: 'hãy ghi "timeout" ít nhất {enough}, hoặc "askEvery" ngắn hơn',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
