// A place: what stands there, the ways through it, its signals, and the named lines and areas that rules are drawn on.
import type { RoadUserClass } from '../../../domain/detection.ts';
import type { Vec3 } from '../vector.ts';
import type { Plan, SignalState, Spot } from '../world.ts';
import type { Path } from './path.ts';

/** A way through the place, from where road users come into it to where they leave it. */
export interface Route {
  readonly id: string;
  readonly path: Path;
  /** Middles of its lanes, metres to the left of the path; the first is the usual one. */
  readonly lanes: readonly number[];
  /** Between these offsets two-wheelers and walkers may move sideways, metres to the left. */
  readonly span: readonly [right: number, left: number];
  /** Usual speed, km/h. */
  readonly speedKmh: number;
  /** `drive` for vehicles, `walk` for people on foot. */
  readonly for: 'drive' | 'walk';
  /** Where one stops at red. */
  readonly stop?: { readonly s: number; readonly signal: string; readonly line: string };
  /** Between these metres along it lanes are not changed: beside a solid line. */
  readonly noChange?: readonly [from: number, to: number];
  /** The group of ways whose rate a scenario sets together: `main`, `side`, `walk`, ... */
  readonly group: string;
  /** Its share of the group's road users. */
  readonly share: number;
  /** Everybody stands this long at a place of the way, for example at a counter, seconds at least and at most. */
  readonly halt?: { readonly s: number; readonly seconds: readonly [number, number] };
  /** Only these use the way; absent: all that drive or walk. */
  readonly classes?: readonly RoadUserClass[];
}

/** A signal head's cycle: it starts with green at `offset` seconds, then amber, then red. Seconds. */
export interface SignalProgram {
  readonly id: string;
  readonly cycle: number;
  readonly offset: number;
  readonly green: number;
  readonly amber: number;
}

/** A camera's place and aim; the focal length as a share of the picture's width. */
export interface View {
  readonly position: Vec3;
  readonly yaw: number;
  readonly tilt: number;
  readonly focal: number;
  readonly distortion?: number;
}

export interface Site {
  readonly plan: Plan;
  readonly routes: readonly Route[];
  readonly signals: readonly SignalProgram[];
  /** The first is the usual one. */
  readonly views: Readonly<Record<string, View>>;
  /** Areas on the ground, by name; `heading` is the direction of travel in it where there is one. */
  readonly zones: Readonly<Record<string, { readonly outline: readonly Spot[]; readonly heading?: number }>>;
  /** Lines on the ground, by name; crossing from their left to their right counts as forward. */
  readonly lines: Readonly<Record<string, { readonly points: readonly Spot[]; readonly signal?: string }>>;
}

/** What a signal shows; `left` is how long it still does. */
export function signalAt(program: SignalProgram, seconds: number): { state: SignalState; left: number } {
  const { cycle, green, amber } = program;
  const t = (((seconds - program.offset) % cycle) + cycle) % cycle;
  if (t < green) return { state: 'green', left: green - t };
  if (t < green + amber) return { state: 'amber', left: green + amber - t };
  return { state: 'red', left: cycle - t };
}
