// The line that feeds a cabinet, by its impedance: where the lamps of a phase are switched or dimmed, its current makes a
// step, and the voltage at the cabinet makes one against it, which the mains do not make by themselves at that moment.
// Step over step (V/A, ohm) gives what lies between the transformer and the cabinet. A conductor of it that is cut out and
// carried off, or a joint that gives way, lets it rise for good.
//
// Single steps say little: the mains move too. So each counts as much as it can say (the square of its current over the
// variance that steps are seen to have), and what has been said fades in days. What is usual is learned in the first nights
// and follows slowly: cables age and get warm. Pure; time is handed in, on any clock that does not go back.

import { z } from 'zod';

interface Point {
  readonly ms: number;
  readonly volts: number;
  readonly amperes: number;
}

/** An estimate: ohm, and how sure, 1/ohm². */
const estimateSchema = z.strictObject({ ohm: z.number(), info: z.number().min(0) });
type Estimate = Readonly<z.output<typeof estimateSchema>>;

/** What outlives a restart. */
export const keptLineSchema = z.strictObject({
  usual: estimateSchema,
  recent: estimateSchema,
  variance: z.number().positive(),
  risen: z.boolean(),
});
export type KeptLine = z.output<typeof keptLineSchema>;

export interface Line {
  readonly last: Point | null;
  /** What it usually is; not known before `info` is enough. */
  readonly usual: Estimate;
  readonly recent: Estimate;
  /** Variance of a step of the voltage that no current explains, V². */
  readonly variance: number;
  /** When the estimates were last told something. */
  readonly ms: number;
  /** It has risen and not come back. */
  readonly risen: boolean;
}

const firstVariance = 2;
export const unknownLine: Line = {
  last: null,
  usual: { ohm: 0, info: 0 },
  recent: { ohm: 0, info: 0 },
  variance: firstVariance,
  ms: 0,
  risen: false,
};

const day = 86_400_000;
/** Two looks further apart are no step: the mains have moved. */
const longestStepMs = 120_000;
/** A step of less says nothing, A. */
const leastAmperes = 1;
/** Nobody's line is beyond this, ohm; a step that would be is one of the mains. */
const mostOhm = 4;
/** Standard deviations that a step of the mains may have. */
const usualSteps = 5;
const recentMs = 3 * day;
const usualMs = 45 * day;
/** From here on it is known what is usual, and what is now: 0.08 and 0.16 ohm of standard deviation. */
const learnedInfo = 156;
const sureInfo = 40;
/** It has risen: by 0.3 ohm, by half, and by five standard deviations. */
const riseOhm = 0.3;
const riseShare = 0.5;
const riseDeviations = 5;
/** How fast the variance is learned. */
const varianceShare = 0.02;
const leastVariance = 0.1;

/** @param seen undefined where the phase cannot be measured now, or something else is the matter with the supply. */
export function watchLine(line: Line, seen: Omit<Point, 'ms'> | undefined, ms: number): Line {
  if (!seen) return line.last === null ? line : { ...line, last: null };
  const last = { ms, ...seen };
  const before = line.last;
  if (!before || ms - before.ms > longestStepMs) return { ...line, last };
  const amperes = seen.amperes - before.amperes;
  const volts = seen.volts - before.volts;
  const rest = volts + (isLearned(line) ? line.usual.ohm : 0) * amperes;
  const size = Math.abs(amperes);
  // Neither the variance nor the line is learned from what the mains do once in a while.
  if (Math.abs(rest) > usualSteps * Math.sqrt(line.variance) + mostOhm * size) return { ...line, last };
  if (size < leastAmperes) {
    const variance = Math.max(leastVariance, line.variance + (rest * rest - line.variance) * varianceShare);
    return { ...line, last, variance };
  }
  return judged({ ...line, last }, -volts / amperes, (amperes * amperes) / line.variance, ms);
}

/** What a rise would have to be, and is, ohm; undefined where not enough is known. */
export function riseOf({ usual, recent }: Line): { readonly ohm: number; readonly limit: number } | undefined {
  if (usual.info < learnedInfo || recent.info < sureInfo) return undefined;
  const deviation = Math.sqrt(1 / usual.info + 1 / recent.info);
  const limit = Math.max(riseOhm, riseShare * usual.ohm, riseDeviations * deviation);
  return { ohm: recent.ohm - usual.ohm, limit };
}

const isLearned = ({ usual }: Line) => usual.info >= learnedInfo;

function judged(line: Line, ohm: number, info: number, ms: number): Line {
  const agedMs = line.ms === 0 ? 0 : ms - line.ms;
  const recent = added(line.recent, Math.exp(-agedMs / recentMs), ohm, info);
  // What is usual is not learned from what is not.
  const usual = line.risen
    ? line.usual
    : added(line.usual, Math.exp(-agedMs / usualMs), ohm, suspected(line) ? 0 : info);
  const after = { ...line, recent, usual, ms };
  const rise = riseOf(after);
  if (!rise) return after;
  const risen = line.risen ? rise.ohm > rise.limit / 2 : rise.ohm > rise.limit;
  return { ...after, risen };
}

const suspected = (line: Line): boolean => {
  const rise = riseOf(line);
  return rise !== undefined && rise.ohm > rise.limit / 2;
};

function added({ ohm, info }: Estimate, kept: number, more: number, by: number): Estimate {
  const old = info * kept;
  const all = old + by;
  return all <= 0 ? { ohm, info: 0 } : { ohm: (ohm * old + more * by) / all, info: all };
}

export const keptOf = ({ usual, recent, variance, risen }: Line): KeptLine => ({ usual, recent, variance, risen });

/** A line as it was when it was kept: the time between is not known, and counts for nothing. */
export const resumed = (kept: KeptLine): Line => ({ ...unknownLine, ...kept });
