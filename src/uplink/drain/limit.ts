// How fast what is of the past may go: messages and bytes a second, set by the site or by the centre.
import { z } from 'zod';

/** A limit that is absent is none. */
export const rateSchema = z.strictObject({
  messagesPerSecond: z.number().min(0.01).max(100_000).optional().describe('Messages a second. Default: no limit.'),
  bytesPerSecond: z
    .number()
    .min(10)
    .max(1_000_000_000)
    .optional()
    .describe('Bytes of payload a second. Default: no limit.'),
});
export type Rate = z.output<typeof rateSchema>;

/**
 * Command `drain.set`, for example {"messagesPerSecond": 5, "bytesPerSecond": 20000}: how fast what is of the past may
 * go. It replaces the limit in force, also over a restart; null or nothing: no limit.
 */
export const limitArgs = z.strictObject({
  messagesPerSecond: rateSchema.shape.messagesPerSecond.nullable(),
  bytesPerSecond: rateSchema.shape.bytesPerSecond.nullable(),
});

export type LimitArgs = z.output<typeof limitArgs>;

/** What may be made up for after a pause, seconds. */
const burstSeconds = 1;

export class RateLimit {
  #rate: Rate;
  #messages = 1;
  #bytes = 1;
  #atMs = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  get rate(): Rate {
    return this.#rate;
  }

  set(rate: Rate, nowMs: number): void {
    this.#rate = rate;
    this.#messages = 1;
    this.#bytes = 1;
    this.#atMs = nowMs;
  }

  /** How long until the next message may go, milliseconds; 0: now. One that is larger than what is left may go, and the next waits for it. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    const { messagesPerSecond = Infinity, bytesPerSecond = Infinity } = this.#rate;
    const forMessage = this.#messages >= 1 ? 0 : ((1 - this.#messages) / messagesPerSecond) * 1000;
    const forBytes = this.#bytes > 0 ? 0 : ((1 - this.#bytes) / bytesPerSecond) * 1000;
    return Math.max(forMessage, forBytes);
  }

  /** One went. */
  spend(bytes: number): void {
    if (this.#rate.messagesPerSecond !== undefined) this.#messages--;
    if (this.#rate.bytesPerSecond !== undefined) this.#bytes -= bytes;
  }

  #refill(nowMs: number): void {
    const seconds = (nowMs - this.#atMs) / 1000;
    this.#atMs = nowMs;
    const { messagesPerSecond, bytesPerSecond } = this.#rate;
    if (messagesPerSecond !== undefined) {
      const most = Math.max(1, messagesPerSecond * burstSeconds);
      this.#messages = Math.min(most, this.#messages + seconds * messagesPerSecond);
    }
    if (bytesPerSecond !== undefined) {
      this.#bytes = Math.min(bytesPerSecond * burstSeconds, this.#bytes + seconds * bytesPerSecond);
    }
  }
}
