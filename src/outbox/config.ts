import { z } from 'zod';
import { byteSizeSchema, durationSchema, percentSchema } from '../runtime/schema.ts';

const MiB = 1024 ** 2;
const day = 86_400_000;

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
  groupCommit: durationSchema({ minMs: 10, maxMs: 60_000 })
    .prefault('1s')
    .meta({
      description:
        'How long events may wait in memory to be written to the disk together. Alarms never wait. Longer spares the card; what waits is lost when the power fails.',
      examples: ['1s'],
    }),
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
