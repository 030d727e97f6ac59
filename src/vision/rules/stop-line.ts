// Suspects who stands over the stop line while its signal is red. Only who was seen to come there: light on the road and
// whatever else the detector takes for a road user has never moved.
import { z } from 'zod';
import type { Point } from '../../domain/detection.ts';
import { durationSchema, idSchema } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { isIn, standFor } from './anchors.ts';
import { AtRed } from './at-red.ts';
import { classWord, duration, explain, inPicture, seconds } from './explain.ts';
import { looksAt, severitySchema, zoneFields, zoneSchema } from './fields.ts';
import { isInside } from './geometry.ts';
import { zoneInPixels } from './occupancy.ts';
import type { Stood } from './rest.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';
import { SignalDoubt } from './signal-doubt.ts';
import { Stillness } from './stillness.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('stop-line').describe('Suspects who stands over the stop line while its signal is red.'),
  zone: zoneSchema.describe('From the stop line onwards: where nobody’s front may stand at red.'),
  signal: idSchema.describe('Id of the signal (camera: signals) that holds for this line.'),
  after: durationSchema({ minMs: 500, maxMs: 600_000 }).prefault('2s').describe('How long one may stand there.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

/** Who has come is seen this far from where its track began, heights of its box. */
const cameHeights = 1;

function create(config: Config): Rule {
  const still = new Stillness();
  /** Where tracks began; null: it has come from there. */
  const begins = new Map<string, Point | null>();
  /** Who was told of in this red. */
  const told = new Set<string>();
  const doubt = new SignalDoubt(config);
  const atRed = new AtRed(config.signal);

  const hasCome = ({ id, box }: Track, point: Point): boolean => {
    const begin = begins.get(id);
    if (begin && Math.hypot(point.x - begin.x, point.y - begin.y) < cameHeights * box.height) return false;
    begins.set(id, begin === undefined ? point : null);
    return begin !== undefined;
  };

  /** Its standing, where it stands and has come there. Asked at green too. */
  const standingOf = (scene: Scene, track: Track): Stood | undefined => {
    const point = standFor(scene, track, config.anchor);
    const stood = point && still.see(scene, track, point);
    return point && hasCome(track, point) ? stood : undefined;
  };

  const look = (scene: Scene, track: Track, polygon: readonly Point[], redSinceMs: number): RuleEvent[] => {
    const stood = standingOf(scene, track);
    if (!stood || !track.confirmed || told.has(track.id) || !looksAt(config.classes, track.class)) return [];
    const fromMs = Math.max(stood.sinceMs, redSinceMs);
    const ms = stood.untilMs - fromMs;
    if (ms < config.after) return [];
    // The zone is asked where it stands, not where a box that trembles has just put it.
    const isOver =
      config.anchor === 'corners' ? isIn(scene, track, config.anchor, polygon) : isInside(polygon, stood.at);
    if (!isOver) return [];
    told.add(track.id);
    const explanation = explain('event.stop-line', {
      ...{ class: classWord(track.class), zone: config.id, at: inPicture(scene, stood.at), time: seconds(ms) },
      ...{ signal: config.signal, limit: duration(config.after) },
    });
    const { severity, signal } = config;
    const event = { phase: 'instant', severity, track, boxes: [track.seenAs], explanation, signal } as const;
    return atRed.judge(scene, event, [{ ms: fromMs, seenMs: stood.untilMs }]);
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      const said = [...doubt.step(scene), ...atRed.settled(scene)];
      still.forget(scene.ended);
      for (const id of scene.ended) begins.delete(id);
      const view = scene.signals?.get(config.signal);
      const polygon = zoneInPixels(config.zone, scene);
      if (view?.state !== 'red') {
        told.clear();
        for (const track of scene.tracks) standingOf(scene, track);
        return said;
      }
      const redMs = view.history.at(-1)?.ms ?? scene.monotonicMs;
      return [...said, ...scene.tracks.flatMap((track) => look(scene, track, polygon, redMs))];
    },
    interrupted: () => {
      still.clear();
      begins.clear();
      told.clear();
      atRed.clear();
    },
  };
}

export const stopLine: RuleKind<typeof schema> = { kind: 'stop-line', schema, create };
