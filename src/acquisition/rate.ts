// Values that changed faster than they can. The first value after a jump is doubtful; one that stays where it jumped is
// believed from the next reading on, so that a real step costs one reading and a single wild value two.
import type { Decoded } from './codec/decode.ts';
import type { CompiledPoint } from './compile.ts';

export class RateWatch {
  readonly #last = new Map<CompiledPoint, { value: number; ms: number }>();

  /** @param nowMs monotonic. */
  check(point: CompiledPoint, decoded: Decoded, nowMs: number): Decoded {
    const { maxRate } = point.point;
    const { value, quality } = decoded;
    if (!maxRate || typeof value !== 'number') return decoded;
    const last = this.#last.get(point);
    this.#last.set(point, { value, ms: nowMs });
    if (!last || nowMs <= last.ms) return decoded;
    const allowed = (maxRate.change * (nowMs - last.ms)) / maxRate.per;
    // One unit in the last place of a double, so that exactly the allowed change is allowed.
    const isTooFast = Math.abs(value - last.value) > allowed * (1 + 1e-12);
    return isTooFast && quality === 'good' ? { value, quality: 'uncertain:rate' } : decoded;
  }

  /** Nothing is known of what happened while the device was away. */
  reset(): void {
    this.#last.clear();
  }
}
