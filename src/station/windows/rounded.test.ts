import { expect, it } from 'vitest';
import { seededRandom } from '../../simulator/random.ts';
import { rounded } from './rounded.ts';

const asText = (v: number) => Number(v.toPrecision(10));

it('a number is rounded to ten digits as its text would be, to the bit', () => {
  const random = seededRandom(5);
  for (let i = 0; i < 200_000; i++) {
    const v = (random() - 0.5) * 10 ** (24 * random() - 12);
    if (!Object.is(rounded(v), asText(v))) expect([v, rounded(v)]).toEqual([v, asText(v)]);
  }
});

it('at powers of ten, at halves of the last digit and beside them too', () => {
  for (let power = -3; power <= 12; power++) {
    for (const lead of [1, 2.5, 3.0000000005, 7.1234567885, 9.9999999995, 9.99999999949999]) {
      const v = lead * 10 ** power;
      for (const beside of [v, v * (1 + 2 ** -52), v * (1 - 2 ** -52), v * (1 - 2 ** -53), v * (1 + 1e-15)]) {
        for (const signed of [beside, -beside]) expect(rounded(signed)).toBe(asText(signed));
      }
    }
  }
  for (const v of [0, -0, 0.1, 1e9, 1e10, Number.MIN_VALUE, Number.MAX_VALUE, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(rounded(v)).toBe(asText(v));
  }
  expect(rounded(null)).toBeNull();
});
