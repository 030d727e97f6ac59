// What watches have in common: what they report, and spells of time in which something is true.
import type { RoadUserClass } from '../../../domain/detection.ts';
import type { Actor, Moment } from '../world.ts';
import type { Watch } from './schema.ts';

/** A line of the list beside the truth. */
export interface Happening {
  /** `near-miss`: what a careless rule would take for the violation. `crossing`: of a line that is counted. */
  readonly type: 'violation' | 'near-miss' | 'crossing';
  /** The watch's id and a number. */
  readonly id: string;
  readonly kind: Watch['kind'];
  readonly watch: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly objects: readonly string[];
  readonly class?: RoadUserClass;
  readonly direction?: 'forward' | 'backward';
  /** What it came to: the highest speed, the greatest count. */
  readonly peak?: number;
  readonly note?: string;
}

export type Report = (
  what: Omit<Happening, 'id' | 'kind' | 'watch' | 'startMs' | 'endMs'> & { start: number; end: number },
) => void;

/** Follows a scene; `end` closes what is still going on. Seconds. */
export interface Watcher {
  see(now: Moment, before: Moment | undefined): void;
  end(seconds: number): void;
}

/** True for those whom a watch is about. */
export const concerns = (w: Watch, a: Actor): boolean => !w.classes || w.classes.includes(a.class);

export interface Episode<D> {
  start: number;
  last: number;
  data: D;
}

/** Spells of time in which something is true of somebody; a pause of up to `grace` seconds does not end one. */
export class Episodes<D> {
  readonly #open = new Map<string, Episode<D>>();
  readonly #grace: number;
  readonly #close: (key: string, episode: Episode<D>) => void;

  constructor(grace: number, close: (key: string, episode: Episode<D>) => void) {
    this.#grace = grace;
    this.#close = close;
  }

  /** It is true now. */
  holds(key: string, seconds: number, fresh: () => D, update: (data: D) => void = () => {}): void {
    let episode = this.#open.get(key);
    if (!episode) {
      episode = { start: seconds, last: seconds, data: fresh() };
      this.#open.set(key, episode);
    }
    episode.last = seconds;
    update(episode.data);
  }

  /** Closes those that have not been true for longer than the grace. */
  tick(seconds: number): void {
    for (const [key, episode] of this.#open) {
      if (seconds - episode.last <= this.#grace + 1e-9) continue;
      this.#open.delete(key);
      this.#close(key, episode);
    }
  }

  end(): void {
    for (const [key, episode] of this.#open) this.#close(key, episode);
    this.#open.clear();
  }
}
