// How much is written to the card in a day: from the store's own count and the time that it covers, over the last day.
import type { Written } from './written.ts';

export interface Flash {
  /** Bytes a day at the pace of the time that was measured; null before a minute was. */
  readonly perDay: number | null;
  /** Bytes in that time, and the time, milliseconds: the last day, or since the store was opened. */
  readonly bytes: number;
  readonly overMs: number;
  /**
   * How it was measured: `medium` is what the kernel sent to the medium for the thread of the store (write_bytes of
   * /proc/thread-self/io), `calls` what the thread handed to the file system (wchar), where the kernel counts no more.
   */
  readonly by: 'medium' | 'calls' | 'unknown';
}

const dayMs = 86_400_000;
const sampleMs = 600_000;
const leastMs = 60_000;

interface Sample {
  readonly atMs: number;
  readonly written: Written;
}

export class FlashMeter {
  #samples: Sample[] = [];
  #latest: Sample | undefined;

  /** @param nowMs on the monotonic clock. */
  update(written: Written | null, nowMs: number): void {
    if (!written) return;
    // A new thread counts from nothing.
    if (this.#latest && written.calls < this.#latest.written.calls) this.#samples = [];
    this.#latest = { atMs: nowMs, written };
    const last = this.#samples.at(-1);
    if (!last || nowMs - last.atMs >= sampleMs) this.#samples.push(this.#latest);
    while ((this.#samples[1]?.atMs ?? Infinity) <= nowMs - dayMs) this.#samples.shift();
  }

  get flash(): Flash {
    const [first] = this.#samples;
    const last = this.#latest;
    if (!first || !last) return { perDay: null, bytes: 0, overMs: 0, by: 'unknown' };
    const overMs = last.atMs - first.atMs;
    const medium = last.written.medium - first.written.medium;
    const by = medium > 0 ? 'medium' : 'calls';
    const bytes = by === 'medium' ? medium : last.written.calls - first.written.calls;
    return { perDay: overMs >= leastMs ? Math.round((bytes * dayMs) / overMs) : null, bytes, overMs, by };
  }
}
