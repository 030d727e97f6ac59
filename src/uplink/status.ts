// The retained message under `haidang/v1/<gateway>/status`: whether the gateway is connected now. It is no event of the
// outbox: it has no sequence, and each one replaces the one before. Birth after connecting, goodbye before leaving, and
// the last will that the broker says in our name when the connection breaks.
import { type Instant, toIso } from '../domain/time.ts';
import { dataSchemaOf, sourceOf, typeOf } from './envelope.ts';

export const statusKind = 'gateway.status';

/** What stays the same about the gateway while it runs. */
export interface Identity {
  readonly gateway: string;
  readonly bootId: string;
  readonly agentVersion: string;
  readonly configHash: string;
}

export interface StatusData {
  readonly state: 'online' | 'offline';
  /** RFC 3339: since when the connection stands, or stood. */
  readonly since: string;
  /** Why it is offline: it was stopped, the connection broke, or it went to another broker. */
  readonly reason?: 'stopped' | 'connection-lost' | 'moved';
}

/**
 * The message as JSON text.
 * @param at when it is said; for a last will, when it was left with the broker.
 * @param serial counts the messages of this process, so that each has its own id.
 */
export function statusMessage(identity: Identity, data: StatusData, at: Instant, serial: number): string {
  return JSON.stringify({
    specversion: '1.0',
    id: `${identity.bootId}-status-${Math.floor(at.ms)}-${serial}`,
    type: typeOf(statusKind),
    source: sourceOf(identity.gateway),
    subject: 'gateway',
    time: toIso(at),
    dataschema: dataSchemaOf(statusKind),
    timequality: at.quality,
    bootid: identity.bootId,
    confighash: identity.configHash,
    agentversion: identity.agentVersion,
    data,
  });
}
