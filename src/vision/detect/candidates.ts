import { type Box, type Detection, roadUserClasses } from '../../domain/detection.ts';
import type { Placement } from './placement.ts';

/** What a model of the second stage found, by its own name of the class. */
export interface Finding {
  readonly label: string;
  /** 0 to 1. */
  readonly score: number;
  readonly box: Box;
}

/**
 * Boxes found in one run, before and after non-maximum suppression: a structure of arrays that is filled anew for each
 * frame, so that decoding allocates nothing. Bounded: what does not fit is counted, and cannot be among the best unless
 * thousands of cells fire at once.
 */
export class Candidates {
  readonly #x: Float32Array;
  readonly #y: Float32Array;
  readonly #width: Float32Array;
  readonly #height: Float32Array;
  readonly #score: Float32Array;
  readonly #class: Uint16Array;
  readonly #order: Uint32Array;
  readonly #capacity: number;
  #count = 0;
  #overflow = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#x = new Float32Array(capacity);
    this.#y = new Float32Array(capacity);
    this.#width = new Float32Array(capacity);
    this.#height = new Float32Array(capacity);
    this.#score = new Float32Array(capacity);
    this.#class = new Uint16Array(capacity);
    this.#order = new Uint32Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Boxes that did not fit since the start. */
  get overflow(): number {
    return this.#overflow;
  }

  clear(): void {
    this.#count = 0;
  }

  /** @param classIndex index into `roadUserClasses`, or into the names given to `named`. Coordinates in pixels of the input tensor. */
  add(x: number, y: number, width: number, height: number, score: number, classIndex: number): void {
    if (this.#count >= this.#capacity) {
      this.#overflow++;
      return;
    }
    const i = this.#count++;
    this.#x[i] = x;
    this.#y[i] = y;
    this.#width[i] = width;
    this.#height[i] = height;
    this.#score[i] = score;
    this.#class[i] = classIndex;
  }

  /**
   * The best boxes, best first: of two of one class that overlap by more than `maxOverlap` (intersection over union)
   * only the better stays. Boxes are given in pixels of the frame, clipped to it; one that lies outside is left out.
   */
  best(maxOverlap: number, most: number, placement: Placement): Detection[] {
    return this.#kept(maxOverlap, most, placement, (c, score, box) => ({ class: roadUserClasses[c]!, score, box }));
  }

  /** The same for a model whose classes are none of ours: their indices are those of `names`. */
  named(names: readonly string[], maxOverlap: number, most: number, placement: Placement): Finding[] {
    return this.#kept(maxOverlap, most, placement, (c, score, box) => ({ label: names[c] ?? '', score, box }));
  }

  #kept<T>(
    maxOverlap: number,
    most: number,
    placement: Placement,
    make: (classIndex: number, score: number, box: Box) => T,
  ): T[] {
    const order = this.#order.subarray(0, this.#count);
    for (let i = 0; i < order.length; i++) order[i] = i;
    // Equal scores keep the order of the cells, so that the same frame gives the same list.
    order.sort((a, b) => this.#score[b]! - this.#score[a]! || a - b);
    const found: T[] = [];
    let kept = 0;
    for (let i = 0; i < order.length && found.length < most; i++) {
      const candidate = order[i]!;
      if (this.#coveredByKept(candidate, order, kept, maxOverlap)) continue;
      // The front of the list, already passed, becomes the list of those that stay.
      order[kept++] = candidate;
      const box = this.#inFrame(candidate, placement);
      if (box) found.push(make(this.#class[candidate]!, Math.min(1, this.#score[candidate]!), box));
    }
    return found;
  }

  #coveredByKept(candidate: number, order: Uint32Array, kept: number, maxOverlap: number): boolean {
    const x = this.#x[candidate]!;
    const y = this.#y[candidate]!;
    const w = this.#width[candidate]!;
    const h = this.#height[candidate]!;
    for (let k = 0; k < kept; k++) {
      const other = order[k]!;
      if (this.#class[other] !== this.#class[candidate]) continue;
      const ox = this.#x[other]!;
      const oy = this.#y[other]!;
      const ow = this.#width[other]!;
      const oh = this.#height[other]!;
      const across = Math.min(x + w, ox + ow) - Math.max(x, ox);
      const down = Math.min(y + h, oy + oh) - Math.max(y, oy);
      if (across <= 0 || down <= 0) continue;
      const both = across * down;
      if (both > maxOverlap * (w * h + ow * oh - both)) return true;
    }
    return false;
  }

  #inFrame(i: number, p: Placement): Box | undefined {
    const left = Math.max(0, (this.#x[i]! - p.left) / p.scaleX);
    const top = Math.max(0, (this.#y[i]! - p.top) / p.scaleY);
    const right = Math.min(p.frameWidth, (this.#x[i]! + this.#width[i]! - p.left) / p.scaleX);
    const bottom = Math.min(p.frameHeight, (this.#y[i]! + this.#height[i]! - p.top) / p.scaleY);
    if (!(right > left && bottom > top)) return undefined;
    return { x: left, y: top, width: right - left, height: bottom - top };
  }
}
