import { Worker } from 'node:worker_threads';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';
import { workerUrl } from '../runtime/worker.ts';
import type { ReplyMessage, RequestName, Requests } from './protocol.ts';

interface Waiting {
  readonly resolve: (gives: never) => void;
  readonly reject: (error: unknown) => void;
}

/** @param commitDelayMs test hook: each commit takes this much longer, as on a slow card. */
export function spawnStore(commitDelayMs: number): Worker {
  return new Worker(workerUrl(import.meta.url, './store.worker'), {
    name: 'outbox',
    workerData: { commitDelayMs },
    // Batches are small and live short: a big nursery would only be memory that is never given back.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
}

/** The store's worker, seen from the main thread: requests and their answers, in order. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #requests = 0;
  #ended = false;

  /** @param onLost called once when the thread ends without having been told to. */
  constructor(worker: Worker, onLost: (error: unknown) => void) {
    this.#worker = worker;
    const lost = (error: unknown) => {
      if (this.#ended) return;
      this.#ended = true;
      this.#rejectAll(error);
      onLost(error);
    };
    this.#worker.on('message', (reply: ReplyMessage) => this.#onReply(reply));
    this.#worker.on('error', lost);
    this.#worker.on('exit', (code) =>
      lost(new HaidangError('ours', 'outbox-worker-ended', `the outbox worker ended with code ${code}`)),
    );
  }

  /** @throws HaidangError: what the worker threw, or that it ended. */
  request<N extends RequestName>(name: N, takes: Requests[N]['takes']): Promise<Requests[N]['gives']> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new HaidangError('ours', 'outbox-closed', 'the outbox is closed'));
        return;
      }
      const request = ++this.#requests;
      this.#waiting.set(request, { resolve, reject });
      this.#worker.postMessage({ request, name, takes });
    });
  }

  /** Ends the thread wherever it is. SQLite's file stays as a kill would leave it. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#rejectAll(new HaidangError('ours', 'outbox-closed', 'the outbox is closed'));
    await this.#worker.terminate();
  }

  #onReply(reply: ReplyMessage): void {
    const waiting = this.#waiting.get(reply.request);
    this.#waiting.delete(reply.request);
    if ('gives' in reply) waiting?.resolve(reply.gives as never);
    else waiting?.reject(new HaidangError(reply.error.fault, reply.error.code, reply.error.message));
  }

  #rejectAll(error: unknown): void {
    for (const w of this.#waiting.values()) w.reject(error);
    this.#waiting.clear();
  }
}

/** Whether an error says that the database is broken. */
export const isDamaged = (error: unknown) => error instanceof HaidangError && error.code === 'outbox-damaged';

/**
 * Asks the store that is open now.
 * @returns what it answers; undefined where none is open, or where it could not do it, which is told.
 */
export async function askOpen<T>(
  open: () => StoreThread | undefined,
  request: (thread: StoreThread) => Promise<T>,
  told: { readonly logger: Logger; readonly onDamaged: (reason: string) => void },
): Promise<T | undefined> {
  const thread = open();
  if (!thread) return undefined;
  try {
    return await request(thread);
  } catch (error) {
    if (thread !== open()) return undefined;
    if (isDamaged(error)) told.onDamaged(messageOf(error));
    else told.logger.warn('the outbox could not answer', errorFields(error));
    return undefined;
  }
}
