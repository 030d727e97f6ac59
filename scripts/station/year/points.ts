// The thirty points of the simulated year: air, water, power and a stack, on five devices, with everything that an alarm can
// watch for. Numbers are tenths of the unit.
import { type StationConfig, stationSchema } from '../../../src/station/config.ts';

export interface YearPoint {
  readonly id: string;
  readonly index: number;
  readonly device: number;
  readonly kind: 'scalar' | 'wind-direction' | 'counter';
  /** Lowest, how far it goes with the days and the hours, how much it trembles, and what a happening adds. */
  readonly from: number;
  readonly reach: number;
  readonly swing: number;
  readonly noise: number;
  readonly jump: number;
  /** Of a counter: a step's worth, where it begins again, and after how many steps it is reset (0: never). */
  readonly rate: number;
  readonly rollover: number;
  readonly reset: number;
  /** Of what its values are whole numbers: 10 are tenths. */
  readonly scale: number;
}

type Row = readonly [
  id: string,
  device: number,
  from: number,
  reach: number,
  swing: number,
  noise: number,
  jump: number,
];

/** Of them the readings come late or are repaired now and then. */
export const lateDevices: readonly number[] = [3, 4];
/** It says what it is doing. */
export const modeDevice = 0;

const rows: readonly Row[] = [
  ['pm25', 0, 20, 500, 300, 40, 900],
  ['pm10', 0, 100, 900, 500, 60, 1200],
  ['so2', 0, 50, 900, 900, 60, 2600],
  ['no2', 0, 100, 800, 700, 50, 1600],
  ['wind', 0, 0, 40, 40, 20, 60],
  ['from', 0, 0, 360, 200, 30, 90],
  ['temp', 0, 120, 200, 60, 10, 80],
  ['damp', 0, 400, 400, 150, 15, 100],
  ['ph', 1, 60, 15, 10, 4, 20],
  ['cod', 1, 50, 200, 100, 20, 300],
  ['tss', 1, 50, 300, 100, 25, 300],
  ['nh4', 1, 1, 40, 20, 5, 60],
  ['tn', 1, 10, 100, 40, 8, 80],
  ['tp', 1, 1, 20, 10, 3, 30],
  ['do', 1, 30, 50, 20, 4, 30],
  ['flow', 1, 100, 900, 300, 50, 800],
  ['water', 1, 150, 150, 30, 4, 60],
  ['colour', 1, 50, 300, 100, 20, 250],
  ['energy', 2, 0, 1, 1, 1, 0],
  ['rain', 2, 0, 1, 1, 1, 0],
  ['volt', 2, 2100, 200, 100, 20, 300],
  ['amp', 2, 10, 200, 150, 20, 300],
  ['watt', 2, 100, 3000, 2000, 100, 3000],
  ['s-so2', 3, 200, 3000, 1500, 100, 3000],
  ['s-nox', 3, 200, 4000, 1500, 100, 3000],
  ['s-dust', 3, 100, 800, 300, 40, 900],
  ['s-o2', 3, 60, 80, 30, 6, 60],
  ['s-temp', 3, 1200, 600, 200, 20, 500],
  ['o3', 4, 50, 900, 900, 60, 1500],
  ['co', 4, 2000, 60_000, 40_000, 900, 150_000],
];

const kinds: Readonly<Record<string, YearPoint['kind']>> = {
  from: 'wind-direction',
  energy: 'counter',
  rain: 'counter',
};

export const yearPoints: readonly YearPoint[] = rows.map(([id, device, from, reach, swing, noise, jump], index) => ({
  ...{ id, index, device, kind: kinds[id] ?? 'scalar', from, reach, swing, noise, jump },
  rate: id === 'energy' ? 3 : 2,
  rollover: id === 'energy' ? 100_000 : 0,
  reset: id === 'rain' ? 5000 : 0,
  scale: id === 'from' ? 1 : 10,
}));

const parameters: Readonly<Record<string, string>> = {
  ...{ pm25: 'PM2.5', pm10: 'PM10', so2: 'SO2', no2: 'NO2', o3: 'O3', co: 'CO' },
};
const early = new Set(['pm25', 'so2', 'cod', 'nh4', 'flow', 'watt']);

function alarmsOf({ id, device, kind, from, reach, swing, jump }: YearPoint): object[] {
  const missing = { id: 'missing', kind: 'missing', for: '5min' };
  if (kind === 'counter') return [missing];
  if (kind === 'wind-direction') return [missing, { id: 'stuck', kind: 'stuck', for: '1h' }];
  const high = (from + reach + swing / 2) / 10;
  const means = [
    { id: 'five', kind: 'limit', of: '5min', above: high, hysteresis: swing / 50 },
    { id: 'hour', kind: 'limit', of: '1h', above: high, hysteresis: swing / 50, below: (from + swing / 8) / 10 },
  ];
  if (lateDevices.includes(device)) return means;
  const soon = { id: 'soon', kind: 'trend', above: high, ahead: '30min', confidence: 90 };
  const part = { id: 'part', kind: 'cross', notAbove: 'pm10', tolerance: 2, delay: '30s' };
  return [
    missing,
    { id: 'high', kind: 'limit', above: high, hysteresis: swing / 50, delay: '1min', clearDelay: '30s' },
    { id: 'low', kind: 'limit', below: (from + swing / 8) / 10, delay: '20s' },
    { id: 'fast', kind: 'rate', change: (0.4 * jump) / 10, within: '1min' },
    { id: 'stuck', kind: 'stuck', for: '1h', within: id === 'temp' ? 0.5 : 0 },
    ...means,
    ...(early.has(id) ? [soon] : []),
    ...(id === 'pm25' ? [part] : []),
  ];
}

export function yearConfig(): StationConfig {
  const every = '10s';
  const windows = ['1min', '5min', '1h', '8h', '24h'];
  const points = yearPoints.map((point) => ({
    ...{ id: point.id, device: `d${point.device}`, point: point.id, kind: point.kind, every, windows },
    ...(parameters[point.id] ? { parameter: parameters[point.id] } : {}),
    ...(point.kind === 'wind-direction' ? { speed: 'wind' } : {}),
    ...(point.rollover > 0 ? { rollover: point.rollover / point.scale } : {}),
    alarms: alarmsOf(point),
  }));
  const lines = yearPoints
    .filter(({ kind }) => kind !== 'counter')
    .map(({ id, index }) => ({ point: id, name: id, unit: 'ug/m3', decimals: index % 4 }));
  const mode = { calibrating: ['calibrating'], maintenance: ['maintenance'], fault: ['fault'] };
  return stationSchema.parse({
    points,
    packs: ['qcvn-05-2023-air'],
    aqi: true,
    flags: [{ device: `d${modeDevice}`, point: 'mode', ...mode }],
    flood: { most: 1000, within: '1s' },
    tt10: { name: 'QN_{time}.txt', parameters: lines },
  });
}
