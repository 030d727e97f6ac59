// What device is it? Every profile is held against what the device answers: registers it has and has not, values that can
// and cannot be. The more a profile explains that could not be so by chance, the surer.
import { compilePoints } from '../../acquisition/compile.ts';
import type { DeviceProfile } from '../../acquisition/profile.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { type Read, readPoints, remembering } from './read-points.ts';

export interface Match {
  readonly profile: string;
  /** Maker and models. */
  readonly title: string;
  /** 0 to 100. */
  readonly percent: number;
  /** Points that could be read, of those that were tried. */
  readonly good: number;
  readonly tried: number;
  /** Bits that speak for it. */
  readonly evidence: number;
}

/** Points a profile is judged by at most, and requests that may cost. */
const mostPoints = 60;
const mostRequests = 8;
/** Below, it is not worth saying. */
const leastPercent = 50;
/** So many bits halve the doubt that is left when nothing speaks against it. */
const halvingBits = 6;

/**
 * @returns profiles that fit, the likeliest first; empty where none does or the device does not answer.
 * @param onProgress called with the share that is done, 0 to 1.
 */
export async function identify(
  read: Read,
  unit: number,
  profiles: ReadonlyMap<string, DeviceProfile>,
  onProgress: (share: number) => void = () => {},
): Promise<Match[]> {
  const asked = remembering(read);
  const matches: Match[] = [];
  let done = 0;
  let hasAnswered = false;
  for (const [id, profile] of profiles) {
    const points = compilePoints(profile).slice(0, mostPoints);
    const outcome = await readPoints(asked, unit, points, profile, mostRequests);
    if (outcome.unreachable !== undefined && outcome.readings.every((r) => r.raw === '')) {
      if (!hasAnswered) return [];
      continue; // one late answer among many is no silence
    }
    hasAnswered = true;
    const evidence = outcome.readings.map(evidenceOf);
    const sum = (of: (e: Evidence) => number) => evidence.reduce((n, e) => n + of(e), 0);
    const positive = sum((e) => (e.isZero ? 0 : e.forIt));
    // A device full of zeros looks like everything.
    const forIt =
      positive +
      Math.min(
        positive / 2,
        sum((e) => (e.isZero ? e.forIt : 0)),
      );
    const against = sum((e) => e.against);
    onProgress(++done / profiles.size);
    if (forIt === 0) continue;
    const percent = Math.floor(100 * (forIt / (forIt + against)) * (1 - 2 ** (-forIt / halvingBits)));
    const good = outcome.readings.filter((r) => r.decoded.value !== null).length;
    const { manufacturer, model } = profile.identity;
    const title = `${manufacturer} ${model}`;
    matches.push({ profile: id, title, percent, good, tried: outcome.readings.length, evidence: Math.round(forIt) });
  }
  // Profiles that fit equally well differ in how much they explain: a family's smaller member fits the larger one too.
  const weight = (m: Match) => m.percent * Math.log2(2 + m.evidence);
  return matches.filter((m) => m.percent >= leastPercent).sort((a, b) => weight(b) - weight(a));
}
