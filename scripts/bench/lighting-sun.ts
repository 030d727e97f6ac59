import { differencesOf } from '../../src/lighting/testing/second-sun.ts';
import type { Bench } from './bench.ts';

const halong = { latitude: 20.95, longitude: 107.08 };
/** From the equator beyond both polar circles. */
const latitudes = [0, 10.5, 35, -35, 45, -45, 55, 60, -60, 65, 66.6, 69.65, 75, 78.2, -77.85, 85];
const longitudes = [-171.8, -78.5, 0, 13.4, 107.08, 151.2, 179.9];
const dayMs = 86_400_000;
const fromMs = Date.UTC(2020, 0, 1, 12);
const toMs = Date.UTC(2051, 0, 1, 12);
const sampledDays = 5;

/** Sun times of every day of 31 years, and of many latitudes, against another algorithm (second-sun.ts). */
export const lightingSun: Bench = {
  name: 'lighting-sun',
  async run() {
    const noonAt = (longitude: number) => fromMs - (longitude / 360) * dayMs;
    const far = { here: 0, elsewhere: 0, degrees: 0 };
    let here = 0;
    let elsewhere = 0;
    let grazing = 0;
    for (let ms = noonAt(halong.longitude); ms < toMs; ms += dayMs) {
      for (const { seconds = Number.NaN } of differencesOf(halong, ms)) {
        here++;
        far.here = Math.max(far.here, Math.abs(seconds));
      }
    }
    for (const [i, latitude] of latitudes.entries()) {
      const longitude = longitudes[i % longitudes.length] ?? 0;
      for (let ms = noonAt(longitude) + i * dayMs; ms < toMs; ms += sampledDays * dayMs) {
        for (const { seconds, degrees = 0 } of differencesOf({ latitude, longitude }, ms)) {
          elsewhere++;
          if (seconds === undefined) grazing++;
          far.elsewhere = Math.max(far.elsewhere, Math.abs(seconds ?? 0));
          far.degrees = Math.max(far.degrees, Math.abs(degrees));
        }
      }
    }
    const span = `2020 to 2050, against astronomy-engine`;
    return [
      {
        name: 'sun times of Hạ Long, every day, worst',
        value: far.here * 1000,
        unit: 'ms',
        target: { atMost: 60_000 },
        detail: `${here} events, ${span}`,
      },
      {
        name: `sun times of ${latitudes.length} latitudes up to 85°, worst`,
        value: far.elsewhere * 1000,
        unit: 'ms',
        target: { atMost: 60_000 },
        detail: `${elsewhere} events on every ${sampledDays}th day, ${span}; ${grazing} with the sun above, below or grazing the height all day: there the height is right within ${far.degrees.toFixed(3)}°`,
      },
    ];
  },
};
