// Says which media files were removed before their time: once for many, for while the store is full each new file costs
// an old one.
import type { OutgoingOf, Send } from '../domain/outgoing.ts';
import type { Cancel, Clock } from '../runtime/clock.ts';

type Gap = Pick<OutgoingOf<'outbox.media-evicted'>, 'first' | 'last' | 'count' | 'bytes'>;

/** From the first removal to its announcement: what is removed meanwhile is in it. */
const gatherMs = 60_000;

export class MediaGaps {
  readonly #clock: Clock;
  readonly #announce: Send;
  #gap: Gap | null = null;
  #cancel: Cancel = () => {};

  constructor(clock: Clock, announce: Send) {
    this.#clock = clock;
    this.#announce = announce;
  }

  /** @param ref the file that was removed; files go in the order of their age. */
  add(ref: string, bytes: number): void {
    if (!this.#gap) this.#cancel = this.#clock.after(gatherMs, () => this.tell());
    const { first, count, bytes: before } = this.#gap ?? { first: ref, count: 0, bytes: 0 };
    this.#gap = { first, last: ref, count: count + 1, bytes: before + bytes };
  }

  /** Announces what was gathered, now. */
  tell(): void {
    this.#cancel();
    if (!this.#gap) return;
    const gap = this.#gap;
    this.#gap = null;
    this.#announce({ kind: 'outbox.media-evicted', at: this.#clock.now(), lane: 'media', ...gap, reason: 'cap' });
  }
}
