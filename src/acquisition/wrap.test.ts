import { expect, it } from 'vitest';
import { pointSchema } from './point.ts';
import { profileSchema } from './profile.ts';
import { profileOf, word } from './testing/profile.ts';
import { wrapOf } from './wrap.ts';

const register = { table: 'holding', address: 0 };
const wrapBy = (keys: object) => wrapOf(pointSchema.parse({ name: 'total', register, type: 'uint16', ...keys }));

it.each([
  ['16 bits', {}, { low: 0, size: 65_536 }],
  ['32 bits of hundredths', { type: 'uint32', scale: 0.01 }, { low: 0, size: 42_949_672.96 }],
  ['16 bits with a sign', { type: 'int16' }, { low: -32_768, size: 65_536 }],
  ['eight packed digits', { type: 'bcd32', scale: 0.1 }, { low: 0, size: 10_000_000 }],
  ['six packed digits in two registers', { type: 'bcd24' }, { low: 0, size: 1_000_000 }],
  ['twelve bits of a register', { bits: [4, 15] }, { low: 0, size: 4096 }],
  ['a value that begins at 10', { offset: 10 }, { low: 10, size: 65_536 }],
])('a counter of %s begins again where its registers end', (_, keys, wrap) => {
  expect(wrapBy(keys)).toEqual({ ...wrap, isDeclared: false });
});

it('a counter begins again where its profile says it', () => {
  expect(wrapBy({ type: 'uint32', scale: 0.1, rollover: 10_000 })).toEqual({ low: 0, size: 10_000, isDeclared: true });
});

it.each([
  ['a float', { type: 'float32' }],
  ['what is read as a text', { enum: { 0: 'off' } }],
  ['what goes down as its registers go up', { scale: -1 }],
])('of %s nobody knows where it begins again', (_, keys) => {
  expect(wrapBy(keys)).toBeUndefined();
});

it('a profile whose counter is to begin again where its registers never come is refused, with the place', () => {
  const refused = (keys: Readonly<Record<string, unknown>>) => {
    const profile = profileOf([word('total', 0)]);
    const points = [word('total', 0, keys)];
    return (
      profileSchema.safeParse({ ...profile, connection: {}, points }).error?.issues.map((i) => i.path.join('.')) ?? []
    );
  };
  expect(refused({ rollover: 65_536 })).toEqual([]);
  expect(refused({ rollover: 100_000 })).toEqual(['points.0.rollover']);
  expect(refused({ rollover: 6553.6, scale: 0.1 })).toEqual([]);
  expect(refused({ rollover: 10_000, scale: 0.1 })).toEqual(['points.0.rollover']);
  expect(refused({ rollover: 10, enum: { 0: 'off' } })).toContain('points.0.rollover');
});
