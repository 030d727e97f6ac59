// Tracks that live on the doubtful boxes of somebody else. A detector gives a second, weaker box of a body, with the legs or
// the bag: a track that began there once would stay as long as the body. Two who stand so that one hides the other part in a
// moment, or the one behind is seen no more.
import type { Box } from '../../domain/detection.ts';
import { shareOfSmaller } from './overlap.ts';

/** A box lies in another by this share of the smaller one. */
const within = 0.7;
/** For so long without a sure box of its own it is a shadow, milliseconds. */
const shadowMs = 1000;

export interface Follower {
  readonly id: string;
  readonly kind: string;
  readonly bornMs: number;
  /** The box of this frame, and whether the detector is sure of it. */
  readonly box: Box;
  readonly isSure: boolean;
}

export class Shadows {
  readonly #sinceMs = new Map<string, number>();

  /**
   * Takes in those who were seen in a frame.
   * @returns the ids of shadows. Of two the younger is one: what is known of the elder is worth more.
   */
  see(ms: number, seen: readonly Follower[]): string[] {
    const found: string[] = [];
    for (const one of seen) {
      const isShadow =
        !one.isSure &&
        seen.some(
          (o) => o.isSure && o.kind === one.kind && o.bornMs < one.bornMs && shareOfSmaller(one.box, o.box) >= within,
        );
      if (!isShadow) {
        this.#sinceMs.delete(one.id);
        continue;
      }
      const since = this.#sinceMs.get(one.id) ?? ms;
      this.#sinceMs.set(one.id, since);
      if (ms - since >= shadowMs) found.push(one.id);
    }
    return found;
  }

  forget(ended: readonly string[]): void {
    for (const id of ended) this.#sinceMs.delete(id);
  }
}
