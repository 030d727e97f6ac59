// The file `outbox.alive`: up to when everything appended was stored, and with which batch. It is one write of a fixed
// length in place, without fsync: kill -9 cannot tear it, and a power cut leaves an older one, which is as true.
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TimeQuality } from '../domain/time.ts';
import { fileNames } from './format.ts';

const length = 192;

export interface Beat {
  readonly epoch: string;
  readonly run: string;
  /** The last batch that was stored when this was written. */
  readonly batch: number;
  /** Everything appended until then was stored. */
  readonly ms: number;
  readonly quality: TimeQuality;
}

/** What the file says; undefined where there is none or it cannot be understood. */
export function readBeat(directory: string): Beat | undefined {
  try {
    const beat = JSON.parse(readFileSync(join(directory, fileNames.heartbeat), 'utf8')) as Record<string, unknown>;
    const { epoch, run, batch, ms, quality } = beat;
    if (typeof epoch !== 'string' || typeof run !== 'string' || typeof quality !== 'string') return undefined;
    if (!Number.isSafeInteger(batch) || !Number.isFinite(ms)) return undefined;
    if (quality !== 'synced' && quality !== 'holdover' && quality !== 'unsynced') return undefined;
    return { epoch, run, batch: batch as number, ms: ms as number, quality };
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
