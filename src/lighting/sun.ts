/**
 * Sunrise, sunset and civil twilight.
 *
 * Source: the equations of the NOAA Solar Calculator (gml.noaa.gov/grad/solcalc/calcdetails.html), which are the
 * low-accuracy sun of J. Meeus, Astronomical Algorithms, chapters 25 and 28. Refraction and the sun's radius are the
 * usual 50' together; terrain and height above the horizon are not considered. Seen within 13 seconds of a full
 * ephemeris for the years 2020 to 2050 wherever the sun crosses the height, and within 0.01 degrees of height where it
 * grazes it (sun.test.ts, scripts/bench/lighting-sun.ts).
 */

/** A place on earth, WGS 84 degrees, north and east positive. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

export const sunEvents = ['civil-dawn', 'sunrise', 'sunset', 'civil-dusk'] as const;
export type SunEvent = (typeof sunEvents)[number];

/**
 * When a sun event is. Near the poles the sun may stay above (`always-up`) or below (`always-down`) the height of the
 * event all day long: then there is no such event.
 */
export type SunMoment =
  | { readonly kind: 'at'; readonly ms: number }
  | { readonly kind: 'always-up' }
  | { readonly kind: 'always-down' };

/** Distance of the sun's centre from the zenith, degrees. Rise and set: 90 + 34' refraction + 16' radius. */
const zenithOf: Readonly<Record<SunEvent, number>> = {
  'civil-dawn': 96,
  sunrise: 90.833,
  sunset: 90.833,
  'civil-dusk': 96,
};

const dayMs = 86_400_000;
const j2000Ms = Date.UTC(2000, 0, 1, 12);
const rad = (degrees: number) => (degrees * Math.PI) / 180;
const deg = (radians: number) => (radians * 180) / Math.PI;

/** The sun's declination (degrees) and the equation of time (milliseconds, apparent minus mean) at an instant. */
function sunAt(ms: number): { declination: number; equationOfTimeMs: number } {
  const t = (ms - j2000Ms) / (36_525 * dayMs);
  const meanLongitude = rad((280.46646 + t * (36_000.76983 + t * 0.0003032)) % 360);
  const anomaly = rad(357.52911 + t * (35_999.05029 - 0.0001537 * t));
  const eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t);
  const centre =
    Math.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t)) +
    Math.sin(2 * anomaly) * (0.019993 - 0.000101 * t) +
    Math.sin(3 * anomaly) * 0.000289;
  const node = rad(125.04 - 1934.136 * t);
  const longitude = meanLongitude + rad(centre - 0.00569 - 0.00478 * Math.sin(node));
  const obliquity = rad(
    23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60 + 0.00256 * Math.cos(node),
  );
  const y = Math.tan(obliquity / 2) ** 2;
  const equation =
    y * Math.sin(2 * meanLongitude) -
    2 * eccentricity * Math.sin(anomaly) +
    4 * eccentricity * y * Math.sin(anomaly) * Math.cos(2 * meanLongitude) -
    0.5 * y * y * Math.sin(4 * meanLongitude) -
    1.25 * eccentricity * eccentricity * Math.sin(2 * anomaly);
  return {
    declination: deg(Math.asin(Math.sin(obliquity) * Math.sin(longitude))),
    equationOfTimeMs: (deg(equation) / 360) * dayMs,
  };
}

/** Mean solar noon at the longitude that is nearest to an instant, milliseconds since the epoch. */
function nearestMeanNoon(longitude: number, nearMs: number): number {
  const firstNoon = dayMs / 2 - (longitude / 360) * dayMs;
  return firstNoon + Math.round((nearMs - firstNoon) / dayMs) * dayMs;
}

/**
 * The sun event of the solar day whose noon is nearest to `nearMs` (for a local date: its local noon). Morning events
 * lie before that noon, evening events after it, also where the sun sets after midnight.
 * @param nearMs milliseconds since the epoch.
 */
export function sunEvent(position: Position, nearMs: number, event: SunEvent): SunMoment {
  const noon = nearestMeanNoon(position.longitude, nearMs);
  const side = event === 'sunset' || event === 'civil-dusk' ? 1 : -1;
  const zenith = Math.cos(rad(zenithOf[event]));
  const latitude = rad(position.latitude);
  // Begin a quarter of a day from noon; each step uses the sun of the instant found by the step before. Where the sun
  // of that instant does not reach the height, that of noon or midnight may: it is asked before anything is said.
  let ms = noon + side * 0.25 * dayMs;
  let reaches = false;
  let cosHourAngle = 0;
  for (let i = 0; i < 12; i++) {
    const { declination, equationOfTimeMs } = sunAt(ms);
    const reached = reaches;
    cosHourAngle =
      zenith / (Math.cos(latitude) * Math.cos(rad(declination))) - Math.tan(latitude) * Math.tan(rad(declination));
    reaches = Math.abs(cosHourAngle) <= 1;
    const hourAngle = Math.acos(Math.min(1, Math.max(-1, cosHourAngle)));
    const next = noon - equationOfTimeMs + side * (deg(hourAngle) / 360) * dayMs;
    const moved = Math.abs(next - ms);
    ms = next;
    // Between two instants of which one has such a sun and the other has not, the sun grazes the height.
    if (moved < 50 || (i > 2 && reached && !reaches)) return momentOf(ms, reached || reaches, cosHourAngle);
  }
  return momentOf(ms, reaches, cosHourAngle);
}

const momentOf = (ms: number, reaches: boolean, cosHourAngle: number): SunMoment =>
  reaches ? { kind: 'at', ms: Math.round(ms) } : { kind: cosHourAngle > 1 ? 'always-down' : 'always-up' };

/** True noon (the sun's highest point) of the solar day nearest to `nearMs`, milliseconds since the epoch. */
export function solarNoon(position: Position, nearMs: number): number {
  const noon = nearestMeanNoon(position.longitude, nearMs);
  return Math.round(noon - sunAt(noon).equationOfTimeMs);
}
