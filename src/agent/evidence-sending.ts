// Sends evidence to the centre by itself, as the site says (evidence.send): one file at a time over the uplink, the next
// when the one before has arrived. What waits is written down in the packages themselves, so that neither a restart nor a
// long outage loses any of it, and nothing grows in memory.
import type { Outgoing } from '../domain/outgoing.ts';
import { message } from '../messages/catalogue.ts';
import { Backoff } from '../runtime/backoff.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import type { EvidenceStore } from '../vision/evidence/evidence-store.ts';

export interface EvidenceSendingOptions {
  readonly store: Pick<EvidenceStore, 'nextUnsent' | 'pathOf' | 'delivered'>;
  /** Hands a file to the uplink; false where it has no room for it now. Its end is told as `media.sent` with this id. */
  readonly offer: (id: string, ref: string) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** A file that fails so often is left for this run; the centre may still fetch it. */
const mostTries = 5;
/** So many files are remembered as left. */
const mostLeft = 1000;
/** Where the end of a transfer was not heard, it is offered again: the uplink knows it by its id. Milliseconds. */
const unheardMs = 600_000;

type End = 'done' | 'failed' | 'unheard';

export class EvidenceSending implements Service {
  readonly name = 'evidence-sending';
  readonly #options: EvidenceSendingOptions;
  readonly #backoff: Backoff;
  /** How often each file failed. */
  readonly #tries = new Map<string, number>();
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  /** The transfer that is waited for. */
  #current: { readonly id: string; readonly ref: string; readonly ended: (end: End) => void } | undefined;
  /** Something may have come since it was looked for. */
  #fresh = false;
  #wake = () => {};
  #sent = 0;

  constructor(options: EvidenceSendingOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: 10_000, maxMs: 3_600_000, random: options.random });
  }

  async start(_: AbortSignal, fail: (error: unknown) => void): Promise<void> {
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    this.#loop = this.#run(signal).catch((error) => {
      if (!signal.aborted) fail(error);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new HaidangError('ours', 'stopped', 'no more evidence is sent'));
    this.#wake();
    await this.#loop;
  }

  health(): Health {
    const left = [...this.#tries.values()].filter((tries) => tries >= mostTries).length;
    return {
      state: left > 0 ? 'degraded' : 'ok',
      reasons: left > 0 ? [message('evidence.not-sent', { count: left })] : [],
      facts: { sent: this.#sent, sending: this.#current?.ref ?? null, left },
    };
  }

  /** Sees what is sent: fresh evidence, and the ends of transfers, whoever asked for them. */
  onSent(o: Outgoing): void {
    if (o.kind === 'evidence.completed') {
      this.#fresh = true;
      this.#wake();
    }
    if (o.kind !== 'media.sent') return;
    const isDone = o.outcome === 'done' && o.from === undefined;
    const noted = isDone ? this.#options.store.delivered(o.ref, o.sha256) : Promise.resolve();
    const current = o.command === this.#current?.id ? this.#current : undefined;
    void noted
      .catch((error) => this.#options.logger.warn('evidence that was sent', errorFields(error)))
      .then(() => current?.ended(isDone ? 'done' : 'failed'));
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { store, offer, clock } = this.#options;
    while (!signal.aborted) {
      this.#fresh = false;
      const next = await store.nextUnsent((ref) => this.#isLeft(ref));
      if (!next) await this.#somethingFresh(signal);
      else if (store.pathOf(next.ref) === undefined) this.#failed(next.ref, mostTries);
      else {
        const id = `auto-${next.sha256.slice(0, 16)}`;
        const ended = this.#endOf(id, next.ref, signal);
        const isOffered = offer(id, next.ref);
        const end = isOffered ? await ended : 'unheard';
        this.#current = undefined;
        if (end === 'done') {
          this.#sent++;
          this.#backoff.reset();
          continue;
        }
        if (end === 'failed') this.#failed(next.ref, 1);
        // Over and over only what the uplink has forgotten: it was waited for long enough.
        if (end === 'failed' || !isOffered) await sleep(clock, this.#backoff.next(), signal);
      }
    }
  }

  /** Waits for the end of a transfer that is about to be offered. */
  #endOf(id: string, ref: string, signal: AbortSignal): Promise<End> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(unheardMs, () => ended('unheard'));
      const ended = (end: End) => {
        cancel();
        signal.removeEventListener('abort', stopped);
        resolve(end);
      };
      const stopped = () => ended('unheard');
      signal.addEventListener('abort', stopped);
      this.#current = { id, ref, ended };
    });
  }

  #somethingFresh(signal: AbortSignal): Promise<void> {
    if (this.#fresh || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #isLeft(ref: string): boolean {
    return (this.#tries.get(ref) ?? 0) >= mostTries;
  }

  #failed(ref: string, tries: number): void {
    const oldest = this.#tries.keys().next().value;
    if (this.#tries.size >= mostLeft && oldest !== undefined) this.#tries.delete(oldest);
    this.#tries.set(ref, (this.#tries.get(ref) ?? 0) + tries);
  }
}
