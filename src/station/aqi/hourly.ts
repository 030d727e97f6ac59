// The hourly index (decision 1459, 2.2.1): dust by its NowCast, the gases by the mean of the hour.
import { type AqiValue, aqiOf } from './index-value.ts';
import { nowcast } from './nowcast.ts';
import { indexOf, type Pollutant } from './table.ts';

/** Hourly means, µg/m³; what is not there, or is negative, is no value. */
export type Hour = Readonly<Partial<Record<Pollutant, number>>>;

/** A mean that can be used: a negative one is a sensor's error. */
export const usable = (c: number | undefined): number | undefined =>
  c !== undefined && Number.isFinite(c) && c >= 0 ? c : undefined;

/**
 * @param back the hours from the present one back; undefined where nothing is known of an hour.
 */
export function hourlyAqi(back: readonly (Hour | undefined)[]): AqiValue {
  const dust = (p: 'PM2.5' | 'PM10') => nowcast(back.map((hour) => usable(hour?.[p])));
  return averagedAqi({ ...back[0], 'PM2.5': dust('PM2.5'), PM10: dust('PM10') });
}

/** The index of values that are averaged already, as an hour's. */
export function averagedAqi(of: Readonly<Partial<Record<Pollutant, number | undefined>>>): AqiValue {
  const sub = (p: Exclude<Pollutant, 'O3'>) => {
    const c = usable(of[p]);
    return c === undefined ? undefined : indexOf(p, c);
  };
  const ozone = usable(of.O3);
  return aqiOf({
    'PM2.5': sub('PM2.5'),
    PM10: sub('PM10'),
    O3: ozone === undefined ? undefined : indexOf('O3-1h', ozone),
    CO: sub('CO'),
    SO2: sub('SO2'),
    NO2: sub('NO2'),
  });
}
