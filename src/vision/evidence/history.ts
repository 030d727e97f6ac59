// Where road users were in the last seconds, as the detector saw them: for the track in the manifest, and for what is to
// be made unreadable in pictures between two of the detector's.
import type { Box, RoadUserClass } from '../../domain/detection.ts';
import type { Track } from '../track/track.ts';
import { readablePart } from './hide.ts';

interface Moment {
  readonly atMs: number;
  readonly seen: readonly { readonly id: string; readonly class: RoadUserClass; readonly box: Box }[];
}

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
   * detector, where it was at either.
   * @param except the track that is accused: where it is, nothing is hidden.
   */
  readableAt(atMs: number, withinMs: number, except: string | undefined): { regions: Box[]; except?: Box } {
    const around = this.#between(atMs - withinMs, atMs + withinMs);
    const regions = around.flatMap(({ seen }) =>
      seen.filter((s) => s.id !== except).flatMap((s) => this.#share(readablePart(s)) ?? []),
    );
    const own = except === undefined ? undefined : this.#share(this.boxOf(except, atMs, withinMs));
    return { regions, ...(own ? { except: own } : {}) };
  }

  /** Whether the detector has looked at all up to a moment. */
  reaches(atMs: number): boolean {
    return (this.#moments.at(-1)?.atMs ?? -Infinity) >= atMs;
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

const tenth = (v: number) => Math.round(v * 10) / 10;
