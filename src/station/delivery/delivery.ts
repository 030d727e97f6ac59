// Brings the files that wait to the authority's server, the oldest first, one after another.
//
// A file leaves the queue after the server has all of it under its own name. Killed in between, the same content is put again
// under the same name, over the first: no hole and no second file. (A server that had taken the first away in that moment
// sees the file once more, with the same content.) A file that late readings changed while it was sent is sent again. A file
// that cannot be delivered holds the ones after it, because they are asked for in order; why is told in the health.
import { readFile } from 'node:fs/promises';
import { message } from '../../messages/catalogue.ts';
import { Backoff } from '../../runtime/backoff.ts';
import { type Clock, sleep, withDeadline } from '../../runtime/clock.ts';
import { type HaidangError, timedOut } from '../../runtime/errors.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { Health, Service } from '../../runtime/service.ts';
import type { Tt10Store } from '../tt10/store.ts';
import type { DeliveryConfig } from './config.ts';
import { failed, failureOf, whyIn } from './failure.ts';
import { ftpConnect } from './ftp.ts';
import type { Connect, Remote } from './remote.ts';
import { sftpConnect } from './sftp.ts';

export interface DeliveryOptions {
  readonly config: DeliveryConfig;
  readonly store: Tt10Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/** How often it is looked whether a new file waits: they come every five minutes. */
const lookMs = 5000;

export class Delivery implements Service {
  readonly name = 'delivery';
  readonly #options: DeliveryOptions;
  readonly #connect: Connect;
  readonly #backoff: Backoff;
  #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #remote: Remote | undefined;
  #failure: HaidangError | undefined;
  #waiting = 0;
  #delivered = 0;
  #failures = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const { config, random } = options;
    this.#connect = config.by === 'sftp' ? sftpConnect(config) : ftpConnect(config);
    const [firstMs, maxMs] = [config.retryFirst, Math.max(config.retryFirst, config.retryMax)];
    this.#backoff = new Backoff({ firstMs, maxMs, ...(random ? { random } : {}) });
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#remote?.close();
    await this.#running;
    this.#running = undefined;
  }

  health(): Health {
    const { host: server } = this.#options.config;
    const failure = this.#failure;
    const facts = { waiting: this.#waiting, delivered: this.#delivered, failures: this.#failures };
    if (!failure) return { state: this.#running ? 'ok' : 'down', reasons: [], facts };
    const values = { server, waiting: this.#waiting, reason: failure.message };
    return { state: 'degraded', reasons: [message(`station.delivery.${whyIn(failure)}`, values)], facts };
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, logger, config } = this.#options;
    while (!signal.aborted) {
      let wait = lookMs;
      try {
        await this.#deliverAll(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#failure = failureOf(error);
        this.#failures++;
        wait = this.#backoff.next();
        logger.warn('a file cannot be delivered', { server: config.host, ...errorFields(this.#failure) });
      }
      await sleep(clock, wait, signal).catch(() => {});
    }
  }

  /** Everything that waits, in one connection. */
  async #deliverAll(signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    try {
      for (let names = await local(store.waiting()); names.length > 0; names = await local(store.waiting())) {
        for (const [i, name] of names.entries()) {
          if (signal.aborted) return;
          this.#waiting = names.length - i;
          this.#remote ??= await this.#open();
          if (signal.aborted) return;
          await this.#deliver(this.#remote, name);
        }
      }
      this.#waiting = 0;
      this.#failure = undefined;
    } finally {
      this.#remote?.close();
      this.#remote = undefined;
    }
  }

  async #open(): Promise<Remote> {
    const { clock, config } = this.#options;
    let close = () => {};
    const opening = this.#connect((end) => {
      close = end;
    });
    const onAbort = () => close();
    this.#stopping.signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await withDeadline(clock, config.timeout, opening, () =>
        late(`connect to ${config.host}`, config.timeout),
      );
    } catch (error) {
      close();
      opening.catch(() => {});
      throw error;
    } finally {
      this.#stopping.signal.removeEventListener('abort', onAbort);
    }
  }

  async #deliver(remote: Remote, name: string): Promise<void> {
    const { clock, config, store } = this.#options;
    const reading = readFile(store.pathOf(name)).catch((error) => {
      if (error.code === 'ENOENT') return undefined; // Its time or its room had run out.
      throw error;
    });
    const content = await local(reading);
    if (!content) return;
    const putting = remote.put(name, content);
    putting.catch(() => {});
    await withDeadline(clock, config.timeout, putting, () => late(`put ${name}`, config.timeout));
    if (!(await local(store.delivered(name, content)))) return;
    this.#delivered++;
    this.#failure = undefined;
    this.#backoff.reset();
  }
}

function late(what: string, ms: number): HaidangError {
  const { message: text } = timedOut(what, ms);
  return failureOf(Object.assign(new Error(text), { code: 'ETIMEDOUT' }));
}

/** What fails on this machine is not said of the server. */
function local<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((error) => {
    throw failed('local', error);
  });
}
