// How long each road user has been in a zone. Shared by the rules that accuse one road user of being there.
//
// A stay survives a moment out of the zone or out of sight: a box that trembles at the zone's edge, a pole, a passing
// bus. It is told once, and only in a frame in which the road user is seen inside.
import type { Point, RoadUserClass } from '../../domain/detection.ts';
import { formatDuration } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { isIn, standFor, type ZoneAnchor } from './anchors.ts';
import { inPicture, seconds } from './explain.ts';
import { looksAt } from './fields.ts';
import type { Normalised } from './geometry.ts';
import { zoneInPixels } from './occupancy.ts';
import type { Rule, RuleEvent, Scene, Severity } from './rule.ts';

export interface StayConfig {
  readonly id: string;
  readonly kind: string;
  readonly zone: readonly Normalised[];
  readonly classes?: readonly RoadUserClass[] | undefined;
  readonly anchor: ZoneAnchor;
  readonly severity: Severity;
}

interface Stay {
  readonly sinceMs: number;
  /** Where it came in, pixels. */
  readonly from: Point;
  insideMs: number;
  told: boolean;
}

/**
 * @param afterMs how long a stay must be to be told.
 * @param bridgeMs how long one may be out of the zone or of sight without ending the stay.
 * @param what what the explanation says of it, for example `was in the forbidden lane`.
 */
export function stayRule(config: StayConfig, afterMs: number, bridgeMs: number, what: string): Rule {
  const stays = new Map<string, Stay>();

  const look = (scene: Scene, track: Track): RuleEvent[] => {
    const { monotonicMs } = scene;
    if (!track.confirmed || !looksAt(config.classes, track.class)) return [];
    const point = standFor(scene, track, config.anchor);
    if (!point || !isIn(scene, track, config.anchor, zoneInPixels(config.zone, scene))) return [];
    const stay = stays.get(track.id) ?? { sinceMs: monotonicMs, from: point, insideMs: monotonicMs, told: false };
    stays.set(track.id, stay);
    stay.insideMs = monotonicMs;
    const ms = monotonicMs - stay.sinceMs;
    if (stay.told || ms < afterMs) return [];
    stay.told = true;
    const explanation =
      `${track.class} ${what} ${config.id} for ${seconds(ms)}, ` +
      `from ${inPicture(scene, stay.from)} to ${inPicture(scene, point)} (limit: ${formatDuration(afterMs)})`;
    return [{ phase: 'instant', severity: config.severity, track, boxes: [track.seenAs], explanation }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      // A track that ended is kept for its moment too: where its id comes back, it is the same road user.
      for (const [id, { insideMs }] of stays) if (scene.monotonicMs - insideMs > bridgeMs) stays.delete(id);
      return scene.tracks.flatMap((track) => look(scene, track));
    },
    interrupted: () => stays.clear(),
  };
}
