// Heads whose boxes come out complete, one place a row (or a column): four numbers of the box, maybe an objectness, the
// class scores, maybe numbers of other tasks (masks, key points) that are passed over.
import { z } from 'zod';
import { type Message, message } from '../../../../messages/catalogue.ts';
import type { Decode, FamilyContext, TensorInfo } from '../family.ts';
import { type Activation, createPick, sigmoid } from './pick.ts';
import { classDimension, type Dimension, findTensor, numbersOf, one, type TensorRef, tensorProblem } from './tensor.ts';

export const orderSchema = z
  .enum(['rows', 'columns'])
  .describe('rows: the tensor is [1, places, numbers]. columns: [1, numbers, places].');
export const boxFormatSchema = z
  .enum(['xyxy', 'cxcywh'])
  .describe('The four numbers of a box: two corners, or centre, width and height.');
export const unitSchema = z
  .enum(['pixels', 'share'])
  .describe('What boxes are measured in: pixels of the input, or shares of it (0 to 1).');
export const extraSchema = z
  .int()
  .min(0)
  .max(4096)
  .describe('Numbers after the class scores that are passed over (masks, key points).');

export interface Rows {
  readonly tensor: TensorRef;
  readonly order: z.output<typeof orderSchema>;
  readonly format: z.output<typeof boxFormatSchema>;
  readonly unit: z.output<typeof unitSchema>;
  readonly objectness: boolean;
  readonly activation: Exclude<Activation, 'softmax'>;
  readonly extra: number;
  /** How many places there are; null where only the file knows. */
  readonly places: Dimension;
}

const othersOf = (rows: Rows) => 4 + (rows.objectness ? 1 : 0) + rows.extra;

export function rowsProblems(
  family: string,
  rows: Rows,
  { classCount }: FamilyContext,
  outputs: readonly TensorInfo[],
): Message[] {
  const others = othersOf(rows);
  const numbers = classDimension(classCount, others);
  const inRows = rows.order === 'rows';
  const found = findTensor(outputs, rows.tensor);
  const [, a, b] = found?.shape ?? [];
  const words = `${4 + (rows.objectness ? 1 : 0)} + classes${rows.extra > 0 ? ` + ${rows.extra}` : ''}`;
  const meaning = `${family} = ${inRows ? `[1, places, ${words}]` : `[1, ${words}, places]`}`;
  const expectation = {
    family,
    line: 'output.tensor',
    meaning,
    shapes: [inRows ? [one, rows.places, numbers] : [one, numbers, rows.places]],
  };
  const problem = tensorProblem(outputs, rows.tensor, expectation);
  if (!problem) return [];
  // The right numbers the other way round are one mistake, and have one remedy.
  const turned = inRows ? a === numbers.size && b !== numbers.size : b === numbers.size && a !== numbers.size;
  if (!turned || !found) return [problem];
  const expected = `[1, ${inRows ? `N, ${numbers.size}` : `${numbers.size}, N`}]`;
  const shape = `[${found.shape.join(', ')}]`;
  return [
    message('models.wrong-output-shape', { name: found.name, shape, expected, family, meaning, line: 'output.order' }),
  ];
}

export function decodeRows(rows: Rows, context: FamilyContext, name: string): Decode {
  const { inputWidth, inputHeight, classCount, scoreFloor } = context;
  const numbers = classCount + othersOf(rows);
  const firstClass = rows.objectness ? 5 : 4;
  const scaleX = rows.unit === 'share' ? inputWidth : 1;
  const scaleY = rows.unit === 'share' ? inputHeight : 1;
  const corners = rows.format === 'xyxy';
  const picked = createPick(context, { activation: rows.activation });
  const probability = rows.activation === 'sigmoid' ? sigmoid : (v: number) => v;
  return (outputs, into) => {
    const data = numbersOf(outputs[name]);
    const places = Math.floor(data.length / numbers);
    const step = rows.order === 'rows' ? 1 : places;
    const next = rows.order === 'rows' ? numbers : 1;
    for (let i = 0, at = 0; i < places; i++, at += next) {
      const objectness = rows.objectness ? probability(data[at + 4 * step]!) : 1;
      if (!(objectness >= scoreFloor)) continue;
      const count = picked.pick(data, at + firstClass * step, step, objectness);
      if (count === 0) continue;
      const a = data[at]! * scaleX;
      const b = data[at + step]! * scaleY;
      const c = data[at + 2 * step]! * scaleX;
      const d = data[at + 3 * step]! * scaleY;
      const width = corners ? c - a : c;
      const height = corners ? d - b : d;
      const left = corners ? a : a - c / 2;
      const top = corners ? b : b - d / 2;
      if (!(width > 0 && height > 0 && Number.isFinite(left + top + width + height))) continue;
      for (let k = 0; k < count; k++) into.add(left, top, width, height, picked.scores[k]!, picked.classes[k]!);
    }
  };
}
