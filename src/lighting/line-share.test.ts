import { describe, expect, it } from 'vitest';
import { busError } from '../fieldbus/errors.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import type { ModbusReply, ModbusRequest } from '../fieldbus/pdu.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { healthy } from '../runtime/service.ts';
import { LineShare } from './line-share.ts';

/** A line on which the test decides when and how each request ends. */
function held(clock: ManualClock) {
  const under: { r: ModbusRequest; answer: () => void; fail: (code: 'timeout' | 'crc') => void }[] = [];
  const line: ModbusLine = {
    id: 'x',
    name: 'line x',
    request: (r) =>
      new Promise<ModbusReply>((resolve, reject) => {
        const answer = () => resolve({ registers: [0], bits: [] });
        under.push({ r, answer, fail: (code) => reject(busError(code, code)) });
      }),
    start: async () => {},
    stop: async () => {},
    health: () => healthy,
  };
  return { under, share: new LineShare(line, clock) };
}

const read = (unit: number): ModbusRequest => ({ unit, function: 3, address: 1, count: 1 });
const write = (unit: number): ModbusRequest => ({ unit, function: 6, address: 0, value: 50 });
const suspect = { suspect: true };
const sound = { suspect: false };
const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("the lamps' share of a line", () => {
  it('gives the line few requests at a time, writes first and suspects last', async () => {
    const { under, share } = held(new ManualClock());
    void share.ask(read(1), suspect);
    for (const unit of [2, 3, 4, 5]) void share.ask(read(unit), sound);
    void share.ask(write(6), sound);
    void share.ask(read(7), suspect);
    const order = () => under.map((u) => u.r.unit);
    expect(order()).toEqual([1, 2, 3, 4]);
    for (let i = 0; i < 7; i++) {
      under[i]?.answer();
      await flush();
    }
    expect(order()).toEqual([1, 2, 3, 4, 6, 5, 7]);
  });

  it('lets a suspect that was silent be followed by a rest of three times as long', async () => {
    const clock = new ManualClock();
    const { under, share } = held(clock);
    const silent = share.ask(read(1), suspect).catch((e) => e.code);
    void share.ask(read(2), suspect);
    clock.advance(1000);
    under[0]?.fail('timeout');
    expect(await silent).toBe('timeout');
    clock.advance(2999);
    expect(under).toHaveLength(1);
    void share.ask(read(3), sound);
    expect(under.map((u) => u.r.unit)).toEqual([1, 3]);
    clock.advance(1);
    expect(under.map((u) => u.r.unit)).toEqual([1, 3, 2]);
  });

  it('goes on at once after a suspect that answered', async () => {
    const { under, share } = held(new ManualClock());
    void share.ask(read(1), suspect);
    void share.ask(read(2), suspect);
    under[0]?.answer();
    await flush();
    expect(under.map((u) => u.r.unit)).toEqual([1, 2]);
  });

  it('ends all waiting when it is closed, and leaves no timer', async () => {
    const clock = new ManualClock();
    const { under, share } = held(clock);
    const codes: string[] = [];
    const asked = [1, 2, 3, 4, 5, 6].map((unit) => share.ask(read(unit), sound).catch((e) => codes.push(e.code)));
    share.close();
    await Promise.all(asked);
    await share.ask(read(7), sound).catch((e) => codes.push(e.code));
    expect(codes).toEqual(Array(7).fill('stopped'));
    under[0]?.fail('timeout');
    await flush();
    expect(clock.pendingTimers).toBe(0);
  });
});
