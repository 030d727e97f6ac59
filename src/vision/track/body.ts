// The whole body of a person, down to the feet, beside the boxes in which it is seen. Boxes are matched as they are seen, for
// who is half hidden is seen half again; where somebody is on the ground is where the feet are.
import type { Box } from '../../domain/detection.ts';
import type { Size } from './departure.ts';
import { Feet } from './feet.ts';
import { beginMotion, boxOfMotion, correctMotion, type MotionState, predictMotion } from './kalman.ts';
import type { Sighting } from './kinds.ts';

/** A box this near to the lower edge of the picture is taken for cut off, pixels. */
const cutOff = 2;

export class Body {
  readonly #feet = new Feet();
  #motion: MotionState;

  constructor(nowMs: number, sighting: Sighting) {
    const box = sighting.whole ?? sighting.detection.box;
    this.#motion = beginMotion(box);
    this.#feet.whole(nowMs, box, box);
  }

  /** Where it should be now, smoothed, pixels. */
  get box(): Box {
    return boxOfMotion(this.#motion);
  }

  predict(seconds: number, lost: boolean): void {
    predictMotion(this.#motion, seconds, lost);
  }

  /** @param begins whether what it did before was somebody else's. */
  see(nowMs: number, sighting: Sighting, { begins, picture }: { begins: boolean; picture: Size | undefined }): void {
    const seen = sighting.whole ?? sighting.detection.box;
    // Who is cut off by the edge of the picture has its feet outside.
    const isCut = picture !== undefined && seen.y + seen.height >= picture.height - cutOff;
    const box = isCut ? seen : this.#feet.whole(nowMs, this.box, seen);
    if (begins) this.#motion = beginMotion(box);
    else correctMotion(this.#motion, box);
  }
}
