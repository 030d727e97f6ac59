// Brings a model to this machine: fetched from the address its card names, or copied from a file. Both are opened and
// self-checked before they count as added.
import { constants, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { message } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { ModelCard } from './card.ts';
import { type DownloadOptions, download } from './download.ts';
import { ModelRefused, openModel } from './open-model.ts';
import { knownModel, modelOfFile, sha256Of, type UsableModel } from './registry.ts';

export interface AddOptions extends Pick<DownloadOptions, 'clock' | 'random' | 'onProgress' | 'signal'> {
  /** Where models are looked for, in order. */
  readonly folders: readonly string[];
  /** The one of them that models are added to. */
  readonly into: string;
}

/**
 * Fetches the file of a known model; nothing is fetched where it is there already.
 * @throws ModelRefused
 */
export async function addKnown(id: string, options: AddOptions): Promise<UsableModel> {
  const model = knownModel(id, options.folders);
  if (model.modelFile && isAccepted(model.modelFile, model.card)) return { ...model, modelFile: model.modelFile };
  const wanted = model.card.files.find((f) => f.url !== undefined);
  if (wanted?.url === undefined) throw new ModelRefused(message('models.no-url', { name: id }));
  const folder = makeFolder(options.into, id);
  const modelFile = join(folder, `${id}.onnx`);
  const { bytes, sha256, url } = wanted;
  await download({ ...options, url, bytes, sha256, file: modelFile });
  await check({ ...model, modelFile });
  return { ...model, modelFile };
}

/**
 * Installs a file with its card: the one named, the one beside it, or a known one that is true for it.
 * @throws ModelRefused
 */
export async function addFile(file: string, cardFile: string | undefined, options: AddOptions): Promise<UsableModel> {
  const source = modelOfFile(file, options.folders, cardFile);
  await check(source);
  const { id } = source.card;
  const folder = makeFolder(options.into, id);
  const modelFile = join(folder, `${id}.onnx`);
  const installedCard = join(folder, 'card.yaml');
  replaceWithCopy(source.modelFile, modelFile);
  // A card that ships with the product stays where it is, so that a newer product brings a newer card.
  const ships = options.folders.some((f) => f !== options.into && join(f, id, 'card.yaml') === source.cardFile);
  if (!ships) replaceWithCopy(source.cardFile, installedCard);
  return { ...source, modelFile, cardFile: ships ? source.cardFile : installedCard };
}

const isAccepted = (file: string, card: ModelCard) => card.files.some((f) => f.sha256 === sha256Of(file));

async function check({ modelFile, card }: UsableModel): Promise<void> {
  const opened = await openModel({ modelFile, card, threads: 1 });
  await opened.close();
}

function makeFolder(into: string, id: string): string {
  const folder = join(into, id);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ModelRefused(message('models.folder-not-writable', { folder, reason: messageOf(error) }));
  }
  return folder;
}

/** The copy appears complete, in one step. */
function replaceWithCopy(from: string, to: string): void {
  if (from === to) return;
  const fresh = `${to}.new`;
  try {
    copyFileSync(from, fresh, constants.COPYFILE_FICLONE);
    renameSync(fresh, to);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new ModelRefused(message('models.folder-not-writable', { folder: to, reason: messageOf(error) }));
  }
}
