// Who of the truth is who in the column: the boxes of the detector and of the tracks held against the truth, frame by frame.
import type { Box, Detection } from '../../../src/domain/detection.ts';
import { type Kind, kindOf } from '../../../src/vision/track/kinds.ts';
import { iou } from '../../../src/vision/track/overlap.ts';
import type { Track } from '../../../src/vision/track/track.ts';
import type { HappeningLine, TracksFrame } from '../../../src/vision/tracks-file.ts';

type TruthObject = TracksFrame['objects'][number];

/** Less of a road user in sight than this share is no sighting; boxes that overlap less are not of the same one. */
const leastVisible = 0.3;
const leastOverlap = 0.3;
/** Who is in sight for less than this share of what it does cannot be told. */
const leastShare = 0.5;
const mostShare = 0.75;
/** A moment is looked at with so much around it; the name of a track is good for so long after its last frame; milliseconds. */
const aroundMs = 500;
const besideMs = 1000;
const nameMs = 3000;

interface Named {
  readonly ms: number;
  readonly one: TruthObject;
  readonly as: Track['class'];
}

export class Sightings {
  readonly #truth: readonly TracksFrame[];
  readonly #found: readonly (readonly Detection[])[];
  /** By track: who of the truth was at its place. */
  readonly #names = new Map<string, Named[]>();

  constructor(truth: readonly TracksFrame[], found: readonly (readonly Detection[])[]) {
    this.#truth = truth;
    this.#found = found;
  }

  kindOf(id: string | undefined): Kind | undefined {
    const one = this.#truth.flatMap((f) => f.objects.filter((o) => o.id === id))[0];
    return one && kindOf(one.class);
  }

  inSight = ({ objects }: TracksFrame): readonly TruthObject[] => objects.filter((o) => o.visible >= leastVisible);

  /** Takes in the tracks of a frame. */
  see(index: number, tracks: readonly Track[]): void {
    const frame = this.#truth[index];
    if (!frame) return;
    for (const { id, seenAs, class: as, confirmed } of tracks) {
      const one = confirmed ? likest(seenAs, frame.objects) : undefined;
      if (!one) continue;
      const names = this.#names.get(id) ?? [];
      this.#names.set(id, names);
      names.push({ ms: frame.tMs, one, as });
    }
  }

  /** The road user of the truth at whose place a track was seen last before a moment. */
  whoWas(track: string, ms: number): TruthObject | undefined {
    const named = this.#names.get(track)?.findLast((n) => n.ms <= ms + 1);
    return named && ms - named.ms <= nameMs ? named.one : undefined;
  }

  /**
   * How fast somebody really was over `overMs` milliseconds, km/h: the way over the ground by the time. Who is told of is
   * measured on for twice as long and told with the best figure: the moments count that come nearest to it.
   */
  speedOf(id: string, ms: number, overMs: number, told: number): number | undefined {
    const way = this.#between(ms - 3 * overMs - 1, ms + 1).flatMap((f) =>
      f.objects.filter((o) => o.id === id).map((o) => ({ ms: f.tMs, at: o.ground })),
    );
    const speeds = way.flatMap((to) => {
      const from = way.findLast((w) => w.ms <= to.ms - 0.8 * overMs);
      if (!from?.at || !to.at) return [];
      return (3600 * Math.hypot(to.at[0] - from.at[0], to.at[1] - from.at[1])) / (to.ms - from.ms);
    });
    return speeds.sort((a, b) => Math.abs(a - told) - Math.abs(b - told))[0];
  }

  /** Tracks that were at the place of a road user from one moment to another, with what they were taken for last. */
  tracksOf(id: string, fromMs: number, untilMs: number): ReadonlyMap<string, { frames: number; as: Track['class'] }> {
    const all = new Map<string, { frames: number; as: Track['class'] }>();
    for (const [track, names] of this.#names) {
      const mine = names.filter((n) => n.one.id === id && n.ms >= fromMs && n.ms <= untilMs);
      const last = mine.at(-1);
      if (last) all.set(track, { frames: mine.length, as: last.as });
    }
    return all;
  }

  /** Whether somebody of it is in sight while it happens; who crosses a line, for most of a second on each side of it. */
  couldTell(h: HappeningLine): boolean {
    if (h.type === 'crossing') {
      const { startMs: ms } = h;
      return [ms - besideMs, ms].every((from) => this.#isInSight(h, from, from + besideMs, mostShare));
    }
    return this.#isInSight(h, h.startMs - aroundMs, h.endMs + aroundMs);
  }

  #isInSight({ objects }: HappeningLine, fromMs: number, untilMs: number, share = leastShare): boolean {
    const frames = this.#between(fromMs, untilMs);
    const seen = frames.filter((f) => this.inSight(f).some((o) => objects.includes(o.id)));
    return seen.length >= share * frames.length;
  }

  /** Share of the frames of a happening in which its road user is in sight and the detector saw it. */
  shareFound(h: HappeningLine): number {
    const all = this.#during(h).flatMap((f) =>
      this.inSight(f)
        .filter((o) => h.objects.includes(o.id))
        .map((o) => (this.#found[f.frame] ?? []).some((d) => d.score >= 0.3 && isOf(d, o))),
    );
    return all.length === 0 ? 0 : all.filter(Boolean).length / all.length;
  }

  #during({ startMs, endMs }: HappeningLine): TracksFrame[] {
    return this.#between(startMs - aroundMs, endMs + aroundMs);
  }

  #between(fromMs: number, untilMs: number): TracksFrame[] {
    return this.#truth.filter((f) => f.tMs >= fromMs && f.tMs <= untilMs);
  }
}

const boxOf = ({ box: [x, y, width, height] }: TruthObject): Box => ({ x, y, width, height });

/** A rider's box is that of its machine too. */
const isOf = (d: Detection, o: TruthObject): boolean =>
  iou(d.box, boxOf(o)) >= leastOverlap && (kindOf(d.class) === kindOf(o.class) || d.class === 'person');

function likest(box: Box, objects: readonly TruthObject[]): TruthObject | undefined {
  let best: { one: TruthObject; overlap: number } | undefined;
  for (const one of objects) {
    const overlap = iou(box, boxOf(one));
    if (overlap >= leastOverlap && overlap > (best?.overlap ?? 0)) best = { one, overlap };
  }
  return best?.one;
}
