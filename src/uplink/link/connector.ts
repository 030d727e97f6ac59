// Keeps a connection to one of the brokers for as long as it runs: tries them in their order, waits between the rounds
// (schedule.ts), and goes back to an earlier one when that can be reached again: the new connection is made before the
// old one is given up.
import type { Cancel, Clock } from '../../runtime/clock.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { closed, type LinkFailure } from './failure.ts';
import { type Link, type LinkLimits, type LinkOptions, openLink } from './link.ts';
import { connectTimeoutMs, reconnectWaitMs } from './schedule.ts';

export interface Broker {
  readonly protocol: 'mqtt' | 'mqtts';
  readonly host: string;
  readonly port: number;
  /** As people may see it: without anything secret. */
  readonly shown: string;
}

export interface ConnectorEvents {
  /** Another connection than before is to be used. */
  onUp(link: Link, limits: LinkLimits, broker: Broker): void;
  /** The connection that was up is gone. */
  onDown(failure: LinkFailure): void;
  /** A better broker can be reached: the connection is to be left in order. */
  onLeave(link: Link): Promise<void>;
  onMessage(topic: string, payload: Buffer, retained: boolean): Promise<void>;
}

export interface ConnectorOptions {
  /** In the order in which they are wanted. */
  readonly brokers: readonly Broker[];
  readonly firstMs: number;
  readonly maxMs: number;
  /** A connection that held this long was a good one: the waits begin small again. */
  readonly stableMs: number;
  /** How often it is looked whether an earlier broker is back. */
  readonly failBackMs: number;
}

interface Attempt {
  readonly broker: number;
  link: Link | undefined;
  up: boolean;
  openedMs?: number;
  /** How long the broker has to answer. */
  timeoutMs?: number;
}

export class Connector {
  readonly #options: ConnectorOptions;
  readonly #makeOptions: (broker: Broker) => Promise<LinkOptions>;
  readonly #events: ConnectorEvents;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #random: () => number;
  #current: Attempt | undefined;
  /** A connection to an earlier broker, on its way. */
  #candidate: Attempt | undefined;
  #running = false;
  #tries = 0;
  #upMs = 0;
  /** What the last connection that came about took, milliseconds. */
  #tookMs = 0;
  /** Tries in a row that ended without an answer in time; one that is refused at once says nothing about that. */
  #unanswered = 0;
  #failure: LinkFailure | null = null;
  #cancel: Cancel = () => {};
  #cancelFailBack: Cancel = () => {};

  /** @param deps.makeOptions of a new connection to a broker. */
  constructor(deps: {
    options: ConnectorOptions;
    makeOptions: (broker: Broker) => Promise<LinkOptions>;
    events: ConnectorEvents;
    clock: Clock;
    logger: Logger;
    random: () => number;
  }) {
    this.#options = deps.options;
    this.#makeOptions = deps.makeOptions;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#random = deps.random;
  }

  /** Why the last connection ended or did not come about; null while one is up. */
  get failure(): LinkFailure | null {
    return this.#failure;
  }

  /** The broker that is connected or tried. */
  get broker(): Broker {
    return this.#brokerOf(this.#current?.broker ?? 0);
  }

  get link(): Link | undefined {
    return this.#current?.up ? this.#current.link : undefined;
  }

  start(): void {
    this.#running = true;
    this.#failure = null;
    void this.#try(0);
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel();
    this.#cancelFailBack();
    const attempts = [this.#current, this.#candidate];
    this.#current = undefined;
    this.#candidate = undefined;
    this.#failure = null;
    await Promise.all(attempts.map((a) => a?.link?.close()));
  }

  async #try(broker: number): Promise<void> {
    const attempt: Attempt = { broker, link: undefined, up: false };
    this.#current = attempt;
    await this.#open(attempt);
  }

  async #open(attempt: Attempt): Promise<void> {
    const broker = this.#brokerOf(attempt.broker);
    const isWanted = () => this.#running && (attempt === this.#current || attempt === this.#candidate);
    let options: LinkOptions;
    try {
      options = await this.#makeOptions(broker);
    } catch (error) {
      this.#logger.error('the connection cannot be made up', errorFields(error));
      if (isWanted()) this.#down(attempt, closed(String(errorFields(error)['error'])));
      return;
    }
    if (!isWanted()) return;
    attempt.openedMs = this.#clock.monotonicMs();
    attempt.timeoutMs = connectTimeoutMs(this.#unanswered, this.#tookMs, options.connectTimeoutMs);
    attempt.link = openLink(
      { ...options, broker, connectTimeoutMs: attempt.timeoutMs },
      {
        onUp: (limits) => this.#up(attempt, limits),
        onDown: (failure) => this.#down(attempt, failure),
        onMessage: (...message) => this.#events.onMessage(...message),
      },
      this.#clock,
    );
  }

  #up(attempt: Attempt, limits: LinkLimits): void {
    attempt.up = true;
    if (attempt === this.#candidate) {
      void this.#switch(attempt, limits);
      return;
    }
    if (attempt === this.#current && attempt.link) this.#use(attempt, attempt.link, limits);
  }

  #use(attempt: Attempt, link: Link, limits: LinkLimits): void {
    this.#upMs = this.#clock.monotonicMs();
    this.#tookMs = this.#upMs - (attempt.openedMs ?? this.#upMs);
    this.#unanswered = 0;
    this.#failure = null;
    this.#events.onUp(link, limits, this.#brokerOf(attempt.broker));
    this.#lookBack();
  }

  async #switch(attempt: Attempt, limits: LinkLimits): Promise<void> {
    const old = this.#current;
    this.#candidate = undefined;
    this.#current = attempt;
    const { link } = attempt;
    this.#logger.info('an earlier broker is back', { broker: this.#brokerOf(attempt.broker).shown });
    if (old?.up && old.link) await this.#events.onLeave(old.link);
    await old?.link?.close();
    if (this.#current === attempt && this.#running && link) this.#use(attempt, link, limits);
  }

  #down(attempt: Attempt, failure: LinkFailure): void {
    if (attempt === this.#candidate) {
      this.#candidate = undefined;
      const broker = this.#brokerOf(attempt.broker).shown;
      this.#logger.debug('an earlier broker is still away', { broker, error: failure.text });
      if (this.#running) this.#lookBack(attempt.broker + 1);
      return;
    }
    if (attempt !== this.#current || !this.#running) return;
    this.#cancelFailBack();
    this.#failure = failure;
    const shown = this.#brokerOf(attempt.broker).shown;
    const wasGood = attempt.up && this.#clock.monotonicMs() - this.#upMs >= this.#options.stableMs;
    if (wasGood) this.#tries = 0;
    if (attempt.up) this.#events.onDown(failure);
    const { openedMs = Number.POSITIVE_INFINITY, timeoutMs = 0 } = attempt;
    if (!attempt.up && this.#clock.monotonicMs() - openedMs >= 0.8 * timeoutMs) this.#unanswered++;
    const candidate = this.#candidate;
    this.#candidate = undefined;
    if (candidate) {
      this.#current = candidate;
      return;
    }
    // One that takes the connection and ends it at once is as good as away: the next one has its turn.
    const next = wasGood ? 0 : (attempt.broker + 1) % this.#options.brokers.length;
    const waitMs = next === 0 ? reconnectWaitMs(this.#tries++, this.#random(), this.#options) : 0;
    this.#logger.warn(attempt.up ? 'the connection to the broker ended' : 'no connection to the broker', {
      broker: shown,
      error: failure.text,
      retryInMs: Math.round(waitMs),
    });
    this.#current = { broker: next, link: undefined, up: false };
    this.#cancel = this.#clock.after(waitMs, () => void this.#try(next));
  }

  /** Some time from now an earlier broker is tried, beside the connection that stands. */
  #lookBack(from = 0): void {
    this.#cancelFailBack();
    const standing = this.#current?.broker ?? 0;
    if (standing === 0) return;
    // All that are better are tried one after the other, then there is a pause.
    const waitMs = from > 0 && from < standing ? 0 : this.#options.failBackMs * (0.75 + 0.5 * this.#random());
    const broker = from < standing ? from : 0;
    this.#cancelFailBack = this.#clock.after(waitMs, () => {
      this.#candidate = { broker, link: undefined, up: false };
      void this.#open(this.#candidate);
    });
  }

  #brokerOf(index: number): Broker {
    return this.#options.brokers[index] as Broker;
  }
}
