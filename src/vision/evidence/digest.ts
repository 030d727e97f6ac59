// What stands for a file in a manifest: its SHA-256, and one for each 64 KiB of it, so that a change can be told by its
// place: a clip with one bad block is still a clip.
import { createHash } from 'node:crypto';

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

/** Where a file differs from what it was, neighbouring blocks in one; none where it is the same. */
export function changesOf(was: Digest, bytes: Uint8Array): Stretch[] {
  const is = digestOf(bytes);
  if (is.sha256 === was.sha256 && is.bytes === was.bytes) return [];
  const stretches: { from: number; to: number }[] = [];
  const end = Math.max(was.bytes, is.bytes);
  for (let i = 0; i < Math.max(was.blocks.length, is.blocks.length); i++) {
    if (was.blocks[i] === is.blocks[i]) continue;
    const [from, to] = [i * blockBytes, Math.min(end, (i + 1) * blockBytes)];
    const last = stretches.at(-1);
    if (last?.to === from) last.to = to;
    else stretches.push({ from, to });
  }
  return stretches;
}
