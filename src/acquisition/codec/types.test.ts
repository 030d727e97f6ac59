import { describe, expect, it } from 'vitest';
import fc from '../../runtime/testing/fast-check.ts';
import { pointSchema } from '../point.ts';
import { anyOrder, byteOrders, byteOrders64, type ValueType, valueTypes, widthOf } from '../types.ts';
import { decoder } from './decode.ts';
import { encoder } from './encode.ts';
import { fromFloat16, toFloat16 } from './float16.ts';

const point = (type: ValueType, more: Record<string, unknown> = {}) =>
  pointSchema.parse({ name: 'p', register: { table: 'holding', address: 0 }, type, ...more });
const words = (hex: string) => hex.split(' ').map((w) => Number.parseInt(w, 16));
const decode = (p: ReturnType<typeof point>, hex: string) => decoder(p, 'ABCD')(words(hex), 0);

describe('the orders of 64 bits', () => {
  // The bytes of 0x0001020304050607 are its letters: A is 00, H is 07.
  const arriving = (order: string) =>
    order.replace(/../g, (two) => `${[...two].map((c) => `0${c.charCodeAt(0) - 65}`).join('')} `).trim();
  it.each(byteOrders64)('%s is the order in which the bytes arrive', (order) => {
    expect(decode(point('uint64', { order }), arriving(order)).value).toBe(0x0001_0203_0405_0607);
  });
  it.each([
    ['ABCD', 'ABCDEFGH'],
    ['CDAB', 'GHEFCDAB'],
    ['BADC', 'BADCFEHG'],
    ['DCBA', 'HGFEDCBA'],
  ])('%s means %s', (four, eight) => {
    expect(decode(point('uint64', { order: four }), arriving(eight)).value).toBe(0x0001_0203_0405_0607);
  });
});

describe('decimal digits, halves and parts of registers', () => {
  it.each<[ValueType, string, Record<string, unknown>, unknown]>([
    ['bcd8', '0042', {}, 42],
    ['bcd16', '1234', {}, 1234],
    ['bcd24', '0012 3456', {}, 123_456],
    ['bcd32', '1234 5678', {}, 12_345_678],
    ['bcd32', '5678 1234', { order: 'CDAB' }, 12_345_678],
    ['bcd16', '0305', { scale: 0.1 }, 30.5],
    ['float16', '3c00', {}, 1],
    ['float16', 'c000', {}, -2],
    ['float16', '2e66', {}, 0.1],
    ['float16', '7bff', {}, 65_504],
    ['float16', '0001', {}, 5.96e-8],
    ['uint16', 'ab12', { bits: [8, 15] }, 0xab],
    ['uint16', 'ab12', { bits: [4, 7] }, 1],
    ['int16', 'fe12', { bits: [8, 15] }, -2],
    ['uint32', '8000 0000', { bits: [31, 31] }, 1],
    ['uint16', '0009', { flags: { 0: 'door', 3: 'fault' } }, 'door, fault'],
    ['uint16', '0022', { flags: { 1: 'pump' } }, 'pump, bit 5'],
    ['uint16', '0000', { flags: { 1: 'pump' } }, ''],
    ['int16', 'ffff', { enum: { '-1': 'off' } }, 'off'],
    ['bool', '0000', { invert: true }, true],
    ['bit', '0008', { bit: 3, invert: true }, false],
    ['uint16', '04d3', { scale: 0.01, round: 1 }, 12.4],
    ['int16', 'fffb', { scale: 0.1, round: 0 }, -1],
  ])('%s %s %j', (type, hex, more, expected) => {
    expect(decode(point(type, more), hex)).toEqual({ value: expected, quality: 'good' });
  });

  it.each<[ValueType, string, Record<string, unknown>, string]>([
    ['bcd16', '12a4', {}, 'bad:not-bcd'],
    ['float16', '7e00', {}, 'bad:not-a-number'],
    ['float16', '7c00', {}, 'bad:not-finite'],
    ['uint16', 'ffff', { nan: [0xffff] }, 'bad:no-value'],
    ['int16', '8000', { nan: ['0x8000'] }, 'bad:no-value'],
    ['int16', 'ffff', { nan: [-1] }, 'bad:no-value'],
    ['float32', '7fc0 0000', { nan: [0x7fc0_0000] }, 'bad:no-value'],
    ['bcd16', 'ffff', { nan: [0xffff] }, 'bad:no-value'],
    ['int64', '7fff ffff ffff ffff', { nan: ['0x7FFFFFFFFFFFFFFF'] }, 'bad:no-value'],
    ['uint64', 'ffff ffff ffff ffff', { nan: ['0xFFFFFFFFFFFFFFFF'] }, 'bad:no-value'],
    ['timestamp', '0000 0d01 0000 0000', { format: 'iec-60870' }, 'bad:not-a-time'],
    ['timestamp', '001a 021e 0000 0000', { format: 'iec-60870' }, 'bad:not-a-time'],
    ['timestamp', '261b 0101 0101', { format: 'ymdhms-bcd' }, 'bad:not-a-time'],
  ])('%s %s %j has no value: %s', (type, hex, more, quality) => {
    expect(decode(point(type, more), hex)).toEqual({ value: null, quality });
  });

  it('that are possible and not to be expected are uncertain', () => {
    const p = point('uint16', { range: [0, 100], plausible: [10, 50] });
    expect(decode(p, '0005')).toEqual({ value: 5, quality: 'uncertain:implausible' });
    expect(decode(p, '0065')).toEqual({ value: null, quality: 'bad:out-of-range' });
  });

  it('of a profile that nobody verified are uncertain, and bad as ever', () => {
    const unverified = (p: ReturnType<typeof point>, hex: string) => decoder(p, 'ABCD', false)(words(hex), 0).quality;
    expect(unverified(point('uint16'), '0005')).toBe('uncertain:profile');
    expect(unverified(point('bool'), '0001')).toBe('uncertain:profile');
    expect(unverified(point('uint16', { nan: [5] }), '0005')).toBe('bad:no-value');
    expect(decode(point('uint16', { unverified: 'the manual is silent' }), '0005').quality).toBe('uncertain:profile');
  });

  it('beyond 2^53 are exact where their scaled value is, and else uncertain', () => {
    const wattHours = point('uint64', { scale: 0.001 });
    expect(decode(wattHours, '0020 0000 0000 0008')).toEqual({ value: 9_007_199_254_741, quality: 'good' });
    expect(decode(point('uint64'), '0020 0000 0000 0001').quality).toBe('uncertain:precision');
    expect(decode(point('uint64'), '0020 0000 0000 0002').quality).toBe('good');
  });
});

describe('moments', () => {
  it.each([
    ['unix-s', '691f e4c8', '2025-11-21T04:04:24.000Z'],
    ['unix-ms', '0000 019a a495 ad40', '2025-11-21T04:04:24.000Z'],
    ['ymdhms', '07e9 000b 0015 0004 0004 0018', '2025-11-21T04:04:24.000Z'],
    ['ymdhms-bytes', '190b 1504 0418', '2025-11-21T04:04:24.000Z'],
    ['ymdhms-bcd', '2511 2104 0424', '2025-11-21T04:04:24.000Z'],
    ['iec-60870', '0019 0b15 0404 5dc5', '2025-11-21T04:04:24.005Z'],
  ])('in the format %s', (format, hex, expected) => {
    const p = point('timestamp', { format });
    expect(decode(p, hex)).toEqual({ value: expected, quality: 'good' });
    expect(encoder(p, 'ABCD')(expected)).toEqual(words(hex));
  });

  it('by a clock that runs in its own zone are told in UTC', () => {
    const p = point('timestamp', { format: 'ymdhms-bytes', utcOffset: '+07:00' });
    expect(decode(p, '190b 150b 0418').value).toBe('2025-11-21T04:04:24.000Z');
  });
});

describe('halves', () => {
  it('are all read as they are written, and rounded to the nearest', () => {
    for (let bits = 0; bits < 0x7c00; bits++) expect(toFloat16(fromFloat16(bits))).toBe(bits);
    expect([toFloat16(2049), toFloat16(2051), toFloat16(-0.5), toFloat16(1e-9)]).toEqual([0x6800, 0x6802, 0xb800, 0]);
  });
});

describe('encoding of every type', () => {
  const order = fc.constantFrom(...byteOrders);
  const scales = fc.constantFrom(undefined, 0.1, 0.001, -0.1, 10, 2.5, 0.3, 1e-6);
  const offsets = fc.constantFrom(undefined, -40, 0.5, 273.15);
  const formats = fc.constantFrom('unix-s', 'ymdhms', 'ymdhms-bytes', 'ymdhms-bcd', 'iec-60870');

  /** Registers that read as something read as the same again when that is written. */
  const isInverse = (p: ReturnType<typeof point>, o: (typeof byteOrders)[number], cells: number[]) => {
    const { value, quality } = decoder(p, o)(cells, 0);
    if (value === null || quality !== 'good') return;
    expect(decoder(p, o)(encoder(p, o)(value) as number[], 0)).toEqual({ value, quality });
  };

  it.each(valueTypes)('%s is the exact inverse of decoding', (type) => {
    const cells = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(cells, order, scales, offsets, formats, (registers, o, scale, offset, format) => {
        // A scaled double is rounded like any product of doubles: the last of its digits may differ.
        const isNumber = !['bool', 'bit', 'string', 'timestamp', 'float64'].includes(type);
        const more =
          type === 'string'
            ? { length: 3, padding: 'space' }
            : type === 'timestamp'
              ? { format }
              : type === 'bit'
                ? { bit: 5 }
                : isNumber
                  ? { scale, offset }
                  : {};
        isInverse(point(type, more), o, registers);
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it('of whole numbers gives the very same registers back, in every order and with every scale', () => {
    const whole = fc.constantFrom<ValueType>('int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'bcd16', 'bcd32');
    const raws = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(whole, raws, fc.constantFrom(...anyOrder), scales, offsets, (type, raw, anyO, scale, offset) => {
        const o = anyO.length === 8 && !type.endsWith('64') ? 'CDAB' : anyO;
        const p = point(type, { order: o, scale, offset });
        const width = widthOf(p);
        const cells = Array.from({ length: width }, (_, i) => Number((raw >> BigInt(16 * i)) & 0xffffn));
        const { value, quality } = decoder(p, 'ABCD')(cells, 0);
        if (value !== null && quality === 'good') expect(encoder(p, 'ABCD')(value)).toEqual(cells);
      }),
      { numRuns: 3000, seed: 12 },
    );
  });

  it('of parts of a register keeps to its bits', () => {
    const p = point('int16', { bits: [4, 9] });
    expect(encoder(p, 'ABCD')(-3)).toEqual([0b11_1101 << 4]);
    expect(() => encoder(p, 'ABCD')(32)).toThrow('bits 4 to 9 hold -32 to 31');
    expect(encoder(point('uint16', { flags: { 0: 'door', 3: 'fault' } }), 'ABCD')('fault, bit 5')).toEqual([0x28]);
    expect(() => encoder(point('float32'), 'ABCD')(1e39)).toThrow('cannot be written');
    expect(() => encoder(point('timestamp', { format: 'unix-s' }), 'ABCD')('yesterday')).toThrow('cannot be written');
  });
});
