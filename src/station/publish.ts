// Readings are told when they change. What does not change is told now and then all the same, so that silence never has to
// be believed; a change of quality is told at once. Pure.
import type { StationPoint } from './config.ts';

type Rules = NonNullable<StationPoint['publish']>;
type Value = number | string | boolean | null;

export class PublishFilter {
  readonly #rules: Rules;
  #last: { value: Value; quality: string; ms: number } | undefined;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** Is this reading to be told? Then it is what the next ones are compared with. */
  take(value: Value, quality: string, ms: number): boolean {
    const last = this.#last;
    const isDue =
      last === undefined ||
      quality !== last.quality ||
      // Set back: the clock says nothing of how long it was.
      ms < last.ms ||
      ms - last.ms >= this.#rules.max ||
      (ms - last.ms >= this.#rules.min && this.#hasMoved(last.value, value));
    if (isDue) this.#last = { value, quality, ms };
    return isDue;
  }

  #hasMoved(from: Value, to: Value): boolean {
    if (typeof from !== 'number' || typeof to !== 'number') return from !== to;
    const { change, percent } = this.#rules;
    const away = Math.abs(to - from);
    if (change === undefined && percent === undefined) return away > 0;
    return (
      (change !== undefined && away > change) || (percent !== undefined && away > (Math.abs(from) * percent) / 100)
    );
  }
}
