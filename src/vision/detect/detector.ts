import { type MessagePort, Worker } from 'node:worker_threads';
import { message } from '../../messages/catalogue.ts';
import { type Cancel, type Clock, every, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf, timedOut } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Health, Service } from '../../runtime/service.ts';
import { workerUrl } from '../../runtime/worker.ts';
import type { Frame } from '../frame.ts';
import type { ModelCard } from './card.ts';
import { FairQueue } from './fair-queue.ts';
import type { Inferred } from './infer.ts';
import { ModelRefused } from './open-model.ts';
import { type ToWorker, underWay, type WorkerMessage, type WorkerSettings } from './worker-protocol.ts';

export interface DetectorOptions {
  readonly modelFile: string;
  readonly card: ModelCard;
  /** Threads within one operator of the network. Default 1: the other cores belong to ffmpeg and the agent. */
  readonly threads?: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** An inference that takes longer has hung; the worker is ended. Default 15 s. */
  readonly deadlineMs?: number;
  /** Where there is not time for all: a camera's share beside the others'. All alike without it. */
  readonly weightOf?: (camera: string) => number;
  /** File of the worker thread, for tests. */
  readonly worker?: URL;
}

/** Best first, in pixels of the frame, above the card's score floor; the time is that of the network alone. */
export interface DetectResult extends Inferred {
  /** From the call to the result, waiting included, milliseconds. */
  readonly totalMs: number;
}

interface Job {
  readonly camera: string;
  readonly frame: Frame;
  readonly since: number;
  dispatched: number;
  readonly resolve: (result: DetectResult) => void;
  readonly reject: (error: Error) => void;
}

/** How long a worker may take to finish what it is at and end. */
const endDeadlineMs = 5_000;
/** Waiting here per camera, besides those with the worker. */
const waitingPerCamera = 1;

/**
 * One model in a worker thread of its own, shared by cameras that take turns. A frame's pixels reach the worker through
 * shared memory: they must not change until the promise is settled.
 */
export class Detector implements Service {
  readonly name: string;
  readonly #options: DetectorOptions;
  readonly #waiting: FairQueue<Job>;
  readonly #running = new Map<number, Job>();
  #worker: Worker | undefined;
  /** Where frames go. */
  #frames: Pick<MessagePort | Worker, 'postMessage'> | undefined;
  #sha256: string | undefined;
  #ready = false;
  #nextId = 0;
  #inferred = 0;
  #lastMs = 0;
  #failure: unknown;
  #cancelWatch: Cancel = () => {};

  constructor(options: DetectorOptions) {
    this.#options = options;
    this.#waiting = new FairQueue(waitingPerCamera, options.weightOf);
    this.name = `detector ${options.card.id}`;
  }

  /** Of the model file, once it was opened. */
  get sha256(): string | undefined {
    return this.#sha256;
  }

  get card(): ModelCard {
    return this.#options.card;
  }

  async start(signal: AbortSignal, fail: (error: unknown) => void): Promise<void> {
    const { modelFile, card, threads = 1, clock } = this.#options;
    const workerData: WorkerSettings = { modelFile, card, threads };
    const worker = new Worker(this.#options.worker ?? workerUrl(import.meta.url, './detector.worker'), { workerData });
    this.#worker = worker;
    this.#failure = undefined;
    const ready = deferred();
    const broke = (error: unknown) => {
      if (this.#worker !== worker) return;
      this.#failure = error;
      this.#rejectAll(asError(error));
      ready.reject(error);
      fail(error);
    };
    const onAbort = () => ready.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (m: WorkerMessage) => {
      if (m.kind === 'ready') {
        this.#sha256 = m.sha256;
        this.#frames = m.frames ?? worker;
        this.#ready = true;
        ready.resolve();
      } else if (m.kind === 'refused') {
        this.#failure = new ModelRefused(m.problem);
        ready.reject(this.#failure);
      } else this.#answer(m);
    });
    worker.on('error', (error) =>
      broke(new HaidangError('ours', 'worker-crashed', messageOf(error), { cause: error })),
    );
    worker.on('exit', (code) => broke(new HaidangError('ours', 'worker-ended', `the worker ended with code ${code}`)));
    try {
      await ready.promise;
    } catch (error) {
      await this.#end();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    const deadlineMs = this.#options.deadlineMs ?? 15_000;
    this.#cancelWatch = every(clock, 1000, () => {
      const oldest = this.#running.values().next().value;
      if (oldest && clock.monotonicMs() - oldest.dispatched > deadlineMs)
        broke(timedOut('inference', deadlineMs, 'ours'));
    });
    this.#dispatch();
  }

  async stop(): Promise<void> {
    this.#rejectAll(new HaidangError('ours', 'detector-stopped', 'the detector was stopped'));
    await this.#end();
  }

  /**
   * Finds road users in a frame.
   * @param camera whose frame it is: cameras take turns, and each may have one frame being looked at and one or two
   *   waiting; the results of one camera come in the order of its calls.
   * @throws HaidangError `busy` where the camera has too many waiting, `worker-…`, `timeout`, `detector-stopped`.
   */
  detect(frame: Frame, camera = ''): Promise<DetectResult> {
    if (!this.#worker || this.#failure) {
      return Promise.reject(new HaidangError('ours', 'detector-stopped', `the ${this.name} does not run`));
    }
    return new Promise((resolve, reject) => {
      const since = this.#options.clock.monotonicMs();
      if (!this.#waiting.push(camera, { camera, frame, since, dispatched: since, resolve, reject })) {
        reject(new HaidangError('ours', 'busy', `camera ${camera} has too many frames waiting`));
        return;
      }
      this.#dispatch();
    });
  }

  health(): Health {
    const { card } = this.#options;
    const facts = {
      model: card.id,
      sha256: this.#sha256?.slice(0, 12) ?? null,
      inferred: this.#inferred,
      lastMs: Math.round(this.#lastMs * 10) / 10,
      waiting: this.#waiting.size + this.#running.size,
    };
    if (this.#failure instanceof ModelRefused) return { state: 'down', reasons: [this.#failure.problem], facts };
    if (this.#failure) {
      const reason = messageOf(this.#failure);
      return { state: 'down', reasons: [message('models.failed', { name: card.id, reason })], facts };
    }
    if (!this.#ready) return { state: 'starting', reasons: [message('models.starting', { name: card.id })], facts };
    return { state: 'ok', reasons: [], facts };
  }

  #dispatch(): void {
    while (this.#frames && this.#ready && this.#running.size < underWay) {
      const job = this.#waiting.shift([...this.#running.values()].map((r) => r.camera));
      if (!job) return;
      const id = this.#nextId++;
      job.dispatched = this.#options.clock.monotonicMs();
      this.#running.set(id, job);
      const { data, width, height } = job.frame;
      this.#frames.postMessage({ id, data, width, height } satisfies ToWorker);
    }
  }

  #answer(m: WorkerMessage & { kind: 'found' | 'failed' }): void {
    const job = this.#running.get(m.id);
    this.#running.delete(m.id);
    const now = this.#options.clock.monotonicMs();
    // The one behind it begins only now: its deadline counts from here.
    for (const next of this.#running.values()) next.dispatched = now;
    // The camera that hears now may have its next frame at hand: it asks before the turn is given away.
    setImmediate(() => this.#dispatch());
    if (!job) return;
    if (m.kind === 'failed') {
      job.reject(new HaidangError('ours', 'inference-failed', m.reason));
      return;
    }
    this.#inferred++;
    this.#lastMs = m.inferenceMs;
    const { kind: _kind, id: _id, ...inferred } = m;
    job.resolve({ ...inferred, totalMs: now - job.since });
  }

  #rejectAll(error: Error): void {
    const all = [...this.#running.values(), ...this.#waiting.clear()];
    this.#running.clear();
    for (const job of all) job.reject(error);
  }

  /**
   * Asks the worker to end and waits for it. It is never terminated: onnxruntime-node 1.30 aborts the whole process when
   * its thread is terminated during an inference. One that does not answer is left behind.
   */
  async #end(): Promise<void> {
    this.#cancelWatch();
    const worker = this.#worker;
    const frames = this.#frames ?? worker;
    this.#worker = undefined;
    this.#frames = undefined;
    this.#ready = false;
    if (!worker || worker.threadId < 0) return;
    const { clock, logger } = this.#options;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    frames?.postMessage('close' satisfies ToWorker);
    await withDeadline(clock, endDeadlineMs, exited, () => timedOut('end', endDeadlineMs, 'ours')).catch(() => {
      logger.error(`${this.name}: the worker hangs and is left behind`);
      worker.unref();
    });
  }
}

/** A promise that is settled from outside. */
function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: unknown) => void } {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
