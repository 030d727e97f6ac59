// Over which line each road user came in, also where its track breaks on the way.
//
// Two who ride beside each other are one box to a detector for seconds: one of their tracks ends, and when they part
// again another one begins in the middle of the road. Nobody comes from nowhere: a track that begins away from the edges
// goes on for one of its kind that is out of sight. That one is where its motion led it, or where the one is now whose box
// covered its own when it was seen last; and where it was covered on its way over a line, it came over it with the other.
// Who begins close to somebody, with nobody out of sight who could be it, was hidden beside that one all the way.
import type { Box, Point } from '../../domain/detection.ts';
import { mayHaveEntered } from '../track/entry.ts';
import { kindOf } from '../track/kinds.ts';
import { grown, iou } from '../track/overlap.ts';
import type { Track } from '../track/track.ts';
import type { Scene } from './rule.ts';

export interface Origin {
  /** Of the line. */
  readonly id: string;
  readonly ms: number;
}

/** Who is out of sight for longer than this is not looked for any more, milliseconds. */
const keptMs = 5000;
/** Motion is taken over this time, milliseconds. */
const motionMs = 600;
/** From where its motion leads it one may be this far: of its height, and of its way since. */
const heightsOff = 1;
const wayOff = 0.5;
/** One covers the other from this overlap on; close are boxes that touch when grown by this share of their height. */
const covering = 0.2;
const close = 0.25;
/** Who begins beside somebody has come over the line with it that it is settled over by then, milliseconds. */
const settleMs = 1000;
const mostCompanies = 3;
/** A second track on one body is not somebody else: who came along with another is counted away from it. */
const mostTogether = 0.3;

/** Somebody whom it has come along with: an origin of that one between these moments is its own too. */
interface Company {
  readonly id: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

interface Follow {
  /** A rider may be a person first, until its machine is seen. */
  readonly isVehicle: boolean;
  /** Whether it was seen to come: one that began on the road, for nobody known, says nothing of who goes on for it. */
  isKnown: boolean;
  box: Box;
  /** The last places of its middle. */
  way: readonly (Point & { readonly ms: number })[];
  origin: Origin | undefined;
  /** Whether its movement was told. */
  told: boolean;
  /** The newest first. */
  companies: readonly Company[];
  /** Whose box covered its own as it went out of sight; null: nobody's. */
  cover: string | null | undefined;
  /** The track that goes on for it. */
  heir: string | undefined;
}

export class Origins {
  readonly #all = new Map<string, Follow>();
  #lastMs: number | undefined;

  clear(): void {
    this.#all.clear();
    this.#lastMs = undefined;
  }

  /** Takes in a frame: called once for each, before the others. */
  step({ monotonicMs: ms, tracks, width, height }: Scene): void {
    const seconds = (ms - (this.#lastMs ?? ms)) / 1000;
    this.#lastMs = ms;
    const seen = new Set(tracks.map((t) => t.id));
    for (const [id, one] of this.#all) {
      if (seen.has(id)) continue;
      if (ms - one.way.at(-1)!.ms > keptMs) this.#all.delete(id);
      else if (one.cover === undefined) one.cover = this.#coverOf(one, tracks) ?? null;
    }
    for (const track of tracks) {
      const one = this.#all.get(track.id);
      if (one) this.#goOn(one, track, ms);
      else {
        const isNew = !mayHaveEntered(track.seenAs, seconds, { width, height }) && seconds > 0;
        this.#all.set(track.id, isNew ? this.#inherited(track, tracks, ms) : begin(track, ms, true));
      }
    }
  }

  came(track: Track, origin: Origin): void {
    const one = this.#all.get(track.id);
    if (one) Object.assign(one, { origin, told: false, isKnown: true, companies: [] });
  }

  /** Where who goes out came in, told once. */
  take(track: Track, tracks: readonly Track[]): Origin | undefined {
    const one = this.#all.get(track.id);
    if (!one || one.told) return undefined;
    const origin = one.origin ?? this.#along(one, track, tracks);
    one.told = origin !== undefined;
    return origin;
  }

  /** The origin of somebody whom it came along with. */
  #along({ companies }: Follow, track: Track, tracks: readonly Track[]): Origin | undefined {
    for (const { id, sinceMs, untilMs } of companies) {
      const origin = this.#all.get(id)?.origin;
      const other = tracks.find((t) => t.id === id);
      const isApart = !other || iou(other.seenAs, track.seenAs) <= mostTogether;
      if (origin && origin.ms >= sinceMs && origin.ms <= untilMs && isApart) return origin;
    }
    return undefined;
  }

  #goOn(one: Follow, track: Track, ms: number): void {
    // Back under its own name: the other was somebody else.
    const heir = one.heir === undefined ? undefined : this.#all.get(one.heir);
    if (heir && heir.origin === one.origin) heir.origin = undefined;
    const way = [...one.way, { ...middle(track.seenAs), ms }].filter((p) => ms - p.ms <= motionMs);
    Object.assign(one, { box: track.seenAs, way, cover: undefined, heir: undefined });
  }

  #inherited(track: Track, tracks: readonly Track[], ms: number): Follow {
    const one = begin(track, ms, false);
    const beside = tracks.find((t) => t.confirmed && isClose(t, track) && this.#all.has(t.id));
    const lost = [...this.#all.values()]
      .filter((o) => o.way.at(-1)!.ms < ms && o.isVehicle === one.isVehicle && !o.heir && o.isKnown)
      .map((o) => ({ o, away: Math.min(this.#awayFrom(o, track.seenAs, ms), this.#fromCover(o, track, tracks)) }))
      .filter(({ away }) => away <= 1)
      .sort((a, b) => a.away - b.away)[0]?.o;
    if (lost) lost.heir = track.id;
    const untilMs = ms + settleMs;
    if (!lost || lost.origin) {
      // Where the one that it goes on for comes back, it was still hidden beside this one.
      const companies = beside ? [{ id: beside.id, sinceMs: Number.NEGATIVE_INFINITY, untilMs }] : [];
      return { ...one, isKnown: lost !== undefined, origin: lost?.origin, told: lost?.told ?? false, companies };
    }
    const { cover, companies: before } = lost;
    const sinceMs = before.find((c) => c.id === cover)?.sinceMs ?? lost.way.at(-1)!.ms;
    const others = before.filter((c) => c.id !== cover).slice(0, mostCompanies - 1);
    return { ...one, isKnown: true, companies: cover ? [{ id: cover, sinceMs, untilMs }, ...others] : others };
  }

  #coverOf({ isVehicle, box }: Follow, tracks: readonly Track[]): string | undefined {
    return tracks
      .filter((t) => this.#all.has(t.id) && (kindOf(t.class) === 'vehicle') === isVehicle)
      .map(({ id, seenAs }) => ({ id, overlap: iou(seenAs, box) }))
      .filter(({ overlap }) => overlap >= covering)
      .sort((a, b) => b.overlap - a.overlap)[0]?.id;
  }

  /** How far a box is from where somebody out of sight should be by its motion, 1 at most for one that may be it. */
  #awayFrom(o: Follow, box: Box, ms: number): number {
    const [first, last] = [o.way[0]!, o.way.at(-1)!];
    const share = last.ms > first.ms ? (ms - last.ms) / (last.ms - first.ms) : 0;
    const [dx, dy] = [(last.x - first.x) * share, (last.y - first.y) * share];
    const here = middle(box);
    const off = Math.hypot(here.x - last.x - dx, here.y - last.y - dy);
    return off / (heightsOff * Math.max(box.height, o.box.height) + wayOff * Math.hypot(dx, dy));
  }

  /** The same from the one that covered it. */
  #fromCover(o: Follow, track: Track, tracks: readonly Track[]): number {
    const cover = tracks.find((t) => t.id === o.cover);
    return cover && isClose(cover, track) ? 1 - iou(cover.seenAs, track.seenAs) : Number.POSITIVE_INFINITY;
  }
}

const begin = ({ class: c, seenAs }: Track, ms: number, isKnown: boolean): Follow => ({
  ...{ isVehicle: kindOf(c) === 'vehicle', isKnown, box: seenAs, way: [{ ...middle(seenAs), ms }] },
  ...{ origin: undefined, told: false, companies: [], cover: undefined, heir: undefined },
});

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

function isClose(a: Track, b: Track): boolean {
  if (a.id === b.id || (kindOf(a.class) === 'vehicle') !== (kindOf(b.class) === 'vehicle')) return false;
  return iou(grown(a.seenAs, close * a.seenAs.height), grown(b.seenAs, close * b.seenAs.height)) > 0;
}
