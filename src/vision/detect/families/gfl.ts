// Heads of generalised focal loss (Li et al. 2020), as NanoDet and PicoDet have them: per grid the class scores of each
// cell and, for each side of the box, how likely its distance from the cell's centre is 0, 1, 2 … strides. The distance
// is the mean of that distribution. Either two tensors a grid, or one tensor for all grids with both side by side.
import { z } from 'zod';
import { message } from '../../../messages/catalogue.ts';
import type { Decode, Family, FamilyContext } from './family.ts';
import { cellsOf, type Grid, gridLines, gridsOf, stridesSchema } from './shared/grid.ts';
import { createPick } from './shared/pick.ts';
import {
  classDimension,
  type Dimension,
  namesOf,
  numbersOf,
  one,
  type TensorRef,
  tensorProblem,
  tensorSchema,
} from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z
      .literal('gfl')
      .describe('NanoDet, PicoDet: class scores and distributions of the distances to the sides.'),
    strides: stridesSchema.describe(
      'Pixels of the input per cell, one number per grid: [8, 16, 32] or [8, 16, 32, 64].',
    ),
    scores: z.array(tensorSchema).min(1).max(8).optional().describe('Tensor of the class scores of each grid.'),
    distances: z.array(tensorSchema).min(1).max(8).optional().describe('Tensor of the distances of each grid.'),
    tensor: tensorSchema.optional().describe('In place of scores and distances: one tensor with both side by side.'),
    bins: z
      .int()
      .min(2)
      .max(64)
      .default(8)
      .describe('How many distances a side is spread over: 8 from 0 to 7 strides.'),
    activated: z
      .boolean()
      .default(true)
      .describe('true: scores are probabilities. false: the sigmoid is still to come.'),
    centre: z.number().min(0).max(1).default(0.5).describe('Where in its cell the centre lies; NanoDet-Plus: 0.'),
  })
  .meta({ title: 'NanoDet, PicoDet' });

type Output = z.output<typeof schema>;

interface Part {
  readonly grids: readonly Grid[];
  readonly scores: TensorRef;
  readonly distances: TensorRef;
}

/** Which tensors speak of which grids. */
function partsOf(output: Output, context: FamilyContext): Part[] {
  const grids = gridsOf(output.strides, context);
  if (output.tensor !== undefined) return [{ grids, scores: output.tensor, distances: output.tensor }];
  return grids.map((grid, i) => ({
    grids: [grid],
    scores: output.scores?.[i] ?? '',
    distances: output.distances?.[i] ?? '',
  }));
}

export const gfl: Family<typeof schema> = {
  schema,
  tensors: (output, outputs) => {
    if (output.tensor !== undefined) return namesOf([output.tensor], outputs);
    return namesOf([...(output.scores ?? []), ...(output.distances ?? [])], outputs);
  },
  problems: (output, context, outputs) => {
    const sides = 4 * output.bins;
    const both = output.tensor !== undefined;
    const wanted = output.strides.length;
    for (const line of both ? [] : (['scores', 'distances'] as const)) {
      const given = output[line]?.length ?? 0;
      if (given !== wanted) return [message('models.not-one-a-stride', { line: `output.${line}`, given, wanted })];
    }
    const bins: Dimension = { size: sides, line: 'output.bins' };
    return partsOf(output, context).flatMap(({ grids, scores, distances }, i) => {
      const cells: Dimension = { size: cellsOf(grids), line: gridLines };
      const expect = (ref: TensorRef, line: string, meaning: string, numbers: Dimension) =>
        tensorProblem(outputs, ref, {
          family: 'gfl',
          line,
          meaning: `gfl ${meaning}`,
          shapes: [
            [one, cells, numbers],
            [cells, numbers],
          ],
        }) ?? [];
      const classes = classDimension(context.classCount, both ? sides : 0);
      if (both) return expect(scores, 'output.tensor', '= [1, cells, classes + 4 x bins]', classes);
      return [
        expect(scores, `output.scores[${i}]`, 'scores = [1, cells, classes]', classes),
        expect(distances, `output.distances[${i}]`, 'distances = [1, cells, 4 x bins]', bins),
      ].flat();
    });
  },
  createDecode: (output, context, names) => {
    const { classCount } = context;
    const sides = 4 * output.bins;
    const both = output.tensor !== undefined;
    const decodes = partsOf(output, context).map(({ grids }, i) =>
      createDecode(output, context, {
        grids,
        scores: { name: names[i]!, first: 0, step: both ? classCount + sides : classCount },
        distances: both
          ? { name: names[i]!, first: classCount, step: classCount + sides }
          : { name: names[i + output.strides.length]!, first: 0, step: sides },
      }),
    );
    return (outputs, into) => {
      for (const decode of decodes) decode(outputs, into);
    };
  },
};

/** A tensor, where in it the first cell begins, and how far it is to the next. */
interface Column {
  readonly name: string;
  readonly first: number;
  readonly step: number;
}

function createDecode(
  { bins, activated, centre }: Output,
  context: FamilyContext,
  { grids, scores, distances }: { grids: readonly Grid[]; scores: Column; distances: Column },
): Decode {
  const picked = createPick(context, { activation: activated ? 'none' : 'sigmoid' });
  return (outputs, into) => {
    const scoreData = numbersOf(outputs[scores.name]);
    const distanceData = numbersOf(outputs[distances.name]);
    let s = scores.first;
    let d = distances.first;
    for (const { stride, columns, rows } of grids) {
      for (let i = 0; i < columns * rows; i++, s += scores.step, d += distances.step) {
        const count = picked.pick(scoreData, s, 1, 1);
        if (count === 0) continue;
        const cx = (i % columns) + centre;
        const cy = Math.floor(i / columns) + centre;
        const left = expected(distanceData, d, bins);
        const top = expected(distanceData, d + bins, bins);
        const width = (left + expected(distanceData, d + 2 * bins, bins)) * stride;
        const height = (top + expected(distanceData, d + 3 * bins, bins)) * stride;
        const x = (cx - left) * stride;
        const y = (cy - top) * stride;
        if (!(width > 0 && height > 0 && Number.isFinite(x + y))) continue;
        for (let k = 0; k < count; k++) into.add(x, y, width, height, picked.scores[k]!, picked.classes[k]!);
      }
    }
  };
}

/** The mean of 0, 1, 2 … under the softmax of `bins` numbers. */
function expected(data: Float32Array, at: number, bins: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < bins; i++) top = Math.max(top, data[at + i]!);
  let sum = 0;
  let weighed = 0;
  for (let i = 0; i < bins; i++) {
    const e = Math.exp(data[at + i]! - top);
    sum += e;
    weighed += i * e;
  }
  return weighed / sum;
}
