// What the store and the way to the centre say of themselves: what was given up, lost, found again, sent on request.
import { z } from 'zod';
import { lanes } from '../lane.ts';
import { instantSchema } from '../time.ts';

export const laneSchema = z.enum(lanes);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const outboxEvicted = z
  .strictObject({
    kind: z.literal('outbox.evicted'),
    at: instantSchema,
    lane: laneSchema,
    firstSequence: z.string(),
    lastSequence: z.string(),
    count: z.int().positive(),
    reason: z
      .enum(['cap', 'disk-full', 'corrupt', 'refused', 'purged'])
      .describe(
        '`refused`: the broker took the link down or said no for good; the rows are kept until their retention ends. `corrupt`: the medium or a damaged file lost them. `purged`: a technician removed them.',
      ),
    hashBefore: sha256
      .optional()
      .describe(
        'The hash of the event before the range, absent where nobody knows it: with `hashAfter` the chain goes on over the gap.',
      ),
    hashAfter: sha256
      .optional()
      .describe('What the first event after the range has as `prevhash`; zeros where the chain begins anew with it.'),
  })
  .describe(
    'Rows that were given up because the store reached its cap in bytes or its retention before they were sent.',
  );

export const outboxDropped = z
  .strictObject({
    kind: z.literal('outbox.dropped'),
    at: instantSchema,
    lane: laneSchema,
    count: z.int().positive(),
    from: z.string().describe('RFC 3339: when the first and the last of them happened.'),
    to: z.string(),
    reason: z.enum(['memory-full', 'too-big', 'invalid']),
    subjects: z
      .array(z.string())
      .max(10)
      .optional()
      .describe(
        'What they were about (`device/air-1`), as far as it is few: of events that were too big or could not be stored.',
      ),
  })
  .describe(
    'Things that never reached the store: the disk did not take them and the memory for them was full, or they could not be stored at all. They never had a sequence.',
  );

export const outboxSetAside = z
  .strictObject({
    kind: z.literal('outbox.set-aside'),
    at: instantSchema,
    file: z.string().describe('File name of the damaged database, kept beside the new one.'),
    reason: z.string(),
  })
  .describe('The database of the outbox was damaged and was set aside; a new one is in use.');

export const outboxSalvaged = z
  .strictObject({
    kind: z.literal('outbox.salvaged'),
    at: instantSchema,
    file: z.string().describe('File name of the damaged database.'),
    rows: z
      .int()
      .nonnegative()
      .describe('Rows that came back with their ids and sequences, and how many of them are still to be sent.'),
    unsent: z.int().nonnegative(),
    broken: z.int().nonnegative().describe('Rows that were found and were not whole.'),
  })
  .describe(
    'The rows that could be read in a damaged database are back. What was unsent and did not come back is in `outbox.evicted`.',
  );

export const mediaEvicted = z
  .strictObject({
    kind: z.literal('outbox.media-evicted'),
    at: instantSchema,
    lane: z.literal('media'),
    first: z.string().describe('References (`MediaRef.ref`) of the oldest and the newest of them.'),
    last: z.string(),
    count: z.int().positive(),
    bytes: z.int().nonnegative(),
    reason: z.literal('cap'),
  })
  .describe('Media files that were removed before their time because there was no room for them.');

export const outboxBackfilled = z
  .strictObject({
    kind: z.literal('outbox.backfilled'),
    at: instantSchema,
    command: z.string().describe('Id of the command that asked.'),
    lane: laneSchema,
    source: z.string().describe('The CloudEvents `source` of the stream.'),
    sent: z.int().nonnegative().describe('Rows that were sent again, and rows that the broker refused for good.'),
    refused: z.int().nonnegative(),
    goneCount: z
      .int()
      .nonnegative()
      .describe('Rows of the range that are no longer kept, and which: the first hundred gaps.'),
    gone: z.array(
      z.strictObject({
        firstSequence: z.string(),
        lastSequence: z.string(),
        count: z.int().positive(),
        hashBefore: sha256
          .optional()
          .describe('As in `outbox.evicted`; absent where what is beside them is gone, too.'),
        hashAfter: sha256.optional(),
      }),
    ),
  })
  .describe(
    'The end of a backfill that the centre asked for: what of the range it was sent again, and what is no longer kept.',
  );

export const mediaSent = z
  .strictObject({
    kind: z.literal('media.sent'),
    at: instantSchema,
    command: z
      .string()
      .describe('Id of the command that asked; begins with `auto-` where the site sends such files by itself.'),
    ref: z.string().describe('Reference of the file (`MediaRef.ref`).'),
    via: z.enum(['mqtt', 'https']),
    outcome: z.enum(['done', 'failed']),
    reason: z.string().optional(),
    bytes: z.int().nonnegative().optional(),
    sha256: z.string().optional(),
    from: z.int().positive().optional().describe('Where only the rest of it was asked for and sent: its first byte.'),
  })
  .describe('A media file was sent, or given up: the end of a transfer.');

export const iocAbsent = z
  .strictObject({
    kind: z.literal('ioc.absent'),
    at: instantSchema,
    active: z.boolean(),
  })
  .describe('The broker takes our messages and nobody is subscribed to them (MQTT 5 PUBACK 0x10).');
