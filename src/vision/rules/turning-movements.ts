// Counts where road users go from where they come: over which line they came in, and over which they went out.
import { z } from 'zod';
import { durationSchema, idSchema } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { classWord, explain, seconds } from './explain.ts';
import { lineAnchorSchema, lineSchema, looksAt, ruleFields } from './fields.ts';
import { Origins } from './origins.ts';
import { Passages } from './passage.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';

const lines = (what: string) =>
  z
    .array(z.strictObject({ id: idSchema.describe('Its name in the figures.'), line: lineSchema }))
    .min(1)
    .max(12)
    .describe(what);

const schema = z.strictObject({
  ...ruleFields,
  anchor: lineAnchorSchema,
  kind: z.literal('turning-movements').describe('Counts where road users go from where they come.'),
  from: lines('Where they come in: only crossings forward (from left to right of the line) count.'),
  to: lines('Where they go out: crossings in either direction count, after they came in.'),
  within: durationSchema({ minMs: 1000, maxMs: 3_600_000 })
    .prefault('2min')
    .describe('Who takes longer from line to line has done something else between.'),
  report: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).prefault('5min').describe('How often it is reported.'),
  event: z.boolean().default(false).describe('true: each movement is an event with a picture, besides the figures.'),
});
type Config = z.output<typeof schema>;

function create(config: Config): Rule {
  const passagesOf = (all: Config['from']) =>
    all.map(({ id, line }) => ({ id, passages: new Passages(line, config.anchor) }));
  const [from, to] = [passagesOf(config.from), passagesOf(config.to)];
  const both = [...from, ...to].map(({ passages }) => passages);
  const origins = new Origins();
  let counts: Record<string, number> = {};

  const look = (scene: Scene, track: Track): RuleEvent[] => {
    for (const { id, passages } of from) {
      const came = passages.cross(scene, track).findLast((c) => c.direction === 'forward');
      if (came) origins.came(track, { id, ms: came.ms });
    }
    return to.flatMap(({ id, passages }) => {
      const left = passages.cross(scene, track).at(-1);
      const origin = left && origins.take(track, scene.tracks);
      if (!origin || left.ms < origin.ms || left.ms - origin.ms > config.within) return [];
      if (!looksAt(config.classes, track.class)) return [];
      const direction = `${origin.id}>${id}`;
      const name = `${direction}.${track.class}`;
      counts[name] = (counts[name] ?? 0) + 1;
      if (!config.event) return [];
      const explanation = explain('event.turned', {
        ...{ class: classWord(track.class), from: origin.id, to: id, time: seconds(left.ms - origin.ms) },
      });
      return [
        { phase: 'instant' as const, severity: 'info' as const, direction, track, boxes: [track.seenAs], explanation },
      ];
    });
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [...config.from, ...config.to].map(({ line }) => ({ kind: 'line', points: line })),
    step: (scene) => {
      for (const passages of both) passages.forget(scene.ended);
      origins.step(scene);
      return scene.tracks.flatMap((track) => look(scene, track));
    },
    interrupted: () => {
      for (const passages of both) passages.clear();
      origins.clear();
    },
    figures: {
      everyMs: config.report,
      take: () => {
        const taken = counts;
        counts = {};
        return taken;
      },
    },
  };
}

export const turningMovements: RuleKind<typeof schema> = { kind: 'turning-movements', schema, create };
