// The light of the sky over the simulated field, as a photocell sees it: civil twilight, clouds that bring the night
// forward, and on some afternoons a thunderstorm. The same day has the same weather.
const minute = 60_000;
const cloudMs = 20 * minute;
const stormMs = 40 * minute;

/** @param day number of the lighting day. @param sun its dusk and the dawn after it, milliseconds. */
export function isDarkOutside(ms: number, day: number, sun: { duskMs: number; dawnMs: number }): boolean {
  const early = cloudMs * (day % 5 === 0 ? 1 : 0.3);
  if (ms > sun.duskMs - early && ms < sun.dawnMs + cloudMs * 0.3) return true;
  // Every seventh afternoon, begun three hours to one hour before dusk.
  if (day % 7 !== 3) return false;
  const beginMs = sun.duskMs - (60 + ((day * 37) % 120)) * minute;
  return ms >= beginMs && ms < beginMs + stormMs;
}
