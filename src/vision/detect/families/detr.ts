// Transformers that answer a fixed number of queries (DETR, RT-DETR, D-FINE, DEIM). Two kinds of export: one selects
// inside the file and gives labels [1, N], boxes [1, N, 4] and scores [1, N]; the other gives the scores of every class
// [1, N, classes] and boxes [1, N, 4] as the network has them. Where the file wants the size of the picture, it is given
// that of the input (`input.sizeTensor`), so that boxes are in pixels of the input.
import { z } from 'zod';
import type { Decode, Family, FamilyContext, Tensors } from './family.ts';
import { activationSchema, createPick } from './shared/pick.ts';
import { boxFormatSchema, unitSchema } from './shared/rows.ts';
import {
  classDimension,
  classOutside,
  type Dimension,
  type Expectation,
  namesOf,
  numbersOf,
  one,
  tensorProblem,
  tensorSchema,
} from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z.literal('detr').describe('DETR and its like: queries with a box and a score each, nothing to suppress.'),
    boxes: tensorSchema.describe('Tensor [1, N, 4] of the boxes: its name, or its position from 0.'),
    scores: tensorSchema.describe('Tensor of the scores: [1, N] with labels, else [1, N, classes].'),
    labels: tensorSchema.optional().describe('Tensor [1, N] of the numbers of the classes, where the file selects.'),
    format: boxFormatSchema.describe('The four numbers of a box: two corners, or centre, width and height.'),
    unit: unitSchema,
    activation: activationSchema.default('none'),
    noObject: z
      .boolean()
      .default(false)
      .describe('true: a last column of the scores says "no object" (the first DETR, with softmax).'),
  })
  .meta({ title: 'DETR' });

type Output = z.output<typeof schema>;

const some: Dimension = { size: null, line: 'output.family' };
const labelTypes = ['int64', 'int32', 'float32', 'float16'];

export const detr: Family<typeof schema> = {
  schema,
  final: true,
  tensors: ({ boxes, scores, labels }, outputs) =>
    namesOf(labels === undefined ? [boxes, scores] : [boxes, scores, labels], outputs),
  problems: (output, context, outputs) =>
    expectations(output, context).flatMap(([ref, e]) => tensorProblem(outputs, ref, e) ?? []),
  wrongNumbers: (_output, context, [, , labels], found) =>
    labels === undefined ? [] : classOutside(labels, Array.from(labelsOf(found[labels]), Number), context.classCount),
  createDecode: (output, context, names) => createDecode(output, context, names),
};

/** Numbers of classes, in whatever type the file has. */
const labelsOf = (tensor: Tensors[string]) => tensor?.data as ArrayLike<number | bigint>;

function expectations(output: Output, { classCount }: FamilyContext): [string | number, Expectation][] {
  const family = 'detr';
  const box: Expectation = {
    family,
    line: 'output.boxes',
    meaning: 'detr boxes = [1, queries, 4]',
    shapes: [[one, some, { size: 4, line: 'output.boxes / output.family' }]],
  };
  if (output.labels !== undefined) {
    const list = (line: string, types?: string[]): Expectation => ({
      family,
      line,
      meaning: `detr ${line.replace('output.', '')} = [1, queries]`,
      shapes: [[one, some]],
      ...(types && { types }),
    });
    return [
      [output.boxes, box],
      [output.scores, list('output.scores')],
      [output.labels, list('output.labels', labelTypes)],
    ];
  }
  const perClass = classDimension(classCount, output.noObject ? 1 : 0);
  const meaning = `detr scores = [1, queries, classes${output.noObject ? ' + 1' : ''}]`;
  return [
    [output.boxes, box],
    [output.scores, { family, line: 'output.scores', meaning, shapes: [[one, some, perClass]] }],
  ];
}

function createDecode(
  output: Output,
  context: FamilyContext,
  [boxesName, scoresName, labelsName]: readonly string[],
): Decode {
  const { inputWidth, inputHeight, classCount, classMap, scoreFloor } = context;
  const background = output.noObject ? 1 : 0;
  const picked = createPick(context, { activation: output.activation, background });
  const scaleX = output.unit === 'share' ? inputWidth : 1;
  const scaleY = output.unit === 'share' ? inputHeight : 1;
  const corners = output.format === 'xyxy';
  /** The box of query `q` for what was picked. */
  const add = (boxes: Float32Array, q: number, count: number, into: Parameters<Decode>[1]) => {
    const a = boxes[4 * q]! * scaleX;
    const b = boxes[4 * q + 1]! * scaleY;
    const c = boxes[4 * q + 2]! * scaleX;
    const d = boxes[4 * q + 3]! * scaleY;
    const w = corners ? c - a : c;
    const h = corners ? d - b : d;
    const left = corners ? a : a - c / 2;
    const top = corners ? b : b - d / 2;
    if (!(w > 0 && h > 0 && Number.isFinite(left + top + w + h))) return;
    for (let k = 0; k < count; k++) into.add(left, top, w, h, picked.scores[k]!, picked.classes[k]!);
  };
  if (labelsName === undefined) {
    const columns = classCount + background;
    return (outputs, into) => {
      const boxes = numbersOf(outputs[boxesName!]);
      const scores = numbersOf(outputs[scoresName!]);
      for (let q = 0; 4 * q < boxes.length; q++) add(boxes, q, picked.pick(scores, q * columns, 1, 1), into);
    };
  }
  return (outputs, into) => {
    const boxes = numbersOf(outputs[boxesName!]);
    const scores = numbersOf(outputs[scoresName!]);
    const labels = labelsOf(outputs[labelsName]);
    for (let q = 0; q < scores.length; q++) {
      if (!(scores[q]! >= scoreFloor)) continue;
      const ours = classMap[Number(labels[q])] ?? -1;
      if (ours < 0) continue;
      picked.classes[0] = ours;
      picked.scores[0] = scores[q]!;
      add(boxes, q, 1, into);
    }
  };
}
