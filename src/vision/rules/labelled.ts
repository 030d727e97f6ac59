// Tells of road users for whom a model of the second stage gives a certain label. Shared by the rules that need such a
// model: the six classes of road users say nothing of helmets or of how many ride.
import { z } from 'zod';
import { idSchema } from '../../runtime/schema.ts';
import { isIn } from './anchors.ts';
import { classWord, explain } from './explain.ts';
import { looksAt, zoneFields } from './fields.ts';
import { zoneInPixels } from './occupancy.ts';
import type { Rule, Severity } from './rule.ts';

export const labelledFields = {
  ...zoneFields,
  model: idSchema.describe(
    'Id of a model that looks at crops of road users (its card has "crop") and tells the label.',
  ),
  share: z.number().min(0.5).max(1).default(0.7).describe('Share of the votes that the label must have.'),
  looks: z.int().min(1).max(50).default(3).describe('How often the road user must have been looked at.'),
};
const fields = z.strictObject(labelledFields);
type LabelledConfig = z.output<typeof fields> & {
  readonly kind: string;
  readonly label: string;
  readonly severity: Severity;
};

/** @param says what the explanation says. */
export function labelledRule(config: LabelledConfig, says: 'event.no-helmet' | 'event.triple-riding'): Rule {
  const told = new Set<string>();
  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      for (const id of scene.ended) told.delete(id);
      const polygon = zoneInPixels(config.zone, scene);
      return scene.tracks.flatMap((track) => {
        const seen = scene.labels?.get(config.model)?.get(track.id);
        if (!seen || seen.label !== config.label || told.has(track.id) || !track.confirmed) return [];
        if (seen.share < config.share || seen.looks < config.looks || !looksAt(config.classes, track.class)) return [];
        if (!isIn(scene, track, config.anchor, polygon)) return [];
        told.add(track.id);
        const explanation = explain(says, {
          ...{ class: classWord(track.class), zone: config.id, model: config.model, label: seen.label },
          ...{ share: Math.round(100 * seen.share), looks: seen.looks },
          ...{ leastShare: Math.round(100 * config.share), leastLooks: config.looks },
        });
        return [{ phase: 'instant' as const, severity: config.severity, track, boxes: [track.seenAs], explanation }];
      });
    },
    interrupted: () => told.clear(),
  };
}
