// The end of the database's log is not what was written: cut off, overwritten or zeroed, as after a power failure on a
// medium that lied about its flush.
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../../src/simulator/random.ts';
import { between, type Effects, type Fault, pick, waitBetween } from '../fault.ts';
import { killNow } from './process.ts';

const headerBytes = 32;
const frameHeaderBytes = 24;
/** So many pages of the end are within reach. */
const reach = 24;

export const walTail: Fault = {
  name: 'WAL tail corrupted',
  kind: 'agent',
  async run(member, random): Promise<Effects> {
    const { agent, book, data } = member;
    const after = await waitBetween(random, 0, 1500);
    const killed = await killNow(member);
    const before = await book.readStore(true);
    const what = damageTail(join(data, 'outbox.db-wal'), random);
    await agent.start();
    await member.awake();
    const left = await book.readStore(true);
    const lost = [...before.values()].filter((r) => !left.has(r.id));
    const destroyed = new Set(lost.map((r) => r.id));
    // Where all that a run had stored is gone, the store knows no more than the end of the run before.
    const kept = new Set([...before.values()].flatMap((r) => (left.has(r.id) ? [r.run] : [])));
    const knownMs = lost.every((r) => kept.has(r.run)) ? killed : agent.wallMs(agent.downs.at(-2)?.fromMs ?? 0);
    const lossFromMs = Math.min(killed, knownMs, ...lost.map((r) => r.timeMs));
    const done = `kill -9 after ${after}, ${what}: ${destroyed.size} rows gone from the store`;
    return { done, destroyed, lossFromMs, killedMs: [killed] };
  },
};

/** @returns what was done. */
function damageTail(file: string, random: Random): string {
  if (!existsSync(file)) return 'no log there';
  const handle = openSync(file, 'r+');
  try {
    const { valid, pageBytes } = measure(handle);
    const frame = pageBytes + frameHeaderBytes;
    const frames = (valid - headerBytes) / frame;
    if (frames < 1) return 'an empty log';
    const at = Math.floor(between(random, Math.max(headerBytes, valid - Math.min(reach, frames) * frame), valid));
    const kind = pick(random, ['cut off', 'overwritten', 'zeroed'] as const);
    if (kind === 'cut off') ftruncateSync(handle, at);
    else {
      const length = Math.max(1, Math.min(valid - at, Math.floor(between(random, 1, 3 * frame))));
      const bytes = Buffer.alloc(length);
      if (kind === 'overwritten') for (let i = 0; i < length; i++) bytes[i] = Math.floor(random() * 256);
      writeSync(handle, bytes, 0, length, at);
    }
    return `${kind} ${valid - at} bytes before its end`;
  } finally {
    closeSync(handle);
  }
}

/**
 * Where the frames of the present run of the log end: those whose salt is that of the header. What follows is left over
 * from an earlier run (https://sqlite.org/fileformat2.html#the_write_ahead_log).
 */
function measure(handle: number): { valid: number; pageBytes: number } {
  const { size } = fstatSync(handle);
  const header = Buffer.alloc(headerBytes);
  if (size < headerBytes) return { valid: headerBytes, pageBytes: 4096 };
  readSync(handle, header, 0, headerBytes, 0);
  const pageBytes = header.readUInt32BE(8);
  const salt = header.subarray(16, 24);
  let valid = headerBytes;
  const head = Buffer.alloc(frameHeaderBytes);
  for (; valid + frameHeaderBytes + pageBytes <= size; valid += frameHeaderBytes + pageBytes) {
    readSync(handle, head, 0, frameHeaderBytes, valid);
    if (!head.subarray(8, 16).equals(salt)) break;
  }
  return { valid, pageBytes };
}
