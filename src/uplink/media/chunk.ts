// A media file over MQTT, in pieces. Topic haidang/v1/<gateway>/media/<transfer>, QoS 1, not retained; <transfer> is the id
// of the command that asked for it (characters other than a-z, 0-9, "_" and "-" become "-"), or "auto-" and the first 16
// characters of the file's sha256 where the site sends such files by itself.
//
// The payload is one line of JSON, a line end (0x0a), and the bytes of the piece:
//   {"ref":"2026/06/21/…jpg","size":183220,"sha256":"<of the whole file>","offset":16384,"length":16384,
//    "chunksha256":"<of this piece>"}
// `ref` is the reference that an event gave (data.still.ref). Pieces come in order from `offset` 0, or from where the
// command says, and again after a cut: whoever receives writes each at its offset, and has the file when it has `size`
// bytes with the right sha256. Pieces have different lengths: on a slow link they are small. With MQTT 5 the content type
// is `application/vnd.haidang.media-chunk`. The end is told by an event `media.sent`.
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const chunkContentType = 'application/vnd.haidang.media-chunk';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const chunkHeaderSchema = z.strictObject({
  ref: z.string(),
  size: z.int().nonnegative(),
  sha256,
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
  chunksha256: sha256,
});
export type ChunkHeader = z.output<typeof chunkHeaderSchema>;

export const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The file that a piece is of. */
export type ChunkOf = Pick<ChunkHeader, 'ref' | 'size' | 'sha256'>;

export function encodeChunk(of: ChunkOf, offset: number, bytes: Uint8Array): Buffer {
  const { ref, size, sha256 } = of;
  const header: ChunkHeader = { ref, size, sha256, offset, length: bytes.length, chunksha256: sha256Of(bytes) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes]);
}

/** @throws where it is no piece, or its bytes are not those that it names. */
export function decodeChunk(payload: Buffer): { header: ChunkHeader; bytes: Buffer } {
  const end = payload.indexOf(0x0a);
  const header = chunkHeaderSchema.parse(JSON.parse(payload.subarray(0, Math.max(0, end)).toString('utf8')));
  const bytes = payload.subarray(end + 1);
  if (bytes.length !== header.length) throw new Error(`${bytes.length} bytes, ${header.length} are named`);
  if (sha256Of(bytes) !== header.chunksha256) throw new Error('the bytes are not those that are named');
  return { header, bytes };
}
