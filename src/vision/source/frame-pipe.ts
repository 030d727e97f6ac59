// The way of the pictures from ffmpeg into our memory: a pair of connected sockets, one of which is ffmpeg's stdout. A
// pipe that `spawn` makes would give each 64 KB as a buffer of its own: of 1280x720 that is 1.4 MB a picture which is
// copied once more and then asks V8 for full collections, 15 to 20 in 300 pictures, with pauses of the event loop of
// 50 ms. This pair is read straight into the frame: a third of the processor time and not one collection.
//
// Node makes no pair of sockets by itself, so it calls itself: the listener has a name in Linux's abstract namespace that
// nobody can guess, and takes only who says the word; then it is closed. No file, nothing to clean up.
import { randomBytes } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { HaidangError, messageOf } from '../../runtime/errors.ts';

/** Where the bytes go. What it throws ends nothing here: it must see to that. */
export interface ByteTarget {
  /** Where the next bytes go; never empty. */
  room(): Uint8Array;
  /** So many bytes lie at the beginning of what `room` gave last. @returns false: nothing is read until `resume`. */
  took(bytes: number): boolean;
}

export interface FramePipe {
  /** The end for the other process; to be destroyed once that has it. */
  readonly theirs: Socket;
  /** Settled when our end is closed: by `close`, or because nobody holds the other end any more. */
  readonly closed: Promise<void>;
  resume(): void;
  /** Nothing is read any more. */
  close(): void;
}

/** @throws HaidangError `ffmpeg-failed` where the machine gives no sockets. */
export async function openFramePipe(target: ByteTarget): Promise<FramePipe> {
  const name = `\0haidang-${randomBytes(16).toString('hex')}`;
  const word = randomBytes(16);
  const server = createServer({ pauseOnConnect: true });
  let ours: Socket | undefined;
  try {
    const theirs = new Promise<Socket>((resolve, reject) => {
      server.on('error', reject);
      server.on('connection', (caller) => {
        caller.on('error', () => {});
        caller.once('data', (said) => (word.equals(said as Buffer) ? resolve(caller) : caller.destroy()));
        caller.resume();
      });
      server.listen(name, () => {
        ours = connect({
          path: name,
          onread: { buffer: () => target.room(), callback: (bytes) => target.took(bytes) },
        });
        ours.on('error', reject);
        ours.write(word);
      });
    });
    const theirEnd = await theirs;
    theirEnd.pause();
    return pipeOf(ours!, theirEnd);
  } catch (error) {
    ours?.destroy();
    throw new HaidangError('ours', 'ffmpeg-failed', `no sockets for the pictures: ${messageOf(error)}`);
  } finally {
    server.close();
  }
}

function pipeOf(ours: Socket, theirs: Socket): FramePipe {
  // An end that breaks is one that is closed.
  ours.on('error', () => {});
  ours.on('end', () => ours.destroy());
  const closed = new Promise<void>((resolve) => ours.on('close', () => resolve()));
  return { theirs, closed, resume: () => void ours.resume(), close: () => void ours.destroy() };
}
