// Where models are: folders, searched in order, each with a folder per model that holds its card and, once it was added,
// its ONNX file. The two need not lie together: a card that ships with the product may have its file in the data folder.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { message, render } from '../../messages/catalogue.ts';
import { formatPath, type Problem } from '../../runtime/document/problem.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { ModelCard } from './card.ts';
import { loadCard } from './load-card.ts';
import { ModelRefused } from './open-model.ts';

export interface KnownModel {
  readonly id: string;
  readonly cardFile: string;
  readonly card: ModelCard;
  /** Its ONNX file, told by its size; undefined where it was not added yet. The hash is checked when it is opened. */
  readonly modelFile: string | undefined;
}

export interface UsableModel extends KnownModel {
  readonly modelFile: string;
}

export interface Registry {
  /** By id, sorted. */
  readonly models: readonly KnownModel[];
  /** Ids (folder names) whose card has mistakes, with them. */
  readonly broken: ReadonlyMap<string, readonly Problem[]>;
}

/** @param folders the first that has a card of a name wins. */
export function knownModels(folders: readonly string[]): Registry {
  const models = new Map<string, KnownModel>();
  const broken = new Map<string, readonly Problem[]>();
  for (const folder of folders) {
    for (const id of subfolders(folder)) {
      const cardFile = join(folder, id, 'card.yaml');
      if (models.has(id) || broken.has(id) || !existsSync(cardFile)) continue;
      const loaded = loadCard(cardFile);
      if ('problems' in loaded) broken.set(id, loaded.problems);
      else if (loaded.card.id !== id) broken.set(id, [misplaced(cardFile, loaded.card.id, id)]);
      else models.set(id, { id, cardFile, card: loaded.card, modelFile: fileOf(id, loaded.card, folders) });
    }
  }
  return { models: [...models.values()].sort((a, b) => a.id.localeCompare(b.id)), broken };
}

/**
 * The model that a person named: an id, or the path of an `.onnx` file with `card.yaml` or `NAME.yaml` beside it, or
 * one that a known card is true for.
 * @throws ModelRefused which says what is missing.
 */
export function resolveModel(named: string, folders: readonly string[]): UsableModel {
  if (extname(named) === '.onnx') return modelOfFile(resolve(named), folders);
  const model = knownModel(named, folders);
  if (model.modelFile === undefined) throw new ModelRefused(message('models.not-added', { name: named }));
  return { ...model, modelFile: model.modelFile };
}

/** @throws ModelRefused where there is no such model, or its card has mistakes. */
export function knownModel(id: string, folders: readonly string[]): KnownModel {
  const { models, broken } = knownModels(folders);
  const model = models.find((m) => m.id === id);
  if (model) return model;
  const problems = broken.get(id);
  if (problems) throw cardBroken(problems);
  const known = models.map((m) => m.id).join(', ') || '-';
  throw new ModelRefused(message('models.unknown', { name: id, known }));
}

/** @throws ModelRefused */
export function cardOfFile(cardFile: string): ModelCard {
  const loaded = loadCard(cardFile);
  if ('problems' in loaded) throw cardBroken(loaded.problems);
  return loaded.card;
}

/** @throws ModelRefused */
export function modelOfFile(modelFile: string, folders: readonly string[], cardFile?: string): UsableModel {
  const sha256 = sha256Of(modelFile);
  const own = cardFile ?? cardBeside(modelFile);
  if (own !== undefined) {
    const card = cardOfFile(own);
    return { id: card.id, cardFile: own, card, modelFile };
  }
  const known = knownModels(folders).models.find((m) => m.card.files.some((f) => f.sha256 === sha256));
  if (known) return { ...known, modelFile };
  throw new ModelRefused(message('models.no-card-for-file', { file: modelFile, sha256: `${sha256.slice(0, 12)}…` }));
}

function cardBeside(modelFile: string): string | undefined {
  const folder = dirname(modelFile);
  const named = `${modelFile.slice(0, -extname(modelFile).length)}.yaml`;
  return [named, join(folder, 'card.yaml')].find((file) => existsSync(file));
}

/** @throws ModelRefused */
export function sha256Of(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    throw new ModelRefused(message('models.file-unreadable', { file, reason: messageOf(error) }));
  }
}

function fileOf(id: string, card: ModelCard, folders: readonly string[]): string | undefined {
  const sizes = new Set(card.files.map((f) => f.bytes));
  for (const folder of folders) {
    const own = join(folder, id);
    if (!existsSync(own)) continue;
    for (const name of readdirSync(own).sort()) {
      if (extname(name) === '.onnx' && sizes.has(statSync(join(own, name)).size)) return join(own, name);
    }
  }
  return undefined;
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((e) => e.isDirectory() || e.isSymbolicLink())
    .map((e) => e.name)
    .sort();
}

function misplaced(file: string, id: string, folder: string): Problem {
  return {
    file,
    line: 1,
    column: 1,
    path: ['id'],
    severity: 'error',
    message: message('models.id-not-folder', { id, folder }),
  };
}

function cardBroken(problems: readonly Problem[]): ModelRefused {
  const [first] = problems;
  const reason = first ? `${first.line}:${first.column} ${formatPath(first.path)} ${render(first.message, 'en')}` : '';
  return new ModelRefused(message('models.card-broken', { file: first?.file ?? '', reason }));
}
