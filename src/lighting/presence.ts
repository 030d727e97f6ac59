// Where somebody is, and where they go. A sign of presence counts for its hold time and fades away after it; along a route
// (lamps in the order of the street) the lamps ahead are lit with it. Which way somebody goes, the sensor says, or the
// order in which lamps of the route saw somebody.
import type { Clock } from '../runtime/clock.ts';

export type Direction = 'forward' | 'backward';

/** Lamps in the order in which somebody passes them who goes forward. */
export interface Route {
  readonly id: string;
  readonly lamps: readonly string[];
  /** Lamps lit before and behind somebody whose way is known; before them in both directions where it is not. */
  readonly ahead: number;
  readonly behind: number;
}

interface PresenceTimes {
  /** How long a sign counts in full, milliseconds. */
  readonly hold: number;
  /** How long it takes to fade after that, milliseconds. */
  readonly fade: number;
}

/** A fade goes in stages: each is a write on the bus. */
const stages = 5;
/** Two sightings further apart in time are of two people. */
const sameWalkMs = 60_000;

export class Presence {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #times: PresenceTimes;
  readonly #routes: readonly Route[];
  /** By lamp: until when presence counts in full, on the monotonic clock. */
  readonly #until = new Map<string, number>();
  readonly #lastSeen = new Map<string, { at: number; ms: number; way: Direction | undefined }>();

  constructor(clock: Pick<Clock, 'monotonicMs'>, times: PresenceTimes, routes: readonly Route[]) {
    this.#clock = clock;
    this.#times = times;
    this.#routes = routes;
  }

  /** Somebody is near these lamps, and goes that way where it is known. @returns the lamps that are lit for it. */
  seen(lamps: readonly string[], direction?: Direction): string[] {
    const lit = new Set(lamps);
    const nowMs = this.#clock.monotonicMs();
    for (const route of this.#routes) for (const lamp of this.#along(route, lamps, direction, nowMs)) lit.add(lamp);
    for (const lamp of lit) this.#until.set(lamp, nowMs + this.#times.hold);
    return [...lit];
  }

  /** How much presence near a lamp counts now: 1 while it holds, less in each stage of its fade, 0 after it. */
  share(lamp: string): number {
    const until = this.#until.get(lamp);
    if (until === undefined) return 0;
    const over = this.#clock.monotonicMs() - until;
    if (over < 0) return 1;
    if (over >= this.#times.fade) return 0;
    return 1 - (Math.floor((over * stages) / this.#times.fade) + 1) / (stages + 1);
  }

  /** For how long it still counts, fade included, milliseconds. */
  leftMs(lamp: string): number {
    const until = this.#until.get(lamp);
    return until === undefined ? 0 : Math.max(0, until + this.#times.fade - this.#clock.monotonicMs());
  }

  /** When the share of any lamp changes next, on the monotonic clock; Infinity where none does. Forgets what is over. */
  nextMs(): number {
    const now = this.#clock.monotonicMs();
    const { fade } = this.#times;
    let next = Number.POSITIVE_INFINITY;
    for (const [lamp, until] of this.#until) {
      const over = now - until;
      if (over >= fade) this.#until.delete(lamp);
      else if (over < 0) next = Math.min(next, until);
      else next = Math.min(next, until + ((Math.floor((over * stages) / fade) + 1) * fade) / stages);
    }
    return next;
  }

  #along(route: Route, lamps: readonly string[], direction: Direction | undefined, nowMs: number): string[] {
    const places = lamps.map((l) => route.lamps.indexOf(l)).filter((i) => i >= 0);
    if (places.length === 0) return [];
    const first = Math.min(...places);
    const last = Math.max(...places);
    const middle = (first + last) / 2;
    const before = this.#lastSeen.get(route.id);
    const isSameWalk = before !== undefined && nowMs - before.ms <= sameWalkMs;
    const moved = isSameWalk ? Math.sign(middle - before.at) : 0;
    const walked: Direction | undefined = moved > 0 ? 'forward' : moved < 0 ? 'backward' : undefined;
    const way = direction ?? walked ?? (isSameWalk ? before.way : undefined);
    this.#lastSeen.set(route.id, { at: middle, ms: nowMs, way });
    const { ahead, behind } = route;
    const up = way === 'backward' ? behind : ahead;
    const down = way === 'forward' ? behind : ahead;
    return route.lamps.slice(Math.max(0, first - down), last + up + 1);
  }
}
