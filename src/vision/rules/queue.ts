// Measures a queue, how long it is and how long one waits in it, and warns when it is too long or too slow.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { classWord, counted, duration, explain, seconds } from './explain.ts';
import { severitySchema, zoneFields } from './fields.ts';
import { Lasting } from './lasting.ts';
import { Occupancy } from './occupancy.ts';
import type { Rule, RuleEvent, RuleKind } from './rule.ts';
import { Stays, timesOf } from './stays.ts';

const schema = z.strictObject({
  ...zoneFields,
  kind: z.literal('queue').describe('Measures how long a queue is and how long one waits in it.'),
  most: z.int().min(1).max(500).optional().describe('It is too long from this many on. Without it that is not told.'),
  hold: durationSchema({ maxMs: 3_600_000 }).prefault('5s').describe('How long it must be too long.'),
  longest: durationSchema({ minMs: 5000, maxMs: 86_400_000 })
    .optional()
    .describe('One waits too long from this time on. Without it that is not told.'),
  report: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
    .prefault('1min')
    .describe('How often figures are reported.'),
  severity: severitySchema.default('info').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

/** Shorter stays are of those who only pass through, milliseconds. */
const passingMs = 3000;

function create(config: Config): Rule {
  const occupancy = new Occupancy(config);
  const stays = new Stays(config, passingMs);
  const tooLong = new Lasting(config.hold);
  const told = new Set<string>();
  let lengths = { sum: 0, frames: 0, most: 0 };
  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'zone', points: config.zone }],
    step: (scene) => {
      const boxes = occupancy.update(scene);
      const count = boxes.length;
      const waiting = stays.update(scene);
      lengths = { sum: lengths.sum + count, frames: lengths.frames + 1, most: Math.max(lengths.most, count) };
      const { most, longest, severity } = config;
      const events: RuleEvent[] = [];
      const phase = most === undefined ? undefined : tooLong.see(scene.monotonicMs, count >= most, count < most - 1);
      if (phase) {
        const { classes, id: zone, hold } = config;
        const what = { count: counted(classes, count), zone, most: most ?? count, hold: duration(hold) };
        events.push({ phase, severity, count, boxes, explanation: explain('event.queue', what) });
      }
      for (const id of told) if (!waiting.has(id)) told.delete(id);
      for (const track of longest === undefined ? [] : scene.tracks) {
        const ms = waiting.get(track.id) ?? 0;
        if (longest === undefined || ms < longest || told.has(track.id)) continue;
        told.add(track.id);
        const explanation = explain('event.waiting', {
          ...{ class: classWord(track.class), zone: config.id, time: seconds(ms), limit: duration(longest) },
        });
        const measurement = { quantity: 'duration' as const, value: Math.round(ms / 100) / 10, unit: 's' as const };
        events.push({ phase: 'instant', severity, track, boxes: [track.seenAs], explanation, measurement });
      }
      return events;
    },
    interrupted: () => {
      occupancy.clear();
      stays.clear();
      tooLong.interrupt();
      told.clear();
    },
    figures: {
      everyMs: config.report,
      take: () => {
        const ended = stays.take();
        const lengthMean = lengths.frames === 0 ? 0 : Math.round((100 * lengths.sum) / lengths.frames) / 100;
        const figures = { lengthMean, lengthMax: lengths.most, waited: ended.length, ...timesOf(ended, 'wait') };
        lengths = { sum: 0, frames: 0, most: 0 };
        return figures;
      },
    },
  };
}

export const queue: RuleKind<typeof schema> = { kind: 'queue', schema, create };
