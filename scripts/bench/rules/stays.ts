// Figures of stays held against the stays themselves: a rule that measures accuses nobody, so what is scored is each stay
// that it counted, with its length.
import type { OutgoingOf } from '../../../src/domain/outgoing.ts';
import type { RuleScore, WrongEvent } from '../../../src/vision/score.ts';
import type { HappeningLine } from '../../../src/vision/tracks-file.ts';

/** A stay is counted when somebody has been away for so long, milliseconds (see src/vision/rules/stays.ts). */
const goneMs = 2000;

/** How far off it may be when somebody went, and how long it stayed, milliseconds. */
export interface StayTolerance {
  readonly goneMs: number;
  readonly lengthMs: number;
}

/** Between two frames, and the rounding of figures to a tenth of a second. */
export const exactly: StayTolerance = { goneMs: 100, lengthMs: 160 };

export interface JudgedStays {
  readonly score: RuleScore;
  readonly missed: readonly HappeningLine[];
  /** Intervals of which more was said than was. */
  readonly wrong: readonly WrongEvent[];
}

/**
 * @param figures of an interval each, short enough for hardly more than one stay.
 * @param endMs of the file: who was not gone by then has not been counted.
 * @param isJudged whether a stay is one that must be counted, or must not: of the others neither is a mistake.
 */
export function scoreStays(
  figures: readonly OutgoingOf<'camera.figures'>[],
  happenings: readonly HappeningLine[],
  endMs: number,
  { goneMs: frameMs, lengthMs } = exactly,
  isJudged: (h: HappeningLine) => boolean = () => true,
): JudgedStays {
  const all = happenings.filter((h) => isJudged(h) && h.endMs + goneMs + frameMs < endMs);
  const open = new Set(all.filter((h) => h.type === 'violation'));
  const others = new Set(happenings.filter((h) => !all.includes(h)));
  const near = all.filter((h) => h.type === 'near-miss');
  const happened = open.size;
  const wrong: WrongEvent[] = [];
  let [said, right, nearMissesTaken] = [0, 0, 0];
  for (const { from, to, figures: f } of figures) {
    const left = f['left'] ?? 0;
    said += left;
    const within = (h: HappeningLine) =>
      h.endMs + goneMs >= Date.parse(from) - frameMs && h.endMs + goneMs <= Date.parse(to) + frameMs;
    // Those whose lengths together are what the figures say.
    const mean = f['stayMeanSeconds'] ?? 0;
    const met = chosen([...open, ...others].filter(within), { count: left, meanMs: mean * 1000, lengthMs });
    const judged = met.filter((h) => open.delete(h));
    for (const h of met) others.delete(h);
    right += judged.length;
    said -= met.length - judged.length;
    if (met.length === left) continue;
    wrong.push({ ms: Date.parse(to), track: undefined });
    nearMissesTaken += near.filter(within).length;
  }
  const score = {
    ...{ happened, unseen: 0, said, right, told: happened - open.size, nearMissesTaken, nearMisses: near.length },
    precision: said === 0 ? null : right / said,
    recall: happened === 0 ? null : (happened - open.size) / happened,
  };
  return { score, missed: [...open], wrong };
}

interface Wanted {
  readonly count: number;
  readonly meanMs: number;
  readonly lengthMs: number;
}

/** So many of them that their mean length is what was said; nobody where there are none such. */
function chosen(from: readonly HappeningLine[], { count, meanMs, lengthMs }: Wanted): readonly HappeningLine[] {
  if (count === 0) return [];
  const tryWith = (rest: readonly HappeningLine[], taken: readonly HappeningLine[]): readonly HappeningLine[] => {
    if (taken.length === count) {
      const mean = taken.reduce((sum, h) => sum + h.endMs - h.startMs, 0) / count;
      return Math.abs(mean - meanMs) <= lengthMs ? taken : [];
    }
    for (const [i, h] of rest.entries()) {
      const found = tryWith(rest.slice(i + 1), [...taken, h]);
      if (found.length > 0) return found;
    }
    return [];
  };
  return tryWith(from, []);
}
