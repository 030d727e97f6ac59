import type { Message } from '../../messages/catalogue.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import type { Path, Problem } from '../../runtime/document/problem.ts';
import { ModelRefused, openModel } from './open-model.ts';
import type { UsableModel } from './registry.ts';

/**
 * Opens a model, runs its known input once and closes it: what `run` would find at its start.
 * @returns why it is refused, at the line of its card that most likely is wrong; undefined where it is right.
 */
export async function checkModel({ modelFile, card, cardFile }: UsableModel): Promise<Problem | undefined> {
  try {
    await (await openModel({ modelFile, card, threads: 1 })).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    const yaml = YamlFile.read(cardFile);
    return yaml instanceof YamlFile ? yaml.problem(pathOf(error.problem), error.problem) : yaml;
  }
}

/** Where in the card the cause of a refusal stands. */
function pathOf({ code, params }: Message): Path {
  switch (code) {
    case 'models.file-unknown':
      return ['files'];
    case 'models.no-input-tensor':
      return ['input', 'name'];
    case 'models.wrong-input-type':
      return ['input', 'type'];
    case 'models.no-size-tensor':
      return ['input', 'sizeTensor', 'name'];
    case 'models.wrong-input-shape':
      return ['input', sideOf(numbersIn(params['shape']), numbersIn(params['expected']))];
    case 'models.does-not-run':
    case 'models.input-not-fed':
      return ['input'];
    case 'models.class-outside':
      return ['classes'];
    case 'models.wrong-output-type':
      return ['output', 'family'];
    case 'models.self-check-failed':
      return ['input', 'colours'];
    default:
      return pathIn(String(params['line'] ?? ''));
  }
}

/** Which of the card's lines makes the difference between the shape of the file and that of the card. */
function sideOf(found: readonly number[], expected: readonly number[]): string {
  const channelsOf = (shape: readonly number[]) => shape.indexOf(3);
  if (found.length !== 4 || channelsOf(found) !== channelsOf(expected)) return 'layout';
  const [height, width] = channelsOf(expected) === 1 ? [2, 3] : [1, 2];
  if (Number.isFinite(found[width]) && found[width] !== expected[width]) return 'width';
  return found[height] === expected[height] ? 'layout' : 'height';
}

/** Of `[1, 3, N, 416]`: a dimension that the file leaves open is NaN. */
const numbersIn = (shape: unknown): number[] =>
  String(shape)
    .replace(/[[\]]/g, '')
    .split(',')
    .map((d) => Number(d));

/** Of `output.strides / input.height` or of `output.family / classes (20; 80 in the file)`: the first that tells more. */
function pathIn(line: string): Path {
  const named = line
    .replace(/\(.*\)/g, '')
    .split('/')
    .map((part) => part.trim());
  const path = named.find((part) => part !== 'output.family') ?? named[0] ?? '';
  return path === '' ? [] : path.split('.');
}
