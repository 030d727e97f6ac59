// Lamps and cabinets that are watched: what is wrong with their description, and what a report says.
import type { Text } from './text.ts';

export const lightingWatchMessages = {
  'lighting.power-curve': {
    en: 'the power curve of a lamp type rises in level from 0 to 100',
    vi: 'đường công suất của loại đèn phải đi từ mức 0 đến mức 100, tăng dần',
    hint: {
      en: 'write it like this: [[0, 0.5], [50, 47], [100, 90]]',
      vi: 'ghi như sau: [[0, 0.5], [50, 47], [100, 90]]',
    },
  },
  'lighting.clo-not-rising': {
    en: 'the burning hours of "clo" must rise from point to point',
    vi: 'số giờ trong "clo" phải tăng dần',
    hint: { en: 'write them like this: [[0, 85], [100000, 100]]', vi: 'ghi như sau: [[0, 85], [100000, 100]]' },
  },
  'lighting.circuit-without-cabinet': {
    en: 'the lamp "{id}" names a circuit and no cabinet',
    vi: 'đèn "{id}" có ghi lộ (circuit) nhưng không ghi tủ (cabinet)',
    hint: { en: 'add "cabinet"', vi: 'thêm "cabinet"' },
  },
  'lighting.point-unit': {
    en: '"{point}" is in {found}, and is taken as {wanted} here',
    vi: '"{point}" có đơn vị {found}, trong khi ở đây cần {wanted}',
    hint: {
      en: 'name a point in {wanted}, or convert it in a derived point of the device profile, by to(…, "{wanted}")',
      vi: 'chọn điểm đo có đơn vị {wanted}, hoặc đổi đơn vị bằng một điểm "derived" trong hồ sơ thiết bị',
    },
  },
  'lighting.point-not-number': {
    en: '"{point}" is {found}, not a number in {wanted}',
    vi: '"{point}" có kiểu {found}, không phải là số đo theo {wanted}',
    hint: {
      en: 'name the point that measures it: the device profile lists them with their units',
      vi: 'ghi tên điểm đo đúng đại lượng này; xem các điểm đo trong hồ sơ thiết bị',
    },
  },
  'lighting.point-not-contact': {
    en: '"{point}" ({found}) is no contact: it cannot say yes or no',
    vi: '"{point}" ({found}) không phải tiếp điểm: không cho biết đóng hay mở',
    hint: {
      en: 'name a digital input: a point of type bool or bit, or a whole number that is 1 or 0',
      vi: 'ghi một đầu vào số: điểm kiểu bool hoặc bit, hoặc số nguyên nhận giá trị 1 hoặc 0',
    },
  },
} as const satisfies Record<string, Text>;
