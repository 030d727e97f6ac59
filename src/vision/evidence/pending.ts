// Evidence that is being taken, written down, so that a gateway that is killed meanwhile says so when it is back: an event
// whose evidence never comes must not look like one whose evidence is on its way.
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { replaceFile } from './files.ts';
import { manifestSchema } from './manifest.ts';

const pendingSchema = z.strictObject({
  atMs: z.number(),
  event: manifestSchema.shape.event,
  picture: manifestSchema.shape.picture,
  hashes: manifestSchema.shape.hashes,
  /** What was to be made. */
  parts: z.array(manifestSchema.shape.missing.element.shape.what),
});
export type Pending = z.output<typeof pendingSchema>;

export class PendingFiles {
  readonly #folder: string;
  readonly #logger: Logger;
  /** One after the other: what is done must not be written down after that. */
  #tail: Promise<void> = Promise.resolve();

  /** @param data the data folder. */
  constructor(data: string, logger: Logger) {
    this.#folder = join(data, 'evidence-pending');
    this.#logger = logger;
  }

  note(pending: Pending): Promise<void> {
    const text = JSON.stringify(pending);
    return this.#next('evidence that is being taken cannot be written down', () =>
      replaceFile(this.#fileOf(pending.event.id), text),
    );
  }

  done(id: string): Promise<void> {
    return this.#next('what was written down of evidence cannot be removed', () =>
      rm(this.#fileOf(id), { force: true }),
    );
  }

  #next(what: string, work: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(work).catch((error) => this.#logger.warn(what, errorFields(error)));
    return this.#tail;
  }

  /** What a run before this one left, in the order of the events. */
  async left(): Promise<Pending[]> {
    const files = await readdir(this.#folder).catch(() => []);
    const found: Pending[] = [];
    for (const name of files) {
      const file = join(this.#folder, name);
      const parsed = await readFile(file, 'utf8')
        .then((text) => pendingSchema.safeParse(JSON.parse(text)))
        .catch(() => undefined);
      if (parsed?.success) {
        // Written whole and not put in its place: it would be found, and closed, at each start.
        const place = this.#fileOf(parsed.data.event.id);
        if (file !== place) await rename(file, place).catch(() => {});
        found.push(parsed.data);
      } else await rm(file, { force: true }).catch(() => {});
    }
    return found.sort((a, b) => a.atMs - b.atMs);
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id.replace(/[^a-z0-9_-]/gi, '_')}.json`);
  }
}
