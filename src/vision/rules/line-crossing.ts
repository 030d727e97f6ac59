// Counts road users over a line, each direction and class for itself. What a crossing is stands in passage.ts.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { classWord, explain, seconds } from './explain.ts';
import { lineFields, looksAt, severitySchema } from './fields.ts';
import { type Direction, Passages, settledMs } from './passage.ts';
import type { Counts, CountsByClass, Rule, RuleEvent, RuleKind } from './rule.ts';

const schema = z.strictObject({
  ...lineFields,
  kind: z
    .literal('line-crossing')
    .describe(
      'Counts road users over a line, per direction and class. Lay the line where they are seen apart: near to the camera, where it looks down steeply and the nearer lane hides least of the farther one, not where they queue, and with most of a second of their way in the picture on both sides of it.',
    ),
  report: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
    .prefault('1min')
    .describe('How often the counts are reported.'),
  event: z.boolean().default(false).describe('true: each crossing is an event with a picture, besides the counts.'),
  severity: severitySchema.default('info').describe('How grave such an event is.'),
});
type Config = z.output<typeof schema>;

function create(config: Config): Rule {
  const passages = new Passages(config.line, config.anchor);
  let forward: CountsByClass = {};
  let backward: CountsByClass = {};

  const cross = (track: Track, direction: Direction, isHidden: boolean): RuleEvent[] => {
    // The class may be voted out of the rule's classes later; what counts is what it is taken for now.
    if (!looksAt(config.classes, track.class)) return [];
    const counts = direction === 'forward' ? forward : backward;
    counts[track.class] = (counts[track.class] ?? 0) + 1;
    if (!config.event) return [];
    const what = { class: classWord(track.class), line: config.id, direction: explain(`direction.${direction}`) };
    const explanation = isHidden
      ? explain('event.line-crossed-hidden', what)
      : explain('event.line-crossed', { ...what, settled: seconds(settledMs, 2) });
    return [{ phase: 'instant', severity: config.severity, direction, track, boxes: [track.seenAs], explanation }];
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'line', points: config.line }],
    step: (scene) => {
      const hidden = passages.ended(scene.ended).flatMap(({ track, direction }) => cross(track, direction, true));
      const seen = scene.tracks.flatMap((t) =>
        passages.cross(scene, t).flatMap(({ direction }) => cross(t, direction, false)),
      );
      return [...hidden, ...seen];
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

export const lineCrossing: RuleKind<typeof schema> = { kind: 'line-crossing', schema, create };
