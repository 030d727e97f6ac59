// How files of evidence come to the disk: whole and on the medium, or not there.
import type { Dirent } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { replaceWhole, syncFolder, writeSynced } from '../../runtime/whole-file.ts';

/** Ends the name of what is being made. */
export const partial = '.part';

/** Of all that is kept here: a group may read it. */
const mode = 0o640;

/** Puts a file in the place of another, or where none is. */
export async function replaceFile(file: string, bytes: Uint8Array | string): Promise<void> {
  await replaceWhole(file, bytes, { mode, fresh: file + partial });
}

/**
 * A folder with all of its files, or none of it. The folder must not be there yet.
 * @param sync of the folder above, for tests.
 */
export async function writeFolder(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array | string }[],
  sync: (folder: string) => Promise<void> = syncFolder,
): Promise<void> {
  const fresh = folder + partial;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  try {
    for (const { name, bytes } of files) await writeSynced(join(fresh, name), bytes, mode);
    await syncFolder(fresh);
    await rename(fresh, folder);
    // Where its name may not be on the medium it is not kept: left there it would stand beside the next of its sequence.
    await sync(dirname(folder)).catch(async (error: unknown) => {
      await rename(folder, fresh);
      throw error;
    });
  } catch (error) {
    await rm(fresh, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

/** Removes a folder, and those above it that became empty, up to `root`. */
async function removeFolder(root: string, folder: string): Promise<void> {
  await rm(join(root, folder), { recursive: true, force: true });
  for (let above = dirname(folder); above !== '.'; above = dirname(above)) {
    const isGone = await rmdir(join(root, above)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}

/** The same where the disk may refuse. @returns whether it is gone. */
export function isRemoved(root: string, folder: string, logger: Logger): Promise<boolean> {
  const refused = (error: unknown) => {
    logger.warn('a package cannot be taken away', { folder, ...errorFields(error) });
    return false;
  };
  return removeFolder(root, folder).then(() => true, refused);
}

/** Removes all files of a folder but one. */
export async function emptyFolder(folder: string, but: string): Promise<void> {
  for (const name of await readdir(folder)) if (name !== but) await rm(join(folder, name), { recursive: true });
}

/** A package of evidence as its folder tells: `2026/06/21/120005200-0000000042-gate`, times in UTC. */
export interface PackageFolder {
  /** Under the root, with forward slashes. */
  readonly folder: string;
  readonly sequence: number;
  /** Of the event, milliseconds since the epoch. */
  readonly atMs: number;
  readonly bytes: number;
}

const pattern = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)(\d\d)(\d\d)(\d{3})-(\d{10})-[a-z0-9_-]+$/;

export function folderName(sequence: number, atMs: number, camera: string): string {
  const iso = new Date(atMs).toISOString();
  const time = iso.slice(11, 23).replace(/[:.]/g, '');
  return `${iso.slice(0, 10).replaceAll('-', '/')}/${time}-${String(sequence).padStart(10, '0')}-${camera}`;
}

/** Sequence and time of a package's folder; undefined where it is none. */
export function readFolderName(folder: string): { readonly sequence: number; readonly atMs: number } | undefined {
  const m = pattern.exec(folder);
  if (!m) return undefined;
  const atMs = Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}.${m[7]}Z`);
  return Number.isNaN(atMs) ? undefined : { sequence: Number(m[8]), atMs };
}

/** Year, month, day. */
const levels = [/^\d{4}$/, /^\d\d$/, /^\d\d$/] as const;

/**
 * All packages under a root in the order of their sequence; what a crash left half-made is removed. Folders that are none
 * of ours are not looked into: nobody may read the `lost+found` of a disk, and that is no reason to keep no evidence.
 */
export async function listPackages(root: string): Promise<PackageFolder[]> {
  let folders = [''];
  for (const level of levels) {
    const below: string[] = [];
    for (const folder of folders) {
      for (const entry of await wholeIn(root, folder))
        if (entry.isDirectory() && level.test(entry.name)) below.push(join(folder, entry.name));
    }
    folders = below;
  }
  const found: PackageFolder[] = [];
  for (const day of folders) {
    for (const entry of await wholeIn(root, day)) {
      const folder = join(day, entry.name);
      const named = entry.isDirectory() ? readFolderName(folder) : undefined;
      if (named) found.push({ folder, ...named, bytes: await bytesIn(join(root, folder)) });
    }
  }
  return found.sort((a, b) => a.sequence - b.sequence);
}

/** What lies in a folder; what is half-made there goes. */
async function wholeIn(root: string, folder: string): Promise<Dirent[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const whole: Dirent[] = [];
  for (const entry of entries) {
    if (entry.name.endsWith(partial)) await rm(join(root, folder, entry.name), { recursive: true, force: true });
    else whole.push(entry);
  }
  return whole;
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  // One that nobody may read here is no reason to keep no other.
  for (const entry of await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []))
    if (entry.isFile()) bytes += (await stat(join(folder, entry.name))).size;
  return bytes;
}
