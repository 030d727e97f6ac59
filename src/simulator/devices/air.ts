import { type Random, wander } from '../random.ts';

/** What an air-quality station measures, in the units named. */
export interface AirSample {
  /** µg/m³ */
  readonly pm25: number;
  /** µg/m³ */
  readonly pm10: number;
  /** µg/m³ */
  readonly no2: number;
  /** µg/m³ */
  readonly so2: number;
  /** µg/m³ */
  readonly o3: number;
  /** µg/m³ */
  readonly co: number;
  /** °C */
  readonly temperature: number;
  /** % relative humidity */
  readonly humidity: number;
  /** hPa */
  readonly pressure: number;
  /** m/s */
  readonly windSpeed: number;
  /** degrees from north, clockwise */
  readonly windDirection: number;
  /** dB(A) */
  readonly noise: number;
}

/** A bell over the day: 1 at `peakHour`, falling off with `width` hours, the same a day later. */
function bell(hour: number, peakHour: number, width: number): number {
  const distance = Math.min(Math.abs(hour - peakHour), 24 - Math.abs(hour - peakHour));
  return Math.exp(-0.5 * (distance / width) ** 2);
}

/**
 * The air beside a road in a coastal town: dust and NO2 follow the morning and evening traffic, ozone the sun,
 * temperature the afternoon; everything wanders a little besides.
 * @returns a function of the local hour (0 to 24, with fraction) and the seconds since its last call.
 */
export function airWeather(random: Random): (hour: number, seconds: number) => AirSample {
  const dust = wander(random, 0.12, 40);
  const gases = wander(random, 0.1, 90);
  const warmth = wander(random, 0.4, 300);
  const wind = wander(random, 0.35, 15);
  const bearing = wander(random, 18, 30);
  const loudness = wander(random, 2.5, 6);
  const barometer = wander(random, 0.6, 900);
  return (hour, seconds) => {
    const traffic = 0.35 + bell(hour, 7.3, 1.4) + 0.9 * bell(hour, 17.6, 1.7);
    const sun = bell(hour, 13, 3);
    const pm25 = Math.max(3, (16 + 22 * traffic) * (1 + dust(seconds)));
    const gas = 1 + gases(seconds);
    const temperature = 24 + 6 * bell(hour, 14, 4) + warmth(seconds);
    return {
      pm25,
      pm10: pm25 * 1.7,
      no2: Math.max(4, (18 + 34 * traffic) * gas),
      so2: Math.max(2, 14 * gas),
      o3: Math.max(5, (22 + 85 * sun) / gas),
      co: Math.max(120, (420 + 900 * traffic) * gas),
      temperature,
      humidity: Math.min(99, Math.max(35, 92 - 3.1 * (temperature - 24))),
      pressure: 1011 + barometer(seconds),
      windSpeed: Math.max(0, 2.2 * (1 + wind(seconds))),
      windDirection: (((110 + bearing(seconds)) % 360) + 360) % 360,
      noise: 52 + 12 * Math.min(1, traffic) + loudness(seconds),
    };
  };
}
