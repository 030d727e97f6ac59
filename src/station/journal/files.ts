// The files of the journal: what they are called, and how all of them are read back.
import { type FileHandle, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../runtime/logger.ts';
import { type Replay, replayFile } from './format.ts';
import type { Segment } from './segments.ts';

export const nameOf = (number: number) => `${String(number).padStart(8, '0')}.jnl`;

/**
 * Reads everything back, the oldest first. What lies between a frame that is not whole and the next segment is noted as a
 * hole; at the very end it is what a kill has torn, and nobody was told of it.
 */
export async function replayAll(
  folder: string,
  to: Replay,
  logger: Logger,
): Promise<{ segments: Segment[]; checkpoint: number }> {
  const names = await readdir(folder);
  const numbers = names.flatMap((name) => (/^\d{8}\.jnl$/.test(name) ? [Number.parseInt(name, 10)] : []));
  const segments: Segment[] = [];
  let newestMs = 0;
  let checkpoint = 0;
  for (const number of numbers.sort((a, b) => a - b)) {
    const segment = { number, bytes: 0, newestMs: 0 };
    const counted: Replay = {
      reading: (point, ms, value, mark) => {
        if (ms > segment.newestMs) segment.newestMs = ms;
        to.reading(point, ms, value, mark);
      },
      told: (...args) => to.told(...args),
      voidAfter: (...args) => to.voidAfter(...args),
      note: (...args) => to.note(...args),
      checkpoint: (n) => {
        checkpoint = n;
        to.checkpoint(n);
      },
    };
    const file = await readFile(join(folder, nameOf(number))).catch(() => Buffer.alloc(0));
    segment.bytes = replayFile(file, counted);
    newestMs = Math.max(newestMs, segment.newestMs);
    segments.push(segment);
    const lost = file.length - segment.bytes;
    if (lost === 0 && file.length > 0) continue;
    logger.info('the end of a segment of the journal is not whole', { segment: nameOf(number), lost });
    if (number !== numbers.at(-1)) to.note('hole', newestMs);
  }
  return { segments, checkpoint };
}

export async function writeAt(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
