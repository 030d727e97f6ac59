// The pages of a damaged database as they lie in its file and its log, without SQLite: what its tree no longer reaches
// can be read all the same. Facts: "Database File Format", sqlite.org/fileformat2.html, sections 1.6 and 4.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { pageSize } from './format.ts';

const walHeader = 32;
const frameHeader = 24;

export class RawPages {
  readonly #database: number | undefined;
  readonly #log: number | undefined;
  /** Page number to the offset of its newest committed version in the log. */
  readonly #newer: ReadonlyMap<number, number>;
  /** Pages that there may be, the first is 1. */
  readonly count: number;

  /** @param file the database; its log is beside it. Either may be missing. @throws where one cannot be opened. */
  constructor(file: string) {
    this.#database = open(file);
    this.#log = open(`${file}-wal`);
    this.#newer = this.#log === undefined ? new Map() : committedPages(this.#log);
    const size = this.#database === undefined ? 0 : fstatSync(this.#database).size;
    this.count = Math.max(Math.floor(size / pageSize), ...this.#newer.keys());
  }

  /** A page, or undefined where it cannot be read. */
  page(number: number): Buffer | undefined {
    const inLog = this.#newer.get(number);
    const file = inLog === undefined ? this.#database : this.#log;
    if (file === undefined) return undefined;
    const bytes = Buffer.alloc(pageSize);
    try {
      const got = readSync(file, bytes, 0, pageSize, inLog ?? (number - 1) * pageSize);
      return got === pageSize ? bytes : undefined;
    } catch {
      // A medium that does not give this page may give the next.
      return undefined;
    }
  }

  /** The pages in which the newest rows probably lie: those of the log, and the last ones of the file. */
  latest(most: number): number[] {
    const inLog = [...this.#newer.keys()].slice(-most);
    const last = Array.from({ length: Math.min(most, this.count) }, (_, i) => this.count - i);
    return [...new Set([...inLog, ...last])];
  }

  close(): void {
    for (const file of [this.#database, this.#log]) if (file !== undefined) closeSync(file);
  }
}

function open(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The newest version of each page that a complete transaction of the log wrote. */
function committedPages(log: number): Map<number, number> {
  const committed = new Map<number, number>();
  const head = Buffer.alloc(walHeader);
  if (readSync(log, head, 0, walHeader, 0) < walHeader) return committed;
  const magic = head.readUInt32BE(0);
  if ((magic & 0xfffffffe) !== 0x377f0682 || head.readUInt32BE(8) !== pageSize) return committed;
  const bigEndian = (magic & 1) === 1;
  let sum = checksum(head.subarray(0, 24), [0, 0], bigEndian);
  if (sum[0] !== head.readUInt32BE(24) || sum[1] !== head.readUInt32BE(28)) return committed;
  const frame = Buffer.alloc(frameHeader + pageSize);
  let open: [number, number][] = [];
  for (let at = walHeader; readSync(log, frame, 0, frame.length, at) === frame.length; at += frame.length) {
    if (frame.compare(head, 16, 24, 8, 16) !== 0) break;
    sum = checksum(frame.subarray(0, 8), sum, bigEndian);
    sum = checksum(frame.subarray(frameHeader), sum, bigEndian);
    if (sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20)) break;
    open.push([frame.readUInt32BE(0), at + frameHeader]);
    // The size of the database stands in the last frame of a transaction only.
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, offset] of open) committed.set(page, offset);
    open = [];
  }
  return committed;
}

function checksum(bytes: Buffer, from: readonly [number, number], bigEndian: boolean): [number, number] {
  let [a, b] = from;
  for (let i = 0; i < bytes.length; i += 8) {
    a = (a + (bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)) + b) >>> 0;
    b = (b + (bigEndian ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)) + a) >>> 0;
  }
  return [a, b];
}
