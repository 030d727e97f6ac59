// Whether evidence is as it was sealed: every file of every package by its blocks, every manifest by its signature, and
// the chain from the first package (or the tombstones in its place) to its head. Needs the public key and nothing else.
import { existsSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { followed, readRotations } from '../../runtime/key-rotation.ts';
import type { PublicKeys } from '../../runtime/signed.ts';
import { markers } from './deliveries.ts';
import { changesOf } from './digest.ts';
import { readFolderName } from './files.ts';
import {
  headSchema,
  type Manifest,
  manifestSchema,
  names,
  readDocument,
  type Tombstone,
  tombstoneSchema,
} from './manifest.ts';
import { type Link, linksOf } from './verify-chain.ts';

export type Finding =
  /** Bytes of a file are not what they were, from inclusive, to exclusive. */
  | { readonly kind: 'changed'; readonly where: string; readonly from: number; readonly to: number }
  | { readonly kind: 'missing-file'; readonly where: string }
  | { readonly kind: 'unknown-file'; readonly where: string }
  /** The text of a manifest, a tombstone or the head was changed. */
  | { readonly kind: 'document-changed'; readonly where: string; readonly why: string }
  | { readonly kind: 'foreign-key'; readonly where: string }
  /** A manifest lies in the folder of another package, or in two. */
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
  readonly findings: readonly Finding[];
}

/** Files beside a package's own that mean nothing. */
const ignored = new Set<string>([...Object.values(markers), names.manifest]);

/**
 * @param dir all evidence of a gateway, some packages of it, or one package.
 * @throws where the folder cannot be read.
 */
export async function verifyEvidence(dir: string, keys: PublicKeys): Promise<Verified> {
  const findings: Finding[] = [];
  const links: Link[] = [];
  const counts = { packages: 0, files: 0, bytes: 0 };
  const isWhole = [names.head, names.tombstones, names.publicKey].some((name) => existsSync(join(dir, name)));
  const folders = await packageFolders(dir);
  for (const folder of folders) {
    counts.packages++;
    const where = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    const named = readFolderName(folder) ?? readFolderName(tailOf(join(dir, folder)));
    const bytes = await bytesOf(join(dir, folder, names.manifest));
    if (!bytes) findings.push({ kind: 'missing-file', where: where(names.manifest) });
    const read = bytes && readDocument(manifestSchema, bytes, keys);
    if (!read?.ok) {
      if (read) findings.push(unread(where(names.manifest), read.why));
      if (named) links.push({ from: named.sequence, to: named.sequence, where: folder });
      continue;
    }
    const { value: manifest, sha256 } = read;
    const { sequence, previous } = manifest;
    if (named && named.sequence !== sequence) {
      findings.push({ kind: 'reordered', where: where(names.manifest), sequence });
    }
    links.push({ from: sequence, to: sequence, previous, last: sha256, where: where(names.manifest) });
    await checkFiles(join(dir, folder), manifest, where, findings, counts);
    findings.push(...(await strangersIn(join(dir, folder), manifest, where, folders)));
  }
  const tombstones = await readTombstones(dir, keys, findings);
  for (const { from, to, previous, manifest } of tombstones) {
    links.push({ from, to, previous, last: manifest, where: names.tombstones });
  }
  const isBare = isWhole && counts.packages === 0 && !existsSync(join(dir, names.head)) && tombstones.length === 0;
  if (isBare) findings.push({ kind: 'nothing-sealed' });
  const head = isWhole && !isBare ? await readHead(dir, keys, findings) : undefined;
  findings.push(...linksOf(links, isWhole, head));
  if (!isWhole && counts.packages === 0) findings.push({ kind: 'nothing-here' });
  const expired = tombstones.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const last = Math.max(head?.sequence ?? 0, ...links.map(({ to }) => to));
  return { intact: isWhole && findings.length === 0, last, ...counts, expired, partial: !isWhole, findings };
}

/** Folders that hold a manifest, or have the name of a package; the folder itself is ''. */
async function packageFolders(dir: string): Promise<string[]> {
  const found = new Set<string>();
  if (existsSync(join(dir, names.manifest))) found.add('');
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(dir.length).replace(/^\/+/, '');
    if (entry.isDirectory() && readFolderName(path)) found.add(path);
    if (entry.name === names.manifest && entry.isFile() && path !== names.manifest) found.add(dirname(path));
  }
  return [...found].sort();
}

/** The last four parts of a path: what is the name of a package seen from the root. */
const tailOf = (path: string) => path.split('/').filter(Boolean).slice(-4).join('/');

async function checkFiles(
  folder: string,
  manifest: Manifest,
  where: (name: string) => string,
  findings: Finding[],
  counts: { files: number; bytes: number },
): Promise<void> {
  for (const file of manifest.files) {
    const bytes = await bytesOf(join(folder, file.name));
    if (!bytes) {
      findings.push({ kind: 'missing-file', where: where(file.name) });
      continue;
    }
    counts.files++;
    counts.bytes += bytes.length;
    for (const stretch of changesOf(file, bytes))
      findings.push({ kind: 'changed', where: where(file.name), ...stretch });
  }
}

/** What lies beside the files that the manifest names and is neither a note of ours nor a package of its own. */
async function strangersIn(
  folder: string,
  manifest: Manifest,
  where: (name: string) => string,
  packages: readonly string[],
): Promise<Finding[]> {
  const known = new Set<string>([...manifest.files.map((f) => f.name), ...ignored, ...Object.values(names)]);
  const isAbove = (name: string) => packages.some((p) => p === where(name) || p.startsWith(`${where(name)}/`));
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((e) => (e.isDirectory() ? !isAbove(e.name) : !known.has(e.name)))
    .map((e) => ({ kind: 'unknown-file', where: where(e.name) }));
}

/** A file as it lies here; undefined where there is none: what is elsewhere, behind a link, is not sealed here. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  const isFile = await lstat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? readFile(file).catch(() => undefined) : undefined;
}

async function readTombstones(dir: string, keys: PublicKeys, findings: Finding[]): Promise<Tombstone[]> {
  const bytes = await bytesOf(join(dir, names.tombstones));
  if (!bytes || bytes.length === 0) return [];
  if (bytes.at(-1) !== 10) findings.push(unread(names.tombstones, 'unreadable'));
  const lines = bytes.toString('latin1').split('\n').slice(0, -1);
  return lines.flatMap((line, i) => {
    const read = readDocument(tombstoneSchema, Buffer.from(line, 'latin1'), keys);
    if (read.ok) return [read.value];
    findings.push(unread(`${names.tombstones}:${i + 1}`, read.why));
    return [];
  });
}

async function readHead(dir: string, keys: PublicKeys, findings: Finding[]) {
  const bytes = await bytesOf(join(dir, names.head));
  if (!bytes) {
    findings.push({ kind: 'missing-head' });
    return undefined;
  }
  const read = readDocument(headSchema, bytes, keys);
  if (read.ok) return read.value;
  findings.push(unread(names.head, read.why));
  return undefined;
}

const unread = (where: string, why: string): Finding =>
  why === 'foreign-key' ? { kind: 'foreign-key', where } : { kind: 'document-changed', where, why };

/** The keys with those that they followed or that followed them, by the records beside the evidence. */
export async function withRotations(dir: string, keys: PublicKeys): Promise<PublicKeys> {
  const file = besides(dir, names.rotations);
  return file === undefined ? keys : followed(keys, readRotations(await readFile(file, 'utf8')));
}

/**
 * Where the public key lies that comes with the evidence: in the folder or in one above it.
 * @returns undefined where there is none.
 */
export const keyBeside = (dir: string): string | undefined => besides(dir, names.publicKey);

function besides(dir: string, name: string): string | undefined {
  for (let at = dir, up = 0; up <= 4; at = dirname(at), up++) {
    const file = join(at, name);
    if (existsSync(file)) return file;
    if (basename(at) === 'evidence' || at === dirname(at)) return undefined;
  }
  return undefined;
}
