// Suspects who stands over the stop line while its signal is red.
import { z } from 'zod';
import type { Point } from '../../domain/detection.ts';
import { durationSchema, formatDuration, idSchema } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { isIn, standFor } from './anchors.ts';
import { inPicture, seconds } from './explain.ts';
import { looksAt, severitySchema, zoneFields, zoneSchema } from './fields.ts';
import { zoneInPixels } from './occupancy.ts';
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

/** A moment of the signal or of the road user out of sight that does not end its standing, milliseconds. */
const bridgeMs = 700;

function create(config: Config): Rule {
  const still = new Stillness();
  const standing = new Map<string, { sinceMs: number; seenMs: number }>();
  /** Who was told of in this red. */
  const told = new Set<string>();
  const doubt = new SignalDoubt(config);

  const look = (scene: Scene, track: Track, polygon: readonly Point[], redSinceMs: number): RuleEvent[] => {
    const point = standFor(scene, track, config.anchor);
    if (!point || !track.confirmed || !looksAt(config.classes, track.class)) return [];
    const stillSinceMs = still.see(scene, track, point);
    if (stillSinceMs === undefined || !isIn(scene, track, config.anchor, polygon)) return [];
    const now = scene.monotonicMs;
    const sinceMs = Math.max(stillSinceMs, redSinceMs);
    const known = standing.get(track.id) ?? { sinceMs, seenMs: now };
    standing.set(track.id, known);
    known.seenMs = now;
    const ms = now - known.sinceMs;
    if (told.has(track.id) || ms < config.after) return [];
    told.add(track.id);
    const explanation =
      `${track.class} stands over the stop line in ${config.id} at ${inPicture(scene, point)} for ${seconds(ms)} ` +
      `while the signal ${config.signal} is red (limit: ${formatDuration(config.after)})`;
    const { severity, signal } = config;
    return [{ phase: 'instant', severity, track, boxes: [track.seenAs], explanation, signal }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      const said = doubt.step(scene);
      still.forget(scene.ended);
      const view = scene.signals?.get(config.signal);
      for (const [id, { seenMs }] of standing) if (scene.monotonicMs - seenMs > bridgeMs) standing.delete(id);
      const polygon = zoneInPixels(config.zone, scene);
      if (view?.state !== 'red') {
        told.clear();
        for (const track of scene.tracks) {
          const point = standFor(scene, track, config.anchor);
          if (point) still.see(scene, track, point);
        }
        return said;
      }
      return [...said, ...scene.tracks.flatMap((track) => look(scene, track, polygon, view.sinceMs))];
    },
    interrupted: () => {
      still.clear();
      standing.clear();
      told.clear();
    },
  };
}

export const stopLine: RuleKind<typeof schema> = { kind: 'stop-line', schema, create };
