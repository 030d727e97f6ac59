// A plan from exact tracks: the scene's own geometry twenty times a second, as it watches itself, becomes a track file;
// the product replays it and is scored against what the scene says has happened. No picture, no detector, no tracker.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutgoingOf } from '../../../src/domain/outgoing.ts';
import { seededRandom } from '../../../src/simulator/random.ts';
import { extentOf } from '../../../src/simulator/scene/picture/bodies/table.ts';
import type { Pinhole } from '../../../src/simulator/scene/pinhole.ts';
import { type Scenario, scenarioSchema } from '../../../src/simulator/scene/scenario.ts';
import { openScene, type Scene } from '../../../src/simulator/scene/scene.ts';
import { frontOf } from '../../../src/simulator/scene/watch/lines.ts';
import type { Actor, Moment } from '../../../src/simulator/scene/world.ts';
import { replayTracks } from '../../../src/vision/replay-tracks.ts';
import { ruleSchema } from '../../../src/vision/rules/table.ts';
import type { RuleScore } from '../../../src/vision/score.ts';
import type { HappeningLine } from '../../../src/vision/tracks-file.ts';
import type { Cause } from './causes.ts';
import { movementsOf } from './pairs.ts';
import { drawnIn, type Labels, type Plan } from './plan.ts';
import { scoreStays } from './stays.ts';

export interface Fault extends Cause {
  readonly seed: number;
  readonly rule: string;
  readonly what: 'missed' | 'wrong';
  /** The film and the moment in it, milliseconds. */
  readonly video: string;
  readonly ms: number;
  readonly who: string;
}

const fps = 20;
/** A model of the second stage looks at each road user once in so many frames. */
const framesALook = 10;

export interface Found {
  readonly scores: readonly RuleScore[];
  /** Of speeds that were told: found by true, minus 1. */
  readonly speedErrors: readonly number[];
  readonly events: readonly string[];
  /** What they were held against. */
  readonly happenings: readonly HappeningLine[];
  /** Through the column: what was missed and what was wrong, each with its likely cause. */
  readonly faults?: readonly Fault[];
}

function sceneOf(plan: Plan, seed: number): { scene: Scene; scenario: Scenario } {
  const scenario = scenarioSchema.parse({ ...plan.scenario(seededRandom(seed)), seed });
  return { scene: openScene(scenario, seed), scenario };
}

export const calibrationOf = (camera: Pinhole, accuracy: number) => {
  const { position, yaw, tilt, focal, distortion = 0 } = camera.options;
  return {
    camera: {
      height: position[2],
      tilt,
      focal: focal / camera.width,
      roll: 0,
      distortion,
      yaw,
      position: [position[0], position[1]] as [number, number],
    },
    known: [],
    accuracy,
  };
};

export async function runExact(plan: Plan, seed: number): Promise<Found> {
  const { scene, scenario } = sceneOf(plan, seed);
  const folder = mkdtempSync(join(tmpdir(), 'haidang-rules-'));
  const speeds = new Map<string, number>();
  const actors = new Map<string, Seen>();
  try {
    const file = join(folder, 'tracks.jsonl');
    const lines: string[] = [];
    const frames = Math.round((scenario.duration / 1000) * fps);
    const ways = new Ways();
    for (let frame = 0; frame < frames; frame++) {
      const moment = scene.at(frame / fps);
      if (plan.pairs) ways.see(moment);
      lines.push(frameOf(moment, frame, scene.camera, speeds, labelsOf(plan, actors)));
    }
    writeFileSync(file, lines.join(''));
    const happenings = happeningsOf(plan, scene, actors).map((h) => (plan.pairs ? ways.untilClear(h) : h));
    const figures: OutgoingOf<'camera.figures'>[] = [];
    // Rules stand on the ground unless a plan says otherwise.
    const rules = plan
      .rules(drawnIn(scene.site, scene.camera))
      .map((rule) => ruleSchema.parse({ anchor: 'ground', ...rule }));
    const speedErrors: number[] = [];
    const events: string[] = [];
    const { width, height } = scene.camera;
    const summary = await replayTracks({
      config: { id: 'cam', rules, calibration: calibrationOf(scene.camera, 0) },
      ...{ tracks: file, size: { width, height }, happenings, places: 'file', leastVisible: 0 },
      ...{ startMs: 0, timezone: 'Asia/Ho_Chi_Minh' },
      out: (o) => {
        if (o.kind === 'camera.figures') figures.push(o);
        if (o.kind !== 'camera.event') return;
        events.push(`${o.at.ms} ${o.rule} ${o.phase} ${o.track ?? ''} ${o.explanation}`);
        const truth = o.measurement?.quantity === 'speed' && o.track ? speeds.get(o.track) : undefined;
        if (truth) speedErrors.push((o.measurement?.value ?? 0) / truth - 1);
      },
    });
    const scores = plan.measuresStays
      ? [scoreStays(figures, happenings, scenario.duration).score]
      : Object.values(summary.rules ?? {});
    return { scores, speedErrors, events, happenings };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Seen {
  readonly actor: Actor;
  frames: number;
}

/** How far a road user goes on until nobody takes it for standing on the line, metres. */
const clearAfter = 3;

/**
 * Whoever stops on a line has crossed it for certain only when it goes on, and is told of then: its crossing lasts so
 * long.
 */
class Ways {
  readonly #all = new Map<string, { readonly ms: number; readonly travelled: number }[]>();

  see({ seconds, actors }: Moment): void {
    for (const { id, travelled } of actors) {
      const way = this.#all.get(id) ?? [];
      this.#all.set(id, way);
      way.push({ ms: Math.round(seconds * 1000), travelled });
    }
  }

  untilClear(h: HappeningLine): HappeningLine {
    const way = this.#all.get(h.objects[0] ?? '') ?? [];
    const at = way.find(({ ms }) => ms >= h.endMs);
    const clear = at && way.find(({ travelled }) => travelled >= at.travelled + clearAfter);
    return { ...h, endMs: Math.max(h.endMs, (clear ?? at)?.ms ?? h.endMs) };
  }
}

function labelsOf({ labels }: Plan, actors: Map<string, Seen>) {
  return (actor: Actor): Partial<{ labels: Labels }> => {
    if (!labels) return {};
    const seen = actors.get(actor.id) ?? { actor, frames: 0 };
    actors.set(actor.id, seen);
    const looks = Math.floor(seen.frames++ / framesALook);
    return looks === 0 ? {} : { labels: labels(actor, looks) };
  };
}

/** What labels decide, the plan judges. */
function happeningsOf({ pairs, judge }: Plan, scene: Scene, seen?: ReadonlyMap<string, Seen>): HappeningLine[] {
  const watched = scene.violations().map((h): HappeningLine => ({ ...h, objects: [...h.objects] }));
  const all = watched.flatMap((h): HappeningLine[] => {
    const one = judge ? judge(h, seen?.get(h.objects[0] ?? '')?.actor) : h;
    return one ? [one] : [];
  });
  return pairs ? movementsOf(all, pairs) : all;
}

function frameOf(
  moment: Moment,
  frame: number,
  camera: Pinhole,
  speeds: Map<string, number>,
  labels: (actor: Actor) => Partial<{ labels: Labels }>,
): string {
  const objects = moment.actors.flatMap((actor) => {
    const box = boxOf(actor, camera);
    if (!box) return [];
    speeds.set(actor.id, actor.speed * 3.6);
    return [
      { id: actor.id, class: actor.class, box, visible: 1, ground: actor.at, front: frontOf(actor), ...labels(actor) },
    ];
  });
  const tMs = Math.round(moment.seconds * 1000);
  return `${JSON.stringify({ frame, tMs, objects, signals: Object.fromEntries(moment.signals) })}\n`;
}

/** Of a plain cuboid of its size; undefined where its ground is not in the picture. */
function boxOf(actor: Actor, camera: Pinhole): [number, number, number, number] | undefined {
  const feet = camera.project([actor.at[0], actor.at[1], 0]);
  if (feet.depth < 2 || feet.x < 0 || feet.y < 0 || feet.x > camera.width || feet.y > camera.height) return undefined;
  const { length, width, height } = extentOf(actor.look);
  const [c, s] = [Math.cos(actor.heading), Math.sin(actor.heading)];
  const corners = [-length / 2, length / 2].flatMap((l) =>
    [-width / 2, width / 2].flatMap((w) =>
      [0, height].map((z) => camera.project([actor.at[0] + l * c - w * s, actor.at[1] + l * s + w * c, z])),
    ),
  );
  const [xs, ys] = [corners.map((p) => p.x), corners.map((p) => p.y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
}
