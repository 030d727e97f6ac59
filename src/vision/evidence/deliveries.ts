// What of the packages is to be sent, and what was. Beside the files that a manifest names a package may hold two small
// lists of names, one a line: `.send`, written with the package, so that no crash can part them, and `.delivered`, which
// grows. Neither is sealed: they say nothing of the evidence.
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { sha256Of } from './digest.ts';
import { type Manifest, names } from './manifest.ts';

export const markers = { send: '.send', delivered: '.delivered' } as const;

/** A file of a package that waits to be sent. */
export interface Unsent {
  readonly folder: string;
  readonly name: string;
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

export class Deliveries {
  readonly #root: string;
  readonly #logger: Logger;
  /** By folder, in the order of the packages: what waits. */
  readonly #waiting = new Map<string, readonly string[]>();

  constructor(root: string, logger: Logger) {
    this.#root = root;
    this.#logger = logger;
  }

  /** How many files wait. */
  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, files) => sum + files.length, 0);
  }

  /** @param folders of all packages, in their order. */
  async load(folders: readonly string[]): Promise<void> {
    this.#waiting.clear();
    for (const folder of folders) {
      const wanted = await this.#list(folder, markers.send);
      if (wanted.length === 0) continue;
      const done = new Set(await this.#list(folder, markers.delivered));
      this.#wait(
        folder,
        wanted.filter((name) => !done.has(name)),
      );
    }
  }

  /** A package was kept, with this list in it. */
  add(folder: string, wanted: readonly string[]): void {
    this.#wait(folder, wanted);
  }

  /** A package is gone. */
  forget(folder: string): void {
    this.#waiting.delete(folder);
  }

  /** A file has arrived. @param sha256 of what was sent: something else than the manifest names is no evidence. */
  async delivered(folder: string, name: string, sha256: string | undefined): Promise<void> {
    const known = await this.hashOf({ folder, name });
    if (known === undefined || known !== sha256) {
      this.#logger.warn('what was sent is not what the manifest names', { folder, name });
      return;
    }
    try {
      await appendFile(join(this.#root, folder, markers.delivered), `${name}\n`);
    } catch (error) {
      // It is sent again after the next start: twice is better than never.
      this.#logger.warn('what was sent cannot be noted', errorFields(error));
    }
    this.#wait(
      folder,
      (this.#waiting.get(folder) ?? []).filter((other) => other !== name),
    );
  }

  /**
   * What is to be sent next: small before big, so that a clip never holds up the pictures of what happened after it, and
   * of the same the newest first, as what is live goes before what is of the past.
   */
  next(isPutOff: (file: Unsent) => boolean): Unsent | undefined {
    const newestFirst = [...this.#waiting].reverse();
    const all = newestFirst.flatMap(([folder, files]) => files.map((name) => ({ folder, name })));
    const ready = all.filter((file) => !isPutOff(file));
    return ready.find(({ name }) => !isClip(name)) ?? ready[0];
  }

  /** Whether the centre has all of a package: every file that its manifest names. */
  async isComplete(folder: string): Promise<boolean> {
    const done = new Set(await this.#list(folder, markers.delivered));
    if (done.size === 0) return false;
    const files = (await this.#manifest(folder))?.body.files ?? [];
    return files.length > 0 && files.every((f) => done.has(f.name)) && !this.#waiting.has(folder);
  }

  /** SHA-256 of a file as its manifest names it; undefined where the package cannot be read. */
  async hashOf({ folder, name }: Unsent): Promise<string | undefined> {
    const manifest = await this.#manifest(folder);
    return name === names.manifest ? manifest?.sha256 : manifest?.body.files.find((f) => f.name === name)?.sha256;
  }

  #wait(folder: string, files: readonly string[]): void {
    if (files.length > 0) this.#waiting.set(folder, files);
    else this.#waiting.delete(folder);
  }

  async #list(folder: string, marker: string): Promise<string[]> {
    return linesOf(await readFile(join(this.#root, folder, marker), 'utf8').catch(() => ''));
  }

  async #manifest(folder: string): Promise<{ readonly body: Manifest; readonly sha256: string } | undefined> {
    try {
      const bytes = await readFile(join(this.#root, folder, names.manifest));
      const { body } = JSON.parse(bytes.toString('utf8')) as { body: Manifest };
      return { body, sha256: sha256Of(bytes) };
    } catch {
      return undefined;
    }
  }
}

const isClip = (name: string) => name.startsWith('clip');
