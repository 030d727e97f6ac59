// The wire format: CloudEvents 1.0, structured JSON. Here something to say becomes an outbox draft: its attributes and its
// data. The outbox adds `specversion`, `id` and `sequence` in the transaction that stores it, and from then on the event
// never changes. Attribute names are lower-case letters and digits only, as CloudEvents demands; a contract of each
// message stands in contract.ts.
import { laneOf, type Outgoing, type OutgoingKind, severityOf, subjectOf } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import type { Draft } from '../outbox/draft.ts';

/** What the envelope says about the gateway at the moment of recording. */
export interface EnvelopeContext {
  /** The CloudEvents source, see `sourceOf`. */
  readonly source: string;
  /** Names this boot of the machine, so that its times can be corrected together later. */
  readonly bootId: string;
  /** Seconds since the boot (a CloudEvents integer has 32 bits, too few for milliseconds). */
  readonly uptimeSec: number;
  /** When it was recorded, milliseconds since the epoch. */
  readonly recordedMs: number;
  /** Hash of the configuration in force, lower-case hex. */
  readonly configHash: string;
  readonly agentVersion: string;
  /** How far the clock may be off, milliseconds; null or absent where nobody knows. */
  readonly timeErrorMs?: number | null;
  /** Where what an event is about stands. */
  readonly locationOf?: (subject: string) => GeoPoint | undefined;
}

/** A place as GeoJSON (RFC 7946): longitude, latitude. */
export interface GeoPoint {
  readonly type: 'Point';
  readonly coordinates: readonly [number, number];
}

export const contentType = 'application/cloudevents+json';

export const sourceOf = (gateway: string) => `urn:vn:haidang:gateway:${gateway}`;
export const typeOf = (kind: string) => `vn.quangninh.edge.${kind}.v1`;
export const dataSchemaOf = (kind: string) => `urn:vn:haidang:schema:${kind}:v1`;

const day = 86_400_000;

/**
 * How long something is of use to a live display, milliseconds; afterwards it is history, to be stored and not to be
 * shown as present. What always matters (measurements, alarms, counts) has none.
 */
const usefulForMs: Partial<Record<OutgoingKind, number>> = {
  'lamp.state': day,
  'command.reply': day,
};

/**
 * The draft of something to say. Alarms and answers to commands are stored at once: somebody waits for them.
 * Pure: the same input gives the same draft.
 */
export function toDraft(o: Outgoing, ctx: EnvelopeContext): Draft {
  const { kind, at, ...rest } = o;
  const lane = laneOf(o);
  const subject = subjectOf(o);
  const severity = severityOf(o);
  const location = ctx.locationOf?.(subject);
  const data: Record<string, unknown> = location ? { ...rest, location } : rest;
  const attributes: Record<string, string | number> = {
    type: typeOf(kind),
    source: ctx.source,
    subject,
    time: toIso(at),
    recordedtime: toIso(ctx.recordedMs),
    lane,
    dataschema: dataSchemaOf(kind),
    severitynumber: severity.number,
    severitytext: severity.text,
    timequality: at.quality,
    bootid: ctx.bootId,
    uptimesec: Math.floor(ctx.uptimeSec),
    confighash: ctx.configHash,
    agentversion: ctx.agentVersion,
  };
  if (ctx.timeErrorMs !== undefined && ctx.timeErrorMs !== null && at.quality !== 'unsynced') {
    attributes['timeerrorms'] = Math.min(ctx.timeErrorMs, 2 ** 31 - 1);
  }
  const usefulMs = usefulForMs[kind];
  // An expiry counted from a clock that nobody confirmed would make a receiver throw away what is fresh.
  if (usefulMs !== undefined && at.quality !== 'unsynced') attributes['expirytime'] = toIso(at.ms + usefulMs);
  if (o.kind === 'camera.event') {
    // Stills show faces and plates: personal data (Law 91/2025/QH15).
    if (o.still) attributes['dataclassification'] = 'personal';
    if (o.modelSha256 !== undefined) attributes['modelsha256'] = o.modelSha256;
    delete data['modelSha256'];
  }
  if (o.kind === 'evidence.completed' && o.files.length > 0) attributes['dataclassification'] = 'personal';
  // Drawn people are nobody; those of a recording are somebody.
  const isFilmed = o.kind === 'camera.simulated' && o.standIn === 'file' && 'still' in o.said;
  if (isFilmed) attributes['dataclassification'] = 'personal';
  const durable = lane === 'alarm' || kind === 'command.reply' ? 'now' : 'grouped';
  // A checkpoint of its lane vouches for all else.
  const sign = lane === 'alarm' || kind === 'evidence.completed';
  return { lane, source: ctx.source, subject, occurredMs: at.ms, durable, sign, attributes, data };
}
