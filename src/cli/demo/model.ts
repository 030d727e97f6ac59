// Which detection model the demo's camera uses: the one asked for, by id or as a file, else the best that is installed.
import { copyFile, mkdir } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { message } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import { ModelRefused } from '../../vision/detect/open-model.ts';
import { knownModels, modelOfFile, type UsableModel } from '../../vision/detect/registry.ts';
import { exitCode } from '../command.ts';
import { Refusal } from './refusal.ts';

/** A model that is there: its card and a network that the card is true for. */
export interface ModelToShow {
  readonly id: string;
  readonly cardFile: string;
  readonly onnxFile: string;
}

/** The network by which the product checks itself detects nothing of interest. */
const notForShow = 'haidang-self-test';

/**
 * @param wanted an id or a path to an `.onnx` file; undefined: the best that is installed, a model of our own first.
 * @param folders where installed models lie, the first wins.
 * @returns undefined where nothing was asked for and nothing is installed.
 * @throws Refusal where what was asked for is not there or has no card.
 */
export function findModel(wanted: string | undefined, folders: readonly string[]): ModelToShow | undefined {
  if (wanted !== undefined && extname(wanted) === '.onnx') return fileToShow(resolve(wanted), folders);
  const installed = knownModels(folders).models.flatMap(({ modelFile, ...m }) =>
    modelFile ? [toShow({ ...m, modelFile })] : [],
  );
  if (wanted !== undefined) {
    const found = installed.find((m) => m.id === wanted);
    if (found) return found;
    const reason = `not installed; installed: ${installed.map((m) => m.id).join(', ') || '-'}`;
    throw new Refusal(message('demo.model-unusable', { model: wanted, reason }), exitCode.site);
  }
  const forShow = installed.filter((m) => m.id !== notForShow);
  return forShow.find((m) => m.id.startsWith('haidang-')) ?? forShow.find((m) => m.id === 'yolox-nano') ?? forShow[0];
}

const toShow = ({ id, cardFile, modelFile }: UsableModel): ModelToShow => ({ id, cardFile, onnxFile: modelFile });

/** Puts a model where the agent looks for it: into the models folder of its data. */
export async function installModel(model: ModelToShow, data: string): Promise<void> {
  const folder = join(data, 'models', model.id);
  await mkdir(folder, { recursive: true });
  await copyFile(model.cardFile, join(folder, 'card.yaml'));
  await copyFile(model.onnxFile, join(folder, `${model.id}.onnx`));
}

function fileToShow(file: string, folders: readonly string[]): ModelToShow {
  try {
    return toShow(modelOfFile(file, folders));
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    const said =
      error.problem.code === 'models.no-card-for-file'
        ? message('demo.model-without-card', { file })
        : message('demo.model-unusable', { model: file, reason: messageOf(error) });
    throw new Refusal(said, exitCode.site);
  }
}
