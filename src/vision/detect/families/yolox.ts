// YOLOX (Megvii): one tensor [1, cells, 5 + classes] over the grids of all strides, row-major, fine grid first. A row is
// cx, cy, w, h, objectness, class scores. "Raw grid": the centre is an offset from the cell, width and height are
// logarithms, all in units of the stride. https://github.com/Megvii-BaseDetection/YOLOX/blob/main/yolox/utils/demo_utils.py
import { z } from 'zod';
import type { Decode, Family, FamilyContext } from './family.ts';
import { cellsOf, gridLines, gridsOf, stridesSchema } from './shared/grid.ts';
import { createPick, sigmoid } from './shared/pick.ts';
import { classDimension, namesOf, numbersOf, one, tensorProblem, tensorSchema } from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z.literal('yolox').describe('YOLOX: one tensor [1, cells, 5 + classes], boxes relative to the grid.'),
    tensor: tensorSchema,
    strides: stridesSchema,
    activated: z
      .boolean()
      .default(true)
      .describe(
        'true: objectness and class scores are probabilities already. false: the sigmoid is still to be applied.',
      ),
  })
  .meta({ title: 'YOLOX' });

type Output = z.output<typeof schema>;

/** The box of a cell, found from the centre, never exceeds this many inputs in size: exp() of noise would. */
const largest = 4;

export const yolox: Family<typeof schema> = {
  schema,
  tensors: (output, outputs) => namesOf([output.tensor], outputs),
  problems: (output, context, outputs) => {
    const cells = { size: cellsOf(gridsOf(output.strides, context)), line: gridLines };
    const problem = tensorProblem(outputs, output.tensor, {
      family: 'yolox',
      line: 'output.tensor',
      meaning: 'yolox = [1, cells, 5 + classes]',
      shapes: [[one, cells, classDimension(context.classCount, 5)]],
    });
    return problem ? [problem] : [];
  },
  createDecode: (output, context, [name]) => createDecode(output, context, name!),
};

function createDecode(output: Output, context: FamilyContext, name: string): Decode {
  const { inputWidth, inputHeight, classCount, scoreFloor } = context;
  const grids = gridsOf(output.strides, context);
  const cells = cellsOf(grids);
  const columns = 5 + classCount;
  // Where each row's cell lies, resolved once.
  const gridX = new Float32Array(cells);
  const gridY = new Float32Array(cells);
  const stride = new Float32Array(cells);
  let row = 0;
  for (const grid of grids) {
    for (let i = 0; i < grid.columns * grid.rows; i++, row++) {
      gridX[row] = i % grid.columns;
      gridY[row] = Math.floor(i / grid.columns);
      stride[row] = grid.stride;
    }
  }
  const probability = output.activated ? (v: number) => v : sigmoid;
  const picked = createPick(context, { activation: output.activated ? 'none' : 'sigmoid' });
  return (outputs, into) => {
    const data = numbersOf(outputs[name]);
    for (let i = 0, at = 0; i < cells; i++, at += columns) {
      const objectness = probability(data[at + 4]!);
      if (!(objectness >= scoreFloor)) continue;
      const count = picked.pick(data, at + 5, 1, objectness);
      if (count === 0) continue;
      const s = stride[i]!;
      const cx = (data[at]! + gridX[i]!) * s;
      const cy = (data[at + 1]! + gridY[i]!) * s;
      const w = Math.min(Math.exp(data[at + 2]!) * s, largest * inputWidth);
      const h = Math.min(Math.exp(data[at + 3]!) * s, largest * inputHeight);
      if (!Number.isFinite(cx + cy + w + h)) continue;
      for (let k = 0; k < count; k++) into.add(cx - w / 2, cy - h / 2, w, h, picked.scores[k]!, picked.classes[k]!);
    }
  };
}
