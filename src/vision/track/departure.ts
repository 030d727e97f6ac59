// Who leaves the picture takes its id along, and who enters takes nobody's. Three things are told here: whether somebody
// who is out of sight has left, whether a box at the edge can be the one who was about to leave there, and whether a box that
// the edge cuts off can be somebody who stood clear of it.
//
// A filter that predicts the middle of a box knows it late that somebody has left: as a road user leaves through the edge,
// the visible part shrinks, its middle moves at half the speed, and the box that is predicted stays behind at the edge, where the next one to enter would take it over. The side of the box that looks into
// the picture moves at the road user's own speed, cut off or not: where that side is past the edge, there is nobody left.
import type { Box } from '../../domain/detection.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Speeds are taken over at least this time, so that the jitter of single boxes is no speed; milliseconds. */
const overMs = 300;
/** Older sightings say nothing of the speed now, milliseconds. */
const longestMs = 1500;
/** A detector loses who is visible by less than this share of its full length. */
const visibleShare = 0.25;
/** Slower than this share of its own length a second nobody is leaving: a person who waits at the edge shifts its weight. */
const leastSpeed = 0.25;
/** Who is mostly out of the picture shows less than this share of the most that was ever seen of it. */
const mostlyOut = 0.6;
/** Nearer to the edge than this share of the picture a box is cut off by it. */
const cutShare = 0.005;
/**
 * Who is cut off and on its way out keeps its other two sides: from one frame to the next they move by less than this share
 * of what lies between them. Seen on people who walk out before others (supplied footage, 8 frames a second): 2 to 10 %,
 * and 26 % where the box of a woman behind was taken for that of the man who left. To be wrong costs little: the last
 * glimpses of somebody who leaves.
 */
const leap = 0.24;

/** A gap to the edge of this share of one's own length is not bridged from one frame to the next without speed. */
const clearOf = 0.25;

interface Seen {
  readonly ms: number;
  readonly box: Box;
}

/** From the four edges to the sides of a box that are next to them, pixels; below 0 outside. */
const outerOf = ({ x, y, width, height }: Box, picture: Size) =>
  [x, picture.width - x - width, y, picture.height - y - height] as const;

/** Whether a box is cut off by an edge that another one is clear of. */
function comesFromOutside(box: Box, own: Box, picture: Size): boolean {
  const expected = outerOf(own, picture);
  return outerOf(box, picture).some((outside, i) => {
    const isUpright = i < 2;
    const limit = isUpright ? picture.width : picture.height;
    const length = isUpright ? own.width : own.height;
    return outside <= cutShare * limit && expected[i]! > clearOf * length;
  });
}

/** The last sightings of one road user. */
export class Departure {
  #seen: Seen[] = [];
  #widest = 0;
  #highest = 0;

  see(ms: number, box: Box): void {
    this.#widest = Math.max(this.#widest, box.width);
    this.#highest = Math.max(this.#highest, box.height);
    this.#seen.push({ ms, box });
    // The newest that is old enough to tell the speed stays, and what came after it.
    while (this.#seen.length > 2 && ms - this.#seen[1]!.ms >= overMs) this.#seen.shift();
  }

  /** @param nowMs later than the last sighting. */
  hasLeft(nowMs: number, picture: Size): boolean {
    const last = this.#seen.at(-1)!;
    return this.#outward(picture).some(
      ({ inside, perMs, length }) => inside - perMs * (nowMs - last.ms) <= visibleShare * length,
    );
  }

  /**
   * Whether a box may be this one's, as far as the edges tell.
   * @param predicted where it should be now, of one whose speed is known; else undefined.
   */
  mayBe(box: Box, predicted: Box | undefined, picture: Size): boolean {
    const last = this.#seen.at(-1)!.box;
    const isStranger = predicted && [last, predicted].every((own) => comesFromOutside(box, own, picture));
    return !isStranger && this.#mayStillBe(box, picture);
  }

  #mayStillBe(box: Box, picture: Size): boolean {
    const last = this.#seen.at(-1)!.box;
    return this.#outward(picture).every(({ isUpright, outside, limit }) => {
      const shown = isUpright ? last.width / this.#widest : last.height / this.#highest;
      if (outside > cutShare * limit || shown > mostlyOut) return true;
      const [from, to, before, until] = isUpright
        ? [box.y, box.y + box.height, last.y, last.y + last.height]
        : [box.x, box.x + box.width, last.x, last.x + last.width];
      return Math.max(Math.abs(from - before), Math.abs(to - until)) <= leap * (until - before);
    });
  }

  /** The edges that it moves towards, fast enough to leave. */
  #outward({ width, height }: Size) {
    const last = this.#seen.at(-1)!;
    const first = this.#seen[0]!;
    const took = last.ms - first.ms;
    if (took <= 0 || took > longestMs) return [];
    const sides = (b: Box) => [b.x + b.width, width - b.x, b.y + b.height, height - b.y] as const;
    const outer = outerOf(last.box, { width, height });
    const [now, then] = [sides(last.box), sides(first.box)];
    const longest = [Math.max(first.box.width, last.box.width), Math.max(first.box.height, last.box.height)] as const;
    return now
      .map((inside, i) => ({
        /** From the edge to the side that looks into the picture, and to the one that leaves first; pixels. */
        inside,
        outside: outer[i]!,
        perMs: (then[i]! - inside) / took,
        length: longest[i >> 1]!,
        isUpright: i < 2,
        limit: i < 2 ? width : height,
      }))
      .filter(({ perMs, length }) => perMs * 1000 >= leastSpeed * length);
  }
}
