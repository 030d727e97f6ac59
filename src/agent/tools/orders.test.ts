import { describe, expect, it } from 'vitest';
import { HaidangError } from '../../runtime/errors.ts';
import { findOrders, parseWanted, readWindow } from './orders.ts';

const f32 = (x: number): [number, number] => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(x);
  return [bytes.readUInt16BE(0), bytes.readUInt16BE(2)];
};
const swap = (w: number) => ((w & 0xff) << 8) | (w >> 8);
const [high, low] = f32(230.2);
const near230 = { value: 230, tolerance: 10, isSteady: false };
const best = (registers: readonly number[], wanted = near230) =>
  findOrders({ function: 3, from: 0, registers }, 0, wanted)[0];

describe('the wish on the command line', () => {
  it.each([
    ['230±10', 230, 10],
    ['230+-10', 230, 10],
    ['230 +/- 2,5', 230, 2.5],
    ['50±1%', 50, 0.5],
    ['-12.5', -12.5, 0.125],
  ])('%s is a value and how far it may be off', (text, value, tolerance) => {
    expect(parseWanted(text)).toMatchObject({ value, tolerance });
  });

  it('that is no number is none', () => {
    expect(parseWanted('about 230')).toBeUndefined();
  });
});

describe('type and order found by a value', () => {
  it.each([
    ['float32 ABCD', [high, low], { type: 'float32', order: 'ABCD', scale: 1 }],
    ['float32 CDAB', [low, high], { type: 'float32', order: 'CDAB', scale: 1 }],
    ['float32 BADC', [swap(high), swap(low)], { type: 'float32', order: 'BADC', scale: 1 }],
    ['float32 DCBA', [swap(low), swap(high)], { type: 'float32', order: 'DCBA', scale: 1 }],
    ['tenths in one register', [2302, 0xffff], { type: 'uint16', scale: 0.1 }],
    ['thousandths in two registers', [3, 33_592], { type: 'uint32', order: 'ABCD', scale: 0.001 }],
    ['their words exchanged', [33_592, 3], { type: 'uint32', order: 'CDAB', scale: 0.001 }],
  ])('%s comes first', (_what, registers, expected) => {
    expect(best([...registers, 0xffff, 0xffff])).toMatchObject({ address: 0, ...expected });
  });

  it('is told where it stands one register further, as with a manual that counts from 1', () => {
    const window = { function: 4 as const, from: 99, registers: [high, low, 0xffff] };
    const [first] = findOrders(window, 100, near230);
    expect(first).toMatchObject({ address: 99, type: 'float32' });
    expect(first?.yaml).toBe('- { name: value, register: { table: input, address: 99 }, type: float32 }');
  });

  it('is not one half of a neighbour where another stands exactly there', () => {
    // 1234.56 with its words exchanged, and a 0 after it: 449A 0000 alone reads as 1232.
    const window = { function: 3 as const, from: 98, registers: [0, 0, 0x51ec, 0x449a, 0, 0] };
    const [first] = findOrders(window, 101, parseWanted('1234.5')!);
    expect(first).toMatchObject({ value: 1234.56, address: 100, order: 'CDAB' });
  });

  it('is not invented: where nothing is near, nothing is found', () => {
    expect(findOrders({ function: 3, from: 0, registers: [0, 0, 0, 0] }, 0, near230)).toEqual([]);
  });

  it('reads as much around the address as the device has', async () => {
    const asked: number[] = [];
    const device = (from: number, to: number) => (r: { address: number; count: number }) => {
      asked.push(r.count);
      if (r.address < from || r.address + r.count - 1 > to) throw new HaidangError('device', 'illegal-address', 'no');
      return Promise.resolve({ registers: new Array<number>(r.count).fill(7), bits: [] });
    };
    expect(await readWindow(async (r) => device(0, 100)(r), 1, 3, 10)).toMatchObject({ from: 8 });
    expect(await readWindow(async (r) => device(10, 11)(r), 1, 3, 10)).toEqual({
      function: 3,
      from: 10,
      registers: [7, 7],
    });
    await expect(readWindow(async (r) => device(50, 60)(r), 1, 3, 10)).rejects.toThrow('no');
  });
});
