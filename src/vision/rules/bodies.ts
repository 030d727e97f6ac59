// Which tracks in a zone are one body. A detector gives a second box of somebody now and then, of the legs or with a bag, and
// it is followed as long as the body stands there. With a calibration that shows: two people do not stand on one spot.
import type { Box, Point } from '../../domain/detection.ts';
import { shareOfSmaller } from '../track/overlap.ts';

/**
 * Nearer than this on the ground hardly anybody stands to somebody else: shoulders are as wide; metres. A box that is not the
 * whole body has its place half a metre off. Measured with our detector on generated pavements: of pairs on one body three in
 * four are nearer, of pairs of people 2 in a hundred, for moments.
 */
const bodyMetres = 0.5;
/** Boxes of one body share as much of the smaller one: a trunk and legs do, two who walk side by side do not. */
const bodyWithin = 0.35;
/** A box that lies in another one by this share, with its place this near, is a part of the same body. */
const partWithin = 0.6;
const partMetres = 0.75;
/** Who passes close by somebody is so near for less than this; who is one body with it is apart for less, milliseconds. */
const oneAfterMs = 1000;
/** Who was seen first beside somebody is one body with it until it is apart for so long, milliseconds. */
const firstMs = 700;
const mostMs = 3000;
/** What was not looked at for longer says nothing, milliseconds. */
const longestStepMs = 500;

export interface Stander {
  readonly id: string;
  readonly box: Box;
  /** Metres on the ground. */
  readonly at: Point;
}

interface Pair {
  /** For how long they were one body, less for how long they were two. */
  oneMs: number;
  isOne: boolean;
  seenMs: number;
}

export class Bodies {
  readonly #pairs = new Map<string, Map<string, Pair>>();

  /** Takes in those who are seen in a frame; times go forward. */
  see(ms: number, seen: readonly Stander[]): void {
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) {
        const pair = this.#pairOf(a, b);
        const near = isOneSpot(a, b);
        if (!pair) {
          // Nobody appears within somebody else.
          this.#keep(a.id, b.id, { oneMs: near ? firstMs : 0, isOne: near, seenMs: ms });
          continue;
        }
        const step = Math.min(longestStepMs, ms - pair.seenMs) * (near ? 1 : -1);
        pair.seenMs = ms;
        pair.oneMs = Math.max(0, Math.min(mostMs, pair.oneMs + step));
        if (pair.oneMs >= oneAfterMs) pair.isOne = true;
        else if (pair.oneMs === 0) pair.isOne = false;
      }
    }
  }

  areOne(a: string, b: string): boolean {
    return (this.#pairs.get(a)?.get(b) ?? this.#pairs.get(b)?.get(a))?.isOne ?? false;
  }

  forget(id: string): void {
    this.#pairs.delete(id);
    for (const others of this.#pairs.values()) others.delete(id);
  }

  clear(): void {
    this.#pairs.clear();
  }

  #pairOf(a: Stander, b: Stander): Pair | undefined {
    return this.#pairs.get(a.id)?.get(b.id) ?? this.#pairs.get(b.id)?.get(a.id);
  }

  #keep(a: string, b: string, pair: Pair): void {
    const others = this.#pairs.get(a) ?? new Map<string, Pair>();
    others.set(b, pair);
    this.#pairs.set(a, others);
  }
}

function isOneSpot(a: Stander, b: Stander): boolean {
  const metres = Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y);
  const share = shareOfSmaller(a.box, b.box);
  return (metres < bodyMetres && share >= bodyWithin) || (metres < partMetres && share >= partWithin);
}
