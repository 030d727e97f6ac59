// What comes late, or late enough: every window that it changes is told again, and only now is judged as now.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Outgoing, OutgoingOf } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const ms = (time: string) => Date.parse(`2026-11-21T${time}+07:00`);

/** A station at 7 o'clock, and the windows that are told last of each span. */
async function start(config: object) {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const folder = mkdtempSync(join(tmpdir(), 'haidang-late-'));
  folders.push(folder);
  const sent: Outgoing[] = [];
  const station = new Station({
    config: stationSchema.parse(config),
    packs: [],
    timezone: 'Asia/Ho_Chi_Minh',
    send: (o) => void sent.push(o),
    store: { get: () => undefined, set: async () => {} },
    stored: async () => {},
    folder,
    clock,
    logger: silentLogger,
  });
  await station.start();
  const of = <K extends Outgoing['kind']>(kind: K) => sent.filter((o): o is OutgoingOf<K> => o.kind === kind);
  const hear = (atMs: number, values: Readonly<Record<string, number | null>>) =>
    station.heard({
      kind: 'device.readings',
      at: { ms: atMs, quality: 'synced' },
      device: 'd',
      readings: Object.fromEntries(
        Object.entries(values).map(([p, value]) => [p, { value, quality: value === null ? 'bad:timeout' : 'good' }]),
      ),
    });
  /** Time goes on to then, second by second. */
  const until = (time: string) => clock.advance(ms(time) - clock.now().ms);
  const last = (point: string, time: string) =>
    of('station.window').findLast((w) => w.point === point && Date.parse(w.from) === ms(time));
  const told = (point: string, time: string) =>
    of('station.window').filter((w) => w.point === point && Date.parse(w.from) === ms(time)).length;
  return { station, clock, of, hear, until, last, told, folder };
}

describe('a counter', () => {
  const points = [{ id: 'kwh', device: 'd', point: 'kwh', kind: 'counter', every: '1min', windows: ['5min'] }];

  it('that has no value for long tells nothing again until it has one, and then each window once', async () => {
    const { hear, until, last, told } = await start({ points });
    for (let minute = 0; minute <= 50; minute++) {
      const time = `07:${String(minute).padStart(2, '0')}:00`;
      until(time);
      hear(ms(time), { kwh: minute <= 10 || minute === 50 ? 100 + minute : null });
      if (minute === 49) expect(['07:05:00', '07:10:00', '07:30:00'].map((w) => told('kwh', w))).toEqual([1, 1, 1]);
    }
    until('07:56:00');
    expect(['07:05:00', '07:10:00', '07:30:00', '07:45:00'].map((w) => told('kwh', w))).toEqual([1, 2, 2, 1]);
    expect(['07:10:00', '07:30:00', '07:45:00'].map((w) => last('kwh', w)?.delta)).toEqual([5, 5, 5]);
  });

  it('that had no value for hours before a day began counts into that day what it counted then', async () => {
    const every = { kind: 'counter', every: '10min', windows: ['24h'] };
    const { hear, of, clock } = await start({
      late: '1h',
      points: [{ id: 'kwh', device: 'd', point: 'kwh', ...every }],
    });
    const midnight = Date.parse('2026-11-22T00:00:00+07:00');
    // One unit an hour; no value from 8:00 to 2:00.
    for (let at = ms('07:00:00'); at <= midnight + 25 * 3_600_000; at += 600_000) {
      clock.advance(at - clock.now().ms);
      const isAway = at > midnight - 16 * 3_600_000 && at < midnight + 2 * 3_600_000;
      hear(at, { kwh: isAway ? null : (at - ms('07:00:00')) / 3_600_000 });
    }
    const days = of('station.window').filter((w) => Date.parse(w.from) === midnight);
    expect(days.map((w) => w.delta)).toEqual([24]);
  });

  it('that is read every minute loses nothing at the borders of its windows, and tells each once', async () => {
    const { hear, until, last, told } = await start({ points });
    for (let i = 0; i <= 10; i++) {
      until(`07:${String(i).padStart(2, '0')}:30`);
      hear(ms(`07:${String(i).padStart(2, '0')}:30`), { kwh: 100 + 6 * i });
    }
    until('07:10:59');
    expect([last('kwh', '07:00:00')?.delta, last('kwh', '07:05:00')?.delta]).toEqual([27, 30]);
    expect([told('kwh', '07:00:00'), told('kwh', '07:05:00')]).toEqual([1, 1]);
  });

  it('that is not read any more is waited for by one period and a half, and no longer', async () => {
    const { hear, until, told } = await start({ points });
    hear(ms('07:00:30'), { kwh: 100 });
    until('07:06:40');
    expect(told('kwh', '07:00:00')).toBe(0);
    until('07:06:46');
    expect(told('kwh', '07:00:00')).toBe(1);
  });

  it('that was away tells all windows of the time again, and they add up to what it counted', async () => {
    const { hear, until, last, of } = await start({ points });
    hear(ms('07:00:00'), { kwh: 100 });
    until('07:02:00');
    hear(ms('07:02:00'), { kwh: 102 });
    until('07:18:00');
    hear(ms('07:18:00'), { kwh: 118 });
    until('07:20:00');
    hear(ms('07:20:00'), { kwh: 120 });
    until('07:20:20');
    const deltas = ['07:00:00', '07:05:00', '07:10:00', '07:15:00'].map((time) => last('kwh', time)?.delta);
    expect(deltas).toEqual([5, 5, 5, 5]);
    expect(of('station.window').every((w) => w.revision <= 1)).toBe(true);
    // A repaired one moves what was counted from one window to the other.
    hear(ms('07:02:00'), { kwh: 105 });
    until('07:20:30');
    expect(last('kwh', '07:05:00')?.delta).toBeCloseTo((13 / 16) * 5, 6);
  });
});

describe('a late reading', () => {
  it('tells the windows again whose capture it changes, and no other', async () => {
    const { hear, until, last, told } = await start({
      points: [{ id: 'no', device: 'd', point: 'no', every: '40s', windows: ['1min'] }],
      grace: '5s',
    });
    for (const time of ['07:00:00', '07:00:40', '07:02:00', '07:02:40']) {
      until(time);
      hear(ms(time), { no: 1 });
    }
    until('07:03:10');
    expect([last('no', '07:01:00')?.capture, told('no', '07:02:00')]).toEqual([33.3, 1]);
    // The one before speaks until this one now, and this one into the next minute.
    hear(ms('07:01:30'), { no: 1 });
    until('07:03:12');
    expect(last('no', '07:01:00')).toMatchObject({ capture: 100, revision: 1 });
    expect([told('no', '07:00:00'), told('no', '07:02:00')]).toEqual([1, 1]);
    // One that is taken back leaves the beginning of the next minute without a word.
    hear(ms('07:02:40'), { no: null });
    hear(ms('07:00:40'), { no: null });
    until('07:03:20');
    expect(last('no', '07:01:00')).toMatchObject({ capture: 50, revision: 2 });
  });

  it('of a speed tells the windows of the wind direction again', async () => {
    const points = [
      { id: 'ws', device: 'd', point: 'ws', windows: ['1min'] },
      { id: 'wd', device: 'd', point: 'wd', kind: 'wind-direction', speed: 'ws', windows: ['1min'] },
    ];
    const { hear, until, last } = await start({ points });
    hear(ms('07:00:00'), { ws: 1, wd: 90 });
    hear(ms('07:00:10'), { wd: 180 });
    until('07:01:20');
    expect(last('wd', '07:00:00')?.direction).toBe(90);
    hear(ms('07:00:10'), { ws: 1 });
    until('07:01:25');
    expect(last('wd', '07:00:00')?.direction).toBe(135);
  });
});

describe('an alarm of a window', () => {
  it('says how it is now: an older window that is told again raises and clears nothing', async () => {
    const alarms = [{ id: 'high', kind: 'limit', above: 50, of: '1min', delay: '0s' }];
    const points = [{ id: 'no', device: 'd', point: 'no', every: '30s', windows: ['1min'], alarms }];
    const { hear, until, of, last } = await start({ points });
    for (const time of ['07:00:00', '07:00:30', '07:01:00', '07:01:30', '07:02:00', '07:02:30']) {
      until(time);
      hear(ms(time), { no: 10 });
    }
    until('07:03:20');
    hear(ms('07:00:30'), { no: 1000 });
    until('07:03:25');
    expect([last('no', '07:00:00')?.mean, of('station.alarm')]).toEqual([505, []]);
    // The newest one is how it is now.
    hear(ms('07:02:30'), { no: 1000 });
    until('07:03:30');
    expect(of('station.alarm')).toMatchObject([{ alarm: 'high', state: 'raised', value: 505 }]);
  });
});

describe('a transmission file', () => {
  it('has where the wind came from, by its vectors', async () => {
    const points = [
      { id: 'ws', device: 'd', point: 'ws', every: '1min', windows: ['5min'] },
      { id: 'wd', device: 'd', point: 'wd', every: '1min', kind: 'wind-direction', speed: 'ws', windows: ['5min'] },
    ];
    const tt10 = { name: 'QN_{time}.txt', parameters: [{ point: 'wd', name: 'WindDir', unit: 'degree', decimals: 1 }] };
    const { hear, until, folder, station } = await start({ points, tt10 });
    for (let i = 0; i < 6; i++) {
      hear(ms(`07:0${i}:00`), { ws: 2, wd: i % 2 === 0 ? 10 : 330 });
      until(`07:0${i}:59`);
    }
    await station.stop();
    const out = join(folder, 'out');
    // Three from 10 degrees and two from 330.
    const degrees =
      (Math.atan2(3 * Math.sin(Math.PI / 18) - 2 * 0.5, 3 * Math.cos(Math.PI / 18) + Math.sqrt(3)) * 180) / Math.PI;
    expect(readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'))).toEqual([
      `WindDir\t${(360 + degrees).toFixed(1)}\tdegree\t20261121070500\t00\n`,
    ]);
  });
});
