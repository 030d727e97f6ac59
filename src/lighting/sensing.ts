// Dynamic controls: what a sensor does to the level that the program gives. Pure, and without memory: the answer depends
// on the level below and on the sensor's value alone (hysteresis and hold belong to the sensor).
import type { LampRequest } from '../domain/lamp.ts';

/** How a control's level meets the one below it; the six of TALQ 2.7.1. */
export const merges = ['set', 'max', 'min', 'add', 'sub', 'mul'] as const;
export type Merge = (typeof merges)[number];

export interface Control {
  readonly id: string;
  /** Name of what is sensed; `presence` is 1 while somebody is near the lamp. */
  readonly input: string;
  /** The control counts while the value is at least `above` and at most `below`. */
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  readonly merge: Merge;
  /** Per cent. */
  readonly level?: number | undefined;
  /** Instead of one level: points [value, per cent] with rising values, straight lines between, level beyond. */
  readonly levels?: readonly (readonly [number, number])[] | undefined;
}

/** The input that says how much daylight there is: with an unconfirmed clock it is believed, also to lower a level. */
export const photocell = 'photocell';
export const presenceInput = 'presence';

/** Levels along a curve are multiples of this, per cent. */
const curveStep = 5;

/** What a control asks for. */
export interface SensorWish extends LampRequest {
  readonly merge: Merge;
  readonly rule: string;
  /** True where it may lower the level though the time of day is not known. */
  readonly knowsDay: boolean;
}

/**
 * What a control asks for at a value of its input; undefined where it does not count (also where the value is missing).
 * @param owner name of the program, for the reason.
 */
export function wishOf(control: Control, owner: string, value: number | undefined): SensorWish | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const { above, below, merge, input } = control;
  if ((above !== undefined && value < above) || (below !== undefined && value > below)) return undefined;
  const level = control.levels ? alongCurve(control.levels, value) : (control.level ?? 100);
  const rule = `${owner}/${control.id}`;
  return { source: 'sensor', level, until: null, merge, rule, knowsDay: input === photocell };
}

/** @returns per cent, 0 to 100. `mul` takes the control's level as per cent of the base. */
export function mergeLevel(merge: Merge, base: number, level: number): number {
  const merged = {
    set: level,
    max: Math.max(base, level),
    min: Math.min(base, level),
    add: base + level,
    sub: base - level,
    mul: (base * level) / 100,
  }[merge];
  return Math.round(Math.min(100, Math.max(0, merged)) * 10) / 10;
}

function alongCurve(curve: readonly (readonly [number, number])[], value: number): number {
  const next = curve.findIndex(([x]) => x >= value);
  const [x1, y1] = curve[next < 0 ? curve.length - 1 : next] ?? [0, 100];
  const [x0, y0] = curve[next - 1] ?? [x1, y1];
  if (next <= 0 || x1 === x0) return y1;
  // In steps: a sensor's noise must not be written on the bus.
  const exact = y0 + ((y1 - y0) * (value - x0)) / (x1 - x0);
  return Math.round(exact / curveStep) * curveStep;
}
