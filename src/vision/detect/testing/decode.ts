import type { Detection } from '../../../domain/detection.ts';
import { roadUserClasses } from '../../../domain/detection.ts';
import { render, renderHint } from '../../../messages/catalogue.ts';
import { Candidates } from '../candidates.ts';
import type { Family, FamilyContext, TensorInfo, Tensors } from '../families/family.ts';
import { families } from '../families/table.ts';

type Part = Partial<FamilyContext>;

/** An input of 32 x 32 pixels and three classes: car, one that is none of ours, person. */
export function contextOf(more: Part = {}): FamilyContext {
  const classMap = Int16Array.of(roadUserClasses.indexOf('car'), -1, roadUserClasses.indexOf('person'));
  return { inputWidth: 32, inputHeight: 32, classCount: 3, classMap, scoreFloor: 0.25, classes: 'best', ...more };
}

/** The family that a card's `output` names, and that output as the schema completes it. */
function read(output: object): { family: Family; settings: never } {
  const family = families[(output as { family: keyof typeof families }).family] as Family;
  return { family, settings: family.schema.parse(output) as never };
}

/** A tensor of zeros but for the numbers given by their position. */
export function filled(dims: readonly number[], numbers: Readonly<Record<number, readonly number[]>>) {
  const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
  for (const [at, values] of Object.entries(numbers)) data.set(values, Number(at));
  return { data, dims, type: 'float32' };
}

/** What the family finds in these tensors, in pixels of the input, best first, none suppressed. */
export function decoded(output: object, tensors: Tensors, more: Part = {}): Detection[] {
  const { family, settings } = read(output);
  const context = contextOf(more);
  const names = family.tensors(settings, infosOf(tensors));
  const found = new Candidates(1000);
  family.createDecode(settings, context, names)(tensors, found);
  const { inputWidth: width, inputHeight: height } = context;
  const asIs = { frameWidth: width, frameHeight: height, left: 0, top: 0, width, height, scaleX: 1, scaleY: 1 };
  return found.best(1, 1000, asIs);
}

export const infosOf = (tensors: Tensors): TensorInfo[] =>
  Object.entries(tensors).map(([name, t]) => ({ name, type: t?.type ?? '?', shape: t?.dims ?? [] }));

/** What the family says of a file with these outputs: `text -> remedy`, or `fine`. */
export function said(
  output: object,
  shapes: Readonly<Record<string, readonly (number | string)[]>>,
  more: Part = {},
): string {
  const { family, settings } = read(output);
  const outputs = Object.entries(shapes).map(([name, shape]) => ({ name, type: 'float32', shape }));
  const [p] = family.problems(settings, contextOf(more), outputs);
  return p ? `${render(p, 'en')} -> ${renderHint(p, 'en')}` : 'fine';
}
