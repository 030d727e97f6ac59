// Says when too many road users stay in a zone, and when it is over. Two thresholds and a time to hold each of them
// keep a number that trembles around one threshold from raising and ending the event again and again.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { durationSchema, refuse } from '../../runtime/schema.ts';
import { counted, duration, explain } from './explain.ts';
import { severitySchema, zoneFields } from './fields.ts';
import { flickerMs } from './lasting.ts';
import { Occupancy } from './occupancy.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';

const schema = z
  .strictObject({
    ...zoneFields,
    kind: z.literal('crowding').describe('Says when too many road users stay in a zone, and when it is over.'),
    enter: z.int().min(1).max(1000).describe('It begins when at least this many are in the zone.'),
    leave: z.int().min(0).max(999).describe('It ends when at most this many are in the zone. Less than enter.'),
    hold: durationSchema({ maxMs: 3_600_000 })
      .prefault('5s')
      .describe('How long the number must stay beyond a threshold before it counts.'),
    severity: severitySchema.default('warning').describe('How grave it is.'),
  })
  .check((ctx) => {
    const { enter, leave } = ctx.value;
    if (leave >= enter) refuse(ctx, message('vision.leave-not-below-enter', { enter, leave }), ['leave']);
  });
type Config = z.output<typeof schema>;

function create(config: Config): Rule {
  const occupancy = new Occupancy(config);
  let crowded = false;
  /** Since when the number is beyond the threshold that would change the state, on the frames' axis. */
  let beyondSinceMs: number | null = null;
  /** When it was so last. */
  let beyondMs = 0;

  const step = (scene: Scene): RuleEvent[] => {
    const boxes = occupancy.update(scene);
    const count = boxes.length;
    const isBeyond = crowded ? count <= config.leave : count >= config.enter;
    if (!isBeyond) {
      if (scene.monotonicMs - beyondMs > flickerMs) beyondSinceMs = null;
      return [];
    }
    beyondMs = scene.monotonicMs;
    beyondSinceMs ??= beyondMs;
    const heldMs = beyondSinceMs + config.hold;
    if (scene.monotonicMs < heldMs) return [];
    // Those who are only remembered bridge a moment, they do not prolong the stay: enough must be seen after it.
    if (!crowded && occupancy.seenSince(heldMs) < config.enter) return [];
    crowded = !crowded;
    beyondSinceMs = null;
    const { id, enter, leave, classes } = config;
    const what = { count: counted(classes, count), zone: id, hold: duration(config.hold) };
    const explanation = crowded
      ? explain('event.crowded', { ...what, enter })
      : explain('event.crowd-gone', { ...what, leave });
    return [{ phase: crowded ? 'began' : 'ended', severity: config.severity, count, boxes, explanation }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step,
    // Whether it is still crowded after a gap is not known: the state stays, its change must be seen for `hold` anew.
    interrupted: () => {
      occupancy.clear();
      beyondSinceMs = null;
    },
  };
}

export const crowding: RuleKind<typeof schema> = { kind: 'crowding', schema, create };
