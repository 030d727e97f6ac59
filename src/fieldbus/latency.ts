// How long each unit of a line takes to answer, learned from its answers, and from that how long it is waited for. A
// device that answers within 20 ms and falls silent costs its line a floor of some hundred milliseconds instead of the
// whole timeout; one that is slow is given the time it needs. The configured timeout is never exceeded.

export interface LatencyBounds {
  /** No timeout is shorter; equal to the longest one: nothing is learned. */
  readonly floorMs: number;
}

/** Waited for so many times as long as the unit's slowest recent answer. */
const margin = 3;
/** Share of its distance to the newest latency by which the slowest recent one falls back at each answer. */
const forgetting = 0.02;

interface Unit {
  /** The slowest recent answer, milliseconds. */
  peakMs: number;
  /** Deadlines missed since the last answer. */
  misses: number;
}

export class Latency {
  readonly #bounds: LatencyBounds;
  readonly #units = new Map<number, Unit>();

  constructor(bounds: LatencyBounds) {
    this.#bounds = bounds;
  }

  /**
   * @param longestMs the timeout of the line, or of this device where its profile has one.
   * @returns milliseconds: the longest for a unit that never answered; doubled for each deadline missed in a row after the
   * first. (An answer that comes late teaches at once how long it took.)
   */
  timeoutMs(unit: number, longestMs: number): number {
    const known = this.#units.get(unit);
    if (!known) return longestMs;
    const learned =
      Math.max(this.#bounds.floorMs, margin * known.peakMs) * 2 ** Math.min(Math.max(0, known.misses - 1), 16);
    return Math.min(longestMs, Math.round(learned));
  }

  /** An answer came, in time or late, `ms` after the unit had the request. */
  answered(unit: number, ms: number): void {
    const known = this.#units.get(unit);
    const latency = Math.max(0, ms);
    if (!known) {
      this.#units.set(unit, { peakMs: latency, misses: 0 });
      return;
    }
    known.peakMs = latency > known.peakMs ? latency : known.peakMs + forgetting * (latency - known.peakMs);
    known.misses = 0;
  }

  missed(unit: number): void {
    const known = this.#units.get(unit);
    if (known) known.misses++;
  }

  /** Another peer may be at the other end now. */
  forget(): void {
    this.#units.clear();
  }
}
