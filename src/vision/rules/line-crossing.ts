// Counts road users over a line, each direction and class for itself.
//
// A crossing is believed when a confirmed track was on one side of the line, is now settled on the other, and its path
// between went through the line itself and not around its ends. "On a side" means clear of a band along the line whose
// width goes with the size of the box, so that a road user who stands on the line and trembles crosses nothing; and
// "settled" means seen there more than once and for a moment, so that one wrong box (A A A B A A A) crosses nothing.
// The path is the sum of all steps, so a step that jumps over the line counts like a slow walk. What an unconfirmed
// track did counts from the moment it is confirmed; if it never is, it was nobody.
import { z } from 'zod';
import type { Point } from '../../domain/detection.ts';
import { durationSchema } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { lineSchema, looksAt, ruleFields, severitySchema } from './fields.ts';
import { anchorOf, crossingAt, signedDistance, toPixels } from './geometry.ts';
import type { Counts, CountsByClass, Rule, RuleEvent, RuleKind, Scene } from './rule.ts';

const schema = z.strictObject({
  ...ruleFields,
  kind: z.literal('line-crossing').describe('Counts road users over a line, per direction and class.'),
  line: lineSchema,
  report: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
    .prefault('1min')
    .describe('How often the counts are reported.'),
  event: z.boolean().default(false).describe('true: each crossing is an event with a picture, besides the counts.'),
  severity: severitySchema.default('info').describe('How grave such an event is.'),
});
type Config = z.output<typeof schema>;

/** Half width of the band that belongs to no side, as a share of the box's height, and the least of it in pixels. */
const bandShare = 0.06;
const bandPixels = 1.5;
/** How often and how long a track must be clear of the band on a side to have settled there. */
const settledSightings = 2;
const settledMs = 150;

type Side = -1 | 1;
type Direction = 'forward' | 'backward';

interface Passage {
  /** Where the track settled last; null: nowhere yet. */
  settled: Side | null;
  /** Crossings of the line since it settled there, to the right counted up, to the left counted down. */
  net: number;
  /** On which side of the bare line it was last, and where. */
  last: { readonly side: Side; readonly point: Point };
  /** The side on which it is about to settle. */
  clear: { readonly side: Side; readonly sinceMs: number; sightings: number } | null;
  /** Crossings that wait for the track's confirmation. */
  waiting: Direction[];
}

function create(config: Config): Rule {
  const passages = new Map<string, Passage>();
  let forward: CountsByClass = {};
  let backward: CountsByClass = {};

  const cross = (track: Track, direction: Direction): RuleEvent[] => {
    const counts = direction === 'forward' ? forward : backward;
    counts[track.class] = (counts[track.class] ?? 0) + 1;
    if (!config.event) return [];
    const explanation =
      `${track.class} crossed the line ${config.id} ${direction}, ` +
      `seen clear of it for ${settledMs / 1000} s or more on each side`;
    return [{ phase: 'instant', severity: config.severity, direction, track, boxes: [track.seenAs], explanation }];
  };

  const look = (scene: Scene, track: Track): RuleEvent[] => {
    const a = toPixels(config.line[0], scene.width, scene.height);
    const b = toPixels(config.line[1], scene.width, scene.height);
    const point = anchorOf(track.box, config.anchor);
    const distance = signedDistance(a, b, point);
    const band = Math.max(bandPixels, bandShare * track.box.height);
    const passage = passages.get(track.id) ?? begin(passages, track.id, distance, point);
    moveOn(passage, a, b, distance, point);
    const crossed = settle(passage, Math.abs(distance) <= band ? null : distance > 0 ? 1 : -1, scene.monotonicMs);
    if (crossed) passage.waiting.push(crossed);
    if (!track.confirmed || passage.waiting.length === 0) return [];
    // The class may be voted out of the rule's classes later; what counts is what it is taken for now.
    const due = looksAt(config.classes, track.class) ? passage.waiting : [];
    passage.waiting = [];
    return due.flatMap((direction) => cross(track, direction));
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'line', points: config.line }],
    step: (scene) => {
      for (const id of scene.ended) passages.delete(id);
      return scene.tracks.flatMap((track) => look(scene, track));
    },
    interrupted: () => passages.clear(),
    reporting: {
      everyMs: config.report,
      take: (): Counts => {
        const counts = { forward, backward };
        forward = {};
        backward = {};
        return counts;
      },
    },
  };
}

function begin(passages: Map<string, Passage>, id: string, distance: number, point: Point): Passage {
  const passage: Passage = {
    settled: null,
    net: 0,
    last: { side: distance >= 0 ? 1 : -1, point },
    clear: null,
    waiting: [],
  };
  passages.set(id, passage);
  return passage;
}

/** Takes the step to `point` into the sum of crossings. A point on the bare line stays on the side it came from. */
function moveOn(passage: Passage, a: Point, b: Point, distance: number, point: Point): void {
  const side: Side = distance > 0 ? 1 : distance < 0 ? -1 : passage.last.side;
  if (side !== passage.last.side) {
    const at = crossingAt(a, b, passage.last.point, point);
    if (at >= 0 && at <= 1) passage.net += side;
  }
  passage.last = { side, point };
}

/** Settles the track on the side where it is clear of the band; tells whether that completed a crossing. */
function settle(passage: Passage, side: Side | null, nowMs: number): Direction | null {
  if (side === null) return null;
  if (passage.clear?.side !== side) passage.clear = { side, sinceMs: nowMs, sightings: 0 };
  passage.clear.sightings++;
  if (passage.clear.sightings < settledSightings || nowMs - passage.clear.sinceMs < settledMs) return null;
  const { settled, net } = passage;
  passage.settled = side;
  if (settled === side) {
    // Back where it was: whatever it did between was no crossing.
    passage.net = 0;
    return null;
  }
  passage.net = 0;
  if (settled === null || Math.sign(net) !== side) return null;
  return side === 1 ? 'forward' : 'backward';
}

export const lineCrossing: RuleKind<typeof schema> = { kind: 'line-crossing', schema, create };
