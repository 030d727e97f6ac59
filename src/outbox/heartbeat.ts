// The file `outbox.alive`: up to when everything appended was stored, with which batch, and what the next sequences are.
// It is one write of a fixed length in place, without fsync: kill -9 cannot tear it, and a power cut leaves an older one,
// which is as true.
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Lane, lanes } from '../domain/lane.ts';
import type { TimeQuality } from '../domain/time.ts';
import { fileNames } from './format.ts';

const length = 2048;

export interface Beat {
  readonly epoch: string;
  readonly run: string;
  /** The last batch that was stored when this was written. */
  readonly batch: number;
  /** Everything appended until then was stored. */
  readonly ms: number;
  readonly quality: TimeQuality;
  /** By how much the wall clock showed more than the time since the machine's boot, and which boot that was. */
  readonly offset?: { readonly boot: string; readonly ms: number };
  /** The streams as they were stored; empty where there are too many of them, or an earlier version wrote the file. */
  readonly streams: readonly BeatStream[];
}

/** Where a stream stood. */
export interface BeatStream {
  /** Its number in the database. */
  readonly stream: number;
  readonly source: string;
  readonly lane: Lane;
  /** Position of its sequence 1. */
  readonly first: number;
  /** The sequence that it would give next. */
  readonly next: number;
  /** The hash of its last event; null where it is not known. */
  readonly hash: string | null;
}

/** What the file says; undefined where there is none or it cannot be understood. */
export function readBeat(directory: string): Beat | undefined {
  try {
    const beat = JSON.parse(readFileSync(join(directory, fileNames.heartbeat), 'utf8')) as Record<string, unknown>;
    const { epoch, run, batch, ms, quality } = beat;
    if (typeof epoch !== 'string' || typeof run !== 'string' || typeof quality !== 'string') return undefined;
    if (!Number.isSafeInteger(batch) || !Number.isFinite(ms)) return undefined;
    if (quality !== 'synced' && quality !== 'holdover' && quality !== 'unsynced') return undefined;
    const offset = offsetOf(beat['offset']);
    const streams = streamsOf(beat['streams']);
    return { epoch, run, batch: batch as number, ms: ms as number, quality, ...(offset ? { offset } : {}), streams };
  } catch {
    return undefined;
  }
}

function offsetOf(found: unknown): Beat['offset'] {
  const { boot, ms } = (typeof found === 'object' && found !== null ? found : {}) as Record<string, unknown>;
  return typeof boot === 'string' && typeof ms === 'number' && Number.isFinite(ms) ? { boot, ms } : undefined;
}

function streamsOf(found: unknown): BeatStream[] {
  if (!Array.isArray(found)) return [];
  return found.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return [];
    const [stream, source, lane, first, next, hash] = entry as unknown[];
    const known = lanes.find((l) => l === lane);
    if (!isCount(stream) || typeof source !== 'string' || !known || !isCount(first) || !isCount(next)) return [];
    const whole = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
    return [{ stream, source, lane: known, first, next, hash: whole ? hash : null }];
  });
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1;

/** Sequences matter more than hashes: without a hash the chain begins anew, an id given twice is another event's. */
function textOf({ streams, ...beat }: Beat): string {
  const entryOf = (s: BeatStream) => [s.stream, s.source, s.lane, s.first, s.next];
  const texts = [
    () => JSON.stringify({ ...beat, streams: streams.map((s) => [...entryOf(s), s.hash]) }),
    () => JSON.stringify({ ...beat, streams: streams.map(entryOf) }),
  ];
  for (const make of texts) {
    const text = make();
    if (Buffer.byteLength(text) < length) return text;
  }
  return JSON.stringify(beat);
}

export class Heartbeat {
  readonly #directory: string;
  #file: number | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Best effort: without it only the announced interval is longer. */
  write(beat: Beat): void {
    const text = Buffer.alloc(length, ' ');
    text.write(textOf(beat));
    text.write('\n', length - 1);
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
