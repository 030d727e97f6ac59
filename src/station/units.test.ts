import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { render } from '../messages/catalogue.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { checkStation } from './check.ts';
import { stationSchema } from './config.ts';
import { packSchema } from './packs/pack.ts';
import { Station } from './station.ts';
import { factorOf, misspeltMass } from './units.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-station-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pack = packSchema.parse({
  id: 'air',
  title: { en: 'Air', vi: 'Không khí' },
  source: 'a test',
  limits: [{ parameter: 'CO', window: '1h', above: 30_000, unit: 'ug/m3', effectiveFrom: '2020-01-01' }],
});

const point = (id: string, parameter: string) => ({ id, device: 'air-1', point: id, parameter });

/** A station that hears these values in these units for three hours. */
async function after3Hours(
  points: readonly object[],
  values: Readonly<Record<string, readonly [value: number | null, unit: string]>>,
  more: object = {},
) {
  const clock = new ManualClock('2026-11-21T06:59:50+07:00');
  const sent: Outgoing[] = [];
  const station = new Station({
    config: stationSchema.parse({ points, aqi: true, packs: ['air'], ...more }),
    packs: [pack],
    timezone: 'Asia/Ho_Chi_Minh',
    send: (o) => sent.push(outgoingSchema.parse(o)),
    stored: async () => {},
    store: { get: () => undefined, set: async () => {} },
    folder,
    clock,
    logger: silentLogger,
  });
  await station.start();
  const readings = Object.fromEntries(
    Object.entries(values).map(([id, [value, unit]]) => [
      id,
      { value, quality: value === null ? ('bad:timeout' as const) : ('good' as const), unit },
    ]),
  );
  for (let i = 0; i < 3 * 360 + 3; i++) {
    clock.advance(10_000);
    station.heard({ kind: 'device.readings', at: clock.now(), device: 'air-1', readings });
  }
  const of = <K extends Outgoing['kind']>(kind: K) => sent.filter((o): o is OutgoingOf<K> => o.kind === kind);
  return { index: of('station.aqi').at(-1)!, alarms: of('station.alarm'), health: station.health() };
}

const pm25 = point('pm25', 'PM2.5');
const co = point('co', 'CO');

describe('a station whose sensor gives another unit than the law', () => {
  it('has the index of what it is in the unit of the index', async () => {
    const { index } = await after3Hours([pm25, co], { pm25: [10, 'ug/m3'], co: [20, 'mg/m3'] });
    expect(index).toMatchObject({ aqi: 75, dominant: 'CO' });
  });

  it('is judged by what it is in the unit of the limit, which is told in that of the point', async () => {
    const { alarms } = await after3Hours([pm25, co], { pm25: [10, 'ug/m3'], co: [31, 'mg/m3'] });
    expect(alarms).toMatchObject([{ point: 'co', state: 'raised', value: 31, above: 30 }]);
  });

  it('makes no index and no judgement of it where nobody can tell, and says so', async () => {
    const { index, alarms, health } = await after3Hours([pm25, co], { pm25: [10, 'ug/m3'], co: [40_000, '[ppb]'] });
    expect(index).toMatchObject({ aqi: 20, dominant: 'PM2.5', sub: { 'PM2.5': 20 } });
    expect(alarms).toEqual([]);
    expect(health.state).toBe('degraded');
    expect(health.reasons.map((r) => render(r, 'en'))).toEqual([
      'point co is in [ppb], VN_AQI in ug/m3: it is left out of it',
      'point co is in [ppb], air in ug/m3: it is left out of it',
    ]);
  });

  it('that gives the same unit has nothing to say', async () => {
    const { health } = await after3Hours([pm25, co], { pm25: [10, 'ug/m3'], co: [20, 'ug/m3'] });
    expect(health.reasons).toEqual([]);
  });
});

describe('the files of a station whose sensor gives another kind of unit', () => {
  const tt10 = { name: 'a_{time}.txt', parameters: [{ point: 'co', name: 'CO', unit: 'ug/m3' }] };

  it('are refused with line and remedy where the site file says it', () => {
    const config = stationSchema.parse({ points: [{ ...co, unit: '[ppb]', windows: ['5min'] }], tt10 });
    const found = checkStation(config, { points: new Map([['air-1', ['co']]]), packs: [], knownPacks: [] });
    expect(found.map(({ path, severity, message: m }) => [path.join('.'), severity, render(m, 'en')])).toEqual([
      ['station.tt10.parameters.0.unit', 'error', 'the point "co" is in [ppb], which cannot be made ug/m3'],
    ]);
  });

  it('are told of where only the readings say it', async () => {
    const points = [{ ...co, windows: ['5min'] }];
    const { health } = await after3Hours(points, { co: [400, '[ppb]'] }, { tt10, aqi: false });
    expect(health.reasons.map((r) => render(r, 'en'))).toEqual([
      'point co is in [ppb], air in ug/m3: it is left out of it',
      'point co is in [ppb], tt10 CO in ug/m3: it is left out of it',
    ]);
  });
});

describe('a station with two points of one pollutant', () => {
  it('has the index of the first, whatever becomes of the second, and is told so when it is checked', async () => {
    const second = point('pm25-b', 'PM2.5');
    const { index } = await after3Hours([pm25, second], { pm25: [25, 'ug/m3'], 'pm25-b': [null, 'ug/m3'] });
    expect(index).toMatchObject({ aqi: 50, dominant: 'PM2.5' });
    const config = stationSchema.parse({ points: [pm25, second], aqi: true });
    const found = checkStation(config, {
      points: new Map([['air-1', ['pm25', 'pm25-b']]]),
      packs: [],
      knownPacks: [],
    });
    expect(found).toMatchObject([
      {
        path: ['station', 'points', 1, 'parameter'],
        severity: 'warning',
        message: { code: 'station.aqi-twice', params: { id: 'pm25-b', other: 'pm25', parameter: 'PM2.5' } },
      },
    ]);
  });
});

describe('a factor between two units', () => {
  it.each([
    ['mg/m3', 'ug/m3', 1000],
    ['ug/m3', 'mg/m3', 0.001],
    ['ng/m3', 'ug/m3', 0.001],
    ['mg/L', 'mg/L', 1],
    ['ug/L', 'mg/m3', 1],
    ['[pH]', '[pH]', 1],
    [undefined, 'ug/m3', 1],
    ['mg/L', undefined, 1],
    ['[ppm]', 'ug/m3', undefined],
    ['[ppm]', 'ppb', 1000],
    ['Cel', '°C', 1],
    ['K', 'Cel', undefined],
    ['kPa', 'hPa', 10],
    ['constructor', 'toString', undefined],
    ['kg', 'mg/L', undefined],
  ])('of %s and %s is %s', (from, to, factor) => {
    expect(factorOf(from, to)).toBe(factor);
  });
});

describe('a unit of a mass in a volume that is misspelt', () => {
  it.each([
    ['ug/m', 'ug/m3'],
    ['µg/m', 'ug/m3'],
    ['mg/M3', 'mg/m3'],
    ['ug / m3', 'ug/m3'],
    ['mg/Nm', 'mg/Nm3'],
  ])('%s is asked about as %s', (unit, meant) => {
    expect(misspeltMass(unit)).toBe(meant);
  });

  it.each(['ug/m3', 'mg/l', 'g/L', '-', 'pH', 'C', 'NTU', 'mg/kg', 'kg/h', 'mg/s', 'm3/ngày', 'độ', 'Pt-Co'])(
    '%s is let be',
    (unit) => {
      expect(misspeltMass(unit)).toBeUndefined();
    },
  );

  it('is a warning, in a file of the ministry and at a point', () => {
    const parameters = [{ point: 'pm10', name: 'PM10', unit: 'ug/m' }];
    const config = stationSchema.parse({
      points: [{ ...point('pm10', 'PM10'), unit: 'ug/m', windows: ['5min'] }],
      tt10: { name: 'x_{time}.txt', parameters },
    });
    const found = checkStation(config, { points: new Map([['air-1', ['pm10']]]), packs: [], knownPacks: [] });
    expect(found.map((p) => `${p.severity} ${p.path.join('.')} ${render(p.message, 'en')}`)).toEqual([
      'warning station.points.0.unit "ug/m" is no unit of a mass in a volume that is known here',
      'warning station.tt10.parameters.0.unit "ug/m" is no unit of a mass in a volume that is known here',
    ]);
  });
});
