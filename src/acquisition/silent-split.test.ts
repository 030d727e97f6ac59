// A device that says nothing at all where a request covers a register that it does not have: what it has is found.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { busError } from '../fieldbus/errors.ts';
import type { ModbusRequest } from '../fieldbus/pdu.ts';
import { sleep } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import type { DeviceProfile } from './profile.ts';
import { fakeLine, unitFrom } from './testing/fake-line.ts';
import { pass } from './testing/pass.ts';
import { profileOf, word } from './testing/profile.ts';

const dir = mkdtempSync(join(tmpdir(), 'haidang-silent-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const timeoutMs = 300;

type Answers = (first: number, count: number) => boolean;

async function started(profile: DeviceProfile, answers: Answers, more: { device?: object; learnedFile?: string } = {}) {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const line = fakeLine('bus', clock);
  const state = { answers };
  const unit = unitFrom(imageOf(profile, {}));
  for (let address = 0; address < 200; address++) unit.input!.set(address, address);
  line.units.set(1, unit);
  line.timeoutMs = timeoutMs;
  const asked: string[] = [];
  const { request } = line;
  line.request = async (r: ModbusRequest, o) => {
    const count = 'count' in r ? r.count : 1;
    asked.push(`${r.address}+${count}`);
    if (state.answers(r.address, count)) return request.call(line, r, o);
    await sleep(clock, timeoutMs);
    throw busError('timeout', 'no answer');
  };
  const states: OutgoingOf<'device.state'>[] = [];
  const { device, ...options } = more;
  const acquisition = new Acquisition({
    devices: [deviceSchema.parse({ id: 'd', profile: 'test', line: 'bus', unit: 1, poll: '2s', ...device })],
    profiles: new Map([['test', profile]]),
    lines: new Map([['bus', line]]),
    send: (o) => void (o.kind === 'device.state' && states.push(o)),
    ...{ clock, logger: silentLogger, random: () => 0.5 },
    ...options,
  });
  await acquisition.start();
  const qualities = () => Object.fromEntries(acquisition.latest()[0]!.points.map((p) => [p.point, p.quality] as const));
  const stop = async () => {
    const stopped = acquisition.stop();
    await pass(clock, 2000);
    await stopped;
  };
  const reasons = () => acquisition.health().reasons;
  return { clock, asked, state, qualities, reasons, stop, states: () => states.map((s) => s.state) };
}

const names = (n: number, from = 0) => Array.from({ length: n }, (_, i) => word(`p${from + i}`, from + i));
/** Nothing where a request covers one of these. */
const without =
  (...missing: number[]): Answers =>
  (first, count) =>
    !missing.some((m) => m >= first && m < first + count);
const bad = (found: Record<string, string>) => Object.keys(found).filter((name) => found[name] !== 'good');

describe('a block that is left without an answer by a device that answers others', () => {
  const profile = profileOf([word('a', 100), ...names(16)]);

  it('is asked for in smaller pieces, until all that the device has is read', async () => {
    const { clock, asked, qualities, reasons, stop, states } = await started(profile, without(5, 12));
    await pass(clock, 60_000, 100);
    expect(bad(qualities())).toEqual(['p5', 'p12']);
    expect(reasons()).toEqual([{ code: 'acquisition.points-silent', params: { device: 'd', names: 'p5, p12' } }]);
    expect(states()).toEqual(['online']);
    asked.length = 0;
    await pass(clock, 600_000, 500);
    // What it does not have is asked for ever more rarely, and then alone.
    expect(asked.filter((a) => !without(5, 12)(Number.parseInt(a, 10), Number(a.split('+')[1]))).length).toBeLessThan(
      16,
    );
    expect(bad(qualities())).toEqual(['p5', 'p12']);
    await stop();
  });

  it('never makes a poll wait for more than two answers that do not come', async () => {
    const { clock, asked, state, stop } = await started(profile, without(5, 12));
    let most = 0;
    for (let i = 0; i < 60; i++) {
      asked.length = 0;
      await pass(clock, 2000, 100);
      most = Math.max(
        most,
        asked.filter((a) => !state.answers(Number.parseInt(a, 10), Number(a.split('+')[1]))).length,
      );
    }
    expect(most).toBeLessThanOrEqual(2);
    await stop();
  });

  it('is left whole where the device has nothing of it', async () => {
    const { clock, asked, qualities, stop } = await started(profile, (first) => first >= 100);
    await pass(clock, 300_000, 200);
    asked.length = 0;
    await pass(clock, 1_300_000, 500);
    expect([...new Set(asked)].sort()).toEqual(['0+16', '100+1']);
    expect(asked.filter((a) => a === '0+16').length).toBeLessThanOrEqual(3);
    expect(qualities()['a']).toBe('good');
    await stop();
  });

  it('is not asked for in pieces where it was answered before: answers are lost on every line', async () => {
    const { clock, asked, state, stop } = await started(profile, () => true);
    await pass(clock, 10_000, 100);
    state.answers = (first) => first >= 100;
    await pass(clock, 30_000, 100);
    expect([...new Set(asked)].sort()).toEqual(['0+16', '100+1']);
    await stop();
  });

  it('of what is read once is not read again and again for the sake of one that is silent', async () => {
    const once = names(16).map((p) => ({ ...p, class: 'once' }));
    const { clock, asked, state, qualities, stop } = await started(profileOf([word('a', 100), ...once]), without(5));
    await pass(clock, 60_000, 100);
    expect(bad(qualities())).toEqual(['p5']);
    asked.length = 0;
    await pass(clock, 300_000, 200);
    expect(asked.filter((a) => a !== '100+1' && a !== '5+1')).toEqual([]);
    // It is read again when the device comes back, and the silent one when it answers.
    state.answers = () => false;
    await pass(clock, 20_000, 200);
    state.answers = () => true;
    await pass(clock, 900_000, 500);
    expect(bad(qualities())).toEqual([]);
    asked.length = 0;
    await pass(clock, 60_000, 200);
    expect([...new Set(asked)]).toEqual(['100+1']);
    await stop();
  });

  it('is known after a restart, and looked into with one request a day', async () => {
    const learnedFile = join(dir, 'learned.json');
    const first = await started(profile, without(5), { learnedFile });
    await pass(first.clock, 60_000, 100);
    await first.stop();
    const second = await started(profile, without(5), { learnedFile, device: { poll: '1min', pollSlow: '1min' } });
    await pass(second.clock, 10 * 60_000, 1000);
    expect(second.asked).not.toContain('0+16');
    expect(bad(second.qualities())).toEqual(['p5']);
    await pass(second.clock, 48 * 3_600_000, 30_000);
    expect(second.asked.filter((a) => a === '0+16').length).toBeLessThanOrEqual(2);
    expect(bad(second.qualities())).toEqual(['p5']);
    await second.stop();
  });
});

describe('a device whose only block is left without an answer', () => {
  it('is found by single values, read without what it lacks, and stays online then', async () => {
    const { clock, qualities, stop, states } = await started(profileOf(names(8)), without(0));
    await pass(clock, 120_000, 100);
    expect(bad(qualities())).toEqual(['p0']);
    expect(states()).toEqual(['offline', 'online']);
    await stop();
  });

  it('is so too where it has two of them, and where its plan is tried anew every day', async () => {
    const profile = profileOf([...names(8), ...names(8, 50)]);
    const device = { poll: '10s', pollSlow: '1min' };
    const { clock, qualities, stop, states } = await started(profile, without(0, 3, 55), { device });
    await pass(clock, 600_000, 500);
    expect(bad(qualities())).toEqual(['p0', 'p3', 'p55']);
    await pass(clock, 50 * 3_600_000, 10_000);
    expect(bad(qualities())).toEqual(['p0', 'p3', 'p55']);
    expect(states()).toEqual(['offline', 'online']);
    await stop();
  });

  it('that is dead is asked one thing at a time, never for pieces one after another, and is whole when it is back', async () => {
    const { clock, asked, state, qualities, stop, states } = await started(profileOf(names(8)), () => true);
    await pass(clock, 10_000, 100);
    state.answers = () => false;
    asked.length = 0;
    await pass(clock, 600_000, 500);
    expect(asked.length).toBeLessThan(15);
    state.answers = () => true;
    await pass(clock, 300_000, 500);
    expect(bad(qualities())).toEqual([]);
    asked.length = 0;
    await pass(clock, 10_000, 100);
    expect([...new Set(asked)]).toEqual(['0+8']);
    expect(states()).toEqual(['online', 'offline', 'online']);
    await stop();
  });
});

it('a class that is read often and holds only a block without an answer does not make the device come and go', async () => {
  const profile = profileOf([...names(4).map((p) => ({ ...p, class: 'fast' })), word('a', 100)]);
  const device = { poll: '10s', pollFast: '1s' };
  for (const answers of [without(2), (first: number) => first >= 100]) {
    const { clock, qualities, stop, states } = await started(profile, answers, { device });
    await pass(clock, 300_000, 100);
    expect(states()).toEqual(['online']);
    expect(qualities()['a']).toBe('good');
    if (answers(0, 1)) expect(bad(qualities())).toEqual(['p2']);
    await stop();
  }
});

it('a device that dies is offline as soon as ever, also where a class of it was never answered', async () => {
  const profile = profileOf([word('f', 0, { class: 'fast' }), word('a', 100)]);
  const { clock, state, stop, states } = await started(profile, () => true, {
    device: { poll: '10s', pollFast: '1s' },
  });
  await pass(clock, 20_000, 100);
  state.answers = () => false;
  await pass(clock, 5000, 100);
  expect(states()).toEqual(['online', 'offline']);
  await stop();
});
