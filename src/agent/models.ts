// The models that a site names: their cards, and where their files lie.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../runtime/document/problem.ts';
import type { ModelCard } from '../vision/detect/card.ts';
import { loadCard } from '../vision/detect/load-card.ts';

export interface FoundModel {
  readonly card: ModelCard;
  /** Where the file is, or where it will be looked for when it is added later. */
  readonly modelFile: string;
}

export interface FoundModels {
  /** Of the named models those whose card is good. */
  readonly models: Map<string, FoundModel>;
  /** Every model that has a card, with the card where it was read and is good. */
  readonly known: Map<string, ModelCard | undefined>;
  /** Named models with a good card and no file. */
  readonly withoutFile: Set<string>;
  readonly problems: Problem[];
  /** The texts of the cards that were read. */
  readonly sources: Buffer[];
}

/** @param folders searched for `NAME/card.yaml` and `NAME/*.onnx`; the first that has one wins, for each of the two. */
export function findModels(folders: readonly string[], names: ReadonlySet<string>): FoundModels {
  const found: FoundModels = { models: new Map(), known: new Map(), withoutFile: new Set(), problems: [], sources: [] };
  for (const name of folders.flatMap(namesIn)) found.known.set(name, undefined);
  for (const name of names) {
    const cardFile = folders.map((f) => join(f, name, 'card.yaml')).find((f) => existsSync(f));
    if (!cardFile) continue;
    found.sources.push(readFileSync(cardFile));
    const loaded = loadCard(cardFile);
    if ('problems' in loaded) {
      found.problems.push(...loaded.problems);
      continue;
    }
    const { card } = loaded;
    found.known.set(name, card);
    const modelFile = folders.map((f) => fileOf(join(f, name), card)).find((f) => f !== undefined);
    if (!modelFile) found.withoutFile.add(name);
    found.models.set(name, { card, modelFile: modelFile ?? join(folders[0] ?? '', name, `${name}.onnx`) });
  }
  return found;
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'card.yaml')));
}

/** The file of a folder that the card can be true for, by its size: the detector compares the hash when it opens it. */
function fileOf(folder: string, card: ModelCard): string | undefined {
  if (!existsSync(folder)) return undefined;
  const sizes = new Set(card.files.map((f) => f.bytes));
  const files = readdirSync(folder).filter((f) => f.endsWith('.onnx'));
  const file = files.find((f) => sizes.has(statSync(join(folder, f)).size)) ?? files[0];
  return file === undefined ? undefined : join(folder, file);
}
