// Starts the services in order, restarts a failed one with growing, jittered waits without touching the others, and
// stops them in reverse order with a deadline each, naming those that did not end. Services that were added together
// (all cameras, say) do not depend on each other and are stopped together, so that the whole stop stays short. An exception that nobody caught is
// traced to the service in whose start it began (through the asynchronous context) and restarts that service alone.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Backoff } from './backoff.ts';
import { type Cancel, type Clock, withDeadline } from './clock.ts';
import { during, messageOf, timedOut } from './errors.ts';
import { errorFields, type Logger } from './logger.ts';
import type { Health, Service } from './service.ts';

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random?: () => number;
  /** A service that has not started by then is left to start in the background while the next ones go on. */
  readonly startDeadlineMs?: number;
  readonly stopDeadlineMs?: number;
  readonly onFailed?: (service: string, reason: string) => void;
  readonly onRecovered?: (service: string) => void;
}

export interface PartStatus {
  readonly part: string;
  readonly health: Health;
  readonly restarts: number;
  /** Message of the failure that it is recovering from. */
  readonly failure: string | null;
}

/** A service must work this long before its failure counts as new and the waits begin small again. */
const stableAfterMs = 60_000;

interface Supervised {
  readonly service: Service;
  readonly backoff: Backoff;
  abort: AbortController;
  restarts: number;
  failure: string | null;
  /** Grows with each try, so that a late failure of an earlier try is not taken for one of the present try. */
  generation: number;
  startedAt: number;
  cancelRetry: Cancel;
}

export class Supervisor {
  readonly #options: Required<Omit<SupervisorOptions, 'random'>> & Pick<SupervisorOptions, 'random'>;
  readonly #tiers: Supervised[][] = [];
  readonly #context = new AsyncLocalStorage<Supervised>();
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = {
      startDeadlineMs: 10_000,
      stopDeadlineMs: 3_000,
      onFailed: () => {},
      onRecovered: () => {},
      ...options,
    };
  }

  /** Services are started in the order in which they are added; those of one call are stopped together. */
  add(...services: readonly Service[]): void {
    const { random } = this.#options;
    this.#tiers.push(
      services.map((service) => ({
        service,
        backoff: new Backoff({ firstMs: 1000, maxMs: 60_000, ...(random ? { random } : {}) }),
        abort: new AbortController(),
        restarts: 0,
        failure: null,
        generation: 0,
        startedAt: 0,
        cancelRetry: () => {},
      })),
    );
  }

  /** Starts all in order. Never rejects: a service that cannot start is retried while the others work. */
  async start(): Promise<void> {
    const { clock, startDeadlineMs, logger } = this.#options;
    for (const s of this.#tiers.flat()) {
      if (this.#stopping) return;
      const started = this.#start(s);
      await withDeadline(clock, startDeadlineMs, started, () => timedOut('start', startDeadlineMs, 'ours')).catch(
        (error) => logger.warn(`${s.service.name} has not started yet`, errorFields(error)),
      );
    }
  }

  /**
   * Stops all in reverse order, within `totalMs`. Resolves with the names of those that did not end in time; one
   * laggard does not take the time of those that come after it.
   */
  async stop(totalMs = 9000): Promise<string[]> {
    this.#stopping = true;
    const { clock, stopDeadlineMs } = this.#options;
    const end = clock.monotonicMs() + totalMs;
    const laggards: string[] = [];
    for (const [tier, left] of [...this.#tiers].reverse().map((t, i) => [t, this.#tiers.length - i] as const)) {
      const deadline = Math.min(stopDeadlineMs, Math.max(200, (end - clock.monotonicMs()) / Math.min(left, 2)));
      const ended = await Promise.all(tier.map((s) => this.#stop(s, deadline)));
      for (const [i, s] of tier.entries()) if (!ended[i]) laggards.push(s.service.name);
    }
    return laggards;
  }

  status(): PartStatus[] {
    return this.#tiers.flat().map((s) => {
      const { health, failure } = healthOf(s.service);
      return {
        part: s.service.name,
        health: s.failure === null ? health : { ...health, state: 'down' },
        restarts: s.restarts,
        failure: s.failure ?? failure,
      };
    });
  }

  /**
   * For `uncaughtException` and `unhandledRejection`.
   * @returns false where no service could be named: then the process is in an unknown state and should end.
   */
  onUncaught(error: unknown): boolean {
    const owner = this.#context.getStore();
    if (!owner) return false;
    this.#failed(owner, owner.generation, during('not caught', error));
    return true;
  }

  async #start(s: Supervised): Promise<void> {
    const generation = ++s.generation;
    s.abort = new AbortController();
    const fail = (error: unknown) => this.#failed(s, generation, error);
    try {
      await this.#context.run(s, () => s.service.start(s.abort.signal, fail));
    } catch (error) {
      this.#failed(s, generation, error);
      return;
    }
    if (generation !== s.generation || this.#stopping) return;
    s.startedAt = this.#options.clock.monotonicMs();
    if (s.failure !== null) {
      s.failure = null;
      this.#options.logger.info(`${s.service.name} works again`, { restarts: s.restarts });
      this.#tell(() => this.#options.onRecovered(s.service.name));
    }
  }

  #failed(s: Supervised, generation: number, error: unknown): void {
    if (generation !== s.generation || this.#stopping) return;
    s.generation++;
    const { clock, logger } = this.#options;
    if (s.failure === null && clock.monotonicMs() - s.startedAt > stableAfterMs) s.backoff.reset();
    const isNew = s.failure === null;
    s.failure = messageOf(error);
    const wait = s.backoff.next();
    logger.error(`${s.service.name} failed; it is started again`, { ...errorFields(error), inMs: Math.round(wait) });
    const { failure } = s;
    if (isNew) this.#tell(() => this.#options.onFailed(s.service.name, failure));
    // Leave the failed service's context: what happens from here on is the supervisor's doing.
    this.#context.exit(() => {
      s.cancelRetry = clock.after(wait, () => {
        void this.#stop(s, this.#options.stopDeadlineMs).then(() => {
          if (this.#stopping) return;
          s.restarts++;
          void this.#start(s);
        });
      });
    });
  }

  /** Whoever is told keeps nobody from being started again. */
  #tell(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#options.logger.error('nobody could be told of it', errorFields(error));
    }
  }

  async #stop(s: Supervised, deadlineMs: number): Promise<boolean> {
    const { clock, logger } = this.#options;
    s.cancelRetry();
    s.abort.abort(new Error('stopping'));
    try {
      await withDeadline(clock, deadlineMs, s.service.stop(), () => timedOut('stop', Math.round(deadlineMs), 'ours'));
      return true;
    } catch (error) {
      logger.error(`${s.service.name} did not end`, errorFields(error));
      return false;
    }
  }
}

/** One that cannot say how it is hides no other. */
function healthOf(service: Service): { health: Health; failure: string | null } {
  try {
    return { health: service.health(), failure: null };
  } catch (error) {
    return { health: { state: 'down', reasons: [], facts: {} }, failure: messageOf(during('health', error)) };
  }
}
