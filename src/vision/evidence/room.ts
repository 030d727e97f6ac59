// Whether there is room for what is to be kept. A disk that fills stops clips first, then stills, never the manifest
// (nor the event, which the outbox keeps).
import { statfs } from 'node:fs/promises';
import type { ManifestFile } from './manifest.ts';

export interface RoomState {
  /** What all evidence takes, and may take, bytes. */
  readonly used: number;
  readonly cap: number;
  /** On the disk, bytes. */
  readonly free: number;
  readonly keepFree: number;
}

/** The share of the cap that is kept for stills. */
const forStills = 0.1;
/** Manifests are small; they may take so much more than the cap. */
const forManifests = 0.02;

export interface Packed {
  readonly what: ManifestFile['what'];
  readonly bytes: Uint8Array;
}

const sum = (files: readonly Packed[]) => files.reduce((n, { bytes }) => n + bytes.length, 0);

/** Which of the files there is room for, and why not for the others. */
export function fitting<F extends Packed>(
  files: readonly F[],
  { used, cap, free, keepFree }: RoomState,
): { readonly kept: readonly F[]; readonly left: readonly { readonly what: F['what']; readonly reason: string }[] } {
  const why = (what: string, lowFree: number, share: number, bytes: number) => {
    if (free - bytes < lowFree) return `the disk is nearly full: no ${what} while less than ${mib(lowFree)} are free`;
    if (used + bytes > cap * share) return `the space for evidence is used up: no room for ${what}`;
    return undefined;
  };
  const stills = files.filter((f) => f.what !== 'clip');
  const noStills = why('pictures', keepFree / 2, 1, sum(stills));
  const noClip = noStills ?? why('clips', keepFree, 1 - forStills, sum(files));
  const whyNot = (f: F) => (f.what === 'clip' ? noClip : noStills);
  return {
    kept: files.filter((f) => whyNot(f) === undefined),
    left: files.flatMap((f) => {
      const reason = whyNot(f);
      return reason === undefined ? [] : [{ what: f.what, reason }];
    }),
  };
}

/** Whether not even a manifest may be added. */
export const isFull = ({ used, cap }: Pick<RoomState, 'used' | 'cap'>): boolean => used > cap * (1 + forManifests);

const mib = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;

/** Of the disk that holds a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
