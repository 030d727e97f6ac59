// The models a person names: an id of the registry, or the path of an .onnx file with its card beside it (or a card
// that ships and is true for it). A known model whose file was not added is looked for among loose files.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelCard } from '../../../src/vision/detect/card.ts';
import { ModelRefused } from '../../../src/vision/detect/open-model.ts';
import { knownModel, resolveModel, sha256Of } from '../../../src/vision/detect/registry.ts';

export interface EvaluatedModel {
  /** As the person named it. */
  readonly named: string;
  readonly modelFile: string;
  readonly card: ModelCard;
  readonly sha256: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const looseFiles = join(root, '..', 'shared', 'material', 'models');

/**
 * @param unsealed for a model in training: neither its hash nor its self-check need fit the card.
 * @throws ModelRefused
 */
export function findModel(named: string, folders: readonly string[], unsealed: boolean): EvaluatedModel {
  const { modelFile, card } = find(named, folders);
  const sha256 = sha256Of(modelFile);
  if (!unsealed) return { named, modelFile, card, sha256 };
  const { selfCheck: _, ...others } = card;
  const files = [{ name: 'in training', bytes: statSync(modelFile).size, sha256 }];
  return { named, modelFile, card: { ...others, files }, sha256 };
}

function find(named: string, folders: readonly string[]): { modelFile: string; card: ModelCard } {
  try {
    return resolveModel(named, folders);
  } catch (error) {
    if (!(error instanceof ModelRefused) || error.code !== 'models.not-added') throw error;
    const { card } = knownModel(named, folders);
    const modelFile = looseFileOf(card);
    if (modelFile === undefined) throw error;
    return { modelFile, card };
  }
}

function looseFileOf(card: ModelCard): string | undefined {
  if (!existsSync(looseFiles)) return undefined;
  return readdirSync(looseFiles)
    .filter((f) => extname(f) === '.onnx')
    .map((f) => join(looseFiles, f))
    .find((f) => card.files.some(({ bytes, sha256 }) => bytes === statSync(f).size && sha256 === sha256Of(f)));
}

export const modelFolders = (data: string | undefined): string[] => [
  ...(data === undefined ? [] : [join(data, 'models')]),
  join(root, 'data', 'models'),
  join(root, 'models'),
];
