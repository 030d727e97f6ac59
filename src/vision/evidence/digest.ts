// What stands for a file in a manifest: its SHA-256, and one for each 64 KiB of it, so that a change can be told by its
// place: a clip with one bad block is still a clip.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Bytes of a block; the last of a file may be shorter. */
export const blockBytes = 64 * 1024;

export interface Digest {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Of each block, in order; none for an empty file. */
  readonly blocks: string[];
}

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export function digestOf(bytes: Uint8Array): Digest {
  const blocks: string[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes) blocks.push(sha256Of(bytes.subarray(at, at + blockBytes)));
  return { bytes: bytes.length, sha256: sha256Of(bytes), blocks };
}

/** A stretch of a file that is not as it was, from inclusive, to exclusive, bytes. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Where a file differs from what it was, neighbouring blocks in one; none where it is the same. It is read block by
 * block, and no further than it once was: whatever was made of it fits into memory.
 * @throws where it cannot be read.
 */
export async function changesIn(file: FileHandle, was: Digest): Promise<Stretch[]> {
  const { size } = await file.stat();
  const end = Math.max(was.bytes, size);
  const stretches: { from: number; to: number }[] = [];
  const changed = (from: number, to: number) => {
    const last = stretches.at(-1);
    if (last?.to === from) last.to = to;
    else stretches.push({ from, to });
  };
  const whole = createHash('sha256');
  const buffer = Buffer.alloc(blockBytes);
  for (const [i, block] of was.blocks.entries()) {
    const from = i * blockBytes;
    const bytes = await blockAt(file, from, buffer);
    whole.update(bytes);
    if (sha256Of(bytes) !== block) changed(from, Math.min(end, from + blockBytes));
  }
  const covered = was.blocks.length * blockBytes;
  if (end > covered) changed(covered, end);
  if (stretches.length === 0 && (size !== was.bytes || whole.digest('hex') !== was.sha256)) changed(0, end);
  return stretches;
}

async function blockAt(file: FileHandle, from: number, buffer: Buffer): Promise<Buffer> {
  let filled = 0;
  for (let read = -1; read !== 0 && filled < buffer.length; filled += read)
    read = (await file.read(buffer, filled, buffer.length - filled, from + filled)).bytesRead;
  return buffer.subarray(0, filled);
}
