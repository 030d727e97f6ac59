// How single things are shown: columns, times, values with their units.
import type { OutgoingOf } from '../../domain/outgoing.ts';

/** Width in terminal columns. Vietnamese letters are one column each when composed; combining marks are none. */
export function columns(text: string): number {
  let n = 0;
  for (const c of text.normalize('NFC')) if (!/\p{Mark}/u.test(c)) n++;
  return n;
}

/** Cut with an ellipsis to at most so many columns. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  return `${[...text.normalize('NFC')].slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Cut or filled with spaces to exactly so many columns. */
export function padded(text: string, width: number): string {
  const short = cut(text, width);
  return short + ' '.repeat(Math.max(0, width - columns(short)));
}

/** Minutes and seconds since the beginning: `01:07`. */
export function sinceStart(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** UCUM units as people write them. */
const units: Readonly<Record<string, string>> = {
  'ug/m3': 'µg/m³',
  Cel: '°C',
  deg: '°',
  'kW.h': 'kWh',
  'V.A': 'VA',
  'm/s': 'm/s',
  'V.A{reactive}': 'var',
  'kV.A{reactive}.h': 'kvarh',
  'kV.A.h': 'kVAh',
  'A.h': 'Ah',
  'm3/h': 'm³/h',
  'dB[SPL]': 'dB',
};

/** A UCUM unit as people write it; one that is not known as it is. */
export const unitText = (ucum: string): string => units[ucum] ?? ucum;

const names: Readonly<Record<string, string>> = {
  pm25: 'PM2.5',
  pm10: 'PM10',
  no2: 'NO₂',
  so2: 'SO₂',
  o3: 'O₃',
  co: 'CO',
  temperature: 'T',
  humidity: 'RH',
  voltage_l1: 'U1',
  voltage_l2: 'U2',
  voltage_l3: 'U3',
  current_l1: 'I1',
  active_power_total: 'P',
  power_factor_total: 'cos φ',
  frequency: 'f',
  energy_import: 'E',
};

/** The points that are shown, in this order; the others come when there is room. */
export const shownFirst: readonly string[] = [
  ...['pm25', 'pm10', 'no2', 'o3', 'so2', 'co', 'temperature', 'humidity'],
  ...['voltage_l1', 'voltage_l2', 'voltage_l3', 'frequency', 'current_l1', 'active_power_total', 'power_factor_total'],
  'energy_import',
];

type Reading = OutgoingOf<'device.readings'>['readings'][string];

/**
 * `PM2.5 34.1 µg/m³`.
 * @param without what stands in place of a value that is not there: by default its quality.
 */
export function readingText(point: string, reading: Reading, without: string = reading.quality): string {
  const name = names[point] ?? point;
  if (reading.value === null) return `${name} ${without}`;
  const unit = reading.unit ? ` ${unitText(reading.unit)}` : '';
  const doubt = reading.quality === 'good' ? '' : ` ?`;
  return `${name} ${valueText(reading.value)}${unit}${doubt}`;
}

function valueText(value: NonNullable<Reading['value']>): string {
  if (typeof value !== 'number') return String(value);
  const size = Math.abs(value);
  return value.toFixed(size >= 10_000 ? 1 : size >= 1000 ? 0 : size >= 10 ? 1 : 2);
}
