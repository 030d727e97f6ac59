// All evidence of a gateway, under <data>/evidence: one folder a package, the chain beside them (chain.ts). The gateway's
// public key lies there too, so that the folder can be carried away and proved elsewhere.
//
// Invariants: a package is there as a whole or not at all; its manifest names the one before it; the head names the
// newest. A tombstone is on the medium before its package goes. Files other than those that the manifests name may lie
// there: see deliveries.ts.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toIso } from '../../domain/time.ts';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Clock } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { type GatewayKey, openGatewayKey } from '../../runtime/gateway-key.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { Mutex } from '../../runtime/mutex.ts';
import type { Health } from '../../runtime/service.ts';
import { buried, HeadFile, isBuried, openChain, setTombstones, tombstoneOf } from './chain.ts';
import type { EvidenceConfig } from './config.ts';
import { Deliveries, markers, type Unsent } from './deliveries.ts';
import { digestOf, sha256Of } from './digest.ts';
import { folderName, isRemoved, listPackages, type PackageFolder, writeFolder } from './files.ts';
import { presentKey, publishKey } from './keys.ts';
import {
  type Head,
  type Manifest,
  type ManifestFile,
  manifestSchema,
  names,
  readDocument,
  type Tombstone,
  writeDocument,
} from './manifest.ts';
import { overdue } from './overdue.ts';
import { fitting, freeBytes, isFull } from './room.ts';
import { toBeSent } from './send-policy.ts';

export interface EvidenceStoreOptions {
  readonly config: EvidenceConfig;
  /** The data folder: the key and the evidence lie under it. */
  readonly data: string;
  readonly gateway: string;
  readonly bootId: string;
  readonly agentVersion: string;
  readonly configHash?: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Free bytes of the disk that holds a folder; for tests. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** A file to be kept: what its entry in the manifest says, with its bytes. */
export type NewFile = Omit<ManifestFile, 'bytes' | 'sha256' | 'blocks'> & { readonly bytes: Uint8Array };

/** What a camera knows of a package; the store adds the rest. */
export type NewPackage = Pick<Manifest, 'event' | 'missing' | 'track' | 'signal' | 'calibration' | 'picture'> & {
  readonly hashes: Omit<Manifest['hashes'], 'config'>;
  readonly files: readonly NewFile[];
  /** Of the event, milliseconds since the epoch. */
  readonly atMs: number;
};

export interface Kept {
  readonly manifest: Manifest;
  /** The text of the signed manifest. */
  readonly text: string;
  readonly sha256: string;
  /** Reference of its folder: `evidence/2026/06/21/…`. */
  readonly ref: string;
}

const root = 'evidence';
/** So many packages may have been sealed while one was open. */
const newest = 64;

export class EvidenceStore {
  readonly #options: EvidenceStoreOptions;
  readonly #root: string;
  readonly #deliveries: Deliveries;
  readonly #mutex = new Mutex();
  #key: GatewayKey | undefined;
  #head: Head | undefined;
  readonly #headFile: HeadFile;
  #tombstones: readonly Tombstone[] = [];
  /** In the order of their sequence. */
  #packages: PackageFolder[] = [];
  #used = 0;
  #evicted = 0;
  #leftOut = 0;
  #noRoom: Message | undefined;
  #failure: Message | undefined;
  #damaged = 0;

  constructor(options: EvidenceStoreOptions) {
    this.#options = options;
    this.#root = join(options.data, root);
    this.#deliveries = new Deliveries(this.#root, options.logger);
    this.#headFile = new HeadFile(this.#root);
  }

  async start(): Promise<void> {
    await this.#mutex.run(() => this.#open());
  }

  async stop(): Promise<void> {
    // What is being written is finished first.
    await this.#mutex.run(async () => {});
  }

  /**
   * Seals a package and keeps it. What there is no room for is left out, and the manifest says so.
   * @throws HaidangError (`ours`, `evidence-not-kept`) where not even the manifest could be kept.
   */
  async keep(fresh: NewPackage): Promise<Kept> {
    return this.#mutex.run(async () => {
      try {
        const kept = await this.#keep(fresh);
        this.#failure = undefined;
        return kept;
      } catch (error) {
        this.#failure = message('evidence.not-kept', { reason: messageOf(error) });
        throw new HaidangError('ours', 'evidence-not-kept', messageOf(error), { cause: error });
      }
    });
  }

  /** The file of a reference; undefined where it is not kept (any more), or is no reference of ours. */
  pathOf(ref: string): string | undefined {
    const parts = ref.split('/');
    if (parts[0] !== root) return undefined;
    const folder = parts.slice(1, -1).join('/');
    const isKnown = this.#packages.some((p) => p.folder === folder);
    const name = parts.at(-1) ?? '';
    const file = join(this.#root, folder, name);
    return isKnown && name !== '' && !file.includes('..') && existsSync(file) ? file : undefined;
  }

  /** The package of an event among the newest; undefined where it is not there. */
  async find(event: string): Promise<Kept | undefined> {
    for (const { folder } of this.#packages.slice(-newest).reverse()) {
      const bytes = await readFile(join(this.#root, folder, names.manifest)).catch(() => undefined);
      const read = bytes && this.#key && readDocument(manifestSchema, bytes, this.#key.trusted);
      if (!bytes || !read?.ok || read.value.event.id !== event) continue;
      return { manifest: read.value, text: bytes.toString('utf8'), sha256: read.sha256, ref: `${root}/${folder}` };
    }
    return undefined;
  }

  /** A whole file was sent to the centre. @param sha256 of what was sent. */
  async delivered(ref: string, sha256: string | undefined): Promise<void> {
    if (this.pathOf(ref) === undefined) return;
    const [name = '', ...folder] = ref.split('/').slice(1).reverse();
    await this.#deliveries.delivered(folder.reverse().join('/'), name, sha256);
  }

  /** What is to be sent next as the site says; undefined where nothing waits that is not put off. */
  async nextUnsent(isPutOff: (ref: string) => boolean): Promise<{ ref: string; sha256: string } | undefined> {
    const refOf = ({ folder, name }: Unsent) => `${root}/${folder}/${name}`;
    const next = this.#deliveries.next((file) => isPutOff(refOf(file)));
    const sha256 = next && (await this.#deliveries.hashOf(next));
    return next && { ref: refOf(next), sha256: sha256 ?? '' };
  }

  /** Lays to rest what is older than it may be. Never by a clock that nobody confirmed. */
  async runRetention(): Promise<void> {
    const now = this.#options.clock.now();
    if (now.quality === 'unsynced') return;
    await this.#mutex.run(async () => {
      if (!this.#key) return;
      const over = await overdue(this.#root, this.#packages, now.ms - this.#options.config.retain, this.#key.trusted);
      for (const p of over) await this.#bury(p, 'retention');
    });
  }

  health(): Health {
    const reasons = [this.#failure, this.#noRoom, this.#headFile.trouble].filter((m) => m !== undefined);
    if (this.#damaged > 0) reasons.push(message('evidence.chain-damaged', { count: this.#damaged }));
    return {
      state: reasons.length > 0 ? 'degraded' : 'ok',
      reasons,
      facts: {
        packages: this.#packages.length,
        bytes: this.#used,
        sequence: this.#head?.sequence ?? 0,
        evicted: this.#evicted,
        leftOut: this.#leftOut,
        toSend: this.#deliveries.waiting,
        key: this.#key?.keyId ?? null,
      },
    };
  }

  async #open(): Promise<void> {
    const { data, gateway, logger } = this.#options;
    const key = openGatewayKey(data);
    const { head, tombstones, found } = await openChain(this.#root, gateway, key);
    for (const what of found) logger.error('the evidence is not as it was left', { what });
    this.#damaged = found.length;
    this.#key = key;
    this.#head = head;
    this.#tombstones = tombstones;
    // A tombstone is written before its package goes: what a power cut left behind goes now.
    for (const p of await listPackages(this.#root)) if (isBuried(tombstones, p)) await this.#remove(p);
    this.#packages = await listPackages(this.#root);
    this.#used = this.#packages.reduce((sum, p) => sum + p.bytes, 0);
    await this.#deliveries.load(this.#packages.map((p) => p.folder));
    await publishKey(this.#root, key);
  }

  async #keep(fresh: NewPackage): Promise<Kept> {
    if (!this.#key || !this.#head) await this.#open();
    if (!this.#key || !this.#head) throw new Error('the chain is not open');
    const { data, gateway, bootId, agentVersion, configHash, clock, logger } = this.#options;
    this.#key = await presentKey(data, this.#root, this.#key, logger);
    const { files, atMs, ...about } = fresh;
    const { kept, left } = await this.#fit(files);
    await this.#headFile.catchUp(this.#key);
    const manifest: Manifest = {
      ...about,
      kind: 'haidang.evidence.manifest.v1',
      gateway,
      sequence: this.#head.sequence + 1,
      previous: this.#head.manifest,
      sealed: toIso(clock.now()),
      bootid: bootId,
      files: kept.map(({ bytes, ...rest }) => ({ ...rest, ...digestOf(bytes) })),
      missing: [...about.missing, ...left],
      hashes: { ...about.hashes, ...(configHash === undefined ? {} : { config: configHash }) },
      agentversion: agentVersion,
    };
    const text = writeDocument(manifest, this.#key);
    const sha256 = sha256Of(text);
    const folder = folderName(manifest.sequence, atMs, manifest.event.camera);
    const wanted = toBeSent(this.#options.config.send, manifest, text);
    const list = wanted.length > 0 ? [{ name: markers.send, bytes: `${wanted.join('\n')}\n` }] : [];
    await writeFolder(join(this.#root, folder), [...kept, { name: names.manifest, bytes: text }, ...list]);
    this.#deliveries.add(folder, wanted);
    const bytes = kept.reduce((sum, f) => sum + f.bytes.length, Buffer.byteLength(text));
    this.#packages.push({ folder, sequence: manifest.sequence, atMs, bytes });
    this.#used += bytes;
    this.#head = { ...this.#head, sequence: manifest.sequence, manifest: sha256 };
    await this.#headFile.follow(this.#head, this.#key);
    return { manifest, text, sha256, ref: `${root}/${folder}` };
  }

  async #fit(files: readonly NewFile[]) {
    const { config, logger } = this.#options;
    const { cap, keepFree } = config;
    const wanted = files.reduce((sum, f) => sum + f.bytes.length, 0);
    const enough = () => this.#used + wanted <= cap * 0.9;
    for (const p of [...this.#packages]) {
      if (enough()) break;
      if (await this.#deliveries.isComplete(p.folder)) await this.#bury(p, 'cap');
    }
    if (isFull({ used: this.#used, cap })) throw new Error('the space for evidence is used up');
    const free = await (this.#options.freeBytes ?? freeBytes)(this.#options.data);
    const fits = fitting(files, { used: this.#used, cap, free, keepFree });
    this.#leftOut += fits.left.length;
    const [first] = fits.left;
    if (first) logger.warn('evidence is left out', { reason: first.reason });
    this.#noRoom = first && message('evidence.no-room', { reason: first.reason });
    return fits;
  }

  /** @returns false where the disk refuses: it is tried again with the next that have had their days. */
  #remove(p: PackageFolder): Promise<boolean> {
    return isRemoved(this.#root, p.folder, this.#options.logger);
  }

  async #bury(p: PackageFolder, reason: 'retention' | 'cap'): Promise<void> {
    const { data, gateway, clock, logger } = this.#options;
    if (!this.#key) return;
    const key = await presentKey(data, this.#root, this.#key, logger);
    this.#key = key;
    const rest = { gateway, at: toIso(clock.now()), reason };
    const isTold = isBuried(this.#tombstones, p);
    const tombstone = await tombstoneOf(this.#root, p, rest, key).catch((error) => {
      logger.warn('a damaged package has no tombstone', errorFields(error));
    });
    if (tombstone && !isTold) {
      const tombstones = buried(this.#tombstones, tombstone);
      try {
        await setTombstones(this.#root, tombstones, key, reason === 'retention' ? p.folder : undefined);
      } catch (error) {
        logger.warn('a package stays until its tombstone can be written', errorFields(error));
        return;
      }
      this.#tombstones = tombstones;
      // Its days are over all the same; the hole in the chain tells that it was damaged before.
    } else if (reason === 'cap' && !isTold) return;
    if (!(await this.#remove(p))) return;
    this.#packages = this.#packages.filter((other) => other !== p);
    this.#deliveries.forget(p.folder);
    this.#used -= p.bytes;
    if (reason === 'cap') this.#evicted++;
  }
}
