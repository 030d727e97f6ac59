// Time is injected: nothing above this floor calls Date.now or setTimeout. Intervals run on the monotonic clock, so a
// step of the wall clock neither bursts nor stalls a schedule; wall-clock instants carry how far they can be believed.
import type { Instant, TimeQuality } from '../domain/time.ts';

export type Cancel = () => void;

export interface Clock {
  /** The wall clock, with its quality. It may step in either direction. */
  now(): Instant;
  /** Milliseconds since an arbitrary start; never steps, never goes back. */
  monotonicMs(): number;
  /** Calls `fn` once, `ms` from now on the monotonic clock, unless cancelled. */
  after(ms: number, fn: () => void): Cancel;
}

/** From the start of the machine to that of the process. */
const bootedForMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export class SystemClock implements Clock {
  #quality: TimeQuality = 'unsynced';

  now(): Instant {
    return { ms: Date.now(), quality: this.#quality };
  }

  /** Since the start of the machine: the same in all its processes. */
  monotonicMs(): number {
    return bootedForMs + performance.now();
  }

  after(ms: number, fn: () => void): Cancel {
    // setTimeout fires at once for delays over 2^31-1 ms (24.8 days): those are split.
    const longest = 0x7fff_ffff;
    let timer = setTimeout(
      () => {
        if (ms > longest) cancelRest = this.after(ms - longest, fn);
        else fn();
      },
      Math.min(Math.max(0, ms), longest),
    );
    let cancelRest: Cancel = () => {};
    return () => {
      clearTimeout(timer);
      timer = undefined as never;
      cancelRest();
    };
  }

  /** Said by whoever watches the machine's time source. */
  setQuality(quality: TimeQuality): void {
    this.#quality = quality;
  }
}

/**
 * Calls `fn` every `ms`, aligned to the first call. Ticks that were missed (a busy process) are skipped, never made up
 * for: `fn` gets the number of skipped ones.
 */
export function every(clock: Clock, ms: number, fn: (skipped: number) => void, firstAfterMs: number = ms): Cancel {
  let due = clock.monotonicMs() + firstAfterMs;
  let cancel: Cancel;
  const tick = () => {
    const late = clock.monotonicMs() - due;
    const skipped = Math.max(0, Math.floor(late / ms));
    due += (skipped + 1) * ms;
    cancel = clock.after(Math.max(0, due - clock.monotonicMs()), tick);
    fn(skipped);
  };
  cancel = clock.after(firstAfterMs, tick);
  return () => cancel();
}

/** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The promise's outcome, or `onTimeout()` thrown when it takes longer than `ms`. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
  onTimeout: () => Error,
): Promise<T> {
  let cancel: Cancel = () => {};
  const deadline = new Promise<never>((_, reject) => {
    cancel = clock.after(ms, () => reject(onTimeout()));
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    cancel();
  }
}
