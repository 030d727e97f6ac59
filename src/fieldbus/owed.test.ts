import { describe, expect, it } from 'vitest';
import { OwedAnswers } from './owed.ts';
import type { ModbusRequest } from './pdu.ts';

const read = (count: number, address = 0, unit = 1): ModbusRequest => ({ unit, function: 3, address, count });
const owing = (...requests: ModbusRequest[]) => {
  const owed = new OwedAnswers();
  for (const r of requests) owed.add(r, 0, 0);
  return owed;
};

describe('an answer that is owed', () => {
  it('could be taken for that to a request of the same unit, function and length, wherever it reads', () => {
    const owed = owing(read(2, 10));
    expect(owed.isConfusable(read(2, 500), 1)).toBe(true);
    expect(owed.isConfusable(read(3, 10), 1)).toBe(false);
    expect(owed.isConfusable(read(2, 10, 2), 1)).toBe(false);
    expect(owed.isConfusable({ unit: 1, function: 4, address: 10, count: 2 }, 1)).toBe(false);
    // Bits come by the byte.
    const bits = owing({ unit: 1, function: 1, address: 0, count: 3 });
    expect(bits.isConfusable({ unit: 1, function: 1, address: 50, count: 8 }, 1)).toBe(true);
  });

  it('to a write could only be taken for that to the very same write', () => {
    const write = (value: number): ModbusRequest => ({ unit: 1, function: 6, address: 4, value });
    expect(owing(write(5)).isConfusable(write(5), 1)).toBe(true);
    expect(owing(write(5)).isConfusable(write(6), 1)).toBe(false);
  });

  it('stays owed for hours: a device polled seldom is not believed its old answer either', () => {
    expect(owing(read(2)).isConfusable(read(2), 3_600_000)).toBe(true);
  });

  it('is settled by any newer answer of that unit', () => {
    const owed = owing(read(2), read(5), read(2, 0, 7));
    owed.settleUnit(1, 10);
    expect(owed.isConfusable(read(2), 11)).toBe(false);
    expect(owed.isConfusable(read(2, 0, 7), 11)).toBe(true);
  });

  it('is given up for a device that answers nothing but what it is polled for', () => {
    const owed = owing(read(2));
    owed.fenceFailed(1);
    owed.fenceFailed(1);
    expect(owed.isConfusable(read(2), 9000)).toBe(true);
    expect(owed.isConfusable(read(2), 11_000)).toBe(false);
  });

  it('has fences that look like none of them, within the device’s addresses', () => {
    const owed = owing(read(1), read(2), read(3));
    expect(owed.fenceFor(read(1), 1)).toMatchObject({ count: 4, address: 0 });
    expect(owed.fenceFor(read(1, 0xffff), 1)).toMatchObject({ count: 4, address: 0xfffc });
    expect(owing(read(1)).fenceFor({ unit: 1, function: 15, address: 3, values: [true] }, 1)).toMatchObject({
      function: 1,
      address: 3,
    });
  });
});
