import { expect, it } from 'vitest';
import { deviceSchema } from '../acquisition/config.ts';
import type { InputConfig } from '../acquisition/inputs/config.ts';
import { profileOf, word } from '../acquisition/testing/profile.ts';
import { stationSchema } from '../station/config.ts';
import { checkStationPoints } from './station-points.ts';

const profile = profileOf([
  word('co', 0, { unit: 'mg/m3' }),
  word('kwh', 1, { class: 'slow', unit: 'kW.h' }),
  word('name', 2, { class: 'once' }),
  word('ai', 3),
]);

function found(point: object, { poll = '10s', report = 0 } = {}) {
  const station = stationSchema.parse({ points: [{ id: 'p', device: 'd', ...point }] });
  const devices = [deviceSchema.parse({ id: 'd', profile: 'test', line: 'l', unit: 1, poll, pollSlow: '1min' })];
  const inputs = report > 0 ? [{ id: 'in', report } as InputConfig] : [];
  const all = checkStationPoints({ station, devices, inputs }, new Map([['test', profile]]));
  return all.map((f) => [f.path.join('.'), f.severity, f.message.code, f.message.params]);
}

it('a point that is read too seldom for its windows ever to be valid is warned of', () => {
  const seldom = ['station.points.0.every', 'warning', 'station.read-seldom'];
  expect(found({ point: 'kwh' })).toEqual([[...seldom, { id: 'p', every: '10s', read: '1min', share: 17 }]]);
  expect(found({ point: 'kwh', every: '1min' })).toEqual([]);
  expect(found({ point: 'co' }, { poll: '15s' })).toEqual([]);
  expect(found({ point: 'co' }, { poll: '16s' })).toMatchObject([[...seldom, { share: 63 }]]);
  expect(found({ point: 'co', capture: 50 }, { poll: '16s' })).toEqual([]);
  expect(found({ device: 'in', point: 'x' }, { report: 60_000 })).toMatchObject([[...seldom, { share: 17 }]]);
  expect(found({ point: 'name' })).toEqual([]);
});

it('a unit of the site file that the readings contradict is warned of', () => {
  expect(found({ point: 'co', unit: 'ug/m3' })).toEqual([
    ['station.points.0.unit', 'warning', 'station.unit-said', { id: 'p', unit: 'ug/m3', said: 'mg/m3' }],
  ]);
  expect(found({ point: 'co', unit: 'mg/m3' })).toEqual([]);
  expect(found({ point: 'ai', unit: 'mg/L' })).toEqual([]);
});
