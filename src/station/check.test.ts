import { describe, expect, it } from 'vitest';
import { checkStation } from './check.ts';
import { stationSchema } from './config.ts';

const units = new Map([
  ['air-1/wind_direction', 'deg'],
  ['meter-1/phase_direction', '1'],
  ['air-1/wind_direction_deviation', 'deg'],
]);
const points = new Map([
  ['air-1', ['wind_direction', 'wind_direction_deviation', 'wind_speed', 'mode']],
  ['meter-1', ['phase_direction']],
  ['cabinet', ['key']],
]);
const checked = (config: object) =>
  checkStation(stationSchema.parse(config), { points, packs: [], knownPacks: [], units }).map((p) => [
    p.severity,
    p.path.join('.'),
    p.message.code,
  ]);

const speed = { id: 'speed', device: 'air-1', point: 'wind_speed' };
const direction = { id: 'from', device: 'air-1', point: 'wind_direction' };

describe('a station that is checked', () => {
  it('is warned of a plain mean of directions', () => {
    expect(checked({ points: [speed, direction] })).toEqual([
      ['warning', 'station.points.1.kind', 'station.direction-mean'],
    ]);
    expect(checked({ points: [speed, { ...direction, kind: 'wind-direction', speed: 'speed' }] })).toEqual([]);
    expect(checked({ points: [{ ...direction, device: 'meter-1', point: 'phase_direction' }] })).toEqual([]);
    expect(checked({ points: [{ ...direction, point: 'wind_direction_deviation' }] })).toEqual([]);
  });

  it('is warned of a limit for the mean of a direction, of which there is none', () => {
    const from = { ...direction, kind: 'wind-direction', speed: 'speed' };
    const limit = { id: 'north', kind: 'limit', above: 315 };
    expect(checked({ points: [speed, { ...from, alarms: [{ ...limit, of: '1h' }] }] })).toEqual([
      ['warning', 'station.points.1.alarms.0.of', 'station.alarm-of-direction'],
    ]);
    expect(checked({ points: [speed, { ...from, alarms: [limit] }] })).toEqual([]);
  });

  it('is warned of a flag that marks no readings', () => {
    const flag = (device: string, point: string) => ({
      points: [speed],
      flags: [{ device, point, maintenance: [true] }],
    });
    expect(checked(flag('cabinet', 'key'))).toEqual([
      ['warning', 'station.flags.0.device', 'station.flag-for-nothing'],
    ]);
    expect(checked(flag('air-1', 'mode'))).toEqual([]);
    expect(checked(flag('cabinets', 'key'))).toMatchObject([['error', 'station.flags.0.device', expect.anything()]]);
  });
});
