import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes renames and new names in a directory last through a power cut. File systems that cannot do it do it anyway. */
export function syncDirectory(directory: string): void {
  let file: number | undefined;
  try {
    file = openSync(directory, 'r');
    fsyncSync(file);
  } catch {
    // Some file systems refuse fsync of a directory; their renames are ordered without it.
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
