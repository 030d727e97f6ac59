// A file that is replaced as a whole: written under another name, fsync, rename, fsync of the folder. So a power cut
// leaves the old or the new one, and what was said to be kept is kept: without the last step the rename itself may be lost.
// Whoever keeps files does it with these; half a file that a power cut leaves lies under the other name.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes renames and new names in a folder last through a power cut. @throws where the medium refuses. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // A file system that has no such step (shares of a host, some network disks) is no medium that fails.
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** A file with its bytes on the medium; its name may not be. */
export async function writeSynced(file: string, content: Uint8Array | string, mode = 0o600): Promise<void> {
  const handle = await open(file, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface WholeFileOptions {
  readonly mode?: number;
  /** Where it is written first, in the same folder. */
  readonly fresh?: string;
}

/** All steps but the last: for those who have to note that it lies there before they know whether its name lasts. */
export async function putWhole(
  file: string,
  content: Uint8Array | string,
  { mode = 0o600, fresh = `${file}.new` }: WholeFileOptions = {},
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeSynced(fresh, content, mode);
    await rename(fresh, file);
  } catch (error) {
    // Half a file would take the room that the whole one needs.
    await rm(fresh, { force: true }).catch(() => {});
    throw error;
  }
}

/** Puts a file in the place of another, or where none is; makes its folder. @throws where the medium refuses. */
export async function replaceWhole(
  file: string,
  content: Uint8Array | string,
  options: WholeFileOptions = {},
): Promise<void> {
  await putWhole(file, content, options);
  await syncFolder(dirname(file));
}
