// Keeps the usual view of a camera over restarts of the agent: read at the start, written after two minutes where nothing
// was kept, then once an hour (flash) and at the stop. What goes wrong with the file is said in the log and costs nothing but the
// protection: the view is learned anew. A file that is not used is removed: it may show what is a privacy zone by now.
import { readFile, rm, stat } from 'node:fs/promises';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { CameraConfig } from '../config.ts';
import { replaceFile } from '../evidence/files.ts';
import { configurationOf, type KeptView, largestFile, readViews, writeViews } from './kept-view.ts';
import { type Outcome, Recognition } from './recognition.ts';
import { isDarkLevel } from './sign.ts';

export interface ViewKeeperOptions {
  readonly config: CameraConfig;
  /** Absent where nothing is kept. */
  readonly file: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

const writeEveryMs = 3_600_000;
/** The first time, where nothing was kept, as soon as the view is settled. */
const firstWriteMs = 120_000;
/** An older view is not trusted: trees grow, signs are put up. */
const oldestMs = 30 * 86_400_000;

const words: Record<Outcome, string> = {
  same: 'the camera shows its usual view as before the restart',
  unclear: 'the usual view from before the restart cannot be told in this light; it is learned anew',
  resized: 'the usual view from before the restart is of pictures of another size; it is learned anew',
};

export class ViewKeeper {
  readonly #options: ViewKeeperOptions;
  #views: readonly KeptView[] = [];
  #cancel: Cancel | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: ViewKeeperOptions) {
    this.#options = options;
  }

  /** Reads what is kept. @returns undefined where there is nothing to be held against what the camera shows. */
  async load(): Promise<Recognition | undefined> {
    const { file, config, logger } = this.#options;
    this.#views = [];
    if (file === undefined) return undefined;
    const read = this.#isWanted ? await this.#read(file) : 'no turned camera is looked for';
    if (typeof read === 'string') {
      if (this.#isWanted) logger.info('the usual view that was kept is not used; it is learned anew', { reason: read });
      await rm(file, { force: true }).catch((error: unknown) => {
        logger.warn('the usual view that is not used could not be removed', { file, ...errorFields(error) });
      });
      return undefined;
    }
    this.#views = read;
    if (read.length === 0) return undefined;
    return new Recognition(read, config.privacy.zones, (outcome) => logger.info(words[outcome]));
  }

  /** @param view the usual view as it is; undefined while there is none that may replace what is kept. */
  start(view: () => KeptView | undefined): void {
    const { clock } = this.#options;
    const first = this.#views.length > 0 ? writeEveryMs : firstWriteMs;
    this.#cancel = every(clock, writeEveryMs, () => this.#keep(view()), first);
  }

  /** Resolves when the view is on the disk. */
  async stop(view: KeptView | undefined): Promise<void> {
    this.#cancel?.();
    this.#keep(view);
    await this.#writing;
  }

  get #isWanted(): boolean {
    const { enabled, ignore } = this.#options.config.health;
    return enabled && !ignore.includes('moved');
  }

  async #read(file: string): Promise<KeptView[] | string> {
    const { config, clock } = this.#options;
    try {
      if ((await stat(file)).size > largestFile) return 'the file is too large';
      const views = readViews(await readFile(file, 'utf8'), config.id, configurationOf(config));
      if (typeof views === 'string') return views;
      const now = clock.now().ms;
      const young = views.filter((v) => now - v.learned.ms <= oldestMs);
      return young.length > 0 || views.length === 0 ? young : 'it is older than 30 days';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      return error instanceof Error ? error.message : String(error);
    }
  }

  #keep(view: KeptView | undefined): void {
    const { file, config, clock, logger } = this.#options;
    if (!view || file === undefined || !this.#isWanted) return;
    const now = clock.now().ms;
    const isNight = ({ place }: KeptView) => isDarkLevel(place.level);
    // The view of the other half of the day stays as it was left.
    const other = this.#views.find((v) => isNight(v) !== isNight(view) && now - v.learned.ms <= oldestMs);
    this.#views = other ? [view, other] : [view];
    const text = writeViews(config.id, configurationOf(config), this.#views);
    this.#writing = this.#writing.then(() =>
      replaceFile(file, text).catch((error: unknown) => {
        logger.warn('the usual view of the camera could not be kept', { file, ...errorFields(error) });
      }),
    );
  }
}
