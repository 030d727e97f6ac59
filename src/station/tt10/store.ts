// The files on this machine, from when they are made until long after they were delivered.
//
// Format: FOLDER/out/NAME waits to be delivered, FOLDER/sent/NAME was, FOLDER/void/NAME was made for a time to come by a
// clock that was wrong, and is no longer meant. A name ends with its time, so the order of the names is
// the order of the files. Invariants: a file is whole or not there (written under a name that begins with a dot, then renamed,
// see whole-file.ts); a name is made once (a file that is in `sent` is never made again, so a restart delivers nothing twice; one
// that is in `void` is made once more, in its own time); a file leaves `out` only after it was delivered. Recovery: half-written files are deleted at the start, nothing else is needed.
// Bound: `sent` by age (looked at once a day), both together by bytes, the oldest delivered go first, then the oldest of all;
// what waited and had to go is counted. The bytes are counted once and followed from then on, so that an hour of files does
// not cost a look at all of sixty days.
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Mutex } from '../../runtime/mutex.ts';
import { replaceWhole, syncFolder } from '../../runtime/whole-file.ts';
import type { Tt10File } from './file.ts';

export interface StoreLimits {
  readonly keepMs: number;
  readonly capBytes: number;
}

/** @returns undefined to leave what there is. */
export type Make = (before: string | undefined, isVoid: boolean) => string | undefined;

export type Change = 'written' | 'same' | 'delivered' | 'refused';

type Folder = 'out' | 'sent' | 'void';
const folders = ['void', 'sent', 'out'] as const;

const ageEveryMs = 86_400_000;

export class Tt10Store {
  readonly #folder: string;
  readonly #limits: StoreLimits;
  /** A file is never replaced while it is decided whether what was delivered is what stands there. */
  readonly #mutex = new Mutex();
  /** Of all files that are kept; undefined until they were counted. */
  #bytes: number | undefined;
  #agedMs = Number.NEGATIVE_INFINITY;
  #blankOf: ((text: string) => string) | undefined;
  /** Files that waited and had to go, since the start. */
  dropped = 0;
  /** Files that are no longer meant and whose own time has not come. */
  voided = 0;

  constructor(folder: string, limits: StoreLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  async open(): Promise<void> {
    for (const folder of folders) {
      const path = join(this.#folder, folder);
      await mkdir(path, { recursive: true });
      for (const name of await readdir(path)) if (name.startsWith('.')) await rm(join(path, name), { force: true });
    }
    this.voided = (await this.#names('void')).length;
  }

  /**
   * Keeps a file until it is delivered. One that waits is replaced (late readings changed it); one that was delivered stays.
   * @returns false where it was delivered before.
   */
  async put({ name, text }: Tt10File): Promise<boolean> {
    return (await this.change(name, () => text)) !== 'delivered';
  }

  /**
   * The same, by what waits under that name.
   * @param make gives the text by the one that waits (undefined: none does), or undefined to leave it; `isVoid`: what was
   * made under that name before is no longer meant.
   * @returns `same`: it waits already; `delivered`: it was delivered before; `refused`: there was nothing to make.
   */
  change(name: string, make: Make): Promise<Change> {
    return this.#mutex.run(() => this.#change(name, make));
  }

  /**
   * Takes back the files of times to come: those that wait are not delivered, those that were are followed at once by a file
   * of the same name that says nothing, and all are made anew in their own time. Where it was ended in between, it is to be
   * called again: each step leaves what the next call finishes.
   * @param isOf is it one of them, by its name? @param blankOf the file that says nothing, by the one that said too much.
   * @returns how many.
   */
  withdraw(isOf: (name: string) => boolean, blankOf: (text: string) => string): Promise<number> {
    return this.#mutex.run(async () => {
      let count = 0;
      for (const folder of ['out', 'sent'] as const) {
        for (const name of (await this.#names(folder)).filter(isOf)) {
          // It says nothing already.
          if (folder === 'out' && (await this.#has('void', name))) continue;
          if (folder === 'sent') await this.#write(name, blankOf(await readFile(this.#path(folder, name), 'utf8')));
          await rename(this.#path(folder, name), this.#path('void', name));
          count++;
        }
      }
      // Once for all that were moved: what a power cut takes back before is taken back again by the next call.
      if (count > 0) await this.#sync('void', 'out', 'sent');
      this.#blankOf = blankOf;
      this.#bytes = undefined;
      this.voided = (await this.#names('void')).length;
      return count;
    });
  }

  /** Names that wait, the oldest first. */
  async waiting(): Promise<string[]> {
    return await this.#names('out');
  }

  pathOf(name: string): string {
    return this.#path('out', name);
  }

  /**
   * It waits no longer.
   * @param content what was delivered.
   * @returns false where the file was changed or deleted meanwhile: what waits then was not delivered.
   */
  delivered(name: string, content: Buffer): Promise<boolean> {
    return this.#mutex.run(async () => {
      const now = await readFile(this.#path('out', name)).catch(() => undefined);
      if (!now) await this.#followVoid(name, content);
      if (!now?.equals(content)) return false;
      await rename(this.#path('out', name), this.#path('sent', name));
      await this.#sync('sent', 'out');
      return true;
    });
  }

  /** Deletes what is beyond the limits. */
  async trim(nowMs: number): Promise<void> {
    const { keepMs, capBytes } = this.#limits;
    const isTooMuch = this.#bytes === undefined || this.#bytes > capBytes;
    // A clock that was set back looks at once.
    const isAgeDue = nowMs - this.#agedMs >= ageEveryMs || nowMs < this.#agedMs;
    if (!isTooMuch && !isAgeDue) return;
    this.#agedMs = nowMs;
    // What others deleted is found out where it matters, once a day at most.
    if (isTooMuch && (this.#bytes === undefined || isAgeDue)) await this.#count();
    for (const folder of folders) {
      // What waits goes only by its bytes: after a long outage the list of its names alone is long.
      if (folder === 'out' && this.#bytes! <= capBytes) break;
      for (const name of await this.#names(folder)) {
        const found = await stat(this.#path(folder, name)).catch(() => undefined);
        if (!found) continue;
        const isOld = folder !== 'out' && nowMs - found.mtimeMs > keepMs;
        // From the oldest on: those that follow are younger.
        if (!isOld && this.#bytes! <= capBytes) break;
        await rm(this.#path(folder, name), { force: true });
        this.#bytes! -= found.size;
        if (folder === 'out') this.dropped++;
        if (folder === 'void') this.voided--;
      }
    }
  }

  async #change(name: string, make: Make): Promise<Change> {
    const isVoid = this.voided > 0 && (await this.#has('void', name));
    if (!isVoid && (await this.#has('sent', name))) return 'delivered';
    const before = await readFile(this.#path('out', name), 'utf8').catch((error) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    const text = make(before, isVoid);
    if (text === undefined) return 'refused';
    if (text === before && !isVoid) return 'same';
    await this.#write(name, text);
    if (this.#bytes !== undefined) this.#bytes += Buffer.byteLength(text) - Buffer.byteLength(before ?? '');
    if (isVoid) await this.#comeRight(name);
    return 'written';
  }

  /** Its own time has come. */
  async #comeRight(name: string): Promise<void> {
    for (const folder of ['sent', 'void'] as const) await rm(this.#path(folder, name), { force: true });
    this.voided--;
    this.#bytes = undefined;
  }

  /** It was taken back while it was on its way, and has arrived. */
  async #followVoid(name: string, content: Buffer): Promise<void> {
    const taken = this.voided > 0 ? await readFile(this.#path('void', name)).catch(() => undefined) : undefined;
    if (taken?.equals(content) && this.#blankOf) await this.#write(name, this.#blankOf(content.toString('utf8')));
  }

  async #write(name: string, text: string): Promise<void> {
    await replaceWhole(this.#path('out', name), text, { mode: 0o640, fresh: this.#path('out', `.${name}`) });
  }

  /** After files were moved: the folders they came into first. */
  async #sync(...moved: Folder[]): Promise<void> {
    for (const folder of moved) await syncFolder(join(this.#folder, folder));
  }

  async #has(folder: Folder, name: string): Promise<boolean> {
    return (await stat(this.#path(folder, name)).catch(() => undefined)) !== undefined;
  }

  async #count(): Promise<void> {
    let bytes = 0;
    for (const folder of folders) {
      for (const name of await this.#names(folder)) {
        bytes += (await stat(this.#path(folder, name)).catch(() => undefined))?.size ?? 0;
      }
    }
    this.#bytes = bytes;
  }

  /** The oldest first. */
  async #names(folder: Folder): Promise<string[]> {
    return (await readdir(join(this.#folder, folder))).filter((name) => !name.startsWith('.')).sort();
  }

  #path(folder: Folder, name: string): string {
    return join(this.#folder, folder, name);
  }
}
