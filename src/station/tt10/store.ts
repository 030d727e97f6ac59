// The files on this machine, from when they are made until long after they were delivered.
//
// Format: FOLDER/out/NAME waits to be delivered, FOLDER/sent/NAME was. A name ends with its time, so the order of the names is
// the order of the files. Invariants: a file is whole or not there (written under a name that begins with a dot, synced, then
// renamed); a name is made once (a file that is in `sent` is never made again, so a restart delivers nothing twice); a file
// leaves `out` only after it was delivered. Recovery: half-written files are deleted at the start, nothing else is needed.
// Bound: `sent` by age, both together by bytes, the oldest delivered go first, then the oldest of all; what waited and had to
// go is counted.
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Mutex } from '../../runtime/mutex.ts';
import type { Tt10File } from './file.ts';

export interface StoreLimits {
  readonly keepMs: number;
  readonly capBytes: number;
}

interface Kept {
  readonly folder: 'out' | 'sent';
  readonly name: string;
  readonly bytes: number;
  readonly ms: number;
}

export class Tt10Store {
  readonly #folder: string;
  readonly #limits: StoreLimits;
  /** A file is never replaced while it is decided whether what was delivered is what stands there. */
  readonly #mutex = new Mutex();
  /** Files that waited and had to go, since the start. */
  dropped = 0;

  constructor(folder: string, limits: StoreLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  async open(): Promise<void> {
    for (const folder of ['out', 'sent']) {
      const path = join(this.#folder, folder);
      await mkdir(path, { recursive: true });
      for (const name of await readdir(path)) if (name.startsWith('.')) await rm(join(path, name), { force: true });
    }
  }

  /**
   * Keeps a file until it is delivered. One that waits is replaced (late readings changed it); one that was delivered stays.
   * @returns false where it was delivered before.
   */
  put(file: Tt10File): Promise<boolean> {
    return this.#mutex.run(() => this.#put(file));
  }

  /** Names that wait, the oldest first. */
  async waiting(): Promise<string[]> {
    return (await readdir(join(this.#folder, 'out'))).filter((name) => !name.startsWith('.')).sort();
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
      if (!now?.equals(content)) return false;
      await rename(this.#path('out', name), this.#path('sent', name));
      return true;
    });
  }

  /** Deletes what is beyond the limits. */
  async trim(nowMs: number): Promise<void> {
    const { keepMs, capBytes } = this.#limits;
    const all = [...(await this.#kept('sent')), ...(await this.#kept('out'))];
    let bytes = all.reduce((sum, f) => sum + f.bytes, 0);
    for (const file of all) {
      const isOld = file.folder === 'sent' && nowMs - file.ms > keepMs;
      if (!isOld && bytes <= capBytes) continue;
      await rm(this.#path(file.folder, file.name), { force: true });
      bytes -= file.bytes;
      if (file.folder === 'out') this.dropped++;
    }
  }

  async #put({ name, text }: Tt10File): Promise<boolean> {
    const sent = await stat(this.#path('sent', name)).catch(() => undefined);
    if (sent) return false;
    const half = this.#path('out', `.${name}`);
    const handle = await open(half, 'w', 0o640);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, this.#path('out', name));
    return true;
  }

  async #kept(folder: Kept['folder']): Promise<Kept[]> {
    const names = (await readdir(join(this.#folder, folder))).filter((name) => !name.startsWith('.')).sort();
    const files: Kept[] = [];
    for (const name of names) {
      const found = await stat(this.#path(folder, name)).catch(() => undefined);
      if (found) files.push({ folder, name, bytes: found.size, ms: found.mtimeMs });
    }
    return files;
  }

  #path(folder: Kept['folder'], name: string): string {
    return join(this.#folder, folder, name);
  }
}
