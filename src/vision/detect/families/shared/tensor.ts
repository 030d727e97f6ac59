// What all families share in naming an output tensor and in saying that one has another shape than expected.
import { z } from 'zod';
import { type Message, message } from '../../../../messages/catalogue.ts';
import type { TensorInfo } from '../family.ts';

export const tensorSchema = z
  .union([z.string().min(1), z.int().min(0).max(63)])
  .describe('An output tensor of the ONNX file: its name, or its position from 0.');
export type TensorRef = z.output<typeof tensorSchema>;

export function findTensor(outputs: readonly TensorInfo[], ref: TensorRef): TensorInfo | undefined {
  return typeof ref === 'number' ? outputs[ref] : outputs.find((t) => t.name === ref);
}

/** Names of the tensors meant. */
export const namesOf = (refs: readonly TensorRef[], outputs: readonly TensorInfo[]): string[] =>
  refs.map((ref) => findTensor(outputs, ref)?.name ?? String(ref));

export interface Dimension {
  /** How many numbers; null: any, decided by the network. */
  readonly size: number | null;
  /** Line of the card that is wrong where it does not fit. */
  readonly line: string | ((found: number) => string);
}

/** A dimension of 1, as that of the pictures in a run. */
export const one: Dimension = { size: 1, line: 'output.family' };

export interface Expectation {
  readonly family: string;
  /** Line of the card that names the tensor. */
  readonly line: string;
  /** The shape in words: "yolox = [1, cells, 5 + classes]". */
  readonly meaning: string;
  /** Shapes that are right; a file that has none is compared with the first of as many dimensions. */
  readonly shapes: readonly (readonly Dimension[])[];
  readonly types?: readonly string[];
}

const realTypes = ['float32', 'float16'];

/** What is wrong with the tensor that the card names, if anything is. */
export function tensorProblem(outputs: readonly TensorInfo[], ref: TensorRef, e: Expectation): Message | undefined {
  const found = findTensor(outputs, ref);
  if (!found) {
    const names = outputs.map((t) => t.name).join(', ');
    return message('models.no-output-tensor', { line: e.line, name: String(ref), names });
  }
  const misfits = e.shapes.map((shape) => misfit(found.shape, shape));
  if (misfits.includes(undefined)) {
    const types = e.types ?? realTypes;
    if (types.includes(found.type)) return undefined;
    const expected = types.join(', ');
    return message('models.wrong-output-type', { name: found.name, found: found.type, expected, family: e.family });
  }
  const nearest = Math.max(
    e.shapes.findIndex((shape) => shape.length === found.shape.length),
    0,
  );
  return message('models.wrong-output-shape', {
    name: found.name,
    shape: `[${found.shape.join(', ')}]`,
    expected: e.shapes.map(shown).join(' / '),
    family: e.family,
    meaning: e.meaning,
    line: misfits[nearest] ?? 'output.family',
  });
}

const shown = (shape: readonly Dimension[]) => `[${shape.map((d) => d.size ?? 'N').join(', ')}]`;

/** The line that does not fit; undefined where all fit. Dimensions decided at run time fit. */
function misfit(found: readonly (number | string)[], expected: readonly Dimension[]): string | undefined {
  if (found.length !== expected.length) return 'output.family';
  const lines = expected.flatMap(({ size, line }, i) => {
    const d = found[i];
    if (typeof d !== 'number' || d < 0 || size === null || d === size) return [];
    return typeof line === 'string' ? line : line(d);
  });
  // Where nothing fits, the shape is that of another family.
  return new Set(lines).size > 1 ? 'output.family' : lines[0];
}

/** A dimension that counts classes and `others` more numbers, all of it `times`. */
export function classDimension(classCount: number, others: number, times = 1): Dimension {
  return {
    size: times * (classCount + others),
    line: (found) => {
      const inFile = found / times - others;
      if (!(inFile >= 1 && Number.isInteger(inFile))) return 'output.family';
      // One number more or less is as likely an objectness that this family has, or has not.
      const family = Math.abs(inFile - classCount) === 1 ? 'output.family / ' : '';
      return `${family}classes (${classCount}; ${inFile} in the file)`;
    },
  };
}

/** The number of a class that the card does not have, where a tensor gives numbers of classes. */
export function classOutside(name: string, numbers: Iterable<number>, classCount: number): Message[] {
  let found = -1;
  for (const n of numbers) if (Number.isInteger(n) && n > found) found = n;
  return found < classCount ? [] : [message('models.class-outside', { name, found, count: classCount })];
}

/** The numbers of a tensor that `openModel` handed over: 16-bit ones have been widened. */
export const numbersOf = (tensor: { readonly data: unknown } | undefined): Float32Array => tensor?.data as Float32Array;
