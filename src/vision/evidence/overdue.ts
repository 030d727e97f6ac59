// Which packages have had their days. A package is as old as its event, unless nobody had confirmed the clock by then: a
// gateway without a battery wakes up in another year, and what it seals before it is told the time would be over as soon
// as it is told. Such a package is no older than the next one whose time can be believed, and goes with that.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublicKeys } from '../../runtime/signed.ts';
import type { PackageFolder } from './files.ts';
import { manifestSchema, names, readDocument } from './manifest.ts';

/**
 * @param packages in the order of their sequence.
 * @returns those of events before a time, likewise.
 */
export async function overdue(
  root: string,
  packages: readonly PackageFolder[],
  beforeMs: number,
  keys: PublicKeys,
): Promise<PackageFolder[]> {
  const over: PackageFolder[] = [];
  let isNextOver = false;
  for (const p of [...packages].reverse()) {
    isNextOver = p.atMs < beforeMs && (isNextOver || (await isTimeKnown(join(root, p.folder), keys)));
    if (isNextOver) over.unshift(p);
  }
  return over;
}

/** One that cannot be read has no other time than that of its folder. */
async function isTimeKnown(folder: string, keys: PublicKeys): Promise<boolean> {
  const bytes = await readFile(join(folder, names.manifest)).catch(() => undefined);
  const read = bytes && readDocument(manifestSchema, bytes, keys);
  return !read?.ok || read.value.event.timequality !== 'unsynced';
}
