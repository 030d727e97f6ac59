// The contract with the operations centre as schemas: every message that a gateway publishes is one of these, envelope
// and data, and nothing else. Made from the same schemas as the code, so the two cannot drift apart.
import { z } from 'zod';
import { type Lane, laneSchema, outgoingSchema } from '../domain/outgoing.ts';
import { timeQualitySchema } from '../domain/time.ts';
import { dataSchemaOf, typeOf } from './envelope.ts';
import { statusKind } from './status.ts';
import { messageTopic, parseTopic } from './topics.ts';

/** The largest message that is published (the CloudEvents rule for what every intermediary must forward), bytes. */
export const maxMessageBytes = 64 * 1024;

const time = z.iso.datetime({ precision: 3 });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const int32 = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);

/** Attributes of every message, also of the status. */
const common = {
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(200),
  source: z.string().regex(/^urn:vn:haidang:gateway:[a-z0-9][a-z0-9_-]{0,62}$/),
  /** When it happened. */
  time,
  timequality: timeQualitySchema,
  timeerrorms: int32
    .nonnegative()
    .optional()
    .describe('How far the clock may be off at most, milliseconds; absent where nobody knows.'),
  bootid: z.string().min(1).max(64),
  confighash: z.string().regex(/^[0-9a-f]{8,64}$/),
  agentversion: z.string().min(1).max(64),
};

/** Attributes of what comes out of the outbox. */
const stored = {
  ...common,
  subject: z.string().regex(/^(gateway|[a-z]+\/[a-z0-9][a-z0-9_-]{0,62})$/),
  recordedtime: time.describe(
    'When it was recorded; with `uptimesec`, what a later correction of the clock is computed from.',
  ),
  uptimesec: int32.nonnegative(),
  lane: laneSchema,
  sequence: z
    .string()
    .regex(/^\d{20}$/)
    .describe('Zero-padded, contiguous per (source, lane): a hole is a loss unless an `outbox.evicted` names it.'),
  severitynumber: z.literal([9, 13, 17]),
  severitytext: z.enum(['INFO', 'WARN', 'ERROR']),
  expirytime: time
    .optional()
    .describe('Until when it is of use to a live display. It is never a reason not to store it.'),
  dataclassification: z.literal('personal').optional(),
  historical: z
    .literal(true)
    .optional()
    .describe('Added on the way: it is of the past (backlog or backfill), the event itself is as it was stored.'),
  modelsha256: sha256.optional(),
  prevhash: sha256
    .optional()
    .describe(
      'SHA-256 over the canonical form (RFC 8785) of the event before it in its source and lane, without `historical`; zeros in the first.',
    ),
  keyid: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .describe('Names the public key of the signature: the first 16 bytes of the SHA-256 over it (DER, SPKI).'),
  signature: z
    .base64()
    .optional()
    .describe('Ed25519 over the canonical form of the event without `signature` and `historical`.'),
};

/** GeoJSON (RFC 7946). */
const location = z
  .strictObject({
    type: z.literal('Point'),
    coordinates: z.array(z.number()).length(2).describe('Longitude, latitude: degrees of WGS 84.'),
  })
  .optional()
  .describe('Where the device, camera or lamp stands; absent where nobody said it, or where it says so itself.');

const statusSchema = z.strictObject({
  ...common,
  type: z.literal(typeOf(statusKind)),
  subject: z.literal('gateway'),
  dataschema: z.literal(dataSchemaOf(statusKind)),
  data: z.strictObject({
    state: z.enum(['online', 'offline']),
    since: time,
    reason: z.enum(['stopped', 'connection-lost', 'moved']).optional(),
  }),
});

function messageSchemaOf(variant: (typeof outgoingSchema.options)[number]) {
  const [kind] = variant.shape.kind.values;
  // `modelSha256` travels as an attribute; omitting a key that is not there does nothing.
  const shape: Record<string, z.ZodType> = { ...variant.shape };
  for (const key of ['kind', 'at', 'modelSha256']) delete shape[key];
  if (['device', 'camera', 'lamp', 'cabinet'].some((key) => key in shape)) shape['location'] = location;
  return z.strictObject({
    ...stored,
    type: z.literal(typeOf(kind as string)),
    dataschema: z.literal(dataSchemaOf(kind as string)),
    data: z.strictObject(shape),
  });
}

/** A schema a message, by CloudEvents type. */
export const messageSchemas: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...outgoingSchema.options.map((v) => [typeOf([...v.shape.kind.values][0] as string), messageSchemaOf(v)] as const),
  [typeOf(statusKind), statusSchema],
]);

/** A message that keeps the contract. `sequence` and `lane` are absent in the status alone. */
export interface ReceivedMessage {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string;
  readonly lane?: Lane;
  readonly sequence?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

export type Checked =
  | { readonly ok: true; readonly message: ReceivedMessage }
  | { readonly ok: false; readonly problems: string[] };

/**
 * The events of what was received under a topic, each with the topic that it has or would have of its own: one, those of
 * a batch, or none where it is a piece of a file (media/chunk.ts). What is no batch is given back as it is, unchecked.
 */
export function eventsOf(topic: string, payload: Buffer): readonly { topic: string; event: unknown }[] {
  const parsed = parseTopic(topic);
  if (parsed?.kind === 'media') return [];
  // The way of MQTT to take a retained message off the broker: the gateway is gone for good.
  if (parsed?.kind === 'status' && payload.length === 0) return [];
  if (parsed?.kind !== 'batch') return [{ topic, event: payload }];
  const events: unknown = JSON.parse(payload.toString('utf8'));
  if (!Array.isArray(events)) return [{ topic, event: events }];
  return events.map((event: { lane?: Lane; subject?: string }) => ({
    topic: messageTopic(parsed.gateway, event.lane ?? parsed.lane, String(event.subject)),
    event,
  }));
}

/**
 * Whether a received message keeps the contract: its envelope, its data, and that its topic says the same as it does.
 * @param payload as received: text, bytes or already parsed JSON.
 */
export function checkMessage(topic: string, payload: unknown): Checked {
  const problems: string[] = [];
  const parsedTopic = parseTopic(topic);
  if (!parsedTopic) return { ok: false, problems: [`"${topic}" is no topic of a gateway`] };
  if (parsedTopic.kind === 'command') return { ok: false, problems: ['a command is not sent by a gateway'] };
  const text = typeof payload === 'string' || payload instanceof Uint8Array ? payload : undefined;
  if (text !== undefined && Buffer.byteLength(text) > maxMessageBytes)
    problems.push(`larger than ${maxMessageBytes} bytes`);
  let event = payload;
  try {
    if (text !== undefined) event = JSON.parse(Buffer.from(text as string).toString('utf8'));
  } catch {
    return { ok: false, problems: [...problems, 'not JSON'] };
  }
  const type = event && typeof event === 'object' ? String((event as Record<string, unknown>)['type']) : undefined;
  const schema = type === undefined ? undefined : messageSchemas.get(type);
  if (!schema) return { ok: false, problems: [...problems, `unknown type: ${type}`] };
  const result = schema.safeParse(event);
  if (!result.success) {
    for (const issue of result.error.issues) problems.push(`${issue.path.join('.') || 'message'}: ${issue.message}`);
    return { ok: false, problems };
  }
  const message = event as ReceivedMessage;
  const said = { gateway: message.source.split(':').at(-1), subject: message.subject, lane: message.lane };
  if (parsedTopic.gateway !== said.gateway)
    problems.push(`source ${message.source} under the topic of ${parsedTopic.gateway}`);
  if ((parsedTopic.kind === 'status') !== (message.type === typeOf(statusKind)))
    problems.push(`${type} under ${topic}`);
  if (parsedTopic.kind === 'message') {
    for (const key of ['lane', 'subject'] as const) {
      if (parsedTopic[key] !== said[key]) problems.push(`${key} ${said[key]} under ${topic}`);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, message };
}
