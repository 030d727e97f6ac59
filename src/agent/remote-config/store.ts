// The site files that are kept, in DATA/site/: `kept.json` says which is in force, and each text stands in a file of its
// own, named by its SHA-256. All are replaced as a whole, so that a power cut leaves the old or the new.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceWhole } from '../../runtime/whole-file.ts';
import { type Kept, keptSchema, toRun } from './versions.ts';

export const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

export const textFile = (folder: string, hash: string): string => join(folder, `${hash}.yaml`);

/** Undefined where there is none, or none that can be read: the base then counts alone. */
export async function readKept(folder: string): Promise<Kept | undefined> {
  try {
    const { data } = keptSchema.safeParse(JSON.parse(await readFile(join(folder, 'kept.json'), 'utf8')));
    if (!data) return undefined;
    // A text that does not match its name was torn or touched.
    for (const hash of [toRun(data), data.versions[0]?.hash ?? '']) {
      if (hash !== data.base && hashOf(await readFile(textFile(folder, hash))) !== hash) return undefined;
    }
    return data;
  } catch {
    return undefined;
  }
}

/** Resolves when it is on the medium. @throws where the medium refuses. */
export async function writeKept(folder: string, kept: Kept): Promise<void> {
  await replace(folder, join(folder, 'kept.json'), JSON.stringify(kept));
  const needed = new Set([...kept.versions.map((v) => v.hash), kept.trial?.to, kept.base].map((h) => `${h}.yaml`));
  const others = (await readdir(folder)).filter((f) => /^[0-9a-f]{64}\.yaml$/.test(f) && !needed.has(f));
  for (const file of others) await rm(join(folder, file), { force: true });
}

/** @returns the hash of the text. @throws where the medium refuses. */
export async function writeText(folder: string, text: string): Promise<string> {
  const hash = hashOf(text);
  await replace(folder, textFile(folder, hash), text);
  return hash;
}

async function replace(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  await replaceWhole(file, text, { mode: 0o640 });
}
