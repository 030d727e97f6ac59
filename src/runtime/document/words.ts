import { z } from 'zod';
import type { Phrase } from '../../messages/text.ts';

export interface Words {
  readonly noun: string | Phrase;
  readonly example: string;
  /** What was most likely meant by a text of another form, as it is to be written; undefined where nobody can tell. */
  readonly meant?: (found: string) => string | undefined;
  /** What is found is never repeated in an answer. */
  readonly isSecret?: true;
}

/** What a person would call a value of a schema, and one as they would write it. Kept beside the schemas, not in them. */
export const words = z.registry<Words>();
