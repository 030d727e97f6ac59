// Plans that are filmed. Painting is slow, so each place is filmed once for all rules that hold there, from where a
// technician would hang its camera, and much happens in little time.
import type { Pairs } from '../pairs.ts';
import type { Drawn, Random } from '../plan.ts';

export interface FilmPlan {
  readonly name: string;
  readonly scenario: (random: Random) => Record<string, unknown>;
  /** Rules; the id of each is that of the watch it is held against. */
  readonly rules: (drawn: Drawn) => (Record<string, unknown> & { readonly id: string; readonly kind: string })[];
  /** Watches that are asked for in pairs: where from, where to (turning movements). */
  readonly pairs?: Pairs;
  /** Near misses of one watch that are near misses of others too. */
  readonly alsoNear?: Readonly<Record<string, readonly string[]>>;
}

/** The second stream of a common camera. */
export const film = { version: 1, warmUp: '0s', size: '640x360', duration: '60s', shapes: 'held-out' };
export const ms = (seconds: number) => `${seconds.toFixed(2)}s`;

/** Who can be accused of what only drivers do. */
export const drivers = ['bicycle', 'motorcycle', 'car', 'bus', 'truck'];
