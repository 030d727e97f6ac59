// The identity metrics (Ristani et al. 2016): each id of the truth is given to at most one id of the result, for the
// whole sequence, so that most boxes agree.
import { assign, unassigned } from '../../../src/vision/track/assignment.ts';
import { onIt, type Sequence } from './sequence.ts';

export interface Identity {
  readonly idf1: number;
  readonly idPrecision: number;
  readonly idRecall: number;
}

export function identity({ frames, truthIds, resultIds, truthBoxes, resultBoxes }: Sequence): Identity {
  const together = new Float64Array(truthIds * resultIds);
  for (const { truth, result, overlap } of frames) {
    truth.forEach((t, i) => {
      result.forEach((r, j) => {
        if (overlap[i * result.length + j]! >= onIt) together[t * resultIds + r]! += 1;
      });
    });
  }
  const most = together.reduce((a, b) => Math.max(a, b), 0);
  const columns = assign(
    together.map((n) => (n > 0 ? most - n : Number.POSITIVE_INFINITY)),
    truthIds,
    resultIds,
    most,
  );
  let right = 0;
  columns.forEach((r, t) => {
    if (r !== unassigned) right += together[t * resultIds + r]!;
  });
  return {
    idf1: (2 * right) / (truthBoxes + resultBoxes),
    idPrecision: right / resultBoxes,
    idRecall: right / truthBoxes,
  };
}
