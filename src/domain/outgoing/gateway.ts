// What the gateway says of itself, and its answers to commands.
import { z } from 'zod';
import { instantSchema } from '../time.ts';

export const gatewayStarted = z.strictObject({
  kind: z.literal('gateway.started'),
  at: instantSchema,
  /** How the run before this one ended; `unknown` on the first run. */
  previousStop: z.enum(['clean', 'unclean', 'unknown']),
});

/** After an unclean stop: what the run before it (another `bootid`) may have measured and never stored, by its clock. */
export const gatewayMaybeMissing = z.strictObject({
  kind: z.literal('gateway.maybe-missing'),
  at: instantSchema,
  /** RFC 3339: everything appended until then is stored. */
  since: z.string(),
  /** RFC 3339: from then on this run stores; where the clock was set back meanwhile, a time that is surely late enough. */
  until: z.string(),
  /** Per device, camera or lamp (`device/air-1`): RFC 3339 of the last thing of it that is stored. */
  lastStored: z.record(z.string(), z.string()),
});

export const gatewayPart = z.strictObject({
  kind: z.literal('gateway.part'),
  at: instantSchema,
  part: z.string(),
  state: z.enum(['failed', 'recovered']),
  reason: z.string(),
});

export const gatewayClock = z.strictObject({
  kind: z.literal('gateway.clock'),
  at: instantSchema,
  quality: z.enum(['synced', 'holdover', 'unsynced']),
  reason: z.string(),
});

export const certificateExpiry = z.strictObject({
  kind: z.literal('gateway.certificate'),
  at: instantSchema,
  file: z.string(),
  notAfter: z.string(),
  daysLeft: z.int(),
});

export const commandReply = z.strictObject({
  kind: z.literal('command.reply'),
  at: instantSchema,
  /** Id of the command that is answered. */
  command: z.string(),
  name: z.string(),
  outcome: z.enum(['done', 'refused', 'failed', 'unknown']),
  /** Why, where the outcome is not `done`. */
  reason: z.string().optional(),
  /** What was really achieved, read back where it can be: per target or as a whole. */
  result: z.record(z.string(), z.unknown()).optional(),
});
