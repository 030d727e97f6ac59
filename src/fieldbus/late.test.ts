// Answers that come after their deadline, on wires whose answers do not say which request they answer.
import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../runtime/manual-clock.ts';
import { codeOf } from './testing/line.ts';
import { rtuAnswer } from './testing/peer.ts';
import { stillLine } from './testing/still-line.ts';

const read = (address = 0, count = 1, unit = 1) => ({ unit, function: 4, address, count }) as const;

/** A line to a device whose registers hold 100 × their address + the number of the request, counted from 0. */
async function lineTo(
  onRequest: (send: () => void, index: number, clock: ManualClock) => unknown,
  timing: Readonly<Record<string, string>> = { timeout: '250ms', shortestTimeout: '250ms' },
) {
  const still = await stillLine(
    { kind: 'modbus-rtu-over-tcp', host: '127.0.0.1', port: 1, ...timing },
    ({ request, index }, say, clock) => {
      const address = request.readUInt16BE(2);
      const count = request.readUInt16BE(4);
      const registers = Array.from({ length: count }, (_, i) => (100 * (address + i) + index) & 0xffff);
      onRequest(() => say(rtuAnswer(request, registers)), index, clock);
    },
  );
  const ask = (...of: Parameters<typeof read>) => still.within(still.line.request(read(...of)));
  return { ...still, ask, facts: () => still.line.health().facts };
}

describe('an RTU answer that comes too late', () => {
  it('is never taken for the answer to a newer request of the same unit', async () => {
    // The first answer comes after its deadline; nothing in it tells it from the answer to the second request.
    const { ask, facts } = await lineTo((send, index, clock) => (index === 0 ? clock.after(300, send) : send()));
    expect(await codeOf(ask(1))).toBe('timeout');
    expect((await ask(50)).registers).toEqual([5002]);
    expect((await ask(60)).registers).toEqual([6003]);
    // The request between them was made to be sure that nothing is left.
    expect(facts()).toMatchObject({ timeouts: 1, resyncs: 1 });
  });

  it('is never taken for one from a device that always answers the request before', async () => {
    const held: (() => void)[] = [];
    const { ask, facts } = await lineTo((send) => {
      held.push(send);
      if (held.length > 1) held.shift()!();
    });
    for (let i = 0; i < 4; i++) expect(await codeOf(ask(i))).toBe('timeout');
    expect(Number(facts()['late'])).toBeGreaterThan(1);
  });

  it('is never taken for one from a device whose answers come in bunches, and right ones are given meanwhile', async () => {
    const held: (() => void)[] = [];
    const { ask } = await lineTo((send, index) => {
      held.push(send);
      if (index % 4 > 0) for (const late of held.splice(0)) late();
    });
    const values: number[] = [];
    for (let i = 0; i < 10; i++) {
      await ask(i, 2).then(
        ({ registers }) => values.push(...registers.map((r, at) => Math.floor(r / 100) - i - at)),
        () => {},
      );
    }
    expect(values.length).toBeGreaterThan(0);
    expect(new Set(values)).toEqual(new Set([0]));
  });

  it('does not hold up other units meanwhile, and is thrown away when it comes among their answers', async () => {
    const { ask, facts } = await lineTo((send, index, clock) => void clock.after(index === 0 ? 350 : 15, send));
    expect(await codeOf(ask(0, 1, 1))).toBe('timeout');
    for (let i = 1; i <= 8; i++) expect((await ask(7, 1, 2)).registers).toEqual([700 + i]);
    expect(facts()).toMatchObject({ late: 1, resyncs: 0 });
  });

  it('that never comes does no harm: after one request that looks different the unit is asked as before', async () => {
    const { ask, facts, asked, clock } = await lineTo((send, index) => {
      if (index > 0) send();
    });
    expect(await codeOf(ask())).toBe('timeout');
    const began = clock.monotonicMs();
    for (let i = 0; i < 5; i++) expect((await ask(3)).registers).toEqual([302 + i]);
    // The silence that lets the line settle, and no deadline after that.
    expect(clock.monotonicMs() - began).toBeLessThanOrEqual(60);
    expect(facts()).toMatchObject({ resyncs: 1, timeouts: 1 });
    expect(asked).toHaveLength(7);
  });

  it('is never taken for one on the next connection: a serial server gives what arrives to whoever is connected then', async () => {
    const timing = { timeout: '3s', shortestTimeout: '3s' };
    const { ask, line, clock, hangUp, within } = await lineTo(
      (send, index, c) => void c.after(index === 0 ? 1500 : 120, send),
      timing,
    );
    const first = line.request(read(1));
    clock.after(100, hangUp);
    expect(await codeOf(within(first))).toBe('disconnected');
    await clock.advanceAsync(1350);
    expect(Math.floor((await ask(50)).registers[0]! / 100)).toBe(50);
  });

  it('is never taken for one after the line was given up and opened again', async () => {
    const held: (() => void)[] = [];
    let isBack = false;
    const { ask, clock, facts } = await lineTo((send) => {
      if (isBack) clock.after(20, send);
      else held.push(send);
    });
    for (let i = 0; i < 3; i++) await codeOf(ask(1));
    expect(await codeOf(ask(1))).toBe('disconnected');
    isBack = true;
    await clock.advanceAsync(1000);
    expect(facts()).toMatchObject({ connects: 2 });
    clock.after(10, () => held[0]!());
    expect(Math.floor((await ask(50)).registers[0]! / 100)).toBe(50);
  });

  it('teaches the line how slow the device is: it is waited for longer, up to the timeout of the line', async () => {
    let isSilent = false;
    const timing = { timeout: '2s', shortestTimeout: '20ms' };
    const { ask, clock } = await lineTo((send, _, c) => void (isSilent || c.after(70, send)), timing);
    for (let i = 0; i < 5; i++) expect((await ask(2)).registers).toEqual([200 + i]);
    isSilent = true;
    const began = clock.monotonicMs();
    expect(await codeOf(ask(2))).toBe('timeout');
    // Three times its slowest answer, not two seconds.
    expect(clock.monotonicMs() - began).toBe(210);
  });
});

describe('a damaged answer on a serial line', () => {
  const serial = { kind: 'modbus-rtu', path: '/dev/null', baudRate: 19_200, timeout: '3s' };

  it('is named as soon as no more of it comes, not at the deadline', async () => {
    const { line, clock, within } = await stillLine(serial, ({ request }, say) => {
      const answer = rtuAnswer(request, [21]);
      answer[answer.length - 1]! ^= 1;
      say(answer);
    });
    expect(await codeOf(within(line.request(read())))).toBe('crc');
    expect(clock.monotonicMs()).toBe(25);
  });

  it('is followed by the silence between frames and the pause of the line, to the millisecond', async () => {
    const { line, asked, within } = await stillLine({ ...serial, pause: '30ms' }, ({ request }, say) =>
      say(rtuAnswer(request, [1])),
    );
    for (let i = 0; i < 4; i++) await within(line.request(read()));
    // An answer needs no time here: from one request to the next only the pause goes by.
    expect(asked.slice(1).map((a, i) => a.atMs - asked[i]!.atMs)).toEqual([30, 30, 30]);
  });
});
