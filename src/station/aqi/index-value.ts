// One value of the index, hourly or daily, or why there is none.
import { bandOf, type Pollutant, pollutants } from './table.ts';

/** Why there is no index. `no-dust`: neither PM2.5 nor PM10 has a value, and one of them is required (2.1 b). */
export type NoIndex = 'no-dust' | 'no-data';

export interface AqiValue {
  /** Rounded, 0 to 500. */
  readonly aqi: number | null;
  readonly dominant: Pollutant | null;
  /** The band's Vietnamese name, as the decision has it. */
  readonly band: string | null;
  readonly reason: NoIndex | null;
  /** Index of each pollutant, to two places. */
  readonly sub: Readonly<Partial<Record<Pollutant, number>>>;
}

/** The highest of the pollutants' indices (2.2.1 c, 2.2.2 c). Pure. */
export function aqiOf(subs: Readonly<Partial<Record<Pollutant, number | undefined>>>): AqiValue {
  const sub: Partial<Record<Pollutant, number>> = {};
  let dominant: Pollutant | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const pollutant of pollutants) {
    const value = subs[pollutant];
    if (value === undefined) continue;
    sub[pollutant] = Math.round(value * 100) / 100;
    if (value > highest) {
      highest = value;
      dominant = pollutant;
    }
  }
  if (dominant === null) return { aqi: null, dominant: null, band: null, reason: 'no-data', sub };
  if (sub['PM2.5'] === undefined && sub.PM10 === undefined) {
    return { aqi: null, dominant: null, band: null, reason: 'no-dust', sub };
  }
  // A half is a half, though sums of decimals end a hair beside it.
  const aqi = Math.round(Number(highest.toFixed(9)));
  return { aqi, dominant, band: bandOf(aqi).vi, reason: null, sub };
}
