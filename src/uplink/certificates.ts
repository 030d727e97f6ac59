// Watches the end of the certificate that the broker presents: nobody here can renew it, and when it has ended no
// gateway connects any more. The gateway's own files are watched by the agent's calendar.
import type { Send } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';

/** A certificate is reported from this many days before its end. */
const warnDays = 30;
const dayMs = 86_400_000;

export class BrokerCertificate {
  readonly #send: Send;
  #seen: { readonly broker: string; readonly endMs: number } | undefined;
  /** What was told, and on which day. */
  #told = '';

  constructor(send: Send) {
    this.#send = send;
  }

  /** The broker presented a certificate that ends then; undefined where there was none. */
  presented(broker: string, endMs: number | undefined, now: Instant): void {
    this.#seen = endMs === undefined ? undefined : { broker, endMs };
    this.look(now);
  }

  /** Told once a day from 30 days before its end. Does nothing by a clock that nobody confirmed. */
  look(now: Instant): void {
    const days = this.#daysLeft(now);
    if (!this.#seen || days === undefined) return;
    const { broker, endMs } = this.#seen;
    const key = `${broker} ${endMs} ${days}`;
    if (key === this.#told) return;
    this.#told = key;
    this.#send({ kind: 'gateway.certificate', at: now, file: broker, notAfter: toIso(endMs), daysLeft: days });
  }

  /** For whoever looks at the status. */
  reason(now: Instant): Message[] {
    const days = this.#daysLeft(now);
    if (!this.#seen || days === undefined) return [];
    return [message('uplink.broker-certificate', { broker: this.#seen.broker, days, end: toIso(this.#seen.endMs) })];
  }

  /** Undefined where there is nothing to warn of. */
  #daysLeft(now: Instant): number | undefined {
    if (!this.#seen || now.quality === 'unsynced') return undefined;
    const days = Math.floor((this.#seen.endMs - now.ms) / dayMs);
    return days <= warnDays ? days : undefined;
  }
}
