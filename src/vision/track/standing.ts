// Where somebody has stood. Who walks past one who stands pulls its box along for a moment, and with it its track: then a box
// is found where it stood, and that is the one who stands there, not somebody new.
import type { Box } from '../../domain/detection.ts';

/** Standing is to keep a place for this long, milliseconds, within this share of the height of the box. */
const stoodMs = 1500;
const still = 0.15;
/** It is looked for there for so long after it was last seen there, milliseconds. */
const keptMs = 1500;

export class Standing {
  /** The first box there: the last ones may be pulled along already. */
  #from: Box | undefined;
  #sinceMs = 0;
  #stood: { readonly box: Box; readonly ms: number } | undefined;

  /** Times go forward. */
  see(ms: number, box: Box): void {
    if (!this.#from || !isNear(this.#from, box)) {
      this.#from = box;
      this.#sinceMs = ms;
    } else if (ms - this.#sinceMs >= stoodMs) this.#stood = { box: this.#from, ms };
  }

  /** Where it stood until a moment ago, pixels; undefined where it did not. */
  at(ms: number): Box | undefined {
    return this.#stood && ms - this.#stood.ms <= keptMs ? this.#stood.box : undefined;
  }
}

const isNear = (a: Box, b: Box): boolean =>
  Math.abs(a.x + a.width / 2 - b.x - b.width / 2) <= still * a.height &&
  Math.abs(a.y + a.height / 2 - b.y - b.height / 2) <= still * a.height;
