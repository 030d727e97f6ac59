// FastestDet (dog-qiuqiu): one grid, one tensor [1, 5 + classes, rows, columns] with objectness, box, class scores. The
// centre lies up to one cell away from the cell's corner (tanh), the size is a share of the picture (sigmoid), and the
// score is objectness^0.6 * class^0.4. https://github.com/dog-qiuqiu/FastestDet (example/onnx-runtime)
import { z } from 'zod';
import type { Family, FamilyContext } from './family.ts';
import { gridLines, gridsOf } from './shared/grid.ts';
import { createPick, sigmoid } from './shared/pick.ts';
import { classDimension, namesOf, numbersOf, one, tensorProblem, tensorSchema } from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z.literal('fastestdet').describe('FastestDet: one tensor [1, 5 + classes, rows, columns].'),
    tensor: tensorSchema,
    stride: z.int().min(2).max(256).default(16).describe('Pixels of the input per cell.'),
  })
  .meta({ title: 'FastestDet' });

const gridOf = (stride: number, context: FamilyContext) => gridsOf([stride], context)[0]!;

export const fastestdet: Family<typeof schema> = {
  schema,
  tensors: (output, outputs) => namesOf([output.tensor], outputs),
  problems: (output, context, outputs) => {
    const { columns, rows } = gridOf(output.stride, context);
    const line = gridLines.replace('strides', 'stride');
    const problem = tensorProblem(outputs, output.tensor, {
      family: 'fastestdet',
      line: 'output.tensor',
      meaning: 'fastestdet = [1, 5 + classes, rows, columns]',
      shapes: [[one, classDimension(context.classCount, 5), { size: rows, line }, { size: columns, line }]],
    });
    return problem ? [problem] : [];
  },
  createDecode: (output, context, [name]) => {
    const { columns, rows } = gridOf(output.stride, context);
    const { inputWidth, inputHeight } = context;
    const step = columns * rows;
    const combine = (objectness: number, probability: number) => objectness ** 0.6 * probability ** 0.4;
    const picked = createPick(context, { combine });
    // With a class score of 1 at most, a place whose objectness alone is too low cannot become a candidate.
    const floor = context.scoreFloor ** (1 / 0.6);
    return (outputs, into) => {
      const data = numbersOf(outputs[name!]);
      for (let i = 0; i < step; i++) {
        const objectness = data[i]!;
        if (!(objectness >= floor)) continue;
        const count = picked.pick(data, 5 * step + i, step, objectness);
        if (count === 0) continue;
        const cx = (((i % columns) + Math.tanh(data[step + i]!)) / columns) * inputWidth;
        const cy = ((Math.floor(i / columns) + Math.tanh(data[2 * step + i]!)) / rows) * inputHeight;
        const w = sigmoid(data[3 * step + i]!) * inputWidth;
        const h = sigmoid(data[4 * step + i]!) * inputHeight;
        if (!Number.isFinite(cx + cy + w + h)) continue;
        for (let k = 0; k < count; k++) into.add(cx - w / 2, cy - h / 2, w, h, picked.scores[k]!, picked.classes[k]!);
      }
    };
  },
};
