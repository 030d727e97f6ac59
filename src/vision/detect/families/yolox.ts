// YOLOX (Megvii): one tensor [1, cells, 5 + classes] over the grids of all strides, row-major, fine grid first. A row is
// cx, cy, w, h, objectness, class scores. "Raw grid": the centre is an offset from the cell, width and height are
// logarithms, all in units of the stride. https://github.com/Megvii-BaseDetection/YOLOX/blob/main/yolox/utils/demo_utils.py
import { z } from 'zod';
import { message } from '../../../messages/catalogue.ts';
import type { Decode, Family, FamilyContext } from './family.ts';

const schema = z
  .strictObject({
    family: z.literal('yolox').describe('YOLOX: one tensor [1, cells, 5 + classes], boxes relative to the grid.'),
    tensor: z.string().min(1).describe('Name of the output tensor in the ONNX file.'),
    strides: z
      .array(z.int().min(2).max(256))
      .min(1)
      .max(6)
      .describe('Pixels of the input per cell, one number per grid, in the order of the tensor: usually [8, 16, 32].'),
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
  tensors: (output) => [output.tensor],

  problems(output, context, outputs) {
    const found = outputs.find((t) => t.name === output.tensor);
    if (!found) {
      const names = outputs.map((t) => t.name).join(', ');
      return [message('models.no-output-tensor', { line: 'output.tensor', name: output.tensor, names })];
    }
    const cells = cellCount(output, context);
    const expected = [1, cells, 5 + context.classCount];
    const fits =
      found.shape.length === 3 && found.shape.every((d, i) => typeof d !== 'number' || d < 0 || d === expected[i]);
    if (fits) return [];
    const [, rows, columns] = found.shape;
    const line =
      found.shape.length !== 3
        ? 'output.family'
        : rows !== cells && typeof rows === 'number' && rows >= 0
          ? 'output.strides / input.width / input.height'
          : `classes (${context.classCount}; ${typeof columns === 'number' ? columns - 5 : '?'} in the file)`;
    return [
      message('models.wrong-output-shape', {
        name: output.tensor,
        shape: `[${found.shape.join(', ')}]`,
        expected: `[1, ${cells}, ${5 + context.classCount}]`,
        family: 'yolox',
        meaning: 'yolox = [1, cells, 5 + classes]',
        line,
      }),
    ];
  },

  createDecode: (output, context) => createDecode(output, context),
};

function cellCount(output: Output, context: FamilyContext): number {
  return output.strides.reduce(
    (n, s) => n + Math.floor(context.inputWidth / s) * Math.floor(context.inputHeight / s),
    0,
  );
}

function createDecode(output: Output, context: FamilyContext): Decode {
  const { inputWidth, inputHeight, classCount, classMap, scoreFloor } = context;
  const cells = cellCount(output, context);
  const columns = 5 + classCount;
  // Where each row's cell lies, resolved once.
  const gridX = new Float32Array(cells);
  const gridY = new Float32Array(cells);
  const stride = new Float32Array(cells);
  let row = 0;
  for (const s of output.strides) {
    for (let y = 0; y < Math.floor(inputHeight / s); y++) {
      for (let x = 0; x < Math.floor(inputWidth / s); x++, row++) {
        gridX[row] = x;
        gridY[row] = y;
        stride[row] = s;
      }
    }
  }
  const probability = output.activated ? (v: number) => v : (v: number) => 1 / (1 + Math.exp(-v));
  return (outputs, into) => {
    const data = outputs[output.tensor]?.data as Float32Array;
    for (let i = 0, at = 0; i < cells; i++, at += columns) {
      const objectness = probability(data[at + 4]!);
      if (!(objectness >= scoreFloor)) continue;
      let best = 0;
      let bestScore = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < classCount; c++) {
        const score = data[at + 5 + c]!;
        if (score > bestScore) {
          bestScore = score;
          best = c;
        }
      }
      // A cell that is surest of a class we have no use for (a train, a dog) is not the next best of ours.
      const ours = classMap[best]!;
      if (ours < 0) continue;
      const score = objectness * probability(bestScore);
      if (!(score >= scoreFloor)) continue;
      const s = stride[i]!;
      const cx = (data[at]! + gridX[i]!) * s;
      const cy = (data[at + 1]! + gridY[i]!) * s;
      const w = Math.min(Math.exp(data[at + 2]!) * s, largest * inputWidth);
      const h = Math.min(Math.exp(data[at + 3]!) * s, largest * inputHeight);
      if (Number.isFinite(cx + cy + w + h)) into.add(cx - w / 2, cy - h / 2, w, h, score, ours);
    }
  };
}
