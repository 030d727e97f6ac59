// Where road users were in the last seconds, as the detector saw them: for the track in the manifest, and for what is to
// be made unreadable in pictures between two of the detector's.
import type { Box, RoadUserClass } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { readablePart } from './hide.ts';

interface Moment {
  readonly atMs: number;
  readonly seen: readonly { readonly id: string; readonly class: RoadUserClass; readonly box: Box }[];
}

/** Two looks further apart than this say nothing of what was between them, milliseconds. */
const longestGapMs = 2500;
/** A detector that looks 30 times a second for a minute. */
const mostMoments = 1800;

export class History {
  readonly #keepMs: number;
  #moments: Moment[] = [];
  #size = { width: 0, height: 0 };

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** Of the detector's picture, pixels; what was seen in another size is forgotten. */
  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  see(frame: { monotonicMs: number; width: number; height: number }, tracks: readonly Track[]): void {
    const { monotonicMs: atMs, width, height } = frame;
    if (width !== this.#size.width || height !== this.#size.height) this.#moments = [];
    this.#size = { width, height };
    this.#moments.push({ atMs, seen: tracks.map(({ id, class: c, seenAs }) => ({ id, class: c, box: seenAs })) });
    const first = this.#moments.findIndex((m) => m.atMs >= atMs - this.#keepMs);
    if (first > 32 || this.#moments.length > mostMoments) this.#moments.splice(0, Math.max(1, first));
  }

  /** Where a track was, as [milliseconds from `zeroMs`, x, y, width, height]. */
  pathOf(track: string, fromMs: number, toMs: number, zeroMs: number): [number, number, number, number, number][] {
    return this.#between(fromMs, toMs).flatMap(({ atMs, seen }) => {
      const found = seen.find((s) => s.id === track);
      if (!found) return [];
      const { x, y, width, height } = found.box;
      return [[Math.round(atMs - zeroMs), tenth(x), tenth(y), tenth(width), tenth(height)]];
    });
  }

  /** The box of a track nearest to a moment, at most `withinMs` away. */
  boxOf(track: string, atMs: number, withinMs: number): Box | undefined {
    let best: { box: Box; off: number } | undefined;
    for (const m of this.#between(atMs - withinMs, atMs + withinMs)) {
      const box = m.seen.find((s) => s.id === track)?.box;
      const off = Math.abs(m.atMs - atMs);
      if (box && off < (best?.off ?? Infinity)) best = { box, off };
    }
    return best?.box;
  }

  /**
   * Everything that may be a face or a plate around a moment, in shares of the picture; between two looks of the
   * detector, where it was at either and on the way from one to the other. Where it did not look for so long that nobody
   * can say who was there, all of the picture.
   * @param except the track that is accused: where it is, nothing is hidden.
   */
  readableAt(atMs: number, withinMs: number, except: string | undefined): { regions: Box[]; except?: Box } {
    const around = this.#between(atMs - withinMs, atMs + withinMs).flatMap(({ seen }) => seen);
    const own = except === undefined ? undefined : this.#share(this.boxOf(except, atMs, withinMs));
    const regions = [...around, ...this.#onTheWay(atMs)]
      .filter((s) => s.id !== except)
      .flatMap((s) => this.#share(readablePart(s)) ?? []);
    if (!this.#isKnown(atMs, withinMs)) regions.push({ x: 0, y: 0, width: 1, height: 1 });
    return { regions, ...(own ? { except: own } : {}) };
  }

  /** The looks before and after a moment. */
  #besides(atMs: number): [before: Moment | undefined, after: Moment | undefined] {
    return [this.#moments.findLast((m) => m.atMs <= atMs), this.#moments.find((m) => m.atMs >= atMs)];
  }

  #isKnown(atMs: number, withinMs: number): boolean {
    const [before, after] = this.#besides(atMs);
    if (before && after && after.atMs - before.atMs <= longestGapMs) return true;
    return [before, after].some((m) => m && Math.abs(m.atMs - atMs) <= withinMs);
  }

  /** Who was seen before and after a moment, in a box around both places. */
  #onTheWay(atMs: number): Moment['seen'] {
    const [before, after] = this.#besides(atMs);
    if (!before || !after || before === after || after.atMs - before.atMs > longestGapMs) return [];
    return before.seen
      .flatMap((was) => {
        const is = after.seen.find((s) => s.id === was.id);
        // Its class may have changed: what it is taken for at either is hidden all the way.
        return is ? [was, is].map((s) => ({ ...s, box: around(was.box, is.box) })) : [was];
      })
      .concat(after.seen);
  }

  forget(): void {
    this.#moments = [];
  }

  #between(fromMs: number, toMs: number): Moment[] {
    return this.#moments.filter((m) => m.atMs >= fromMs && m.atMs <= toMs);
  }

  #share(box: Box | undefined): Box | undefined {
    const { width: w, height: h } = this.#size;
    return box && { x: box.x / w, y: box.y / h, width: box.width / w, height: box.height / h };
  }
}

function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const [right, bottom] = [Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height)];
  return { x, y, width: right - x, height: bottom - y };
}

const tenth = (v: number) => Math.round(v * 10) / 10;
