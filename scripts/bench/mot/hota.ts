// Higher order tracking accuracy (Luiten et al. 2020) as TrackEval computes it: the geometric mean of how well boxes are
// found and how well found boxes are held together, averaged over the overlaps 0.05, 0.10 … 0.95.
import { assign, unassigned } from '../../../src/vision/track/assignment.ts';
import type { Sequence } from './sequence.ts';

export interface Hota {
  readonly hota: number;
  readonly detection: number;
  readonly association: number;
}

const levels = Array.from({ length: 19 }, (_, i) => (i + 1) * 0.05);
const rounding = 1e-9;

export function hota({ frames, truthIds, resultIds, truthBoxes, resultBoxes }: Sequence): Hota {
  const truthCount = new Float64Array(truthIds);
  const resultCount = new Float64Array(resultIds);
  // How well two ids go together over the whole sequence: which of several overlapping boxes is meant.
  const alike = new Float64Array(truthIds * resultIds);
  for (const { truth, result, overlap } of frames) {
    const width = result.length;
    const ofTruth = truth.map((_, i) => overlap.subarray(i * width, (i + 1) * width).reduce((a, b) => a + b, 0));
    const ofResult = result.map((_, j) => truth.reduce((sum, _t, i) => sum + overlap[i * width + j]!, 0));
    truth.forEach((t, i) => {
      truthCount[t]! += 1;
      result.forEach((r, j) => {
        const both = overlap[i * width + j]!;
        const either = ofTruth[i]! + ofResult[j]! - both;
        if (either > rounding) alike[t * resultIds + r]! += both / either;
      });
    });
    for (const r of result) resultCount[r]! += 1;
  }
  const likeness = alike.map((both, k) => {
    const t = Math.floor(k / resultIds);
    return both / (truthCount[t]! + resultCount[k - t * resultIds]! - both);
  });

  const matches = levels.map(() => new Float64Array(truthIds * resultIds));
  const right = levels.map(() => 0);
  for (const { truth, result, overlap } of frames) {
    const width = result.length;
    const cost = overlap.map((both, k) => {
      const i = Math.floor(k / width);
      return 1 - likeness[truth[i]! * resultIds + result[k - i * width]!]! * both;
    });
    const columns = assign(cost, truth.length, width, 1000);
    truth.forEach((t, i) => {
      const j = columns[i] ?? unassigned;
      if (j === unassigned) return;
      for (const [a, level] of levels.entries()) {
        if (overlap[i * width + j]! < level - rounding) break;
        right[a]!++;
        matches[a]![t * resultIds + result[j]!]! += 1;
      }
    });
  }
  const each = levels.map((_, a) => {
    const association = matches[a]!.reduce((sum, n, k) => {
      if (n === 0) return sum;
      const t = Math.floor(k / resultIds);
      return sum + (n * n) / (truthCount[t]! + resultCount[k - t * resultIds]! - n);
    }, 0);
    const tp = right[a]!;
    return { detection: tp / Math.max(1, truthBoxes + resultBoxes - tp), association: association / Math.max(1, tp) };
  });
  const mean = (of: (e: { detection: number; association: number }) => number) =>
    each.reduce((sum, e) => sum + of(e), 0) / each.length;
  return {
    hota: mean((e) => Math.sqrt(e.detection * e.association)),
    detection: mean((e) => e.detection),
    association: mean((e) => e.association),
  };
}
