import { z } from 'zod';
import { type Lane, lanes } from '../domain/lane.ts';
import { message } from '../messages/catalogue.ts';
import { byteSizeSchema, durationSchema, percentSchema, refuse } from '../runtime/schema.ts';
import { defaultPriorities } from './policy.ts';

const MiB = 1024 ** 2;
const day = 86_400_000;

const laneSchema = (lane: Lane) =>
  z
    .strictObject({
      retain: durationSchema({ minMs: 60_000, maxMs: 400 * day })
        .optional()
        .meta({
          description: 'How long sent rows of this lane are kept; as `retain` where it is absent.',
          examples: ['30d'],
        }),
      evict: z
        .enum(['oldest-first', 'newest-first'])
        .default('oldest-first')
        .meta({
          description:
            'Which unsent rows of this lane go first when there is no room: the oldest, so that what is new is known, or the newest, so that how it began is known.',
          examples: ['oldest-first'],
        }),
      priority: z
        .int()
        .min(1)
        .max(100)
        .default(defaultPriorities[lane])
        .meta({
          description:
            'When there is no room, the lane with the lowest number gives up its unsent rows first. Alarms must have the highest.',
          examples: [defaultPriorities[lane]],
        }),
    })
    .prefault({});

const lanesSchema = z
  .strictObject({
    alarm: laneSchema('alarm').describe('Alarms and announcements of gaps.'),
    event: laneSchema('event').describe('Events and answers to commands.'),
    state: laneSchema('state').describe('States of lamps.'),
    telemetry: laneSchema('telemetry').describe('Readings of devices and counts of cameras.'),
    history: laneSchema('history').describe('Rows that are sent again on request.'),
    media: laneSchema('media').describe('Media files; their age is limited by `mediaRetain`.'),
  })
  .check((ctx) => {
    const highest = Math.max(...lanes.filter((l) => l !== 'alarm').map((l) => ctx.value[l].priority));
    const { priority } = ctx.value.alarm;
    if (priority > highest) return;
    refuse(ctx, message('outbox.alarms-last', { found: priority, limit: highest }), ['alarm', 'priority']);
  });

export const outboxSchema = z.strictObject({
  cap: byteSizeSchema({ min: 32 * MiB })
    .prefault('512MiB')
    .meta({
      description:
        'What the outbox may take of the disk in all: database, its log and media. When it is full, sent rows go first, then unsent ones in the order history, telemetry, state, event, alarm; each gap is reported.',
      examples: ['512MiB', '4GiB'],
    }),
  retain: durationSchema({ minMs: 60_000, maxMs: 400 * day })
    .prefault('7d')
    .meta({
      description:
        'How long sent rows are kept, so that the operations centre can ask for them again. Unsent rows stay until they are sent or the cap is reached.',
      examples: ['7d', '30d'],
    }),
  lanes: lanesSchema
    .prefault({})
    .describe(
      'What differs from lane to lane. Without it: alarms are given up last, history first, the oldest of each.',
    ),
  groupCommit: durationSchema({ minMs: 10, maxMs: 60_000 })
    .prefault('800ms')
    .meta({
      description:
        'How long events may wait in memory to be written to the disk together. Alarms never wait. Longer spares the card; what waits is lost when the power fails.',
      examples: ['800ms'],
    }),
  checkpoint: z
    .strictObject({
      messages: z
        .int()
        .min(1)
        .max(100_000)
        .default(100)
        .meta({ description: 'One in so many events of a lane is signed.', examples: [100] }),
      interval: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
        .prefault('30s')
        .meta({ description: 'An event is signed where the last signature of its lane is so old.', examples: ['30s'] }),
    })
    .prefault({})
    .describe(
      'How often events are signed that are neither alarms nor evidence: a signature vouches for all events before it in its lane.',
    ),
  mediaShare: percentSchema
    .max(90)
    .default(50)
    .meta({
      description: 'Per cent of the cap that media (stills) may take; the oldest go first.',
      examples: [50],
    }),
  mediaRetain: durationSchema({ minMs: 60_000, maxMs: 400 * day })
    .prefault('7d')
    .meta({ description: 'How long media are kept.', examples: ['7d'] }),
});

/** Sizes in bytes, times in milliseconds. */
export type OutboxConfig = z.output<typeof outboxSchema>;
