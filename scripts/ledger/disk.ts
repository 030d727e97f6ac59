// A small disk of its own for a gateway, so that it can be filled: an ext4 file system in a file (its fsync goes to the
// real disk), else a tmpfs. Both need root; without it there is no disk to fill, and the run says so.
import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MiB = 1024 ** 2;
/** More than the outbox's cap, so that the cap is reached before the disk is full. */
const diskBytes = 96 * MiB;

export type DiskKind = 'ext4' | 'tmpfs' | 'plain';

export interface Disk {
  readonly kind: DiskKind;
  /** Where it is mounted. */
  readonly folder: string;
  /** Takes every byte that is left. */
  fill(): void;
  /** Gives them back. */
  empty(): void;
  close(): Promise<void>;
}

/** @param folder where it is to be; made here. `image`: the file that an ext4 lies in. */
export async function makeDisk(folder: string, image: string): Promise<Disk> {
  mkdirSync(folder, { recursive: true });
  const kind = await mountSomething(folder, image);
  const filler = join(folder, 'filler');
  return {
    kind,
    folder,
    fill: () => fillUp(filler),
    empty: () => rmSync(filler, { force: true }),
    async close() {
      if (kind !== 'plain') await run('umount', [folder]).catch(() => run('umount', ['-l', folder]));
      rmSync(image, { force: true });
    },
  };
}

async function mountSomething(folder: string, image: string): Promise<DiskKind> {
  if (process.getuid?.() !== 0) return 'plain';
  try {
    closeSync(openSync(image, 'w'));
    truncateSync(image, diskBytes);
    await run('mkfs.ext4', ['-q', '-m', '0', image]);
    await run('mount', ['-o', 'loop', image, folder]);
    return 'ext4';
  } catch {
    rmSync(image, { force: true });
  }
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', folder]);
    return 'tmpfs';
  } catch {
    return 'plain';
  }
}

function fillUp(file: string): void {
  const handle = openSync(file, 'a');
  try {
    for (let piece = Buffer.alloc(MiB, 0x46); piece.length >= 512; piece = piece.subarray(0, piece.length / 2)) {
      try {
        while (freeBytes(file) > 0) writeSync(handle, piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(handle);
  }
}

function freeBytes(file: string): number {
  const { bavail, bsize } = statfsSync(file);
  return bavail * bsize;
}
