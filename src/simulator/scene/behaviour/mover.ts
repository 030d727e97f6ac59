// One who moves: where it is on its way, what it wants, what a script makes it do.
import type { RoadUserClass } from '../../../domain/detection.ts';
import type { Random } from '../../random.ts';
import type { Extent } from '../picture/bodies/table.ts';
import type { Route } from '../plan/site.ts';
import type { Look, Spot } from '../world.ts';

/** A stop on the way: the front comes to rest at `s`, for some seconds. */
export interface Halt {
  readonly s: number;
  readonly seconds: number;
  /** Where beside the path it stands, metres to the left. */
  readonly offset?: number;
}

/** What a script may make of a road user. */
export interface Manner {
  /** Wanted speed, m/s; taken from the way and the class without it. */
  readonly speed?: number;
  /** Keeps its speed exactly unless it would run into somebody within seconds. */
  readonly exact?: boolean;
  readonly ignoresSignals?: boolean;
  /** Where to be beside the path from a place on, metres. Without any, lanes are chosen freely. */
  readonly offsets?: readonly { readonly s: number; readonly offset: number }[];
  readonly halts?: readonly Halt[];
}

export interface Mover {
  readonly id: string;
  readonly number: number;
  readonly class: RoadUserClass;
  readonly look: Look;
  readonly extent: Extent;
  readonly route: Route;
  readonly manner: Manner;
  readonly random: Random;
  /** Wanted speed, m/s. */
  readonly wanted: number;
  /** Metres of its middle along the path, and to the left of it. */
  s: number;
  offset: number;
  /** Where beside the path it is going to, metres. */
  target: number;
  /** Metres to the left a second. */
  drift: number;
  speed: number;
  acceleration: number;
  travelled: number;
  /** Halts still to come, in their order; the first may be waited out since `haltedAt`. */
  halts: Halt[];
  haltedAt: number | undefined;
  /** No faster than this for now, m/s: a script's jam. */
  cap: number;
  /** A violator that a script made of ordinary traffic. */
  ignoresSignals: boolean;
  /** Seconds it has stood for somebody it gives way to. */
  patience: number;
  /** In the world, worked out once a step. */
  at: Spot;
  heading: number;
}

/** Two-wheelers and walkers move sideways as they like; the others keep to lanes. */
export const isNarrow = (c: RoadUserClass) => c === 'motorcycle' || c === 'bicycle' || c === 'person';

/** Puts `at` and `heading` where `s` and `offset` say. */
export function place(mover: Mover): void {
  const pose = mover.route.path.at(mover.s, mover.offset);
  mover.at = [pose.x, pose.y];
  const slip = mover.speed > 0.3 ? Math.atan2(mover.drift, mover.speed) : 0;
  mover.heading = pose.heading + Math.max(-0.5, Math.min(0.5, slip));
}

interface Temper {
  /** Acceleration and comfortable braking, m/s²; time gap, s; gap at a standstill, m. */
  readonly acceleration: number;
  readonly braking: number;
  readonly timeGap: number;
  readonly stillGap: number;
}

/** Of the intelligent driver model (Treiber, Hennecke, Helbing 2000), set by class. */
export const tempers: Readonly<Record<RoadUserClass, Temper>> = {
  car: { acceleration: 1.7, braking: 2.2, timeGap: 1.2, stillGap: 1.7 },
  bus: { acceleration: 1.0, braking: 1.8, timeGap: 1.5, stillGap: 2.2 },
  truck: { acceleration: 0.9, braking: 1.8, timeGap: 1.6, stillGap: 2.3 },
  motorcycle: { acceleration: 2.2, braking: 2.6, timeGap: 0.7, stillGap: 0.7 },
  bicycle: { acceleration: 0.9, braking: 1.8, timeGap: 0.7, stillGap: 0.7 },
  person: { acceleration: 1.2, braking: 2, timeGap: 0.35, stillGap: 0.3 },
};

/** Usual speed on a way by class, m/s, before anybody's own taste. */
export function usualSpeed(route: Route, c: RoadUserClass): number {
  const ms = route.speedKmh / 3.6;
  if (c === 'bicycle') return Math.min(ms, 4.2);
  if (c === 'motorcycle') return Math.min(ms * 0.95, 15);
  if (c === 'truck' || c === 'bus') return ms * 0.85;
  return ms;
}
