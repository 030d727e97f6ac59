// The queue of media files that are to be sent, one after the other; written down, so that it outlives a restart.
import { z } from 'zod';
import type { Send } from '../../domain/outgoing.ts';
import { Backoff } from '../../runtime/backoff.ts';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RateLimit } from '../drain/limit.ts';
import type { UplinkStore } from '../ports.ts';
import { lookUp, type MediaSource } from './file.ts';
import type { Sending } from './media-feed.ts';
import { type MediaFetchArgs, type OpenFile, type Transfer, transferSchema } from './transfer.ts';
import { upload } from './upload.ts';

const key = 'uplink.media';
const mostTransfers = 100;
/** Progress is written down no more often. */
const saveEveryMs = 2000;

export interface TransfersDeps {
  readonly media: MediaSource;
  readonly store: UplinkStore;
  readonly send: Send;
  /** Of media alone, beside that of all that is of the past. */
  readonly limit: RateLimit;
  /** PEM of authorities beside those of the system. */
  readonly ca: () => Promise<Buffer | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** There is something new to be sent. */
  readonly wake: () => void;
}

export class Transfers {
  readonly #deps: TransfersDeps;
  #queue: Transfer[] = [];
  /** The first of the queue, opened, where it goes over MQTT. */
  #sending: Sending | undefined;
  #busy = false;
  #stopping = new AbortController();
  #savedMs = Number.NEGATIVE_INFINITY;

  constructor(deps: TransfersDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopping = new AbortController();
    const kept = z.array(transferSchema).safeParse(this.#deps.store.get(key));
    if (kept.success) this.#queue = kept.data;
    this.#next();
  }

  stop(): void {
    this.#stopping.abort(new HaidangError('ours', 'stopped', 'the uplink is stopped'));
    this.#sending = undefined;
    if (this.#queue.length > 0) this.#save();
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** What goes over MQTT now. */
  get current(): Sending | undefined {
    return this.#sending;
  }

  /** Takes a transfer up. @throws HaidangError (`configuration`) where too many wait, or the file is not kept. */
  ask(id: string, args: MediaFetchArgs): void {
    const { ref, offset = 0, url, headers, resume } = args;
    if (this.#deps.media.pathOf(ref) === undefined) {
      throw new HaidangError('configuration', 'media-gone', `${ref} is not kept here (any more)`);
    }
    if (this.#queue.length >= mostTransfers) {
      throw new HaidangError('configuration', 'media-busy', `${mostTransfers} files wait already`);
    }
    if (this.#queue.some((t) => t.id === id)) return;
    this.#queue.push({
      id,
      ref,
      offset,
      ...(offset > 0 ? { from: offset } : {}),
      ...(url === undefined ? {} : { url }),
      ...(headers === undefined ? {} : { headers }),
      ...(resume === undefined ? {} : { resume }),
    });
    this.#save();
    this.#next();
  }

  /** Sends a file that nobody asked for. @returns false where there is no room for it, or it is not kept. */
  offer(id: string, ref: string): boolean {
    if (this.#queue.length >= mostTransfers || this.#deps.media.pathOf(ref) === undefined) {
      this.#deps.logger.warn('a file is not sent by itself', { ref, waiting: this.#queue.length });
      return false;
    }
    this.ask(id, { ref });
    return true;
  }

  onProgress(sending: Sending): void {
    const transfer = this.#queue[0];
    if (sending !== this.#sending || !transfer) return;
    transfer.offset = sending.offset;
    if (sending.offset >= sending.file.size) this.#end(transfer, sending.file);
    else if (this.#deps.clock.monotonicMs() - this.#savedMs > saveEveryMs) this.#save();
  }

  onFailed(sending: Sending, why: string): void {
    const transfer = this.#queue[0];
    if (sending === this.#sending && transfer) this.#end(transfer, sending.file, why);
  }

  #next(): void {
    const transfer = this.#queue[0];
    if (!transfer || this.#busy || this.#sending || this.#stopping.signal.aborted) return;
    this.#busy = true;
    void this.#begin(transfer).finally(() => {
      this.#busy = false;
      this.#next();
    });
  }

  async #begin(transfer: Transfer): Promise<void> {
    const { signal } = this.#stopping;
    let file: OpenFile | undefined;
    try {
      file = await lookUp(this.#deps.media, transfer.ref);
      if (signal.aborted) return;
      if (transfer.url === undefined) {
        if (transfer.offset >= file.size) this.#end(transfer, file);
        else this.#sending = { id: transfer.id, file, offset: transfer.offset };
        this.#deps.wake();
        return;
      }
      const { clock, random } = this.#deps;
      const backoff = new Backoff({ firstMs: 2000, maxMs: 120_000, random });
      const ca = await this.#deps.ca();
      const pace = (bytes: number) => this.#pace(bytes, signal);
      await upload(transfer, file, { clock, ca, backoff, signal, pace });
      this.#end(transfer, file);
    } catch (error) {
      // A transfer that a stop ended goes on after the next start.
      if (!signal.aborted) this.#end(transfer, file, messageOf(error));
    }
  }

  async #pace(bytes: number, signal: AbortSignal): Promise<void> {
    const { limit, clock } = this.#deps;
    for (let waitMs = limit.waitMs(clock.monotonicMs()); waitMs > 0; waitMs = limit.waitMs(clock.monotonicMs())) {
      await sleep(clock, waitMs, signal);
    }
    limit.spend(bytes);
  }

  #end(transfer: Transfer, file: OpenFile | undefined, why?: string): void {
    const { send, clock, logger } = this.#deps;
    this.#queue = this.#queue.filter((t) => t !== transfer);
    this.#sending = undefined;
    this.#save();
    if (why !== undefined) logger.warn('a media file is not sent', { ref: transfer.ref, error: why });
    send({
      kind: 'media.sent',
      at: clock.now(),
      command: transfer.id,
      ref: transfer.ref,
      via: transfer.url === undefined ? 'mqtt' : 'https',
      outcome: why === undefined ? 'done' : 'failed',
      ...(why === undefined ? {} : { reason: why }),
      ...(file ? { bytes: file.size, sha256: file.sha256 } : {}),
      ...(transfer.from === undefined ? {} : { from: transfer.from }),
    });
    this.#next();
  }

  #save(): void {
    this.#savedMs = this.#deps.clock.monotonicMs();
    void this.#deps.store.set(key, this.#queue.length > 0 ? structuredClone(this.#queue) : undefined);
  }
}
