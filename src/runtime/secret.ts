import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { HaidangError, messageOf } from './errors.ts';
import type { SecretRef } from './schema.ts';

/** A secret that cannot be printed by accident: only `reveal` gives it, everything else shows `***`. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}

/**
 * Reads a secret from where it is kept. One trailing line end of a file is not part of it.
 * @throws HaidangError (`configuration`, `secret-missing`), which names the place and never the content.
 */
export function resolveSecret(ref: SecretRef, env: Readonly<Record<string, string | undefined>> = process.env): Secret {
  if (ref.kind === 'env') {
    const text = env[ref.name];
    if (text === undefined || text === '') {
      throw new HaidangError('configuration', 'secret-missing', `the environment variable ${ref.name} is not set`);
    }
    return new Secret(text);
  }
  try {
    return new Secret(readFileSync(ref.name, 'utf8').replace(/\r?\n$/, ''));
  } catch (error) {
    throw new HaidangError(
      'configuration',
      'secret-missing',
      `the file ${ref.name} cannot be read: ${messageOf(error)}`,
    );
  }
}
