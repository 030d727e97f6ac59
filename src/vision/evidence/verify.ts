// Whether evidence is as it was sealed: every file of every package by its blocks, every manifest by its signature, and
// the chain from the first package (or the tombstones in its place) to its head. Needs the public key and nothing else.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { followed, readRotations } from '../../runtime/key-rotation.ts';
import type { PublicKeys } from '../../runtime/signed.ts';
import { changesIn } from './digest.ts';
import { folderName, readFolderName } from './files.ts';
import {
  headSchema,
  type Manifest,
  manifestSchema,
  names,
  readDocument,
  type Tombstone,
  tombstoneSchema,
  type Unread,
} from './manifest.ts';
import { type Link, linksOf } from './verify-chain.ts';
import {
  besides,
  Closed,
  documentOf,
  type Found,
  isGone,
  type Listing,
  strangersBetween,
  strangersIn,
  takeSnapshot,
  withFile,
} from './verify-files.ts';

export type Finding =
  /** Bytes of a file are not what they were, from inclusive, to exclusive. */
  | { readonly kind: 'changed'; readonly where: string; readonly from: number; readonly to: number }
  | { readonly kind: 'missing-file'; readonly where: string }
  | { readonly kind: 'unknown-file'; readonly where: string }
  /** The text of a manifest, a tombstone or the head was changed. */
  | {
      readonly kind: 'document-changed';
      readonly where: string;
      readonly why: Exclude<Unread, 'foreign-key' | 'newer-form'>;
    }
  /** It is signed, and written by a program that is newer than this. */
  | { readonly kind: 'document-unknown'; readonly where: string }
  /** It is there, and nobody may read it here. */
  | { readonly kind: 'closed'; readonly where: string; readonly reason: string }
  | { readonly kind: 'foreign-key'; readonly where: string }
  /** A manifest lies in the folder of another package, of another time or camera, or in two. */
  | { readonly kind: 'reordered'; readonly where: string; readonly sequence: number }
  /** A manifest does not name the one before it. */
  | { readonly kind: 'missing-link'; readonly where: string }
  | { readonly kind: 'missing-package'; readonly from: number; readonly to: number }
  | { readonly kind: 'missing-head' }
  /** The gateway's key and nothing else. */
  | { readonly kind: 'nothing-sealed' }
  | { readonly kind: 'nothing-here' };

export interface Verified {
  /** Never true of a part: whoever takes the end of a chain away can take its head along. */
  readonly intact: boolean;
  /** Sequence of the last package that is here or told of; whether later ones went with a newer head only the centre knows. */
  readonly last: number;
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
  /** Packages that went with right: their tombstones stand in their place. */
  readonly expired: number;
  /** It is a part of a gateway's evidence: what came before and after it cannot be told from here. */
  readonly partial: boolean;
  /** Whose evidence it is. */
  readonly gateways: readonly string[];
  /** RFC 3339: the first and the last event of the packages. Absent where no manifest can be believed. */
  readonly events?: { readonly from: string; readonly to: string };
  /** Ids of the keys that the packages were signed with. */
  readonly signedBy: readonly string[];
  /** What a power cut left half-made or half taken away, or a gateway at work has in hands. */
  readonly unfinished: readonly string[];
  readonly findings: readonly Finding[];
}

/** What this program cannot judge; everything else is a finding against the evidence. */
export const isUnjudged = ({ kind }: Finding) => kind === 'closed' || kind === 'document-unknown';

/**
 * @param dir all evidence of a gateway, some packages of it, or one package.
 * @throws where the folder cannot be read.
 */
export async function verifyEvidence(dir: string, keys: PublicKeys): Promise<Verified> {
  const { listing, head: headBytes, isAtWork } = await takeSnapshot(dir);
  const { packages: folders, entries } = listing;
  const findings: Finding[] = [...listing.closed].map(([where, reason]) => ({ kind: 'closed', where, reason }));
  // A package by itself with the key beside it is no more than a part.
  const isWhole =
    !folders.includes('') && [names.head, names.tombstones, names.publicKey].some((name) => entries.has(name));
  const looks: Look[] = [];
  for (const folder of folders) looks.push(await lookAt(dir, folder, listing, isWhole, keys));
  // What had its days while it was looked at has its tombstone by now.
  const tombstones = readTombstones(await documentOf(join(dir, names.tombstones)), keys, findings);
  const isBuried = ({ named }: Look) => tombstones.some((t) => named && t.from <= named && named <= t.to);
  const kept = looks.filter((look) => !isBuried(look));
  // There may be more of each than a call takes arguments.
  for (const found of kept.flatMap((look) => look.findings)) findings.push(found);
  const links = kept.flatMap(({ link }) => link ?? []);
  const believed = kept.flatMap((look) => look.believed ?? []);
  for (const { from, to, previous, manifest } of tombstones) {
    links.push({ from, to, previous, last: manifest, where: names.tombstones });
  }
  const isBare = isWhole && folders.length === 0 && !entries.has(names.head) && tombstones.length === 0;
  if (isBare) findings.push({ kind: 'nothing-sealed' });
  const head = isWhole && !isBare ? readHead(headBytes, keys, findings) : undefined;
  // What lies in a folder of days that nobody may read is not missing.
  const isOpen = [...listing.closed.keys()].every((path) => folders.includes(path));
  const ofThen = isAtWork && head ? links.filter(({ from }) => from <= head.sequence) : links;
  for (const found of linksOf(ofThen, isWhole, head))
    if (isOpen || found.kind !== 'missing-package') findings.push(found);
  if (!isWhole && folders.length === 0) findings.push({ kind: 'nothing-here' });
  if (isWhole) {
    for (const where of strangersBetween(listing)) findings.push({ kind: 'unknown-file', where });
  }
  const expired = tombstones.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const last = links.reduce((most, { to }) => Math.max(most, to), head?.sequence ?? 0);
  const intact = isWhole && findings.length === 0;
  const about = aboutOf(believed, [head, ...tombstones]);
  const sum = (of: 'files' | 'bytes') => kept.reduce((n, look) => n + look[of], 0);
  const counts = { packages: kept.length, files: sum('files'), bytes: sum('bytes') };
  // What is buried and lies there still is what a power cut, or the disk, kept from being taken away.
  const left = [...listing.unfinished, ...looks.filter(isBuried).map(({ folder }) => folder)];
  const unfinished: string[] = [];
  for (const where of left.sort()) if (!(await isGone(join(dir, where)))) unfinished.push(where);
  return { intact, last, ...counts, expired, partial: !isWhole, ...about, unfinished, findings };
}

/** What a package is by itself. */
interface Look {
  readonly folder: string;
  /** Its sequence by the name of its folder. */
  readonly named: number | undefined;
  /** Its place in the chain, as far as it is known. */
  readonly link?: Link;
  readonly believed?: { readonly manifest: Manifest; readonly key: string };
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

async function lookAt(
  dir: string,
  folder: string,
  { packages, closed }: Listing,
  isWhole: boolean,
  keys: PublicKeys,
): Promise<Look> {
  const place = [folder, tailOf(join(dir, folder))].find((path) => readFolderName(path));
  const named = place === undefined ? undefined : readFolderName(place)?.sequence;
  const findings: Finding[] = [];
  const unseen = {
    ...{ folder, named, files: 0, bytes: 0, findings },
    ...(named === undefined ? {} : { link: { from: named, to: named, where: folder } }),
  };
  if (closed.has(folder)) return unseen;
  const where = join(folder, names.manifest);
  const document = await documentOf(join(dir, where));
  if (!document) findings.push({ kind: 'missing-file', where });
  if (document instanceof Closed) findings.push({ kind: 'closed', where, reason: document.reason });
  const read = document instanceof Buffer ? readDocument(manifestSchema, document, keys) : undefined;
  if (!read?.ok) {
    if (read) findings.push(unread(where, read.why));
    return unseen;
  }
  const { value: manifest, sha256, key } = read;
  const { sequence, previous } = manifest;
  // A package that was carried away may bear any name; one in its gateway's evidence bears its own.
  if (place === undefined ? isWhole : place !== placeOf(manifest))
    findings.push({ kind: 'reordered', where, sequence });
  const counts = await checkFiles(dir, folder, manifest, findings);
  const strangers = await strangersIn(dir, folder, manifest, packages);
  for (const path of strangers) findings.push({ kind: 'unknown-file', where: path });
  const link = { from: sequence, to: sequence, previous, last: sha256, where };
  return { folder, named, link, believed: { manifest, key }, ...counts, findings };
}

function aboutOf(
  believed: readonly { readonly manifest: Manifest; readonly key: string }[],
  others: readonly ({ readonly gateway: string } | undefined)[],
): Pick<Verified, 'gateways' | 'events' | 'signedBy'> {
  const times = believed.map(({ manifest }) => manifest.event.at).sort();
  const [from, to] = [times[0], times.at(-1)];
  const gateways = [...believed.map(({ manifest }) => manifest), ...others].flatMap((d) => (d ? [d.gateway] : []));
  return {
    gateways: [...new Set(gateways)].sort(),
    ...(from === undefined || to === undefined ? {} : { events: { from, to } }),
    signedBy: [...new Set(believed.map(({ key }) => key))].sort(),
  };
}

/** The name of the folder in which a package was kept. */
function placeOf({ sequence, event }: Manifest): string {
  const atMs = Date.parse(event.at);
  return Number.isNaN(atMs) ? '' : folderName(sequence, atMs, event.camera);
}

/** The last four parts of a path: what is the name of a package seen from the root. */
const tailOf = (path: string) => path.split('/').filter(Boolean).slice(-4).join('/');

async function checkFiles(
  dir: string,
  folder: string,
  manifest: Manifest,
  findings: Finding[],
): Promise<{ files: number; bytes: number }> {
  const counts = { files: 0, bytes: 0 };
  for (const file of manifest.files) {
    const where = join(folder, file.name);
    const found = await withFile(join(dir, where), async (handle) => ({
      bytes: (await handle.stat()).size,
      changes: await changesIn(handle, file),
    }));
    if (!found) findings.push({ kind: 'missing-file', where });
    else if (found instanceof Closed) findings.push({ kind: 'closed', where, reason: found.reason });
    else {
      counts.files++;
      counts.bytes += found.bytes;
      for (const stretch of found.changes) findings.push({ kind: 'changed', where, ...stretch });
    }
  }
  return counts;
}

function readTombstones(bytes: Found, keys: PublicKeys, findings: Finding[]): Tombstone[] {
  if (bytes instanceof Closed) findings.push({ kind: 'closed', where: names.tombstones, reason: bytes.reason });
  if (!(bytes instanceof Buffer) || bytes.length === 0) return [];
  if (bytes.at(-1) !== 10) findings.push(unread(names.tombstones, 'unreadable'));
  const lines = bytes.toString('latin1').split('\n').slice(0, -1);
  return lines.flatMap((line, i) => {
    const read = readDocument(tombstoneSchema, Buffer.from(line, 'latin1'), keys);
    if (read.ok) return [read.value];
    findings.push(unread(`${names.tombstones}:${i + 1}`, read.why));
    return [];
  });
}

function readHead(bytes: Found, keys: PublicKeys, findings: Finding[]) {
  if (bytes instanceof Closed) findings.push({ kind: 'closed', where: names.head, reason: bytes.reason });
  else if (!bytes) findings.push({ kind: 'missing-head' });
  if (!(bytes instanceof Buffer)) return undefined;
  const read = readDocument(headSchema, bytes, keys);
  if (read.ok) return read.value;
  findings.push(unread(names.head, read.why));
  return undefined;
}

function unread(where: string, why: Unread): Finding {
  if (why === 'foreign-key') return { kind: 'foreign-key', where };
  return why === 'newer-form' ? { kind: 'document-unknown', where } : { kind: 'document-changed', where, why };
}

/** The keys with those that they followed or that followed them, by the records beside the evidence. */
export async function withRotations(dir: string, keys: PublicKeys): Promise<PublicKeys> {
  const file = besides(dir, names.rotations);
  const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
  return followed(keys, readRotations(text));
}

/**
 * Where the public key lies that comes with the evidence: in the folder or in one above it.
 * @returns undefined where there is none.
 */
export const keyBeside = (dir: string): string | undefined => besides(dir, names.publicKey);
