// The last seconds of a camera's stream as it came, coded, in memory. Bounded in time and in bytes: what is too old goes
// from the front in whole stretches that begin with a key picture, so that what is left can always be shown.
import type { Clock } from '../../../runtime/clock.ts';
import { clipOf } from './clip.ts';
import { FragmentSplitter, type Init, type Unit } from './fragments.ts';

/** A coded picture with the time at which it came, milliseconds on the monotonic clock. */
export interface Arrived extends Unit {
  readonly atMs: number;
}

export interface RingOptions {
  /** How far back a cut may reach, milliseconds; it is then extended to the key picture before. */
  readonly keepMs: number;
  readonly maxBytes: number;
  readonly clock: Clock;
  /** The stream is none that can be kept. */
  readonly onGarbage?: (error: unknown) => void;
}

/** A stretch of the stream. */
export interface Cut {
  readonly init: Init;
  readonly units: readonly Arrived[];
}

/** ffmpeg gives a picture out when it knows how long it is shown, which is when the next one comes; at most so long. */
const longestPictureMs = 500;

export class PacketRing {
  readonly #options: RingOptions;
  #splitter: FragmentSplitter | undefined;
  #init: Init | undefined;
  #units: Arrived[] = [];
  #bytes = 0;
  #dropped = 0;
  readonly #watchers = new Set<(unit: Arrived | undefined) => void>();

  constructor(options: RingOptions) {
    this.#options = options;
  }

  /** `dropped`: pictures that had to go before their time, for the bytes. */
  get facts(): { readonly bytes: number; readonly seconds: number; readonly dropped: number } {
    const span = (this.#units.at(-1)?.atMs ?? 0) - (this.#units[0]?.atMs ?? 0);
    return { bytes: this.#bytes, seconds: Math.round(span / 100) / 10, dropped: this.#dropped };
  }

  /** A stream begins: what was kept of another does not go together with it. */
  begin(): void {
    for (const watch of [...this.#watchers]) watch(undefined);
    this.#init = undefined;
    this.#units = [];
    this.#bytes = 0;
    this.#splitter = new FragmentSplitter({
      begin: (init) => {
        this.#init = init;
      },
      unit: (unit) => this.#add(unit),
    });
  }

  /** Bytes of the stream, cut anywhere. What cannot be read is told once and ends the stream. */
  write(chunk: Uint8Array): void {
    try {
      this.#splitter?.push(chunk);
    } catch (error) {
      this.#splitter = undefined;
      this.#options.onGarbage?.(error);
    }
  }

  /**
   * What is there from the key picture at or before `fromMs` until `toMs`; undefined where there is nothing.
   * @param fromMs, toMs monotonic, milliseconds.
   */
  cut(fromMs: number, toMs: number): Cut | undefined {
    if (!this.#init) return undefined;
    const before = this.#units.findLastIndex((u) => u.isKey && u.atMs <= fromMs);
    const start = before >= 0 ? before : this.#units.findIndex((u) => u.isKey);
    if (start < 0) return undefined;
    const units = this.#units.slice(start).filter((u) => u.atMs <= toMs);
    return units.length > 0 ? { init: this.#init, units } : undefined;
  }

  /**
   * Calls with each further picture, and with undefined when the stream ends, while what was kept of it is still there.
   * @returns what ends it.
   */
  watch(watcher: (unit: Arrived | undefined) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #add(unit: Unit): void {
    const { clock, keepMs, maxBytes } = this.#options;
    const shownMs = (unit.duration * 1000) / (this.#init?.timescale || 1000);
    const now = clock.monotonicMs();
    const atMs = now - Math.min(longestPictureMs, shownMs);
    // Without the key picture before it, it cannot be shown.
    if (this.#units.length === 0 && !unit.isKey) return;
    const arrived = { ...unit, atMs };
    this.#units.push(arrived);
    this.#bytes += unit.bytes.length;
    for (const watch of [...this.#watchers]) watch(arrived);
    if (!unit.isKey && this.#bytes <= maxBytes) return;
    for (;;) {
      const next = this.#units.findIndex((u, i) => i > 0 && u.isKey);
      const isOld = next > 0 && (this.#units[next]?.atMs ?? 0) < now - keepMs;
      const isTooMuch = this.#bytes > maxBytes;
      if (!isOld && !isTooMuch) return;
      const gone = this.#units.splice(0, next > 0 ? next : this.#units.length);
      this.#bytes -= gone.reduce((sum, u) => sum + u.bytes.length, 0);
      if (!isOld) this.#dropped += gone.length;
    }
  }
}

/** The clip of a cut, with what is to be known of it. */
export function toClip({ init, units }: Cut): {
  readonly bytes: Buffer;
  readonly fromMs: number;
  readonly durationMs: number;
} {
  const [first, last] = [units[0], units.at(-1)];
  const ticks = first && last ? last.time + last.duration - first.time : 0;
  return {
    bytes: clipOf(init, units),
    fromMs: first?.atMs ?? 0,
    durationMs: Math.round((ticks * 1000) / init.timescale),
  };
}
