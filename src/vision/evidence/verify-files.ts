// What lies in a folder of evidence, as the disk tells it. Nothing behind a link is looked at: what is elsewhere is not
// sealed here.
import { type Dirent, statSync } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../runtime/errors.ts';
import { markers } from './deliveries.ts';
import { partial, readFolderName } from './files.ts';
import { type Manifest, names } from './manifest.ts';

export interface Listing {
  /** Folders that hold a manifest, or have the name of a package; the folder itself is ''. Sorted. */
  readonly packages: readonly string[];
  /** What a power cut left half-made: the gateway takes it away at its next start. Sorted. */
  readonly unfinished: readonly string[];
  /** Everything that is no folder, by its path. */
  readonly entries: ReadonlyMap<string, Dirent>;
  /** Folders that could not be read, with the reason. */
  readonly closed: ReadonlyMap<string, string>;
}

const ofTheChain = [names.head, names.tombstones, names.publicKey, names.rotations] as const;

/** @throws where the folder itself cannot be read. */
export async function list(dir: string): Promise<Listing> {
  const packages = new Set<string>();
  const unfinished: string[] = [];
  const entries = new Map<string, Dirent>();
  const closed = new Map<string, string>();
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const inside = await readdir(join(dir, folder), { withFileTypes: true }).catch(async (error) => {
      if (folder === '') throw error;
      // Its days were over meanwhile: the gateway is at work here.
      if (error.code === 'ENOENT' && !(await isListed(dir, folder))) return [];
      closed.set(folder ?? '', messageOf(error));
      return [];
    });
    for (const entry of inside) {
      const path = join(folder, entry.name);
      if (isUnfinished(path, entry)) unfinished.push(path);
      else if (entry.isDirectory()) {
        folders.push(path);
        if (readFolderName(path)) packages.add(path);
      } else {
        entries.set(path, entry);
        if (entry.name === names.manifest && (folder === '' || entry.isFile())) packages.add(folder);
      }
    }
  }
  return { packages: [...packages].sort(), unfinished: unfinished.sort(), entries, closed };
}

/** A name that is no UTF-8 is there, and nothing can be opened by it. */
async function isListed(dir: string, path: string): Promise<boolean> {
  const beside = await readdir(join(dir, dirname(path))).catch((): string[] => []);
  return beside.includes(basename(path));
}

/** What lies there, and the head of the chain as it was before that was listed. */
export interface Snapshot {
  readonly listing: Listing;
  readonly head: Found;
  /** A gateway seals here now: packages behind that head came while the others were listed. */
  readonly isAtWork: boolean;
}

/** A document; undefined where there is none. */
export type Found = Buffer | Closed | undefined;

/** @throws where the folder itself cannot be read. */
export async function takeSnapshot(dir: string): Promise<Snapshot> {
  const headNow = () => documentOf(join(dir, names.head));
  const head = await headNow();
  const listing = await list(dir);
  const after = await headNow();
  return { listing, head, isAtWork: head instanceof Buffer && after instanceof Buffer && !head.equals(after) };
}

/** Whether there is nothing of that name any more. */
export const isGone = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => false,
    (error) => error.code === 'ENOENT',
  );

/** A package is made under another name beside its place, and so is what belongs to the chain. */
function isUnfinished(path: string, entry: Dirent): boolean {
  if (!path.endsWith(partial)) return false;
  const place = path.slice(0, -partial.length);
  if (entry.isDirectory()) return readFolderName(place) !== undefined;
  return entry.isFile() && ofTheChain.some((name) => name === place);
}

/** What lies in a package beside the files that its manifest names, and is neither a note of ours nor a package. */
export async function strangersIn(
  dir: string,
  folder: string,
  { files }: Manifest,
  packages: readonly string[],
): Promise<string[]> {
  const named = new Set<string>([...files.map((f) => f.name), names.manifest]);
  // Where a package was carried away by itself, the key and the chain may lie with it.
  const notes = new Set<string>([...Object.values(markers), ...(folder === '' ? ofTheChain : [])]);
  const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((e) => {
      const path = join(folder, e.name);
      if (e.isDirectory()) return !packages.some((p) => p === path || p.startsWith(`${path}/`));
      return !named.has(e.name) && !(notes.has(e.name) && e.isFile());
    })
    .map((e) => join(folder, e.name));
}

/** What lies outside of all packages and does not belong to the chain. */
export function strangersBetween({ packages, entries }: Listing): string[] {
  const own = new Set<string>(ofTheChain);
  const isInPackage = (path: string): boolean =>
    path !== '.' && (packages.includes(path) || isInPackage(dirname(path)));
  const known = new Map<string, boolean>();
  return [...entries].flatMap(([path, entry]) => {
    const folder = dirname(path);
    const isInside = known.get(folder) ?? isInPackage(folder);
    known.set(folder, isInside);
    return isInside || (own.has(path) && entry.isFile()) ? [] : [path];
  });
}

/** Folders of evidence, each of a gateway, under one that is none itself. */
export async function evidenceUnder(dir: string): Promise<string[]> {
  const { entries } = await list(dir);
  if ([...ofTheChain, names.manifest].some((name) => entries.has(name))) return [];
  return [...entries.keys()].filter((path) => basename(path) === names.head).map(dirname);
}

/** Documents are never as large: what is, is none. */
const largestDocument = 64 * 1024 ** 2;

/** What cannot be read although it is there, and why. */
export class Closed {
  readonly reason: string;

  constructor(error: unknown) {
    this.reason = messageOf(error);
  }
}

/** A document as it lies here; undefined where there is no file of that name. */
export function documentOf(file: string): Promise<Found> {
  return withFile(file, async (handle) =>
    (await handle.stat()).size > largestDocument ? Buffer.from('too large') : handle.readFile(),
  );
}

/** @returns what `work` makes of a file; undefined where there is none of that name: a link, a pipe or a folder is none. */
export async function withFile<T>(
  file: string,
  work: (handle: FileHandle) => Promise<T>,
): Promise<T | Closed | undefined> {
  let handle: FileHandle | undefined;
  try {
    if (!(await lstat(file)).isFile()) return undefined;
    handle = await open(file);
    return await work(handle);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : new Closed(error);
  } finally {
    await handle?.close();
  }
}

/** The nearest file of that name in a folder or in those above it, as far as they can belong to the same evidence. */
export function besides(dir: string, name: string): string | undefined {
  for (let at = dir, up = 0; up <= 4; at = dirname(at), up++) {
    const file = join(at, name);
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    if (basename(at) === 'evidence' || at === dirname(at)) return undefined;
  }
  return undefined;
}
