import { YamlFile } from '../../runtime/document/document.ts';
import type { Problem } from '../../runtime/document/problem.ts';
import { type ModelCard, modelCardSchema } from './card.ts';

/** Reads a model card. A mistake is a problem with its line, never an exception. */
export function loadCard(file: string): { card: ModelCard } | { problems: readonly Problem[] } {
  const yaml = YamlFile.read(file);
  if (!(yaml instanceof YamlFile)) return { problems: [yaml] };
  const { value, problems } = yaml.validate(modelCardSchema);
  return value ? { card: value } : { problems };
}
