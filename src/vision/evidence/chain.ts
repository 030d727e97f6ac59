// The chain of packages on the disk: where it ends (`head.json`) and what of it has gone with right (`tombstones.jsonl`,
// one signed line a stretch; neighbouring stretches become one, so the file stays small however long the gateway runs).
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Message, message } from '../../messages/catalogue.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { GatewayKey } from '../../runtime/gateway-key.ts';
import { emptyFolder, listPackages, type PackageFolder, replaceFile } from './files.ts';
import {
  type Head,
  headSchema,
  manifestSchema,
  names,
  readDocument,
  type Tombstone,
  tombstoneSchema,
  writeDocument,
} from './manifest.ts';

export interface ChainState {
  readonly head: Head;
  readonly tombstones: readonly Tombstone[];
  readonly packages: readonly PackageFolder[];
  /** What was not as it was left; it is not mended, `haidang evidence verify` tells it. */
  readonly found: readonly string[];
}

const noHead = (gateway: string): Head => ({
  kind: 'haidang.evidence.head.v1',
  gateway,
  sequence: 0,
  manifest: null,
});

/**
 * Reads the chain and brings its head forward to a package that was whole when the power failed.
 * @throws where the disk cannot be read.
 */
export async function openChain(root: string, gateway: string, key: GatewayKey): Promise<ChainState> {
  const packages = await listPackages(root);
  const keys = key.trusted;
  const found: string[] = [];
  const tombstones = await readTombstones(root, key, found);
  let head = await readHead(root, key, found);
  if (!head) {
    head = noHead(gateway);
    const last = tombstones.at(-1);
    if (last) head = { ...head, sequence: last.to, manifest: last.manifest };
    if (packages.length > 0) found.push('the head of the chain is missing: it goes on behind the newest package');
  }
  const start = head;
  for (const { folder, sequence } of packages) {
    if (sequence <= head.sequence) continue;
    const bytes = await readFile(join(root, folder, names.manifest)).catch(() => undefined);
    const read = bytes && readDocument(manifestSchema, bytes, keys);
    // Without a head the chain is taken up wherever it goes on; with one, only what follows it is its next.
    const fits = read?.ok && (read.value.previous === head.manifest || start.sequence === 0);
    if (read?.ok && fits) head = { ...head, sequence, manifest: read.sha256 };
    else found.push(`${folder} does not continue the chain`);
  }
  // A gateway that never sealed anything says so too: an empty folder without a head is one that was emptied.
  const isFresh = start.sequence === 0 && packages.length === 0 && found.length === 0;
  if (head !== start || (isFresh && !existsSync(join(root, names.head)))) await writeHead(root, head, key);
  return { head, tombstones, packages, found };
}

async function readHead(root: string, key: GatewayKey, found: string[]): Promise<Head | undefined> {
  const file = join(root, names.head);
  if (!existsSync(file)) return undefined;
  const read = readDocument(headSchema, await readFile(file), key.trusted);
  if (read.ok) return read.value;
  found.push(`${names.head}: ${read.why}`);
  return undefined;
}

async function readTombstones(root: string, key: GatewayKey, found: string[]): Promise<Tombstone[]> {
  const file = join(root, names.tombstones);
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.flatMap((line, i) => {
    const read = readDocument(tombstoneSchema, Buffer.from(line), key.trusted);
    if (read.ok) return [read.value];
    found.push(`${names.tombstones}, line ${i + 1}: ${read.why}`);
    return [];
  });
}

async function writeHead(root: string, head: Head, key: GatewayKey): Promise<void> {
  await replaceFile(join(root, names.head), writeDocument(head, key));
}

/** The head on the disk: at most one package behind the newest, as a power cut leaves it too. */
export class HeadFile {
  readonly #root: string;
  #behind: { readonly head: Head; readonly reason: string } | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** Why the newest package is not in it; undefined where it is. */
  get trouble(): Message | undefined {
    return this.#behind && message('evidence.head-behind', { reason: this.#behind.reason });
  }

  /** Before the next package. @throws where it still cannot be written: then there is none. */
  async catchUp(key: GatewayKey): Promise<void> {
    if (this.#behind) await writeHead(this.#root, this.#behind.head, key);
    this.#behind = undefined;
  }

  /** After a package: that is kept, whatever becomes of this. */
  async follow(head: Head, key: GatewayKey): Promise<void> {
    const reason = await writeHead(this.#root, head, key).then(() => undefined, messageOf);
    this.#behind = reason === undefined ? undefined : { head, reason };
  }
}

/**
 * Puts all tombstones down.
 * @param over folder of a package that has had its days: where the disk is full, its pictures make the room.
 */
export async function setTombstones(
  root: string,
  tombstones: readonly Tombstone[],
  key: GatewayKey,
  over?: string,
): Promise<void> {
  const text = tombstones.map((t) => `${writeDocument(t, key)}\n`).join('');
  const file = join(root, names.tombstones);
  try {
    await replaceFile(file, text);
  } catch (error) {
    if (over === undefined || (error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    await emptyFolder(join(root, over), names.manifest);
    await replaceFile(file, text);
  }
}

/** Whether one of them stands for a package. */
export const isBuried = (tombstones: readonly Tombstone[], { sequence }: PackageFolder): boolean =>
  tombstones.some((t) => t.from <= sequence && sequence <= t.to);

/** The tombstones with one more, in order, neighbours joined. */
export function buried(tombstones: readonly Tombstone[], fresh: Tombstone): Tombstone[] {
  const all = [...tombstones, fresh].sort((a, b) => a.from - b.from);
  const joined: Tombstone[] = [];
  for (const t of all) {
    const before = joined.at(-1);
    if (before && before.to + 1 === t.from && before.manifest === t.previous) {
      const reason = before.reason === t.reason ? t.reason : 'mixed';
      const at = [before.at, t.at].sort()[1] ?? t.at;
      joined[joined.length - 1] = { ...before, to: t.to, manifest: t.manifest, reason, at };
    } else joined.push(t);
  }
  return joined;
}

/**
 * The tombstone of a package, made of its own manifest.
 * @throws HaidangError (`ours`, `evidence-unreadable`) where the manifest cannot be read: then its place in the chain is
 *   not known, and it stays.
 */
export async function tombstoneOf(
  root: string,
  { folder, sequence }: PackageFolder,
  rest: Pick<Tombstone, 'gateway' | 'at' | 'reason'>,
  key: GatewayKey,
): Promise<Tombstone> {
  try {
    const bytes = await readFile(join(root, folder, names.manifest));
    const read = readDocument(manifestSchema, bytes, key.trusted);
    if (!read.ok) throw new Error(`its manifest is ${read.why}`);
    const { previous } = read.value;
    return {
      kind: 'haidang.evidence.tombstone.v1',
      from: sequence,
      to: sequence,
      previous,
      manifest: read.sha256,
      ...rest,
    };
  } catch (error) {
    throw new HaidangError('ours', 'evidence-unreadable', `${folder}: ${messageOf(error)}`);
  }
}
