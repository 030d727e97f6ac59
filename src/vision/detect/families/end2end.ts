// Heads that end in their own selection of boxes: one tensor [1, N, 6] (or [N, 6]) with two corners in pixels of the
// input, a score and the number of a class. YOLOv10, Ultralytics' exports with nms, and the YOLOv7 export with its
// batch number in front, whose columns stand in another order.
import { z } from 'zod';
import type { Decode, Family, FamilyContext } from './family.ts';
import { unitSchema } from './shared/rows.ts';
import { classOutside, type Dimension, namesOf, numbersOf, one, tensorProblem, tensorSchema } from './shared/tensor.ts';

const columns = ['x1', 'y1', 'x2', 'y2', 'score', 'class', 'batch'] as const;

const schema = z
  .strictObject({
    family: z.literal('end2end').describe('Selected boxes: one tensor [1, N, 6], nothing left to suppress.'),
    tensor: tensorSchema,
    columns: z
      .array(z.enum(columns))
      .min(6)
      .max(7)
      .default(['x1', 'y1', 'x2', 'y2', 'score', 'class'])
      .describe('What the numbers of a row are: x1, y1, x2, y2, score, class, and batch where the file has it.'),
    unit: unitSchema.default('pixels'),
  })
  .meta({ title: 'End to end' });

type Output = z.output<typeof schema>;

export const end2end: Family<typeof schema> = {
  schema,
  final: true,
  tensors: (output, outputs) => namesOf([output.tensor], outputs),
  problems: (output, _context, outputs) => {
    const width: Dimension = {
      size: output.columns.length,
      line: (found) => (found === 6 || found === 7 ? 'output.columns' : 'output.family'),
    };
    const some: Dimension = { size: null, line: 'output.family' };
    const problem = tensorProblem(outputs, output.tensor, {
      family: 'end2end',
      line: 'output.tensor',
      meaning: `end2end = [1, boxes, ${output.columns.length}: ${output.columns.join(' ')}]`,
      shapes: [
        [one, some, width],
        [some, width],
      ],
    });
    return problem ? [problem] : [];
  },
  wrongNumbers: (output, context, [name], found) => {
    const width = output.columns.length;
    const classAt = output.columns.indexOf('class');
    const labels = numbersOf(found[name!]).filter((_, i) => i % width === classAt);
    return classOutside(name!, labels, context.classCount);
  },
  createDecode: (output, context, [name]) => createDecode(output, context, name!),
};

function createDecode(output: Output, context: FamilyContext, name: string): Decode {
  const { inputWidth, inputHeight, classMap, scoreFloor } = context;
  const width = output.columns.length;
  const [x1, y1, x2, y2, scoreAt, classAt] = columns.map((c) => output.columns.indexOf(c)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const scaleX = output.unit === 'share' ? inputWidth : 1;
  const scaleY = output.unit === 'share' ? inputHeight : 1;
  return (outputs, into) => {
    const data = numbersOf(outputs[name]);
    for (let at = 0; at + width <= data.length; at += width) {
      const score = data[at + scoreAt]!;
      if (!(score >= scoreFloor)) continue;
      const ours = classMap[data[at + classAt]!] ?? -1;
      if (ours < 0) continue;
      const left = data[at + x1]! * scaleX;
      const top = data[at + y1]! * scaleY;
      const w = data[at + x2]! * scaleX - left;
      const h = data[at + y2]! * scaleY - top;
      if (w > 0 && h > 0 && Number.isFinite(left + top + w + h)) into.add(left, top, w, h, score, ours);
    }
  };
}
