import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import type { Quality } from '../domain/reading.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { stationSchema } from './config.ts';
import type { RulePack } from './packs/pack.ts';
import { Station } from './station.ts';

const minute = 60_000;

/** A station whose device is read every ten seconds; `values` by the names of its points. */
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function start(
  config: object,
  more: { packs?: RulePack[]; memory?: Map<string, unknown>; at?: string; folder?: string } = {},
) {
  const clock = new ManualClock(more.at ?? '2026-11-21T06:59:50+07:00');
  const sent: Outgoing[] = [];
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), 'haidang-station-'));
  folders.push(folder);
  const memory = more.memory ?? new Map<string, unknown>();
  const station = new Station({
    config: stationSchema.parse(config),
    packs: more.packs ?? [],
    timezone: 'Asia/Ho_Chi_Minh',
    send: (o) => sent.push(outgoingSchema.parse(o)),
    stored: async () => {},
    store: { get: (k) => memory.get(k), set: async (k, v) => void memory.set(k, JSON.parse(JSON.stringify(v))) },
    folder,
    clock,
    logger: silentLogger,
  });
  await station.start();
  const readings = (values: Readonly<Record<string, number | string | null>>, quality: Quality, ms: number) =>
    ({
      kind: 'device.readings',
      at: { ms, quality: 'synced' },
      device: 'air-1',
      readings: Object.fromEntries(
        Object.entries(values).map(([p, value]) => [
          p,
          { value, quality: value === null ? 'bad:timeout' : quality, unit: 'ug/m3' },
        ]),
      ),
    }) satisfies OutgoingOf<'device.readings'>;
  const hear = (
    values: Readonly<Record<string, number | string | null>>,
    quality: Quality = 'good',
    ms = clock.now().ms,
  ) => station.heard(readings(values, quality, ms));
  /** Ten seconds a step, a reading each. */
  const run = (steps: number, of: (i: number) => Readonly<Record<string, number | string | null>>) => {
    for (let i = 0; i < steps; i++) {
      clock.advance(10_000);
      hear(of(i));
    }
  };
  const of = <K extends Outgoing['kind']>(kind: K) => sent.filter((o): o is OutgoingOf<K> => o.kind === kind);
  return { station, clock, sent, of, hear, run, readings, memory, folder };
}

const pm25 = { id: 'pm25', device: 'air-1', point: 'pm25', parameter: 'PM2.5' };

describe('the windows of a station', () => {
  it('are told once each, at the end of their grace, with what they are made of', async () => {
    const { run, of, clock } = await start({ points: [{ ...pm25, windows: ['1min', '5min'] }] });
    // The first reading is at 7:00:00, the last at 7:04:50.
    run(30, (i) => ({ pm25: i < 6 ? 10 : 20 }));
    clock.advance(26_000);
    const told = of('station.window').map((w) => [w.window, w.from.slice(11, 16), w.mean, w.count, w.capture, w.valid]);
    expect(told).toEqual([
      // The gateway began ten seconds before the hour.
      ['1min', '23:59', null, 0, 0, false],
      ['5min', '23:55', null, 0, 0, false],
      ['1min', '00:00', 10, 6, 100, true],
      ['1min', '00:01', 20, 6, 100, true],
      ['1min', '00:02', 20, 6, 100, true],
      ['1min', '00:03', 20, 6, 100, true],
      ['1min', '00:04', 20, 6, 100, true],
      ['5min', '00:00', 18, 30, 100, true],
    ]);
    expect(of('station.window').at(-1)).toMatchObject({
      unit: 'ug/m3',
      min: 10,
      max: 20,
      sigma: 4,
      at: { ms: Date.parse('2026-11-21T00:05:00Z') },
    });
  });

  it('are told again when a late reading changes them, and not for one that is too late', async () => {
    const { run, of, clock, hear, station } = await start({ points: [{ ...pm25, windows: ['1min'] }], late: '1h' });
    run(6, () => ({ pm25: 10 }));
    clock.advance(30_000);
    const before = of('station.window').length;
    hear({ pm25: 40 }, 'good', Date.parse('2026-11-21T07:00:05+07:00'));
    clock.advance(1000);
    expect(of('station.window').slice(before)).toMatchObject([
      { revision: 1, count: 7, mean: expect.closeTo(100 / 7, 6) },
    ]);
    run(6 * 150, () => ({ pm25: 10 }));
    hear({ pm25: 40 }, 'good', Date.parse('2026-11-21T07:00:15+07:00'));
    expect(station.health().facts).toMatchObject({ late: 1, refused: 1 });
  });

  it('leave out what a device measures while it says that it is calibrated', async () => {
    const config = {
      points: [{ ...pm25, windows: ['1min'] }],
      flags: [{ device: 'air-1', point: 'state', calibrating: ['cal'] }],
    };
    const { run, of, clock } = await start(config);
    run(6, (i) => ({ pm25: i < 3 ? 10 : 999, state: i < 3 ? 'run' : 'cal' }));
    clock.advance(30_000);
    expect(of('station.window').at(-1)).toMatchObject({
      mean: 10,
      count: 3,
      capture: 50,
      valid: false,
      left: { calibrating: 3 },
    });
  });

  it('are neither told twice nor left out over a restart and a clock that steps', async () => {
    const config = { points: [{ ...pm25, windows: ['1min'] }] };
    const first = await start(config);
    first.run(13, () => ({ pm25: 10 }));
    first.clock.step(-10 * minute);
    first.run(60, () => ({ pm25: 10 }));
    await first.station.stop();
    const second = await start(config, {
      memory: first.memory,
      at: new Date(first.clock.now().ms + 5 * minute).toISOString(),
    });
    second.run(12, () => ({ pm25: 10 }));
    const ends = [...first.of('station.window'), ...second.of('station.window')]
      .filter((w) => w.revision === 0)
      .map((w) => Date.parse(w.to));
    expect(ends).toEqual(ends.map((_, i) => ends[0]! + i * minute));
  });
});

describe('the alarms of a station', () => {
  it('are told when they are raised and cleared, in both languages, and are known after a restart', async () => {
    const config = {
      points: [
        { ...pm25, alarms: [{ id: 'high', kind: 'limit', above: 50, hysteresis: 5, delay: '20s', severity: 'error' }] },
      ],
    };
    const { run, of, station, memory } = await start(config);
    run(4, () => ({ pm25: 60 }));
    expect(of('station.alarm')).toMatchObject([
      { alarm: 'high', state: 'raised', severity: 'error', value: 60, above: 50 },
    ]);
    expect(of('station.alarm')[0]?.texts.vi).toBe('pm25: 60 nằm ngoài giới hạn');
    expect(station.health()).toMatchObject({ state: 'degraded', facts: { active: 1 } });
    await station.stop();
    const again = await start(config, { memory, at: '2026-11-21T07:10:00+07:00' });
    again.run(3, () => ({ pm25: 60 }));
    expect(again.of('station.alarm')).toEqual([]);
    again.run(2, () => ({ pm25: 44 }));
    expect(again.of('station.alarm')).toMatchObject([{ alarm: 'high', state: 'cleared' }]);
  });

  it('of the law judge a window by the limit of its own day', async () => {
    const pack: RulePack = {
      id: 'law',
      title: { en: 'x', vi: 'x' },
      source: 'QCVN',
      limits: [
        { parameter: 'PM2.5', window: '1h', above: 50, effectiveFrom: '2020-01-01', effectiveUntil: '2025-12-31' },
        { parameter: 'PM2.5', window: '1h', above: 45, effectiveFrom: '2026-01-01' },
      ],
    };
    const year = async (at: string) => {
      const { run, of } = await start({ points: [pm25] }, { packs: [pack], at });
      run(370, () => ({ pm25: 48 }));
      return of('station.alarm').map((a) => [a.alarm, a.type, a.state, a.above, a.source]);
    };
    expect(await year('2025-12-31T22:59:50+07:00')).toEqual([]);
    expect(await year('2025-12-31T23:59:50+07:00')).toEqual([['law:1h', 'pack', 'raised', 45, 'QCVN']]);
  });

  it('that come all at once are told as a flood', async () => {
    const points = Array.from({ length: 12 }, (_, i) => ({
      id: `p${i}`,
      device: 'air-1',
      point: 'pm25',
      alarms: [{ id: 'high', kind: 'limit', above: 50 }],
    }));
    const { run, of, clock } = await start({ points, flood: { most: 5, within: '1min' } });
    run(1, () => ({ pm25: 60 }));
    clock.advance(70_000);
    expect(of('station.alarm')).toHaveLength(5);
    expect(of('station.flood')).toMatchObject([{ held: 7 }]);
  });
});

describe('the air quality index of a station', () => {
  it('is told for each hour from valid means, and for each day', async () => {
    const { run, of } = await start({ points: [pm25], aqi: true }, { at: '2026-11-21T00:00:00+07:00' });
    run(6 * 60 * 25, () => ({ pm25: 35.4 }));
    const told = of('station.aqi');
    expect(
      told
        .filter((a) => a.period === 'hour')
        .slice(0, 3)
        .map((a) => [a.time, a.aqi, a.reason]),
    ).toEqual([
      ['2026-11-20T18:00:00.000Z', null, 'no-data'],
      ['2026-11-20T19:00:00.000Z', 71, null],
      ['2026-11-20T20:00:00.000Z', 71, null],
    ]);
    expect(told.filter((a) => a.period === 'day')).toMatchObject([
      { time: '2026-11-21T17:00:00.000Z', aqi: 71, band: 'Trung bình' },
    ]);
  });
});

describe('readings that are told when they change', () => {
  it('are told beyond the dead-band, at least and at most so often, and at once when the quality changes', async () => {
    const point = { ...pm25, publish: { change: 1, max: '5min', min: '20s' } };
    const { station, readings, clock } = await start({ points: [point] });
    const told = (value: number | null, afterMs: number, other?: number) => {
      clock.advance(afterMs);
      const values = other === undefined ? { pm25: value } : { pm25: value, other };
      const left = station.thin(readings(values, 'good', clock.now().ms));
      return Object.keys(left?.readings ?? {}).join();
    };
    expect([told(10, 0), told(10.9, 10_000), told(11.1, 30_000), told(13, 10_000), told(13, 10_000)]).toEqual([
      'pm25',
      '',
      'pm25',
      '',
      'pm25',
    ]);
    expect([told(null, 1000), told(null, 1000), told(13, 1000), told(13, 5 * minute)]).toEqual([
      'pm25',
      '',
      'pm25',
      'pm25',
    ]);
    expect(told(13, 1000, 7)).toBe('other');
  });
});

describe('the transmission files of a station', () => {
  it('are made every five minutes, also of those in which it was off, without a hole and none twice', async () => {
    const config = {
      points: [{ ...pm25, windows: ['5min'] }],
      tt10: { name: 'QN_{time}.txt', parameters: [{ point: 'pm25', name: 'PM2,5', unit: 'ug/m3' }] },
    };
    const first = await start(config);
    first.run(40, () => ({ pm25: 20.126 }));
    await first.station.stop();
    const at = new Date(first.clock.now().ms + 12 * minute).toISOString();
    const second = await start(config, { memory: first.memory, folder: first.folder, at });
    second.run(60, () => ({ pm25: 30 }));
    await second.station.stop();
    const out = join(first.folder, 'out');
    const lines = readdirSync(out)
      .sort()
      .map((name) => [name, readFileSync(join(out, name), 'utf8').trim().split('\t').join(' ')]);
    expect(lines).toEqual([
      ['QN_20261121070000.txt', 'PM2,5  ug/m3 20261121070000 02'],
      ['QN_20261121070500.txt', 'PM2,5 20.13 ug/m3 20261121070500 00'],
      ['QN_20261121071000.txt', 'PM2,5  ug/m3 20261121071000 02'],
      ['QN_20261121071500.txt', 'PM2,5  ug/m3 20261121071500 02'],
      ['QN_20261121072000.txt', 'PM2,5  ug/m3 20261121072000 02'],
      ['QN_20261121072500.txt', 'PM2,5 30.00 ug/m3 20261121072500 00'],
    ]);
  });

  it('say why they are not delivered, where the site says where to', async () => {
    const delivery = { by: 'ftp', host: '127.0.0.1', port: 1, user: 'kk01', password: '${env:PATH}' };
    const parameters = [{ point: 'pm25', name: 'PM2,5', unit: 'ug/m3' }];
    const tt10 = { name: 'QN_{time}.txt', parameters, delivery };
    const { station, clock, run } = await start({ points: [{ ...pm25, windows: ['5min'] }], tt10 });
    run(40, () => ({ pm25: 20 }));
    for (let tries = 0; tries < 300 && station.health().reasons.length === 0; tries++) {
      await clock.advanceAsync(1000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(station.health().reasons.map((r) => r.code)).toEqual(['station.delivery.refused']);
    await station.stop();
  });
});
