// What the store and the way to the centre say of themselves: what was given up, lost, found again, sent on request.
import { z } from 'zod';
import { lanes } from '../lane.ts';
import { instantSchema } from '../time.ts';

export const laneSchema = z.enum(lanes);

/** Rows that were given up because the store reached its cap in bytes or its retention before they were sent. */
export const outboxEvicted = z.strictObject({
  kind: z.literal('outbox.evicted'),
  at: instantSchema,
  lane: laneSchema,
  firstSequence: z.string(),
  lastSequence: z.string(),
  count: z.int().positive(),
  /**
   * `refused`: the broker took the link down or said no for good; the rows are kept until their retention ends.
   * `corrupt`: the medium or a damaged file lost them. `purged`: a technician removed them.
   */
  reason: z.enum(['cap', 'disk-full', 'corrupt', 'refused', 'purged']),
});

/**
 * Things that never reached the store: the disk did not take them and the memory for them was full, or they could not
 * be stored at all. They never had a sequence.
 */
export const outboxDropped = z.strictObject({
  kind: z.literal('outbox.dropped'),
  at: instantSchema,
  lane: laneSchema,
  count: z.int().positive(),
  /** RFC 3339: when the first and the last of them happened. */
  from: z.string(),
  to: z.string(),
  reason: z.enum(['memory-full', 'too-big', 'invalid']),
  /** What they were about (`device/air-1`), as far as it is few: of events that were too big or could not be stored. */
  subjects: z.array(z.string()).max(10).optional(),
});

export const outboxSetAside = z.strictObject({
  kind: z.literal('outbox.set-aside'),
  at: instantSchema,
  /** File name of the damaged database, kept beside the new one. */
  file: z.string(),
  reason: z.string(),
});

/** The rows that could be read in a damaged database are back. What was unsent and did not come back is in `outbox.evicted`. */
export const outboxSalvaged = z.strictObject({
  kind: z.literal('outbox.salvaged'),
  at: instantSchema,
  /** File name of the damaged database. */
  file: z.string(),
  /** Rows that came back with their ids and sequences, and how many of them are still to be sent. */
  rows: z.int().nonnegative(),
  unsent: z.int().nonnegative(),
  /** Rows that were found and were not whole. */
  broken: z.int().nonnegative(),
});

/** Media files that were removed before their time because there was no room for them. */
export const mediaEvicted = z.strictObject({
  kind: z.literal('outbox.media-evicted'),
  at: instantSchema,
  lane: z.literal('media'),
  /** References (`MediaRef.ref`) of the oldest and the newest of them. */
  first: z.string(),
  last: z.string(),
  count: z.int().positive(),
  bytes: z.int().nonnegative(),
  reason: z.literal('cap'),
});

/** The end of a backfill that the centre asked for: what of the range it was sent again, and what is no longer kept. */
export const outboxBackfilled = z.strictObject({
  kind: z.literal('outbox.backfilled'),
  at: instantSchema,
  /** Id of the command that asked. */
  command: z.string(),
  lane: laneSchema,
  /** The CloudEvents `source` of the stream. */
  source: z.string(),
  /** Rows that were sent again, and rows that the broker refused for good. */
  sent: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  /** Rows of the range that are no longer kept, and which: the first hundred gaps. */
  goneCount: z.int().nonnegative(),
  gone: z.array(z.strictObject({ firstSequence: z.string(), lastSequence: z.string(), count: z.int().positive() })),
});

/** A media file was sent, or given up: the end of a transfer. */
export const mediaSent = z.strictObject({
  kind: z.literal('media.sent'),
  at: instantSchema,
  /** Id of the command that asked; begins with `auto-` where the site sends such files by itself. */
  command: z.string(),
  /** Reference of the file (`MediaRef.ref`). */
  ref: z.string(),
  via: z.enum(['mqtt', 'https']),
  outcome: z.enum(['done', 'failed']),
  reason: z.string().optional(),
  bytes: z.int().nonnegative().optional(),
  sha256: z.string().optional(),
});

/** The broker takes our messages and nobody is subscribed to them (MQTT 5 PUBACK 0x10). */
export const iocAbsent = z.strictObject({
  kind: z.literal('ioc.absent'),
  at: instantSchema,
  active: z.boolean(),
});
