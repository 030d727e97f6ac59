// How files of evidence come to the disk: whole and on the medium, or not there.
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
export async function removeFolder(root: string, folder: string): Promise<void> {
  await rm(join(root, folder), { recursive: true, force: true });
  for (let above = dirname(folder); above !== '.'; above = dirname(above)) {
    const isGone = await rmdir(join(root, above)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
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

/** All packages under a root in the order of their sequence; what a crash left half-made is removed. */
export async function listPackages(root: string): Promise<PackageFolder[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = new Map<string, { sequence: number; atMs: number; bytes: number }>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (entry.name.endsWith(partial)) await rm(join(root, path), { recursive: true, force: true });
    else if (entry.isDirectory()) {
      const named = readFolderName(path);
      if (named) found.set(path, { ...named, bytes: found.get(path)?.bytes ?? 0 });
    }
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const of = found.get(entry.parentPath.slice(root.length + 1));
    if (of) of.bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return [...found].map(([folder, rest]) => ({ folder, ...rest })).sort((a, b) => a.sequence - b.sequence);
}
