// What happened, by exact geometry: every violation, near miss and line crossing of a scene, whether a script wanted it or
// traffic brought it about. Watched twenty times a second, whatever the pictures' rate; moments in between are exact for
// steady movement.
import type { RoadUserClass } from '../../../domain/detection.ts';
import type { Site } from '../plan/site.ts';
import type { Actor, Moment } from '../world.ts';
import { watchCrowd } from './crowds.ts';
import { watchLine } from './lines.ts';
import type { Watch } from './schema.ts';
import { watchZone } from './zones.ts';

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

export interface Observer {
  see(now: Moment): void;
  /** Everything so far, in the order of its beginning; what is still going on ends now. */
  all(): readonly Happening[];
}

export function observe(watches: readonly Watch[], site: Site): Observer {
  const found: (Omit<Happening, 'id'> & { readonly order: number })[] = [];
  const watchers = watches.map((w, order) => {
    const report: Report = ({ start, end, ...what }) => {
      const times = { startMs: Math.round(start * 1000), endMs: Math.round(end * 1000) };
      if (times.endMs >= 0) found.push({ kind: w.kind, watch: w.id, ...times, ...what, order });
    };
    return watcherOf(w, site, report);
  });
  let before: Moment | undefined;
  let isOver = false;
  return {
    see(now) {
      for (const w of watchers) w.see(now, before);
      before = now;
    },
    all() {
      if (!isOver) for (const w of watchers) w.end(before?.seconds ?? 0);
      isOver = true;
      found.sort(
        (a, b) =>
          a.startMs - b.startMs || a.order - b.order || (a.objects[0] ?? '').localeCompare(b.objects[0] ?? '', 'en'),
      );
      const numbers = new Map<string, number>();
      return found.map(({ order: _, type, ...rest }) => {
        const key = `${rest.watch}-${type}`;
        const n = (numbers.get(key) ?? 0) + 1;
        numbers.set(key, n);
        return { type, id: `${type === 'violation' ? rest.watch : key}-${n}`, ...rest };
      });
    },
  };
}

function watcherOf(w: Watch, site: Site, report: Report): Watcher {
  switch (w.kind) {
    case 'crossing':
    case 'red-light':
    case 'stop-line':
    case 'solid-line':
    case 'tripwire':
      return watchLine(w, site, report);
    case 'crowding':
    case 'queueing':
    case 'jam':
      return watchCrowd(w, site, report);
    default:
      return watchZone(w, site, report);
  }
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
