// How much a counter went on in a window: energy, pulses, litres. What lies between two readings is shared out over the
// time between them, so that nothing is lost at the borders of windows and the windows add up to the counter. A counter
// that goes back:
// - near its end and then near 0, it rolled over;
// - by a hundredth at the most (a rounded last digit, a noisy float, a total restored from a copy that is a little old), it
//   is followed back: as the next steps go up again, the windows still add up to what the counter says, and nothing that
//   was counted is counted again;
// - by more, it was reset: what it counted between the last reading and the reset is not known, which is told.
import type { Span } from './length.ts';
import type { Series } from './series.ts';

export interface CounterValue {
  /** How much, in the unit of the counter; null without two readings around or in the window. */
  readonly delta: number | null;
  /** Times it was reset in it: what was counted just before is missing. */
  readonly resets: number;
  readonly rollovers: number;
}

/** Near the end of its range, near 0: within a tenth. */
const margin = 0.1;
/** A fall by no more than this share of the reading is no reset. */
const wobble = 0.01;

/** @param rollover where the counter begins again at 0; undefined: it never does. */
export function counterOf(series: Series, span: Span, rollover: number | undefined): CounterValue {
  let delta = 0;
  let steps = 0;
  let resets = 0;
  let rollovers = 0;
  let before = lastThatCounts(series, series.indexOf(span.from) - 1);
  for (let i = series.indexOf(span.from); i < series.length; i++) {
    if (!series.counts(i)) continue;
    if (before !== undefined) {
      const [t0, t1] = [series.time(before), series.time(i)];
      const { step, how } = stepOf(series.value(before), series.value(i), rollover);
      const share = (Math.min(t1, span.to) - Math.max(t0, span.from)) / (t1 - t0);
      delta += step * share;
      steps++;
      // It is told of once: in the window that the newer reading lies in.
      if (t1 < span.to && how === 'reset') resets++;
      if (t1 < span.to && how === 'rollover') rollovers++;
    }
    before = i;
    if (series.time(i) >= span.to) break;
  }
  return { delta: steps === 0 ? null : delta, resets, rollovers };
}

function stepOf(from: number, to: number, rollover: number | undefined) {
  if (to >= from) return { step: to - from, how: 'on' } as const;
  const isRollover = rollover !== undefined && from >= rollover * (1 - margin) && to <= rollover * margin;
  if (isRollover) return { step: rollover - from + to, how: 'rollover' } as const;
  if (from - to <= wobble * Math.abs(from)) return { step: to - from, how: 'back' } as const;
  return { step: Math.max(0, to), how: 'reset' } as const;
}

function lastThatCounts(series: Series, from: number): number | undefined {
  for (let i = from; i >= 0; i--) if (series.counts(i)) return i;
  return undefined;
}
