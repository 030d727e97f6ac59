// A file that is replaced as a whole: written under another name, fsync, rename, fsync of the folder. So a power cut
// leaves the old or the new one, and what was said to be kept is kept: without the last step the rename itself may be lost.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes renames and new names in a folder last through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a file in the place of another, or where none is; makes its folder. @throws where the medium refuses. */
export async function replaceWhole(file: string, content: string, mode = 0o600): Promise<void> {
  const fresh = `${file}.new`;
  await mkdir(dirname(file), { recursive: true });
  try {
    const handle = await open(fresh, 'w', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    // Half a file would take the room that the whole one needs.
    await rm(fresh, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(file));
}
