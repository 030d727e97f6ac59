// Keeps one connection open: a socket or a serial port. It starts whether the peer is there or not, tries again for ever
// with growing, jittered waits, and forgets the waits only when the peer has said something: a peer that accepts and
// hangs up is no success.
import { Backoff } from '../runtime/backoff.ts';
import { type Cancel, type Clock, withDeadline } from '../runtime/clock.ts';
import { messageOf, timedOut } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';

/** An open connection. `close` may be called more than once and resolves when it is closed. */
export interface Wire {
  write(bytes: Buffer): void;
  close(): Promise<void>;
  /** What was opened, where that is not always the same: the name of a serial port. */
  readonly name?: string;
}

export interface WireEvents {
  onData(chunk: Buffer): void;
  /** Once, when the connection ended by itself. */
  onClosed(reason: string): void;
}

/** Opens a connection or rejects; an abort of the signal gives it up. */
export type OpenWire = (events: WireEvents, signal: AbortSignal) => Promise<Wire>;

export interface LinkOptions {
  readonly open: OpenWire;
  /** What it leads to, for messages: `10.0.0.5:502`, `/dev/ttyUSB0`. */
  readonly target: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly onData: (chunk: Buffer) => void;
  /** The connection is gone: what waits for an answer on it waits in vain. */
  readonly onDown: (reason: string) => void;
}

const openDeadlineMs = 5_000;
/** `start` waits so long for the first try, so that the first polls of a reachable peer are not refused. */
const firstTryMs = 1_500;

export class Link {
  readonly #options: LinkOptions;
  readonly #backoff: Backoff;
  #abort: AbortController | undefined;
  #wire: Wire | undefined;
  #trouble: string | undefined;
  #cancelRetry: Cancel = () => {};
  #opened = 0;
  #openedAtMs = Number.NEGATIVE_INFINITY;
  #trying: Promise<void> = Promise.resolve();

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: 500, maxMs: 30_000, random: options.random });
  }

  get up(): boolean {
    return this.#wire !== undefined;
  }

  /** Why it is not up; undefined while it is, and before the first try ended. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** What is open now, where that is not always the same. */
  get wireName(): string | undefined {
    return this.#wire?.name;
  }

  /** How often it was opened since the start. */
  get opened(): number {
    return this.#opened;
  }

  /** When it was opened last, on the monotonic clock. */
  get openedAtMs(): number {
    return this.#openedAtMs;
  }

  async start(): Promise<void> {
    this.#abort = new AbortController();
    this.#opened = 0;
    this.#trouble = undefined;
    this.#backoff.reset();
    this.#trying = this.#try(this.#abort.signal);
    await withDeadline(this.#options.clock, firstTryMs, this.#trying, () => timedOut('open', firstTryMs)).catch(
      () => {},
    );
  }

  async stop(): Promise<void> {
    this.#abort?.abort(new Error('stopping'));
    this.#abort = undefined;
    this.#cancelRetry();
    const wire = this.#wire;
    this.#wire = undefined;
    await wire?.close();
    await this.#trying;
  }

  /** To be called only while it is up; else nothing is sent. */
  write(bytes: Buffer): void {
    this.#wire?.write(bytes);
  }

  /** Gives this connection up and opens another, because this one is of no use any more. */
  drop(reason: string): void {
    const wire = this.#wire;
    if (!wire || !this.#abort) return;
    void wire.close();
    this.#down(reason, this.#abort.signal);
  }

  async #try(signal: AbortSignal): Promise<void> {
    const { open, clock, target, logger } = this.#options;
    const attempt = new AbortController();
    const forward = () => attempt.abort(signal.reason);
    signal.addEventListener('abort', forward, { once: true });
    let current: Wire | undefined;
    const opening = open(
      {
        onData: (chunk) => {
          if (current && current === this.#wire) {
            this.#backoff.reset();
            this.#options.onData(chunk);
          }
        },
        onClosed: (reason) => {
          if (current && current === this.#wire) this.#down(reason, signal);
        },
      },
      attempt.signal,
    );
    try {
      const wire = await withDeadline(clock, openDeadlineMs, opening, () =>
        timedOut('open', openDeadlineMs, 'network'),
      );
      if (signal.aborted) {
        await wire.close();
        return;
      }
      current = wire;
      this.#wire = wire;
      this.#opened++;
      this.#openedAtMs = clock.monotonicMs();
      if (this.#trouble !== undefined) logger.info('connected', { target });
      this.#trouble = undefined;
    } catch (error) {
      attempt.abort(error);
      // An opening that comes through after its deadline must not stay open behind our back.
      void opening.then((late) => late.close()).catch(() => {});
      if (signal.aborted) return;
      if (this.#trouble === undefined) logger.warn('cannot connect; trying on', { target, ...errorFields(error) });
      this.#trouble = messageOf(error);
      this.#retry(signal);
    } finally {
      signal.removeEventListener('abort', forward);
    }
  }

  #down(reason: string, signal: AbortSignal): void {
    this.#wire = undefined;
    this.#trouble = reason;
    this.#options.logger.warn('connection lost; trying again', { target: this.#options.target, error: reason });
    this.#options.onDown(reason);
    this.#retry(signal);
  }

  #retry(signal: AbortSignal): void {
    this.#cancelRetry = this.#options.clock.after(this.#backoff.next(), () => {
      if (!signal.aborted) this.#trying = this.#try(signal);
    });
  }
}
