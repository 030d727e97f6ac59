// Watches the ends of certificates: the broker's, which nobody here can renew, and the files of the site, which have to be
// renewed here. When one of them has ended, no connection is made any more.
import { X509Certificate } from 'node:crypto';
import type { Send } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';

/** A certificate is reported from this many days before its end. */
const warnDays = 30;
const dayMs = 86_400_000;

interface Watched {
  readonly endMs: number;
  /** The broker's, and not a file of the site. */
  readonly isBroker: boolean;
  /** On which count of days it was told. */
  told: number | undefined;
}

export class Certificates {
  readonly #send: Send;
  /** By broker, or by file. */
  readonly #watched = new Map<string, Watched>();

  constructor(send: Send) {
    this.#send = send;
  }

  /** The broker presented a certificate that ends then; undefined where there was none. */
  presented(broker: string, endMs: number | undefined, now: Instant): void {
    for (const [name, w] of this.#watched) if (w.isBroker) this.#watched.delete(name);
    this.#watch(broker, endMs, true, now);
  }

  /**
   * A file of the site was read. Of several certificates in it the one that ends first counts: all of a chain are needed;
   * of authorities (`ca`) the last: while one is replaced by another, both are in it.
   */
  read(name: 'ca' | 'cert', file: string, pem: Buffer | undefined, now: Instant): void {
    const ends = pem ? endsIn(pem) : [];
    const end = name === 'ca' ? Math.max(...ends) : Math.min(...ends);
    this.#watch(file, ends.length > 0 ? end : undefined, false, now);
  }

  /** Each is told once a day from 30 days before its end. Does nothing by a clock that nobody confirmed. */
  look(now: Instant): void {
    for (const [file, w] of this.#watched) {
      const daysLeft = daysLeftOf(w, now);
      if (daysLeft === undefined || daysLeft === w.told) continue;
      w.told = daysLeft;
      this.#send({ kind: 'gateway.certificate', at: now, file, notAfter: toIso(w.endMs), daysLeft });
    }
  }

  /** For whoever looks at the status. */
  reasons(now: Instant): Message[] {
    return [...this.#watched].flatMap(([name, w]) => {
      const days = daysLeftOf(w, now);
      if (days === undefined) return [];
      const end = toIso(w.endMs);
      if (w.isBroker) return [message('uplink.broker-certificate', { broker: name, days, end })];
      return [message('uplink.own-certificate', { file: name, days, end })];
    });
  }

  #watch(name: string, endMs: number | undefined, isBroker: boolean, now: Instant): void {
    const known = this.#watched.get(name);
    if (endMs === undefined) this.#watched.delete(name);
    else if (known?.endMs !== endMs) this.#watched.set(name, { endMs, isBroker, told: undefined });
    this.look(now);
  }
}

/** Undefined where there is nothing to warn of. */
function daysLeftOf({ endMs }: Watched, now: Instant): number | undefined {
  if (now.quality === 'unsynced') return undefined;
  const days = Math.floor((endMs - now.ms) / dayMs);
  return days <= warnDays ? days : undefined;
}

/** When the certificates of a PEM file end. What is none is left to who uses the file: it says why it cannot. */
function endsIn(pem: Buffer): number[] {
  const parts = pem.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return parts.flatMap((part) => {
    try {
      return [new X509Certificate(part).validToDate.getTime()];
    } catch {
      return [];
    }
  });
}
