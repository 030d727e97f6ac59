// A small disk of its own for a gateway, so that it can be filled: an ext4 file system in a file (its fsync goes to the
// real disk), else a tmpfs. Both need root; without it there is no disk to fill, and the run says so.
import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statfsSync, truncateSync } from 'node:fs';
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
  fill(): Promise<void>;
  /** Gives them back. */
  empty(): void;
  close(): Promise<void>;
}

/** @param folder where it is to be; made here. `image`: the file that an ext4 lies in. */
export async function makeDisk(folder: string, image: string): Promise<Disk> {
  mkdirSync(folder, { recursive: true });
  const kind = await mountSomething(folder, image);
  return {
    kind,
    folder,
    fill: () => fillUp(folder),
    empty: () => emptyAgain(folder),
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

/** In a process of its own: writing that much here would stop the devices and brokers that the harness plays. */
async function fillUp(folder: string): Promise<void> {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail === 0) return;
  const file = join(folder, `filler-${process.hrtime.bigint()}`);
  await run('fallocate', ['-l', String(bavail * bsize), file]).catch(() =>
    run('dd', ['if=/dev/zero', `of=${file}`, 'bs=4k']).catch(() => {}),
  );
}

function emptyAgain(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith('filler-')) rmSync(join(folder, name), { force: true });
}
