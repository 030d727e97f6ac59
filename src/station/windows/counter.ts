// How much a counter went on in a window: energy, pulses, litres. What lies between two readings is shared out over the
// time between them, so that nothing is lost at the borders of windows and the windows add up to the counter. A counter
// that goes back:
// - near the end of its range and then near its beginning, it rolled over (wrap.ts);
// - by a hundredth at the most (a rounded last digit, a noisy float, a total restored from a copy that is a little old), it
//   is followed back: as the next steps go up again, the windows still add up to what the counter says, and nothing that
//   was counted is counted again;
// - and soon goes on from where it was, it never left: the readings in between are none of its own (strays.ts);
// - to 0, or to no more than it may have counted since the reading before, it was reset: what it counted between that
//   reading and the reset is not known, which is told;
// - where it is said how fast it can count, and a step goes further, up or back, it is another meter;
// - otherwise nobody can tell how much went through it: perhaps the meter was exchanged for one that is not new. Then the
//   windows that this touches have no number, and say from where to where it fell. People are fined by these numbers: none
//   is guessed.
import type { Span } from './length.ts';
import { hourMs, mostFrom, wobble } from './pace.ts';
import type { Series } from './series.ts';
import { withoutStrays } from './strays.ts';
import { rolledOver, type Wrap } from './wrap.ts';

/** The most that a counter can count in a time. */
export interface MaxRate {
  readonly change: number;
  /** Milliseconds. */
  readonly per: number;
}

/** A fall, or a leap, that nobody can tell the meaning of: the readings around it, and when the later one was taken. */
export interface Fall {
  readonly before: number;
  readonly after: number;
  readonly ms: number;
}

export interface CounterValue {
  /** How much, in the unit of the counter; null without two readings around or in the window, or where it fell. */
  readonly delta: number | null;
  /** Times it was reset in it, or fell: what was counted just before is missing. */
  readonly resets: number;
  readonly rollovers: number;
  /** The first fall by which `delta` is not known. */
  readonly fell?: Fall;
}

interface Step {
  readonly by: number;
  readonly how: 'on' | 'back' | 'rollover' | 'reset' | 'fell' | 'leapt';
}

/** @param wrap where the counter begins again; undefined: it never does. */
export function counterOf(series: Series, span: Span, wrap: Wrap | undefined, maxRate?: MaxRate): CounterValue {
  const rules = { wrap, maxRate };
  const readings = readingsAround(series, span, rules);
  const steps = readings.map((_, n) => (n === 0 ? none : stepOf(series, readings, n, rules)));
  const unclear = unclearOf(series, readings, steps);
  let delta: number | undefined;
  let resets = 0;
  let rollovers = 0;
  let fell: Fall | undefined;
  for (let n = 1; n < readings.length; n++) {
    const [t0, t1] = [series.time(readings[n - 1]!), series.time(readings[n]!)];
    if (t1 < span.from) continue;
    if (t0 >= span.to) break;
    const { by, how } = steps[n]!;
    const share = (Math.min(t1, span.to) - Math.max(t0, span.from)) / (t1 - t0);
    if (share > 0) fell ??= unclear.get(n);
    delta = (delta ?? 0) + by * share;
    // It is told of once: in the window that the newer reading lies in.
    if (t1 < span.to && isFall(how)) resets++;
    if (t1 < span.to && how === 'rollover') rollovers++;
  }
  return { delta: fell ? null : (delta ?? null), resets, rollovers, ...(fell ? { fell } : {}) };
}

interface Rules {
  readonly wrap: Wrap | undefined;
  readonly maxRate: MaxRate | undefined;
}

const none: Step = { by: 0, how: 'on' };
const isFall = (how: Step['how']) => how === 'reset' || how === 'fell';

/** So much of a fall in one step the other way: it was a leap there and back, and perhaps nothing was counted or reset. */
const most = 0.5;

/** The steps that say nothing, by the fall that they belong to. */
function unclearOf(series: Series, readings: readonly number[], steps: readonly Step[]): ReadonlyMap<number, Fall> {
  const unclear = new Map<number, Fall>();
  /** The last fall, while the counter is below where it was then. */
  let below: Fall | undefined;
  let fellAt = 0;
  for (let n = 1; n < readings.length; n++) {
    const { by, how } = steps[n]!;
    const [before, after] = [series.value(readings[n - 1]!), series.value(readings[n]!)];
    const ms = series.time(readings[n]!);
    if (how === 'leapt') unclear.set(n, { before, after, ms });
    if (isFall(how) || how === 'rollover') {
      below = { before, after, ms };
      fellAt = n;
      const leap = leapBefore(series, readings, n);
      if (how === 'fell') unclear.set(n, below);
      for (let k = n; leap !== undefined && k > leap; k--) unclear.set(k, below);
    } else if (below && after >= below.before * (1 - wobble)) {
      if (ms - below.ms <= hourMs && by >= most * (below.before - below.after)) {
        unclear.set(n, below);
        // It did not roll over either.
        if (steps[fellAt]!.how === 'rollover') unclear.set(fellAt, below);
      }
      below = undefined;
    }
  }
  return unclear;
}

/** From where a counter that falls had leapt up, in the hour before; undefined where it had come there step by step. */
function leapBefore(series: Series, readings: readonly number[], n: number): number | undefined {
  const [value, ms] = [series.value(readings[n]!), series.time(readings[n]!)];
  const fall = series.value(readings[n - 1]!) - value;
  for (let k = n - 2; k >= 0 && ms - series.time(readings[k]!) <= hourMs; k--) {
    const then = series.value(readings[k]!);
    if (then * (1 - wobble) > value) continue;
    return series.value(readings[k + 1]!) - then >= most * fall ? k : undefined;
  }
  return undefined;
}

function stepOf(series: Series, readings: readonly number[], n: number, { wrap, maxRate }: Rules): Step {
  const [from, to] = [series.value(readings[n - 1]!), series.value(readings[n]!)];
  const ms = series.time(readings[n]!) - series.time(readings[n - 1]!);
  const possible = maxRate ? maxRate.change * Math.max(1, ms / maxRate.per) : Number.POSITIVE_INFINITY;
  if (to >= from) return { by: to - from, how: to - from > possible ? 'leapt' : 'on' };
  const most = mostFrom(series, readings, n - 1, series.time(readings[n]!));
  const over = rolledOver({ from, to, most }, wrap);
  if (typeof over === 'number' && over <= possible) return { by: over, how: 'rollover' };
  if (from - to <= Math.min(possible, wobble * Math.abs(from))) return { by: to - from, how: 'back' };
  const isReset = to === 0 || (to > 0 && most !== undefined && to <= most && over === undefined);
  return isReset ? { by: to, how: 'reset' } : { by: 0, how: 'fell' };
}

/** Those that count, from an hour before the one before the window, by which its pace is known, to an hour after it. */
function readingsAround(series: Series, { from, to }: Span, rules: Rules): readonly number[] {
  let first = series.indexOf(from) - 1;
  while (first >= 0 && !series.counts(first)) first--;
  const sinceMs = (first >= 0 ? series.time(first) : from) - hourMs;
  const readings: number[] = [];
  let isSteady = true;
  let after = 0;
  for (let i = series.indexOf(sinceMs); i < series.length && (after === 0 || series.time(i) <= to + hourMs); i++) {
    if (!series.counts(i)) continue;
    const last = readings.at(-1);
    if (last !== undefined && series.value(i) < series.value(last)) isSteady = false;
    readings.push(i);
    if (series.time(i) >= to) after++;
  }
  if (isSteady) return readings;
  return withoutStrays(series, readings, (kept, n) => {
    const { how } = stepOf(series, kept, n, rules);
    return how === 'rollover' || how === 'back';
  });
}
