import { describe, expect, it } from 'vitest';
import { busError } from '../fieldbus/errors.ts';
import { codeOf } from '../fieldbus/testing/line.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import { type FakeLine, fakeLine, unitFrom } from './testing/fake-line.ts';
import { pass } from './testing/pass.ts';
import { profileOf } from './testing/profile.ts';

const holding = (name: string, address: number, type: string, more: Record<string, unknown>) => ({
  name,
  register: { table: 'holding', address },
  type,
  ...more,
});
const profile = profileOf([
  holding('level', 0, 'uint16', { scale: 0.5, writable: { range: [0, 100], tolerance: 1 } }),
  holding('setpoint', 1, 'float32', { writable: { values: [10, 20.5] } }),
  holding('mode', 3, 'uint16', { enum: { 0: 'off', 1: 'auto' }, writable: { multiple: true } }),
  holding('name', 4, 'string', { length: 2, writable: {} }),
  holding('fixed', 6, 'uint16', {}),
  { name: 'pump', register: { table: 'coil', address: 0 }, type: 'bool', writable: {} },
  holding('slow', 7, 'uint16', { writable: { range: [0, 9], readBackDelay: '500ms' } }),
]);

async function setUp(of = profile, poll = '1h', prepare: (line: FakeLine) => void = () => {}) {
  const clock = new ManualClock();
  const line = fakeLine('bus', clock);
  line.units.set(1, unitFrom(imageOf(of, {})));
  prepare(line);
  const acquisition = new Acquisition({
    devices: [deviceSchema.parse({ id: 'd', profile: 'test', line: 'bus', unit: 1, poll })],
    profiles: new Map([['test', of]]),
    lines: new Map([['bus', line]]),
    send: () => {},
    clock,
    logger: silentLogger,
    random: () => 0.5,
  });
  await acquisition.start();
  await pass(clock, 0);
  line.requests.length = 0;
  return { clock, line, acquisition };
}

describe('writing a point', () => {
  it.each([
    ['level', 40, 40, 6],
    ['setpoint', 20.5, 20.5, 16],
    ['mode', 'auto', 'auto', 16],
    ['name', 'Hạ', 'Hạ', 16],
    ['pump', true, true, 5],
  ])('%s = %s is written, read back and told', async (point, value, readBack, code) => {
    const { line, acquisition } = await setUp();
    const result = await acquisition.writePoint('d', point, value);
    expect(result).toEqual({ device: 'd', point, requested: value, readBack, quality: 'good', achieved: true });
    expect(line.requests.map((r) => r.function)).toEqual([code, point === 'pump' ? 1 : 3]);
    const latest = acquisition.latest()[0]?.points.find((p) => p.point === point);
    expect(latest).toMatchObject({ value: readBack, quality: 'good' });
  });

  it('takes the nearest value the registers can hold for achieved', async () => {
    const { acquisition } = await setUp();
    expect(await acquisition.writePoint('d', 'level', 33.3)).toMatchObject({ readBack: 33.5, achieved: true });
  });

  it('tells what the device really has where it did not obey', async () => {
    const { line, acquisition } = await setUp();
    const unit = line.units.get(1)!;
    const set = unit.holding!.set.bind(unit.holding);
    // A device that stops at 60 per cent.
    unit.holding!.set = (address, value) => set(address, Math.min(Number(value), 120));
    expect(await acquisition.writePoint('d', 'level', 90)).toMatchObject({
      requested: 90,
      readBack: 60,
      achieved: false,
    });
    expect(await acquisition.writePoint('d', 'level', 61)).toMatchObject({ readBack: 60, achieved: true });
  });

  it.each([
    ['level', 101, 'out-of-range'],
    ['level', -1, 'out-of-range'],
    ['setpoint', 11, 'out-of-range'],
    ['mode', 'on', 'not-encodable'],
    ['name', 'zu lang', 'not-encodable'],
    ['pump', 1, 'not-encodable'],
    ['fixed', 1, 'read-only'],
    ['nothing', 1, 'unknown-point'],
  ])('%s = %s is refused before anything is sent: %s', async (point, value, code) => {
    const { line, acquisition } = await setUp();
    expect(await codeOf(acquisition.writePoint('d', point, value))).toBe(code);
    expect(line.requests).toEqual([]);
  });

  it('waits as long as the device needs before it reads back', async () => {
    const { clock, line, acquisition } = await setUp();
    const writing = acquisition.writePoint('d', 'slow', 3);
    await pass(clock, 499);
    expect(line.requests).toHaveLength(1);
    await pass(clock, 1);
    expect(await writing).toMatchObject({ readBack: 3, achieved: true });
  });

  it('whose confirmation was lost is judged by what is read back', async () => {
    const { line, acquisition } = await setUp();
    line.trouble = (r) => {
      if (r.function !== 6) return undefined;
      line.units.get(1)!.holding!.set(0, 80);
      return busError('timeout', 'no answer within 1000 ms');
    };
    expect(await acquisition.writePoint('d', 'level', 40)).toMatchObject({ readBack: 40, achieved: true });
    line.trouble = () => busError('timeout', 'no answer within 1000 ms');
    expect(await codeOf(acquisition.writePoint('d', 'level', 40))).toBe('timeout');
  });

  it('fails with the word of the device where it refuses', async () => {
    const { line, acquisition } = await setUp();
    line.units.get(1)!.holding!.delete(0);
    await expect(acquisition.writePoint('d', 'level', 40)).rejects.toThrow(
      'device d: write level: unit 1 refuses function 6 at 0: illegal-address',
    );
  });
});

describe('writing some bits of a register', () => {
  const bitsOf = (how: string) =>
    profileOf([
      holding('status', 0, 'uint16', {}),
      holding('fan', 0, 'bit', { bit: 3, writable: { bits: how } }),
      holding('step', 0, 'uint16', { bits: [8, 11], writable: { bits: how, range: [0, 15] } }),
    ]);

  it.each([
    ['mask', [22, 3, 22, 3]],
    ['read-modify-write', [3, 6, 3, 3, 6, 3]],
  ])('with %s leaves the others as they are', async (how, functions) => {
    const { line, acquisition } = await setUp(bitsOf(how));
    line.units.get(1)!.holding!.set(0, 0xf0f0);
    expect(await acquisition.writePoint('d', 'fan', true)).toMatchObject({ readBack: true, achieved: true });
    expect(await acquisition.writePoint('d', 'step', 5)).toMatchObject({ readBack: 5, achieved: true });
    expect(line.units.get(1)!.holding!.get(0)).toBe(0xf5f8);
    expect(line.requests.map((r) => r.function)).toEqual(functions);
  });
});

describe('writes and the profile', () => {
  it('that come sooner than the profile allows are refused, and those of other points are not', async () => {
    const relay = (name: string, address: number) => ({
      name,
      register: { table: 'coil', address },
      type: 'bool',
      writable: { minInterval: '10s' },
    });
    const { clock, line, acquisition } = await setUp(profileOf([relay('a', 0), relay('b', 1)]));
    await acquisition.writePoint('d', 'a', true);
    await acquisition.writePoint('d', 'b', true);
    await pass(clock, 9000);
    const asked = line.requests.length;
    expect(await codeOf(acquisition.writePoint('d', 'a', false))).toBe('too-soon');
    expect(line.requests.length).toBe(asked);
    await pass(clock, 1000);
    expect(await acquisition.writePoint('d', 'a', false)).toMatchObject({ achieved: true });
  });

  it('that come in a flood are refused before they keep the device from being read', async () => {
    const { clock, acquisition } = await setUp();
    const writes = await Promise.allSettled(Array.from({ length: 60 }, () => acquisition.writePoint('d', 'level', 40)));
    expect(writes.filter((w) => w.status === 'fulfilled')).toHaveLength(50);
    await pass(clock, 10_000);
    expect(await acquisition.writePoint('d', 'level', 40)).toMatchObject({ achieved: true });
  });

  it('put the safe state in when reading starts and stops, and again until the device takes it', async () => {
    const safe = profileOf([
      {
        name: 'pump',
        register: { table: 'coil', address: 0 },
        type: 'bool',
        writable: { safe: { value: false, on: ['start', 'stop'] } },
      },
      holding('limit', 0, 'uint16', { writable: { range: [0, 100], safe: { value: 50, on: ['start'] } } }),
    ]);
    const { clock, line, acquisition } = await setUp(safe, '1s', (l) => {
      l.trouble = (r) => (r.function === 6 ? busError('timeout', 'no answer') : undefined);
      l.units.get(1)!.coil!.set(0, true);
    });
    const unit = line.units.get(1)!;
    expect([unit.coil!.get(0), unit.holding!.get(0)]).toEqual([false, 0]);
    line.trouble = () => undefined;
    await pass(clock, 1000);
    expect(unit.holding!.get(0)).toBe(50);
    // Written once and no more: from then on the commands decide.
    unit.holding!.set(0, 70);
    unit.coil!.set(0, true);
    await pass(clock, 5000);
    expect([unit.coil!.get(0), unit.holding!.get(0)]).toEqual([true, 70]);
    await acquisition.stop();
    expect([unit.coil!.get(0), unit.holding!.get(0)]).toEqual([false, 70]);
  });
});

describe('reading a point at once', () => {
  it('gives it with its unit and quality; a read that fails is a reading of bad quality', async () => {
    const { line, acquisition } = await setUp();
    line.units.get(1)!.holding!.set(0, 51);
    expect(await acquisition.readPoint('d', 'level')).toEqual({ point: 'level', value: 25.5, quality: 'good' });
    line.units.get(1)!.holding!.delete(0);
    expect(await acquisition.readPoint('d', 'level')).toMatchObject({ value: null, quality: 'bad:illegal-address' });
    expect(await codeOf(acquisition.readPoint('x', 'level'))).toBe('unknown-device');
  });
});
