import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { OpenFile } from './transfer.ts';

/** The media files: the agent's media store is one. */
export interface MediaSource {
  /** Undefined where it is not kept (any more). */
  pathOf(ref: string): string | undefined;
}

const gone = (ref: string, why = '') =>
  new HaidangError('configuration', 'media-gone', `${ref} is not kept here (any more)${why}`);

/** Looks a file up and reads it through once. @throws HaidangError (`configuration`, `media-gone`). */
export async function lookUp(source: MediaSource, ref: string): Promise<OpenFile> {
  const path = source.pathOf(ref);
  if (path === undefined) throw gone(ref);
  try {
    const { size } = await stat(path);
    const hash = createHash('sha256');
    for await (const part of createReadStream(path)) hash.update(part);
    return { path, ref, size, sha256: hash.digest('hex') };
  } catch (error) {
    throw gone(ref, `: ${messageOf(error)}`);
  }
}

/** A part of it; shorter only at its end. @throws HaidangError (`configuration`, `media-gone`). */
export async function readPart(file: OpenFile, offset: number, length: number): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, file.size - offset)));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    if (bytesRead < bytes.length) throw new Error('it became shorter');
    return bytes;
  } catch (error) {
    throw gone(file.ref, `: ${messageOf(error)}`);
  } finally {
    await handle?.close();
  }
}
