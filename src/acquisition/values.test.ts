// What becomes of values over time: how fast they may change, what is computed from them, how often they are read.
import { describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf, type Shown } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import type { DeviceProfile } from './profile.ts';
import { fakeLine, unitFrom } from './testing/fake-line.ts';
import { pass } from './testing/pass.ts';
import { profileOf, word } from './testing/profile.ts';

function setUp(profile: DeviceProfile, devices: readonly Record<string, unknown>[] = [{}]) {
  const clock = new ManualClock();
  const line = fakeLine('bus', clock);
  const sent: Outgoing[] = [];
  const acquisition = new Acquisition({
    devices: devices.map((d, i) =>
      deviceSchema.parse({
        id: `d${i + 1}`,
        profile: 'test',
        line: 'bus',
        unit: i + 1,
        poll: '1s',
        pollSlow: '4s',
        ...d,
      }),
    ),
    profiles: new Map([['test', profile]]),
    lines: new Map([['bus', line]]),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    clock,
    logger: silentLogger,
    random: () => 0.5,
  });
  const show = (values: Record<string, Shown>, unit = 1) => line.units.set(unit, unitFrom(imageOf(profile, values)));
  const readings = () => sent.flatMap((o) => (o.kind === 'device.readings' ? [o.readings] : []));
  return { clock, line, sent, acquisition, show, readings };
}

describe('a value that changes faster than it can', () => {
  it('is uncertain once where it stays, twice where it was a single wild one', async () => {
    const { clock, acquisition, show, readings } = setUp(
      profileOf([word('level', 0, { maxRate: { change: 60, per: '1min' }, range: [0, 500] })]),
    );
    show({ level: 10 });
    await acquisition.start();
    await pass(clock, 0);
    for (const level of [11, 12.9, 12, 100, 101, 101, 20, 101, 102].map(Math.round)) {
      show({ level });
      await pass(clock, 1000);
    }
    expect(readings().map((r) => `${r['level']?.value} ${r['level']?.quality}`)).toEqual([
      '10 good',
      '11 good',
      '13 uncertain:rate',
      '12 good',
      '100 uncertain:rate',
      '101 good',
      '101 good',
      '20 uncertain:rate',
      '101 uncertain:rate',
      '102 good',
    ]);
    await acquisition.stop();
  });
});

describe('a derived point', () => {
  const profile = profileOf(
    [
      word('u', 0, { unit: 'V', class: 'fast' }),
      word('i', 1, { unit: 'A', scale: 0.1 }),
      word('ratio', 2, { class: 'once' }),
      word('spare', 3, { class: 'on-demand' }),
    ],
    { derived: [{ name: 'p', expression: 'u * i * ratio', unit: 'W', round: 1 }] },
  );

  it('is sent with its unit whenever its slowest source was read, and is bad where one of them is', async () => {
    const { clock, line, acquisition, show, readings } = setUp(profile, [{ poll: '2s', pollFast: '1s' }]);
    show({ u: 230, i: 1.5, ratio: 10 });
    await acquisition.start();
    await pass(clock, 0);
    await pass(clock, 4000);
    expect(readings().map((r) => Object.keys(r).join(' '))).toEqual(['u i ratio p', 'u', 'u i p', 'u', 'u i p']);
    expect(readings().at(-1)?.['p']).toEqual({ value: 3450, quality: 'good', unit: 'W' });
    expect(acquisition.latest()[0]?.points.map((p) => `${p.point} ${p.quality}`)).toEqual([
      'u good',
      'i good',
      'ratio good',
      'spare stale',
      'p good',
    ]);
    line.units.get(1)?.input?.delete(1);
    await pass(clock, 2000);
    expect(readings().at(-1)?.['p']).toEqual({ value: null, quality: 'bad:source', unit: 'W' });
    await acquisition.stop();
  });

  it('is read on demand with all that it is made of', async () => {
    const { clock, line, acquisition, show } = setUp(profile, [{ poll: '1h' }]);
    show({ u: 230, i: 1, ratio: 1 });
    await acquisition.start();
    await pass(clock, 0);
    show({ u: 231, i: 2, ratio: 1 });
    line.requests.length = 0;
    expect(await acquisition.readPoint('d1', 'p')).toEqual({ point: 'p', value: 462, quality: 'good', unit: 'W' });
    expect(line.requests).toHaveLength(1);
    expect(await acquisition.readPoint('d1', 'spare')).toMatchObject({ value: 0, quality: 'good' });
    expect(acquisition.latest()[0]?.points.at(-1)).toMatchObject({ point: 'p', value: 462 });
    await acquisition.stop();
  });

  it('that rests on what is read once has it again after the device was away', async () => {
    const { clock, line, acquisition, show, readings, sent } = setUp(profile, [{ poll: '1s', pollFast: '1s' }]);
    show({ u: 230, i: 1, ratio: 1 });
    await acquisition.start();
    await pass(clock, 3000);
    line.units.delete(1);
    await pass(clock, 10_000);
    show({ u: 230, i: 1, ratio: 2 });
    await pass(clock, 60_000);
    const ratios = readings().flatMap((r) => (r['ratio'] && r['ratio'].value !== null ? [r['ratio'].value] : []));
    expect(ratios).toEqual([1, 2]);
    expect(readings().at(-1)?.['p']).toMatchObject({ value: 460 });
    // Why it was away, in the languages of those who read it.
    expect(sent.find((o) => o.kind === 'device.state' && o.state === 'offline')).toMatchObject({
      code: 'timeout',
      texts: {
        en: 'device d1 (line bus, unit 1) does not answer',
        vi: 'thiết bị d1 (đường truyền bus, địa chỉ 1) không trả lời',
      },
    });
    await acquisition.stop();
  });
});

describe('the pace of the classes', () => {
  const two = profileOf([word('a', 0), word('b', 10, { class: 'slow' })], { limits: { maxHole: 0 } });

  it('has the seldom reads of the devices of a line spread over their period', async () => {
    const { clock, line, acquisition, show } = setUp(two, [{}, {}, {}, {}]);
    for (const unit of [1, 2, 3, 4]) show({}, unit);
    await acquisition.start();
    await pass(clock, 900);
    line.requests.length = 0;
    const perSecond: number[] = [];
    for (let second = 0; second < 8; second++) {
      await pass(clock, 1000);
      perSecond.push(line.requests.splice(0).filter((r) => r.address === 10).length);
    }
    expect(Math.max(...perSecond)).toBe(1);
    expect(perSecond.slice(4).reduce((a, b) => a + b)).toBe(4);
    await acquisition.stop();
  });

  it('is shown beside what was asked for, with the polls that fell out', async () => {
    const { clock, line, acquisition, show } = setUp(two, [{}]);
    show({});
    line.answerMs = 1500;
    await acquisition.start();
    await pass(clock, 60_000);
    const [device] = acquisition.latest();
    expect(device?.pace.map((p) => [p.class, p.periodMs])).toEqual([
      ['normal', 1000],
      ['slow', 4000],
    ]);
    expect(device?.pace[0]?.effectiveMs).toBeGreaterThan(1900);
    expect(device?.pace[1]?.effectiveMs).toBeGreaterThan(3900);
    expect(device?.late).toBeGreaterThan(20);
    // What it cannot do is left out, and never kept for later.
    expect(line.requests.length).toBeLessThan(45);
    const stopping = acquisition.stop();
    await pass(clock, 5000);
    await stopping;
  });
});
