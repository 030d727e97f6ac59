// What a window says of a point, by its kind. Pure.
import type { StationPoint } from './config.ts';
import { counterOf, type Fall } from './windows/counter.ts';
import type { Span } from './windows/length.ts';
import { rounded } from './windows/rounded.ts';
import type { Series } from './windows/series.ts';
import { windOf } from './windows/wind.ts';
import { windowOf } from './windows/window.ts';
import type { Wrap } from './windows/wrap.ts';

/** What a window says, as it is told. */
export interface WindowWords {
  readonly unit?: string;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly sigma: number | null;
  readonly count: number;
  readonly capture: number;
  readonly valid: boolean;
  readonly left: { bad: number; calibrating: number; maintenance: number };
  readonly uncertain: number;
  readonly delta?: number | null;
  readonly resets?: number;
  /** Why it is not valid, beside the capture. */
  readonly reason?: 'counter-fell' | 'counter-leapt' | 'no-speed';
  /** With `counter-fell` and `counter-leapt`: the step by which `delta` is not known. */
  readonly fell?: Fall;
  readonly direction?: number | null;
  readonly vectorSpeed?: number | null;
}

/** What a window is made of. */
export interface Made {
  readonly config: StationPoint;
  readonly series: Series;
  /** Of a wind direction: the readings of its speed. */
  readonly speeds: Series | undefined;
  /** Of a counter: where it begins again. */
  readonly wrap: Wrap | undefined;
  readonly unit: string | undefined;
}

export function wordsOf(made: Made, span: Span): WindowWords {
  const { config, series, unit } = made;
  const { kind, every: periodMs, capture: threshold } = config;
  const { mean, min, max, sigma, count, capture, isValid, left, uncertain } = windowOf(series, span, {
    ...{ periodMs, threshold },
  });
  const common = { ...(unit === undefined ? {} : { unit }), count, capture, valid: isValid, left, uncertain };
  if (kind === 'wind-direction') return { ...common, ...windWords(made, span, common) };
  const values = { mean: rounded(mean), min, max, sigma: rounded(sigma) };
  if (kind === 'scalar') return { ...common, ...values };
  const { delta, resets, fell } = counterOf(series, span, made.wrap, config.maxRate);
  if (fell) {
    const reason = fell.after > fell.before ? 'counter-leapt' : 'counter-fell';
    return { ...common, ...values, valid: false, reason, delta: null, resets, fell };
  }
  return { ...common, ...values, delta: rounded(delta), resets };
}

function windWords(
  { config, series, speeds }: Made,
  span: Span,
  common: Pick<WindowWords, 'count' | 'capture' | 'valid'>,
) {
  const { count, capture, valid } = common;
  // A mean of degrees says nothing: half from 350 and half from 10 is no wind from the south.
  const none = { mean: null, min: null, max: null, sigma: null };
  const wind = speeds ? windOf(speeds, series, span) : { direction: null, vectorSpeed: null, count: 0 };
  const made = { ...none, direction: rounded(wind.direction), vectorSpeed: rounded(wind.vectorSpeed) };
  // It is made of the readings that have a speed beside them.
  if (!valid || capture * wind.count >= config.capture * count) return made;
  return { ...made, valid: false, reason: 'no-speed' as const };
}
