// Warns when many come together in a zone within a short time, however many are usually there.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { counted, duration, explain } from './explain.ts';
import { severitySchema, zoneFields } from './fields.ts';
import { Lasting } from './lasting.ts';
import { Occupancy } from './occupancy.ts';
import type { Rule, RuleEvent, RuleKind } from './rule.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('gathering').describe('Warns when many come together in a zone within a short time.'),
  by: z.int().min(2).max(500).describe('By how many it must grow …'),
  within: durationSchema({ minMs: 1000, maxMs: 3_600_000 }).prefault('30s').describe('… within this time.'),
  hold: durationSchema({ maxMs: 600_000 }).prefault('3s').describe('How long they must stay.'),
  severity: severitySchema.default('warning').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

/**
 * Who is there when one begins to look is found within this time, milliseconds: a track is believed after some frames. Until
 * then a number is no number to grow from.
 */
const settlingMs = 2000;

function create(config: Config): Rule {
  const occupancy = new Occupancy(config);
  const gathered = new Lasting(config.hold);
  let lookedSinceMs: number | null = null;
  /** Numbers of the time that counts, the oldest first. */
  let past: { readonly ms: number; readonly count: number }[] = [];
  /** Before they came. */
  let base = 0;
  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene): RuleEvent[] => {
      const now = scene.monotonicMs;
      const boxes = occupancy.update(scene);
      const count = boxes.length;
      lookedSinceMs ??= now;
      if (now - lookedSinceMs < settlingMs) return [];
      past = [...past.filter((p) => now - p.ms <= config.within + config.hold), { ms: now, count }];
      if (!gathered.isOn) base = Math.min(...past.map((p) => p.count));
      const phase = gathered.see(now, count - base >= config.by, count - base < config.by / 2);
      if (!phase) return [];
      // What is there now is usual from here on.
      if (phase === 'ended') past = [];
      const what = { count: counted(config.classes, count), zone: config.id };
      const explanation =
        phase === 'began'
          ? explain('event.gathered', {
              ...{ ...what, base, within: duration(config.within), by: config.by, hold: duration(config.hold) },
            })
          : explain('event.gathering-gone', what);
      return [{ phase, severity: config.severity, count, boxes, explanation }];
    },
    // Who comes while nobody looks has not come suddenly.
    interrupted: () => {
      occupancy.clear();
      gathered.interrupt();
      lookedSinceMs = null;
      past = [];
    },
  };
}

export const gathering: RuleKind<typeof schema> = { kind: 'gathering', schema, create };
