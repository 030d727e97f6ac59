// The file `outbox.alive`: up to when everything appended was stored, and with which batch. It is one write of a fixed
// length in place, without fsync: kill -9 cannot tear it, and a power cut leaves an older one, which is as true.
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { timeQualitySchema } from '../domain/time.ts';
import { fileNames } from './format.ts';

const length = 192;

const beatSchema = z.object({
  epoch: z.string(),
  run: z.string(),
  /** The last batch that was stored when this was written. */
  batch: z.number(),
  /** Everything appended until then was stored. */
  ms: z.number(),
  quality: timeQualitySchema,
});
export type Beat = z.infer<typeof beatSchema>;

export function readBeat(directory: string): Beat | undefined {
  try {
    return beatSchema.parse(JSON.parse(readFileSync(join(directory, fileNames.heartbeat), 'utf8')));
  } catch {
    return undefined;
  }
}

export class Heartbeat {
  readonly #directory: string;
  #file: number | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Best effort: without it only the announced interval is longer. */
  write(beat: Beat): void {
    const text = Buffer.from(`${JSON.stringify(beat).padEnd(length - 1)}\n`);
    try {
      this.#file ??= openSync(join(this.#directory, fileNames.heartbeat), constants.O_RDWR | constants.O_CREAT, 0o640);
      writeSync(this.#file, text, 0, text.length, 0);
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
