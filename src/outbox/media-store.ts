// Media files (stills, later clips) under <data>/media, bounded in bytes and age.
//
// Invariants: a file under its final name is complete and on the medium (whole-file.ts); its reference carries its size and sha256; its name carries its time (media-file.ts). What the
// store holds is what lies in the folder: it is listed once at the start, and there is no index that could disagree.
// A crash leaves at most a file with the ending `.part`, which the next start removes.
import { createHash } from 'node:crypto';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MediaRef } from '../domain/media.ts';
import type { Send } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';
import type { Clock } from '../runtime/clock.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';
import { Mutex } from '../runtime/mutex.ts';
import type { Health, Service } from '../runtime/service.ts';
import { putWhole, syncFolder } from '../runtime/whole-file.ts';
import type { OutboxConfig } from './config.ts';
import { mediaPath, timeOfMedia } from './media-file.ts';
import { MediaGaps } from './media-gaps.ts';

export interface MediaStoreOptions {
  readonly config: Pick<OutboxConfig, 'cap' | 'mediaShare' | 'mediaRetain'> & {
    readonly lanes?: { readonly media: Pick<OutboxConfig['lanes']['media'], 'evict'> };
  };
  /** The data directory. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told what the files take, bytes, whenever it changes: they count in the cap of the outbox. */
  readonly onUsage?: (bytes: number) => void;
  /** Takes the announcement of files that were removed before their time. */
  readonly announce?: Send;
}

export interface MediaFacts {
  readonly mime: string;
  /** Of the file name, without the dot. */
  readonly extension: string;
  /** What it shows, for example `camera/gate`. */
  readonly subject: string;
  readonly at: Instant;
  readonly width?: number;
  readonly height?: number;
}

export interface MediaUsage {
  readonly files: number;
  readonly bytes: number;
  readonly capBytes: number;
  /** Removed before their time because there was no room, since this process started. */
  readonly evicted: number;
}

const partial = '.part';
/** Stores that may wait for the disk; a camera that brings more gets an error, and its event says why it has no still. */
const mostWaiting = 32;

export class MediaStore implements Service {
  readonly name = 'media';
  readonly #options: MediaStoreOptions;
  readonly #folder: string;
  readonly #cap: number;
  readonly #gaps: MediaGaps;
  /** One change at a time, so that room is counted right. */
  readonly #mutex = new Mutex();
  /** Path under the media folder to size in bytes, the oldest first. */
  #files = new Map<string, number>();
  #newest = '';
  #bytes = 0;
  #evicted = 0;
  #listed = false;
  #failure: Message | null = null;

  constructor(options: MediaStoreOptions) {
    this.#options = options;
    this.#folder = join(options.folder, 'media');
    this.#gaps = new MediaGaps(options.clock, options.announce ?? (() => {}));
    this.#cap = Math.floor((options.config.cap * options.config.mediaShare) / 100);
  }

  async start(): Promise<void> {
    await this.#mutex.run(() => this.#list());
  }

  async stop(): Promise<void> {
    // What is being written is finished first.
    await this.#mutex.run(async () => {});
    this.#gaps.tell();
  }

  /**
   * Stores a file and gives its reference once it is on the medium. Older files go where there is no room.
   * @throws HaidangError (`ours`): `media-busy`, `media-too-big`, `media-refused` where the disk does not take it, or
   *   where there is no room and the oldest are to be kept (`lanes.media.evict: newest-first`).
   */
  async store(bytes: Uint8Array, facts: MediaFacts): Promise<MediaRef> {
    if (this.#mutex.waiting >= mostWaiting) {
      throw new HaidangError('ours', 'media-busy', `${mostWaiting} media files wait for the disk already`);
    }
    if (bytes.length > this.#cap) {
      throw new HaidangError('ours', 'media-too-big', `${bytes.length} bytes do not fit into ${this.#cap}`);
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const ref = mediaPath(facts.at, facts.subject, sha256, facts.extension);
    return this.#mutex.run(async () => {
      try {
        if (!this.#listed) await this.#list();
        if (!this.#files.has(ref)) {
          await this.#makeRoom(bytes.length);
          await this.#write(ref, bytes);
        }
        this.#failure = null;
      } catch (error) {
        this.#failure = message('outbox.media-refused', { reason: messageOf(error) });
        throw new HaidangError('ours', 'media-refused', `store ${ref}: ${messageOf(error)}`, { cause: error });
      }
      const { mime, width, height } = facts;
      const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
      return { ref, mime, bytes: bytes.length, sha256, ...size };
    });
  }

  /** The file of a reference; undefined where it is not kept (any more), or is no reference of ours. */
  pathOf(ref: string): string | undefined {
    return this.#files.has(ref) ? join(this.#folder, ref) : undefined;
  }

  usage(): MediaUsage {
    return { files: this.#files.size, bytes: this.#bytes, capBytes: this.#cap, evicted: this.#evicted };
  }

  /** Removes what is older than it may be. Never by a clock that nobody confirmed. */
  async runRetention(): Promise<void> {
    const now = this.#options.clock.now();
    if (now.quality === 'unsynced') return;
    const before = now.ms - this.#options.config.mediaRetain;
    await this.#mutex.run(async () => {
      for (const path of [...this.#files.keys()]) {
        if ((timeOfMedia(path) ?? Infinity) < before) await this.#removed(path);
      }
    });
  }

  health(): Health {
    const { files, bytes, evicted } = this.usage();
    const reasons = this.#failure ? [this.#failure] : [];
    return { state: this.#failure ? 'degraded' : 'ok', reasons, facts: { files, bytes, evicted } };
  }

  async #list(): Promise<void> {
    const found = await readdir(this.#folder, { recursive: true, withFileTypes: true }).catch((error) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const files: [string, number][] = [];
    for (const entry of found) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(this.#folder.length + 1);
      if (entry.name.endsWith(partial)) await rm(file, { force: true });
      else if (timeOfMedia(path) !== undefined) files.push([path, (await stat(file)).size]);
    }
    this.#files = new Map(byName(files));
    this.#newest = files.at(-1)?.[0] ?? '';
    this.#bytes = files.reduce((sum, [, size]) => sum + size, 0);
    this.#listed = true;
    this.#options.onUsage?.(this.#bytes);
    await this.#makeRoom(0);
  }

  async #makeRoom(bytes: number): Promise<void> {
    const keepOldest = bytes > 0 && this.#options.config.lanes?.media.evict === 'newest-first';
    if (keepOldest && this.#bytes + bytes > this.#cap) {
      throw new HaidangError(
        'ours',
        'media-full',
        'there is no room, and the oldest media are kept (lanes.media.evict)',
      );
    }
    for (const [path, size] of this.#files) {
      if (this.#bytes + bytes <= this.#cap) return;
      if (!(await this.#removed(path))) continue;
      this.#evicted++;
      this.#gaps.add(path, size);
      this.#options.logger.warn('media removed: no room', { oldest: path });
    }
    if (this.#bytes + bytes > this.#cap) {
      throw new HaidangError('ours', 'media-full', 'there is no room, and the disk lets nothing go');
    }
  }

  /** @returns false where the disk does not let it go: then others do. */
  async #removed(path: string): Promise<boolean> {
    try {
      await this.#remove(path);
      return true;
    } catch (error) {
      this.#options.logger.warn('a media file cannot be removed', { path, ...errorFields(error) });
      return false;
    }
  }

  async #remove(path: string): Promise<void> {
    await rm(join(this.#folder, path), { force: true });
    this.#bytes -= this.#files.get(path) ?? 0;
    this.#files.delete(path);
    this.#options.onUsage?.(this.#bytes);
    // The folders of a day, a month and a year go with their last file; one that is not empty refuses.
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      if (
        !(await rmdir(join(this.#folder, folder)).then(
          () => true,
          () => false,
        ))
      )
        return;
    }
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.#folder, path);
    await putWhole(file, bytes, { mode: 0o640, fresh: file + partial });
    // It lies there now, whatever comes of the next step, so it takes room.
    this.#note(path, bytes.length);
    await syncFolder(dirname(file));
  }

  #note(path: string, size: number): void {
    this.#files.set(path, size);
    this.#bytes += size;
    this.#options.onUsage?.(this.#bytes);
    // A clock that stepped back: the order by name, which is the order of removal, is made again.
    if (path < this.#newest) this.#files = new Map(byName([...this.#files]));
    else this.#newest = path;
  }
}

const byName = (files: [string, number][]) => files.sort(([a], [b]) => (a < b ? -1 : 1));
