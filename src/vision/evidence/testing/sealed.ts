// A sealed folder of evidence for tests, and what is found in copies of it after somebody did something to them.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type PublicKeys, readPublicKeys } from '../../../runtime/signed.ts';
import { names } from '../manifest.ts';
import { type Verified, verifyEvidence } from '../verify.ts';
import { packageOf, storeIn } from './store.ts';

export interface Sealed {
  readonly root: string;
  readonly keys: PublicKeys;
  /** Of the packages under the root, in order. */
  readonly folders: readonly string[];
}

/** @param base an empty folder. @param minutes one package for each of these times. */
export async function sealedIn(base: string, minutes: readonly number[]): Promise<Sealed> {
  const { store, root } = storeIn(base);
  await store.start();
  const folders: string[] = [];
  for (const n of minutes) folders.push((await store.keep(packageOf(n))).ref.slice('evidence/'.length));
  const keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
  return { root, keys, folders };
}

/** @param harm what is done to a copy before it is verified. */
export async function verifiedCopy(
  base: string,
  root: string,
  keys: PublicKeys,
  harm: (root: string) => void,
): Promise<Verified> {
  const copy = mkdtempSync(join(base, 'copy-'));
  try {
    cpSync(root, copy, { recursive: true });
    harm(copy);
    return await verifyEvidence(copy, keys);
  } finally {
    rmSync(copy, { recursive: true });
  }
}
