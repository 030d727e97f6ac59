// Where a road user is and how fast it moves: a Kalman filter with constant velocity over (centre x, centre y, aspect =
// width / height, height), as in SORT and ByteTrack (Zhang et al. 2022, kalman_filter.py), with time in seconds instead
// of frames. All of ByteTrack's noise is diagonal, so its 8 × 8 covariance is four independent 2 × 2 ones (position and
// velocity of one quantity); each is kept as three numbers. The noise of a step of Δt is that of Δt / (1/30 s) steps of
// ByteTrack one after the other: at 30 frames/s the filter is ByteTrack's, at 5 frames/s it behaves as if the frames
// between had only not been measured.
import type { Box } from '../../domain/detection.ts';

/** The frame interval ByteTrack's noise was tuned for, seconds. */
const referenceStep = 1 / 30;
/** Standard deviations relative to the height of the box, per reference step. */
const positionNoise = 1 / 20;
const velocityNoise = 1 / 160;
/** The aspect has noise of its own, in absolute terms. */
const aspectNoise = { initial: 1e-2, step: 1e-2, velocity: 1e-5, measured: 1e-1 };
const smallestHeight = 1;

const quantities = 4;
const aspect = 2;
const height = 3;

export interface MotionState {
  /** Centre x, centre y (pixels), aspect, height (pixels). */
  readonly position: Float64Array;
  /** The same per second. */
  readonly velocity: Float64Array;
  /** Variance of the position, covariance of both, variance of the velocity: three numbers a quantity. */
  readonly covariance: Float64Array;
}

/** The state of something seen once: it stands still as far as we know, and we know little. */
export function beginMotion(box: Box): MotionState {
  const position = Float64Array.of(
    box.x + box.width / 2,
    box.y + box.height / 2,
    box.width / Math.max(box.height, smallestHeight),
    Math.max(box.height, smallestHeight),
  );
  const covariance = new Float64Array(3 * quantities);
  for (let i = 0; i < quantities; i++) {
    const p = i === aspect ? aspectNoise.initial : 2 * positionNoise * position[height]!;
    const v = (i === aspect ? aspectNoise.velocity : 10 * velocityNoise * position[height]!) / referenceStep;
    covariance[3 * i] = p * p;
    covariance[3 * i + 2] = v * v;
  }
  return { position, velocity: new Float64Array(quantities), covariance };
}

/** Moves the state on by `seconds`. `holdHeight`: a box that is not seen must not grow or shrink on its own. */
export function predictMotion(state: MotionState, seconds: number, holdHeight = false): void {
  const { position, velocity, covariance } = state;
  if (holdHeight) velocity[height] = 0;
  const steps = seconds / referenceStep;
  // The composition of n steps: sums of 1, i and i² for i below n (for less than one step there is nothing to sum).
  const sum1 = Math.max(0, (steps * (steps - 1)) / 2);
  const sum2 = Math.max(0, (steps * (steps - 1) * (2 * steps - 1)) / 6);
  const h = position[height]!;
  for (let i = 0; i < quantities; i++) {
    const p = i === aspect ? aspectNoise.step : positionNoise * h;
    const v = (i === aspect ? aspectNoise.velocity : velocityNoise * h) / referenceStep;
    const qp = p * p;
    const qv = v * v;
    const c = 3 * i;
    const pp = covariance[c]!;
    const pv = covariance[c + 1]!;
    const vv = covariance[c + 2]!;
    position[i]! += velocity[i]! * seconds;
    covariance[c] = pp + 2 * seconds * pv + seconds * seconds * vv + qp * steps + qv * referenceStep ** 2 * sum2;
    covariance[c + 1] = pv + seconds * vv + qv * referenceStep * sum1;
    covariance[c + 2] = vv + qv * steps;
  }
  position[height] = Math.max(position[height]!, smallestHeight);
  position[aspect] = Math.max(position[aspect]!, 0.01);
}

/** Takes a measured box into account. */
export function correctMotion(state: MotionState, box: Box): void {
  const { position, velocity, covariance } = state;
  const h = position[height]!;
  const measuredHeight = Math.max(box.height, smallestHeight);
  const measured = [box.x + box.width / 2, box.y + box.height / 2, box.width / measuredHeight, measuredHeight];
  for (let i = 0; i < quantities; i++) {
    const r = i === aspect ? aspectNoise.measured : positionNoise * h;
    const c = 3 * i;
    const pp = covariance[c]!;
    const pv = covariance[c + 1]!;
    const innovationVariance = pp + r * r;
    const gainP = pp / innovationVariance;
    const gainV = pv / innovationVariance;
    const innovation = measured[i]! - position[i]!;
    position[i]! += gainP * innovation;
    velocity[i]! += gainV * innovation;
    covariance[c] = (1 - gainP) * pp;
    covariance[c + 1] = (1 - gainP) * pv;
    covariance[c + 2]! -= gainV * pv;
  }
  position[height] = Math.max(position[height]!, smallestHeight);
  position[aspect] = Math.max(position[aspect]!, 0.01);
}

/** The box of the state, in pixels. */
export function boxOfMotion({ position }: MotionState): Box {
  const h = position[height]!;
  const w = position[aspect]! * h;
  return { x: position[0]! - w / 2, y: position[1]! - h / 2, width: w, height: h };
}

/** How far the centre may be off, pixels: the larger of the standard deviations in x and y. */
export function spreadOfMotion({ covariance }: MotionState): number {
  return Math.sqrt(Math.max(covariance[0]!, covariance[3]!));
}
