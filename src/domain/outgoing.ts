// Everything the gateway ever sends, as one union. The schema is the type, the contract with the operations centre
// (IOC) and the check of our own messages. A kind `a.b` becomes the CloudEvents type
// `vn.quangninh.edge.a.b.v1`; its fields other than `kind` and `at` become the event's `data`.
// An appended event never changes: what is learned later is an event of its own.
import { z } from 'zod';
import { roadUserClassSchema } from './detection.ts';
import { lampSourceSchema } from './lamp.ts';
import { type Lane, lanes } from './lane.ts';
import { mediaRefSchema } from './media.ts';
import { qualitySchema } from './reading.ts';
import { instantSchema } from './time.ts';

export { type Lane, lanes };
export const laneSchema = z.enum(lanes);

const id = z.string();
const level = z.number().min(0).max(100);
const value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const countsByClass = z.partialRecord(roadUserClassSchema, z.int().nonnegative());
const boxSchema = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const readings = z.strictObject({
  kind: z.literal('device.readings'),
  at: instantSchema,
  device: id,
  readings: z.record(z.string(), z.strictObject({ value, quality: qualitySchema, unit: z.string().optional() })),
});

const deviceState = z.strictObject({
  kind: z.literal('device.state'),
  at: instantSchema,
  device: id,
  state: z.enum(['online', 'offline']),
  reason: z.string(),
  /** The reason as a code (`timeout`, `disconnected`, …) and as a sentence in the languages of those who read it. */
  code: z.string().optional(),
  texts: z.strictObject({ en: z.string(), vi: z.string() }).optional(),
});

const cameraState = z.strictObject({
  kind: z.literal('camera.state'),
  at: instantSchema,
  camera: id,
  /** `blind`: no usable picture, so no rule of this camera can speak. */
  state: z.enum(['online', 'blind']),
  reason: z.string(),
  /** RFC 3339: since when the camera is in this state. */
  since: z.string(),
});

/** What a rule saw. Suspicion for human review, never a verdict. */
const cameraEvent = z.strictObject({
  kind: z.literal('camera.event'),
  at: instantSchema,
  camera: id,
  /** Id of the rule in the site file. */
  rule: id,
  /** Kind of the rule: `line-crossing`, `crowding`, `wrong-way`, … */
  type: z.string(),
  phase: z.enum(['instant', 'began', 'ended']),
  severity: z.enum(['info', 'warning', 'error']),
  /** Id of the track, unique over restarts; absent where the event is about a zone. */
  track: z.string().optional(),
  class: roadUserClassSchema.optional(),
  score: z.number().min(0).max(1).optional(),
  /** In pixels of the still. */
  box: boxSchema.optional(),
  direction: z.string().optional(),
  count: z.int().nonnegative().optional(),
  /** Why it fired, in plain words with the thresholds. */
  explanation: z.string(),
  still: mediaRefSchema.optional(),
  /** Why there is no still, where there should be one. */
  stillMissing: z.string().optional(),
  modelSha256: z.string().optional(),
});

const cameraCounts = z.strictObject({
  kind: z.literal('camera.counts'),
  at: instantSchema,
  camera: id,
  rule: id,
  /** RFC 3339, the interval that was counted: from inclusive, to exclusive. */
  from: z.string(),
  to: z.string(),
  forward: countsByClass,
  backward: countsByClass,
  /** Share of the interval during which the camera gave frames, 0 to 1. */
  coverage: z.number().min(0).max(1),
});

const lampState = z.strictObject({
  kind: z.literal('lamp.state'),
  at: instantSchema,
  lamp: id,
  /** Per cent of full output that the arbiter wants. */
  commanded: level,
  /** Per cent that the lamp's driver reports back; null where it could not be read. */
  fedBack: level.nullable(),
  quality: qualitySchema,
  reason: lampSourceSchema,
  /** The rule of the program or the id of the override. */
  rule: z.string().optional(),
  /** RFC 3339: since when this level is commanded. */
  since: z.string(),
});

const lampFault = z.strictObject({
  kind: z.literal('lamp.fault'),
  at: instantSchema,
  lamp: id,
  fault: z.enum(['dimmingFailure', 'controlGearCommFailure']),
  active: z.boolean(),
  detail: z.string(),
});

const gatewayStarted = z.strictObject({
  kind: z.literal('gateway.started'),
  at: instantSchema,
  /** How the run before this one ended; `unknown` on the first run. */
  previousStop: z.enum(['clean', 'unclean', 'unknown']),
});

/** After an unclean stop: what the run before it (another `bootid`) may have measured and never stored, by its clock. */
const gatewayMaybeMissing = z.strictObject({
  kind: z.literal('gateway.maybe-missing'),
  at: instantSchema,
  /** RFC 3339: everything appended until then is stored. */
  since: z.string(),
  /** RFC 3339: from then on this run stores; where the clock was set back meanwhile, a time that is surely late enough. */
  until: z.string(),
  /** Per device, camera or lamp (`device/air-1`): RFC 3339 of the last thing of it that is stored. */
  lastStored: z.record(z.string(), z.string()),
});

/** Rows that were given up because the store reached its cap in bytes or its retention before they were sent. */
const outboxEvicted = z.strictObject({
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
const outboxDropped = z.strictObject({
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

const outboxSetAside = z.strictObject({
  kind: z.literal('outbox.set-aside'),
  at: instantSchema,
  /** File name of the damaged database, kept beside the new one. */
  file: z.string(),
  reason: z.string(),
});

/** The rows that could be read in a damaged database are back. What was unsent and did not come back is in `outbox.evicted`. */
const outboxSalvaged = z.strictObject({
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
const mediaEvicted = z.strictObject({
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
const outboxBackfilled = z.strictObject({
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
const mediaSent = z.strictObject({
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
const iocAbsent = z.strictObject({
  kind: z.literal('ioc.absent'),
  at: instantSchema,
  active: z.boolean(),
});

const gatewayPart = z.strictObject({
  kind: z.literal('gateway.part'),
  at: instantSchema,
  part: z.string(),
  state: z.enum(['failed', 'recovered']),
  reason: z.string(),
});

const gatewayClock = z.strictObject({
  kind: z.literal('gateway.clock'),
  at: instantSchema,
  quality: z.enum(['synced', 'holdover', 'unsynced']),
  reason: z.string(),
});

const certificateExpiry = z.strictObject({
  kind: z.literal('gateway.certificate'),
  at: instantSchema,
  file: z.string(),
  notAfter: z.string(),
  daysLeft: z.int(),
});

const commandReply = z.strictObject({
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

export const outgoingSchema = z.discriminatedUnion('kind', [
  readings,
  deviceState,
  cameraState,
  cameraEvent,
  cameraCounts,
  lampState,
  lampFault,
  gatewayStarted,
  gatewayMaybeMissing,
  outboxEvicted,
  outboxDropped,
  outboxSetAside,
  outboxSalvaged,
  mediaEvicted,
  outboxBackfilled,
  mediaSent,
  iocAbsent,
  gatewayPart,
  gatewayClock,
  certificateExpiry,
  commandReply,
]);

export type Outgoing = z.infer<typeof outgoingSchema>;
export type OutgoingKind = Outgoing['kind'];
export type OutgoingOf<K extends OutgoingKind> = Extract<Outgoing, { kind: K }>;

/** How a room hands over what it has to say. Never blocks, never throws. */
export type Send = (outgoing: Outgoing) => void;

/** The lane something travels in: it decides its priority, its retention and its sequence. */
export function laneOf(o: Outgoing): Lane {
  switch (o.kind) {
    case 'device.readings':
    case 'camera.counts':
      return 'telemetry';
    case 'lamp.state':
      return 'state';
    case 'camera.event':
      return o.severity === 'info' ? 'event' : 'alarm';
    case 'lamp.fault':
    case 'outbox.evicted':
    case 'outbox.dropped':
    case 'outbox.set-aside':
    case 'outbox.media-evicted':
    case 'gateway.maybe-missing':
    case 'ioc.absent':
      return 'alarm';
    case 'camera.state':
      return o.state === 'online' ? 'event' : 'alarm';
    case 'device.state':
      return o.state === 'online' ? 'event' : 'alarm';
    case 'gateway.part':
      return o.state === 'recovered' ? 'event' : 'alarm';
    case 'gateway.clock':
      return o.quality === 'synced' ? 'event' : 'alarm';
    case 'gateway.certificate':
      return o.daysLeft <= 7 ? 'alarm' : 'event';
    case 'outbox.salvaged':
    case 'gateway.started':
    case 'command.reply':
    case 'outbox.backfilled':
    case 'media.sent':
      return 'event';
  }
}

/** OpenTelemetry severity number and text (INFO 9, WARN 13, ERROR 17). */
export function severityOf(o: Outgoing): { number: 9 | 13 | 17; text: 'INFO' | 'WARN' | 'ERROR' } {
  if (o.kind === 'camera.event' && o.severity === 'error') return { number: 17, text: 'ERROR' };
  if (o.kind === 'outbox.evicted' || o.kind === 'outbox.dropped' || o.kind === 'outbox.set-aside') {
    return { number: 17, text: 'ERROR' };
  }
  return laneOf(o) === 'alarm' ? { number: 13, text: 'WARN' } : { number: 9, text: 'INFO' };
}

/** What the event is about: `device/air-1`, `camera/gate`, `lamp/l-01`, `gateway`. */
export function subjectOf(o: Outgoing): string {
  if ('device' in o) return `device/${o.device}`;
  if ('camera' in o) return `camera/${o.camera}`;
  if ('lamp' in o) return `lamp/${o.lamp}`;
  return 'gateway';
}
