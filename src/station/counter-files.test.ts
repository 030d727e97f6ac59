// What the files of the ministry have of a counter: how much it went on in the five minutes.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { render } from '../messages/catalogue.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { checkStation } from './check.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-counter-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const point = { id: 'total', device: 'd', point: 'e', kind: 'counter', every: '1min', windows: ['5min'] };
const config = (unit: string, more: object = {}) =>
  stationSchema.parse({
    points: [{ ...point, ...more }],
    tt10: { name: 'a_{time}.txt', parameters: [{ point: 'total', name: 'Flow', unit, decimals: 1 }] },
  });

/** Value and status of each file of one reading a minute from 7 o'clock on. */
async function lines(unit: string, values: readonly number[], said?: string) {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const at = mkdtempSync(join(folder, 'files-'));
  const station = new Station({
    config: config(unit),
    ...{ packs: [], timezone: 'Asia/Ho_Chi_Minh', folder: at, clock, logger: silentLogger, send: () => {} },
    store: { get: () => undefined, set: async () => {} },
    stored: async () => {},
  });
  await station.start();
  for (const value of values) {
    const reading = { value, quality: 'good' as const, ...(said === undefined ? {} : { unit: said }) };
    station.heard({ kind: 'device.readings', at: clock.now(), device: 'd', readings: { e: reading } });
    clock.advance(60_000);
  }
  await station.stop();
  const names = readdirSync(join(at, 'out')).sort();
  return names.map((name) => {
    const [, value, of, , status] = readFileSync(join(at, 'out', name), 'utf8')
      .trim()
      .split('\t');
    return [value, of, status].join(' ');
  });
}

const steady = (from: number, count: number, by = 1) => Array.from({ length: count }, (_, i) => from + i * by);

describe('a counter in the files of the ministry', () => {
  it('is told by how much it went on, not by where it stood', async () => {
    expect(await lines('m3', steady(18_340, 12, 0.5), 'm3')).toEqual(['2.5 m3 00', '2.5 m3 00']);
  });

  it('whose line is in a unit of a flow is told by how much went on in that time', async () => {
    expect(await lines('m3/h', steady(18_340, 12, 0.5), 'm3')).toEqual(['30.0 m3/h 00', '30.0 m3/h 00']);
    expect(await lines('L/min', steady(18_340, 12, 0.5), 'm3')).toEqual(['500.0 L/min 00', '500.0 L/min 00']);
    expect(await lines('m3/h', steady(18_340, 12, 0.5))).toEqual(['30.0 m3/h 00', '30.0 m3/h 00']);
  });

  it('has no value where the meter was exchanged or its unit is of another kind', async () => {
    expect(await lines('m3', [...steady(18_340, 8), ...steady(512, 10)], 'm3')).toEqual([
      '5.0 m3 00',
      ' m3 02',
      '5.0 m3 00',
    ]);
    expect(await lines('m3', steady(18_340, 7), 'kW.h')).toEqual([' m3 02']);
  });

  it.each([
    ['m3/h', 'm3', []],
    ['m3', 'm3', []],
    ['m3', 'kW.h', ['error station.tt10.parameters.0.unit the point "total" is in kW.h, which cannot be made m3']],
    ['m3', 'm3/h', ['error station.tt10.parameters.0.unit the point "total" is in m3/h, which cannot be made m3']],
  ])('of %s from %s is checked', (unit, from, found) => {
    const known = { points: new Map([['d', ['e']]]), packs: [], knownPacks: [] };
    const told = (problems: ReturnType<typeof checkStation>) =>
      problems.map((p) => `${p.severity} ${p.path.join('.')} ${render(p.message, 'en')}`);
    expect(told(checkStation(config(unit, { unit: from }), known))).toEqual(found);
    // What only the profile of the device says costs the line its value and not the site its start.
    const said = checkStation(config(unit), { ...known, units: new Map([['d/e', from]]) });
    expect(told(said)).toEqual(found.map((text) => text.replace('error', 'warning')));
  });
});
