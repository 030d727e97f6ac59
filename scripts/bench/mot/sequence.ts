// A result beside the truth, frame by frame, as all metrics want it: which boxes there are and how much they overlap.
import { assign, unassigned } from '../../../src/vision/track/assignment.ts';
import { iou } from '../../../src/vision/track/overlap.ts';
import { byFrame, type Row } from './text.ts';

export interface FramePair {
  /** Indices of the truth's and the result's ids in this frame, from 0. */
  readonly truth: readonly number[];
  readonly result: readonly number[];
  /** Overlap of each pair, row by row of the truth. */
  readonly overlap: Float64Array;
}

export interface Sequence {
  readonly frames: readonly FramePair[];
  readonly truthIds: number;
  readonly resultIds: number;
  readonly truthBoxes: number;
  readonly resultBoxes: number;
}

/** Classes of MOT16 that a tracker may follow or not: person on vehicle, static person, distractor, reflection. */
const distractors = new Set([2, 7, 8, 12]);
const pedestrian = 1;
/** Overlap from which a box of the result lies on one of the truth. */
export const onIt = 0.5;

/**
 * Leaves out of the truth what is not considered, and out of the result what lies on a distractor, as the MOT
 * Challenge's devkit does.
 */
export function createSequence(truth: readonly Row[], result: readonly Row[]): Sequence {
  const truths = byFrame(truth);
  const results = byFrame(result);
  const truthIndex = indexer();
  const resultIndex = indexer();
  const last = Math.max(0, ...truths.keys(), ...results.keys());
  const frames: FramePair[] = [];
  let truthBoxes = 0;
  let resultBoxes = 0;
  for (let frame = 1; frame <= last; frame++) {
    const all = truths.get(frame) ?? [];
    const considered = all.filter((t) => t.confidence >= 1 && (t.class === undefined || t.class === pedestrian));
    const found = withoutDistractors(all, results.get(frame) ?? []);
    truthBoxes += considered.length;
    resultBoxes += found.length;
    frames.push({
      truth: considered.map((t) => truthIndex.of(t.id)),
      result: found.map((t) => resultIndex.of(t.id)),
      overlap: overlaps(considered, found),
    });
  }
  return { frames, truthIds: truthIndex.size, resultIds: resultIndex.size, truthBoxes, resultBoxes };
}

function withoutDistractors(truth: readonly Row[], result: readonly Row[]): readonly Row[] {
  if (!truth.some((t) => t.class !== undefined && distractors.has(t.class))) return result;
  // Each box of the result belongs to the one of the truth it fits best, whatever its class.
  const both = overlaps(truth, result);
  const cost = both.map((o) => (o >= onIt ? 1 - o : Number.POSITIVE_INFINITY));
  const columns = assign(cost, truth.length, result.length, 1000);
  const dropped = new Set<number>();
  truth.forEach((t, i) => {
    const j = columns[i] ?? unassigned;
    if (j !== unassigned && t.class !== undefined && distractors.has(t.class)) dropped.add(j);
  });
  return result.filter((_, j) => !dropped.has(j));
}

function overlaps(truth: readonly Row[], result: readonly Row[]): Float64Array {
  return Float64Array.from({ length: truth.length * result.length }, (_, k) => {
    const i = Math.floor(k / result.length);
    return iou(truth[i]!.box, result[k - i * result.length]!.box);
  });
}

function indexer() {
  const known = new Map<number, number>();
  return {
    get size() {
      return known.size;
    },
    of(id: number): number {
      const index = known.get(id) ?? known.size;
      known.set(id, index);
      return index;
    },
  };
}
