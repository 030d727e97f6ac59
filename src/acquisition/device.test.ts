import { describe, expect, it } from 'vitest';
import type { Outgoing, OutgoingOf } from '../domain/outgoing.ts';
import { outgoingSchema } from '../domain/outgoing.ts';
import { busError, exceptionError } from '../fieldbus/errors.ts';
import { render } from '../messages/catalogue.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf, type Shown } from './codec/image.ts';
import { type DeviceConfig, deviceSchema } from './config.ts';
import type { DeviceProfile } from './profile.ts';
import { fakeLine, unitFrom } from './testing/fake-line.ts';
import { pass } from './testing/pass.ts';
import { profileOf, word } from './testing/profile.ts';

const two = profileOf([word('a', 0, { unit: 'V' }), word('b', 1, { class: 'slow' })]);

function setUp(profile: DeviceProfile, devices: readonly (Partial<DeviceConfig> & { poll?: unknown })[] = [{}]) {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const line = fakeLine('bus', clock);
  const sent: Outgoing[] = [];
  const configs = devices.map((d, i) =>
    deviceSchema.parse({
      id: `d${i + 1}`,
      profile: 'test',
      line: 'bus',
      unit: i + 1,
      poll: '1s',
      pollSlow: '5s',
      ...d,
    }),
  );
  const acquisition = new Acquisition({
    devices: configs,
    profiles: new Map([['test', profile]]),
    lines: new Map([['bus', line]]),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    clock,
    logger: silentLogger,
    random: () => 0.5,
  });
  const plug = (unit: number, values: Record<string, Shown> = {}) =>
    line.units.set(unit, unitFrom(imageOf(profile, values)));
  const of = <K extends Outgoing['kind']>(kind: K, device?: string) =>
    sent.filter(
      (o): o is OutgoingOf<K> => o.kind === kind && (device === undefined || ('device' in o && o.device === device)),
    );
  const last = () => of('device.readings').at(-1)!.readings;
  return { clock, line, sent, acquisition, plug, of, last };
}

describe('polling', () => {
  it('sends one event a poll with every point that was due, the slow ones less often', async () => {
    const { clock, acquisition, plug, of, sent } = setUp(two);
    plug(1, { a: 230, b: 7 });
    await acquisition.start();
    await pass(clock, 0);
    await pass(clock, 10_500);
    expect(sent[0]).toMatchObject({ kind: 'device.state', device: 'd1', state: 'online' });
    const polls = of('device.readings').map((o) => Object.keys(o.readings).join(''));
    expect(polls).toEqual(['ab', 'a', 'a', 'a', 'a', 'ab', 'a', 'a', 'a', 'a', 'ab']);
    expect(of('device.readings')[0]).toMatchObject({
      at: { ms: Date.parse('2026-06-21T12:00:00Z'), quality: 'synced' },
      readings: { a: { value: 230, quality: 'good', unit: 'V' }, b: { value: 7, quality: 'good' } },
    });
    await acquisition.stop();
    expect(clock.pendingTimers).toBe(0);
  });

  it('spreads the devices of a line over their period', async () => {
    const { clock, line, acquisition, plug } = setUp(two, [{}, {}, {}, {}]);
    for (const unit of [1, 2, 3, 4]) plug(unit);
    await acquisition.start();
    const seen: number[] = [];
    for (let i = 0; i < 4; i++) {
      await pass(clock, i === 0 ? 0 : 250);
      seen.push(new Set(line.requests.map((r) => r.unit)).size);
    }
    expect(seen).toEqual([1, 2, 3, 4]);
    await acquisition.stop();
  });

  it('skips what it cannot keep up with instead of queueing it, and says so', async () => {
    const { clock, line, acquisition, plug, of } = setUp(two);
    plug(1);
    line.answerMs = 2600;
    await acquisition.start();
    await pass(clock, 60_000);
    // A request takes 2.6 s and most polls need two; they follow one another and never pile up.
    expect(of('device.readings').length).toBeGreaterThanOrEqual(9);
    expect(line.requests.length).toBeLessThanOrEqual(25);
    const { facts, reasons } = acquisition.health();
    expect(Number(facts['late'])).toBeGreaterThan(30);
    expect(reasons.map((r) => render(r, 'en'))).toEqual([
      expect.stringMatching(/^device d1 is read every \d\.?\d*m?s instead of every 1s$/),
    ]);
    const stopping = acquisition.stop();
    await pass(clock, 6000);
    await stopping;
  });

  it('is not disturbed by a step of the wall clock', async () => {
    const { clock, acquisition, plug, of } = setUp(two);
    plug(1);
    await acquisition.start();
    await pass(clock, 3100);
    clock.step(-3_600_000);
    await pass(clock, 3000);
    expect(of('device.readings')).toHaveLength(7);
    await acquisition.stop();
  });
});

describe('a device that does not answer', () => {
  it('has points of bad quality with the reason, goes offline after three polls, and is back with one probe', async () => {
    const { clock, line, acquisition, plug, of, last } = setUp(two);
    plug(1, { a: 5 });
    await acquisition.start();
    await pass(clock, 500);
    line.units.delete(1);
    await pass(clock, 8000);
    expect(last()).toMatchObject({ a: { value: null, quality: 'bad:timeout' } });
    expect(of('device.state').map((o) => `${o.state}: ${o.reason}`)).toEqual([
      'online: answers',
      'offline: unit 1: no answer within 1000 ms',
    ]);
    expect(acquisition.health().reasons.map((r) => r.code)).toEqual(['acquisition.silent']);
    plug(1, { a: 6 });
    const asked = line.requests.length;
    await pass(clock, 40_000);
    expect(of('device.state').at(-1)?.state).toBe('online');
    // The probe that found it is a whole poll: nothing is asked twice.
    expect(line.requests.length - asked).toBeGreaterThan(2);
    expect(last()).toMatchObject({ a: { value: 6, quality: 'good' } });
    expect(acquisition.health().state).toBe('ok');
    await acquisition.stop();
  });

  it('costs the nine others on its line at most one twentieth of their polls', async () => {
    const devices = Array.from({ length: 10 }, () => ({}));
    const polls = async (dead: boolean) => {
      const { clock, line, acquisition, plug, of } = setUp(two, devices);
      for (let unit = dead ? 2 : 1; unit <= 10; unit++) plug(unit);
      // The line is busy for 0.8 s of every second.
      line.answerMs = 80;
      await acquisition.start();
      await pass(clock, 120_000);
      const before = of('device.readings', 'd5').length;
      await pass(clock, 600_000);
      const stopping = acquisition.stop();
      await pass(clock, 5000);
      await stopping;
      return of('device.readings', 'd5').length - before;
    };
    const alive = await polls(false);
    expect((await polls(true)) / alive).toBeGreaterThanOrEqual(0.95);
  });

  it('is reported now and then and not at every poll, and asked with one request each time', async () => {
    const { clock, line, acquisition, of } = setUp(two);
    await acquisition.start();
    await pass(clock, 3_600_000);
    // Probes every two minutes at most: some thirty in an hour.
    expect(line.requests.length).toBeLessThan(45);
    expect(line.requests.length).toBeGreaterThan(25);
    expect(of('device.readings').length).toBeLessThanOrEqual(line.requests.length);
    expect(of('device.state').map((o) => o.state)).toEqual(['offline']);
    await acquisition.stop();
  });

  it('because its line is down is found again at the next poll when the line is up', async () => {
    const { clock, line, acquisition, plug, of, last } = setUp(two);
    plug(1);
    line.trouble = () => busError('disconnected', 'line bus: connection refused');
    await acquisition.start();
    await pass(clock, 300_000);
    expect(last()).toMatchObject({ a: { quality: 'bad:disconnected' } });
    expect(acquisition.health().reasons.map((r) => r.code)).toEqual(['acquisition.line-down']);
    // Three polls until it is offline, then one report a minute.
    expect(of('device.readings').length).toBeLessThan(10);
    line.trouble = () => undefined;
    await pass(clock, 1000);
    expect(of('device.state').at(-1)?.state).toBe('online');
    await acquisition.stop();
  });
});

describe('a device that refuses', () => {
  const holed = profileOf([word('a', 0), word('b', 1), word('c', 5), word('d', 6)]);

  it('a joined read is split at its holes, and asked so from then on', async () => {
    const { clock, line, acquisition, plug, last } = setUp(holed);
    plug(1, { a: 1, b: 2, c: 3, d: 4 });
    await acquisition.start();
    await pass(clock, 0);
    const shape = () => line.requests.splice(0).map((r) => `${r.address}+${'count' in r ? r.count : ''}`);
    expect(shape()).toEqual(['0+7', '0+2', '5+2']);
    expect(Object.values(last()).map((r) => r.value)).toEqual([1, 2, 3, 4]);
    await pass(clock, 2000);
    expect(shape()).toEqual(['0+2', '5+2', '0+2', '5+2']);
    await acquisition.stop();
  });

  it('a point it does not have is bad:illegal-address, left alone for ten minutes, and named', async () => {
    const { clock, line, acquisition, plug, last } = setUp(holed);
    plug(1, { a: 1, b: 2, c: 3 });
    line.units.get(1)?.input?.delete(6);
    await acquisition.start();
    await pass(clock, 60_000);
    expect(last()).toMatchObject({
      c: { value: 3, quality: 'good' },
      d: { value: null, quality: 'bad:illegal-address' },
    });
    const askedForD = () =>
      line.requests.filter((r) => r.address <= 6 && 'count' in r && r.address + r.count > 6).length;
    const before = askedForD();
    expect(acquisition.health().reasons.map((r) => render(r, 'en'))).toEqual([
      'device d1 does not have these points of its profile: d',
    ]);
    // A new firmware brings it.
    line.units.get(1)?.input?.set(6, 9);
    await pass(clock, 300_000);
    expect(askedForD()).toBe(before);
    await pass(clock, 360_000);
    expect(last()).toMatchObject({ d: { value: 9, quality: 'good' } });
    expect(acquisition.health().state).toBe('ok');
    await acquisition.stop();
  });

  it('everything for a moment is asked as ever afterwards', async () => {
    const { clock, line, acquisition, plug, last } = setUp(profileOf([word('a', 0), word('b', 1)]));
    plug(1, { a: 1, b: 2 });
    line.trouble = (r) => exceptionError(2, r);
    await acquisition.start();
    await pass(clock, 2500);
    expect(last()).toMatchObject({ a: { quality: 'bad:illegal-address' } });
    line.trouble = () => undefined;
    line.requests.length = 0;
    await pass(clock, 1000);
    expect(line.requests).toHaveLength(1);
    expect(last()).toMatchObject({ a: { value: 1 }, b: { value: 2 } });
    await acquisition.stop();
  });

  it('because it is busy has that for its reason, never a 0', async () => {
    const { clock, line, acquisition, plug, last } = setUp(two);
    plug(1, { a: 5 });
    line.trouble = (r) => exceptionError(6, r);
    await acquisition.start();
    await pass(clock, 10_000);
    expect(last()).toMatchObject({ a: { value: null, quality: 'bad:device-busy' } });
    // It answers, so it is there.
    expect(acquisition.latest()[0]).toMatchObject({ state: 'online' });
    await acquisition.stop();
  });

  it('nothing but arrives damaged is read once more, and is bad:crc after that', async () => {
    const { clock, line, acquisition, plug, last } = setUp(two);
    plug(1, { a: 5 });
    let spoilt = 1;
    line.trouble = () => (spoilt-- > 0 ? busError('crc', 'damaged') : undefined);
    await acquisition.start();
    await pass(clock, 100);
    expect(last()).toMatchObject({ a: { value: 5, quality: 'good' } });
    spoilt = 2;
    await pass(clock, 1000);
    expect(last()).toMatchObject({ a: { value: null, quality: 'bad:crc' } });
    await acquisition.stop();
  });
});

describe('the latest values', () => {
  it('grow stale by themselves and keep the last value with its time; a point never read is stale', async () => {
    const { clock, line, acquisition, plug } = setUp(two);
    plug(1, { a: 5, b: 6 });
    await acquisition.start();
    const view = () => Object.fromEntries(acquisition.latest()[0]!.points.map((p) => [p.point, p]));
    expect(view()['a']).toMatchObject({ value: null, quality: 'stale', at: null });
    await pass(clock, 1500);
    expect(view()['a']).toMatchObject({ value: 5, quality: 'good', ageMs: 500 });
    // The device takes the request and neither answers nor fails.
    line.answerMs = 1_000_000;
    await pass(clock, 10_000);
    expect(view()['a']).toMatchObject({ value: null, quality: 'stale', last: { value: 5, at: { quality: 'synced' } } });
    expect(view()['b']).toMatchObject({ value: 6, quality: 'good' });
    await pass(clock, 10_000);
    expect(view()['b']).toMatchObject({ value: null, quality: 'stale', last: { value: 6 } });
    const stopping = acquisition.stop();
    await pass(clock, 1_000_000);
    await stopping;
  });
});
