// Which detection model the demo's camera uses: the one asked for, by id or as a file, else the best that is installed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { findModels } from '../../agent/models.ts';
import { message } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { ModelCard } from '../../vision/detect/card.ts';
import { loadCard } from '../../vision/detect/load-card.ts';
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
  if (wanted?.endsWith('.onnx')) return modelOfFile(resolve(wanted), folders);
  const installed = installedModels(folders);
  if (wanted !== undefined) {
    const found = installed.find((m) => m.id === wanted);
    if (found) return found;
    const reason = `not installed; installed: ${installed.map((m) => m.id).join(', ') || '-'}`;
    throw new Refusal(message('demo.model-unusable', { model: wanted, reason }), exitCode.site);
  }
  const forShow = installed.filter((m) => m.id !== notForShow);
  return forShow.find((m) => m.id.startsWith('haidang-')) ?? forShow.find((m) => m.id === 'yolox-nano') ?? forShow[0];
}

/** Puts a model where the agent looks for it: into the models folder of its data. */
export async function installModel(model: ModelToShow, data: string): Promise<void> {
  const folder = join(data, 'models', model.id);
  await mkdir(folder, { recursive: true });
  await copyFile(model.cardFile, join(folder, 'card.yaml'));
  await copyFile(model.onnxFile, join(folder, `${model.id}.onnx`));
}

function modelOfFile(file: string, folders: readonly string[]): ModelToShow {
  const sha256 = hashOf(file);
  const here = dirname(file);
  const beside = [join(here, 'card.yaml'), join(here, basename(file).replace(/\.onnx$/, '.yaml'))];
  const shipped = folders.flatMap(cardsIn);
  for (const cardFile of [...beside, ...shipped]) {
    const card = cardOf(cardFile);
    if (card?.files.some((f) => f.sha256 === sha256)) return { id: card.id, cardFile, onnxFile: file };
  }
  throw new Refusal(message('demo.model-without-card', { file }), exitCode.site);
}

function hashOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    throw new Refusal(message('demo.model-unusable', { model: file, reason: messageOf(error) }), exitCode.site);
  }
}

/** The models that have both a card and a file, as the agent would find them. */
function installedModels(folders: readonly string[]): ModelToShow[] {
  const names = new Set(findModels(folders, new Set()).known.keys());
  const { models, withoutFile } = findModels(folders, names);
  return [...models].flatMap(([id, { modelFile }]) => {
    const cardFile = folders.map((f) => join(f, id, 'card.yaml')).find((f) => existsSync(f));
    return cardFile && !withoutFile.has(id) ? [{ id, cardFile, onnxFile: modelFile }] : [];
  });
}

function cardsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).sort();
  return names.map((name) => join(folder, name, 'card.yaml')).filter((f) => existsSync(f));
}

function cardOf(file: string): ModelCard | undefined {
  if (!existsSync(file)) return undefined;
  const loaded = loadCard(file);
  return 'card' in loaded ? loaded.card : undefined;
}
