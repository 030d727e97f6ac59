// A megabyte held back on the disk, so that there is room for the log of the very transactions that make room.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileNames } from './format.ts';

const size = 1024 ** 2;
/** After it was given back, this many calls of `take` pass before it is taken again. */
const restTicks = 120;

export class Reserve {
  readonly #file: string;
  #held = false;
  #rest = 0;

  constructor(directory: string) {
    this.#file = join(directory, fileNames.reserve);
  }

  get bytes(): number {
    return this.#held ? size : 0;
  }

  /** Best effort; called twice a second. */
  take(): void {
    if (this.#held || this.#rest-- > 0) return;
    try {
      // Real bytes: a sparse file would reserve nothing.
      if (!existsSync(this.#file)) writeFileSync(this.#file, Buffer.alloc(size, 0x48));
      this.#held = true;
    } catch {
      this.release();
    }
  }

  release(): void {
    this.#held = false;
    this.#rest = restTicks;
    try {
      rmSync(this.#file, { force: true });
    } catch {
      // A disk that does not even delete has other troubles, which the next commit tells.
    }
  }
}
