import { readFile } from 'node:fs/promises';
import { messageOf } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';
import { replaceWhole } from '../runtime/whole-file.ts';

/** A few small values that outlive a restart, by name. */
export interface KeyValue {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

/**
 * Keeps the values in one JSON file, replaced as a whole, so that a power cut leaves the old or
 * the new state. A file that cannot be read counts as empty and is reported: state is a convenience, never a must.
 */
export class StateFile implements KeyValue {
  readonly #file: string;
  readonly #logger: Logger;
  #values: Record<string, unknown> = {};
  #writing: Promise<void> = Promise.resolve();
  /** Why the disk does not have what was set; null where it has. */
  trouble: string | null = null;

  constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
  }

  async load(): Promise<void> {
    try {
      const parsed: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      if (parsed && typeof parsed === 'object') this.#values = parsed as Record<string, unknown>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#logger.warn('the state file cannot be read; starting without it', {
          file: this.#file,
          ...errorFields(error),
        });
      }
    }
  }

  get(key: string): unknown {
    return this.#values[key];
  }

  /** Resolves when the value is on disk; a disk that refuses is logged and the value stays in memory. */
  set(key: string, value: unknown): Promise<void> {
    if (value === undefined) delete this.#values[key];
    else this.#values[key] = value;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    try {
      await replaceWhole(this.#file, JSON.stringify(this.#values));
      this.trouble = null;
    } catch (error) {
      this.trouble = messageOf(error);
      this.#logger.error('the state file cannot be written', { file: this.#file, ...errorFields(error) });
    }
  }
}
