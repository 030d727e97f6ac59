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
} as const satisfies Record<string, Text>;
