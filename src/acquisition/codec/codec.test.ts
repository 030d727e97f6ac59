import { describe, expect, it } from 'vitest';
import fc from '../../runtime/testing/fast-check.ts';
import { pointSchema } from '../point.ts';
import { profileOf, word } from '../testing/profile.ts';
import { byteOrders, type ValueType } from '../types.ts';
import { decoder } from './decode.ts';
import { encodeRaw, encoder } from './encode.ts';
import { imageOf, valuesOf } from './image.ts';
import { scaling, shortestFloat32 } from './scale.ts';

const point = (type: ValueType, more: Record<string, unknown> = {}) =>
  pointSchema.parse({ name: 'p', register: { table: 'holding', address: 0 }, type, ...more });
const words = (hex: string) => hex.split(' ').map((w) => Number.parseInt(w, 16));
const decode = (p: ReturnType<typeof point>, hex: string) => decoder(p, 'ABCD')(words(hex), 0);
const value = (p: ReturnType<typeof point>, hex: string) => decode(p, hex).value;

describe('a value in registers', () => {
  it.each([
    ['ABCD', '4248 0000'],
    ['CDAB', '0000 4248'],
    ['BADC', '4842 0000'],
    ['DCBA', '0000 4842'],
  ])('of 32 bits is understood in the order %s', (order, hex) => {
    expect(value(point('float32', { order }), hex)).toBe(50);
  });

  it.each([
    ['ABCD', '0102 0304 0506 0708'],
    ['CDAB', '0708 0506 0304 0102'],
    ['BADC', '0201 0403 0605 0807'],
    ['DCBA', '0807 0605 0403 0201'],
  ])('of 64 bits is understood in the order %s', (order, hex) => {
    // 0x0102030405060708 is beyond 2^53: near, and said to be no more exact.
    const { value: v, quality } = decode(point('uint64', { order }), hex);
    expect([v, quality]).toEqual([Number(0x0102_0304_0506_0708n), 'uncertain:precision']);
  });

  it.each<[ValueType, string, number]>([
    ['int16', 'fffe', -2],
    ['uint16', 'fffe', 65_534],
    ['int32', 'ffff fffe', -2],
    ['uint32', 'ffff fffe', 4_294_967_294],
    ['int64', 'ffff ffff ffff fffe', -2],
    ['uint64', '0000 0000 ffff fffe', 4_294_967_294],
    ['float32', 'c640 e400', -12_345],
    ['float64', '4009 21fb 5444 2d18', Math.PI],
  ])('of type %s', (type, hex, expected) => {
    expect(value(point(type), hex)).toBe(expected);
  });

  it('is a single bit, a flag, or text that ends at its first NUL and loses its padding', () => {
    expect(value(point('bit', { bit: 3 }), '0008')).toBe(true);
    expect(value(point('bit', { bit: 2 }), '0008')).toBe(false);
    expect(value(point('bool'), '0002')).toBe(true);
    expect(value(point('string', { length: 3 }), '4142 4300 ffff')).toBe('ABC');
    expect(value(point('string', { length: 3 }), '4142 2020 2020')).toBe('AB');
    expect(value(point('string', { length: 2, order: 'BADC' }), '4241 4443')).toBe('ABCD');
    expect(decode(point('string', { length: 1 }), 'ff80')).toEqual({ value: null, quality: 'bad:not-text' });
  });

  it('that is none says why, and is never 0 or an old value', () => {
    const quality = (p: ReturnType<typeof point>, hex: string) => {
      const d = decode(p, hex);
      expect(d.value).toBeNull();
      return d.quality;
    };
    expect(quality(point('float32'), '7fc0 0000')).toBe('bad:not-a-number');
    expect(quality(point('float32'), 'ff80 0000')).toBe('bad:not-finite');
    // 1.6e308, times 1000.
    expect(quality(point('float64', { scale: 1000 }), '7fec 0000 0000 0000')).toBe('bad:not-finite');
    expect(quality(point('int16', { range: [0, 100] }), 'ffff')).toBe('bad:out-of-range');
    expect(quality(point('int16', { sentinels: [{ raw: -32_768, reason: 'sensor-fault' }] }), '8000')).toBe(
      'bad:sensor-fault',
    );
    expect(quality(point('float32', { sentinels: [{ raw: -9999.9, reason: 'no-value' }] }), 'c61c 3f9a')).toBe(
      'bad:no-value',
    );
    expect(quality(point('uint16', { enum: { 0: 'off', 1: 'on' } }), '0002')).toBe('bad:unknown-code');
  });

  it('takes the sentinel before the scale and the range after it', () => {
    const p = point('int16', { scale: 0.1, range: [-40, 80], sentinels: [{ raw: 500, reason: 'test' }] });
    expect(decode(p, '01f4').quality).toBe('bad:test');
    expect(value(p, '0320')).toBe(80);
    expect(decode(p, '0321').quality).toBe('bad:out-of-range');
  });
});

describe('scale and offset', () => {
  it.each([
    [3, 0.1, 0, 0.3],
    [-7, 0.01, 0, -0.07],
    [1234, 0.001, -40, -38.766],
    [65_535, 0.1, 0.05, 6553.55],
    [120, 10, 0, 1200],
    [7, 1e-7, 0, 7e-7],
    [2_147_483_647, 0.001, 0, 2_147_483.647],
  ])('make of %d × %d + %d exactly %d', (raw, scale, offset, expected) => {
    expect(scaling(scale, offset).apply(raw)).toBe(expected);
  });

  it('show a 32-bit float as the short decimal that it is', () => {
    for (const x of [230.2, 0.1, 49.98, 1e-7, 12_345.67, -0.9974]) expect(shortestFloat32(Math.fround(x))).toBe(x);
    expect(value(point('float32', { scale: 0.1 }), '4366 3333')).toBe(23.02);
  });
});

describe('encoding', () => {
  const order = fc.constantFrom(...byteOrders);
  const scale = fc.constantFrom(undefined, 0.1, 0.01, 0.001, -0.1, 10, 2.5, 0.3);
  const offset = fc.constantFrom(undefined, -40, 0.5, 273.15);
  const ranges = {
    int16: [-0x8000, 0x7fff],
    uint16: [0, 0xffff],
    int32: [-0x8000_0000, 0x7fff_ffff],
    uint32: [0, 0xffff_ffff],
    int64: [-(2 ** 44), 2 ** 44],
    uint64: [0, 2 ** 44],
  } as const;

  it.each(Object.keys(ranges) as (keyof typeof ranges)[])('is the exact inverse of decoding for %s', (type) => {
    const [min, max] = ranges[type];
    fc.assert(
      fc.property(fc.integer({ min, max }), order, scale, offset, (raw, o, s, f) => {
        const p = point(type, {
          order: o,
          ...(s === undefined ? {} : { scale: s }),
          ...(f === undefined ? {} : { offset: f }),
        });
        const cells = encodeRaw(p, 'ABCD', raw);
        const read = decoder(p, 'ABCD')(cells, 0);
        expect(encoder(p, 'ABCD')(read.value!)).toEqual(cells);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('is the exact inverse of decoding for floats and texts', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), order, (x, o) => {
        // -0 reads as 0: they are one number.
        fc.pre(!Object.is(x, -0));
        const p = point('float32', { order: o });
        const cells = encodeRaw(p, 'ABCD', x);
        expect(encoder(p, 'ABCD')(decoder(p, 'ABCD')(cells, 0).value!)).toEqual(cells);
      }),
      { numRuns: 500, seed: 5 },
    );
    const text = point('string', { length: 4 });
    expect(decoder(text, 'ABCD')(encoder(text, 'ABCD')('Đèn') as number[], 0).value).toBe('Đèn');
  });

  it('rounds to what the registers can hold, and refuses what they cannot', () => {
    expect(encoder(point('uint16', { scale: 0.1 }), 'ABCD')(12.34)).toEqual([123]);
    const refused = (p: ReturnType<typeof point>, v: number | string | boolean) =>
      expect(() => encoder(p, 'ABCD')(v)).toThrow(expect.objectContaining({ code: 'not-encodable' }));
    refused(point('uint16'), -1);
    refused(point('int16', { scale: 0.1 }), 3276.8);
    refused(point('uint16'), 'a');
    refused(point('bool'), 1);
    refused(point('string', { length: 1 }), 'abc');
    refused(point('uint16', { enum: { 0: 'off' } }), 'on');
  });
});

describe('the registers of a whole device', () => {
  it('are made of values and read as them again; what was not named is zero, a raw number stands as it is', () => {
    const profile = profileOf([
      word('status', 4, { type: 'bit', bit: 0 }),
      word('alarm', 4, { type: 'bit', bit: 5 }),
      word('pm25', 0, { scale: 0.1, sentinels: [{ raw: 0xffff, reason: 'no-value' }] }),
      word('mode', 7, { enum: { 0: 'off', 2: 'on' } }),
      { name: 'pump', register: { table: 'coil', address: 3 }, type: 'bool' },
    ]);
    const image = imageOf(profile, { status: true, alarm: true, pm25: { raw: 0xffff }, mode: 'on', pump: true });
    expect(image.input.get(4)).toBe(0b10_0001);
    expect(Object.values(valuesOf(profile, image)).map((d) => d.value)).toEqual([true, true, null, 'on', true]);
    expect(Object.values(valuesOf(profile, imageOf(profile, {}))).map((d) => d.value)).toEqual([
      false,
      false,
      0,
      'off',
      false,
    ]);
    expect(valuesOf(profile, { ...image, coil: new Map() })['pump']?.quality).toBe('bad:illegal-address');
  });
});
