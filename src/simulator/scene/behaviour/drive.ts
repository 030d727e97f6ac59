// One step of one who moves: speeding up and braking (intelligent driver model), moving sideways, halting, obeying signals.
import { type SignalProgram, signalAt } from '../plan/site.ts';
import { blockedBeside, leaderIn, type Neighbour, neighboursOf } from './ahead.ts';
import { isNarrow, type Mover, tempers } from './mover.ts';

export interface Around {
  readonly all: readonly Mover[];
  /** Seconds since the scene began. */
  readonly seconds: number;
  readonly signals: ReadonlyMap<string, SignalProgram>;
}

/** Braking harder than this is not done for an amber light, m/s². */
const amberBraking = 2.8;
const hardest = 7;

/** Works out acceleration and drift; positions are left alone, so that the order of movers does not matter. */
export function think(mover: Mover, around: Around): void {
  const near = neighboursOf(mover, around.all).filter((n) => !isStuckWith(mover, n));
  steer(mover, near, around.seconds);
  let a = freely(mover);
  const leader = leaderIn(mover, near, mover.offset, mover.target);
  if (leader) a = Math.min(a, following(mover, leader.gap, leader.speed));
  for (const gap of stops(mover, around)) a = Math.min(a, following(mover, gap, 0, 0.3));
  if (mover.manner.exact && !mover.halts.length) {
    const inDanger = leader && leader.gap < Math.max(1, (mover.speed - leader.speed) * 2.5);
    if (!inDanger) a = Math.abs(mover.speed - mover.wanted) < 1e-9 ? 0 : a;
  }
  mover.acceleration = Math.max(-hardest, a);
}

/** Two who stand in each other's way for long would stand for ever. */
function isStuckWith(mover: Mover, { mover: other }: Neighbour): boolean {
  // Walkers slip past each other; a queue is kept.
  if (mover.class === 'person') return mover.patience > 2.5 && other.class === 'person' && !mover.route.halt;
  return (
    mover.patience > 4 &&
    other.speed < 0.3 &&
    other.route !== mover.route &&
    Math.cos(other.heading - mover.heading) < 0.85
  );
}

/** On a free way: up to the wanted speed, slower in bends. */
function freely(mover: Mover): number {
  const { acceleration } = tempers[mover.class];
  let bend = 0;
  const look = Math.max(2, mover.speed * 1.5);
  for (let d = 0; d <= look; d += look / 4) bend = Math.max(bend, Math.abs(mover.route.path.curvature(mover.s + d)));
  const wanted = mover.manner.exact
    ? mover.wanted
    : Math.min(mover.wanted, mover.cap, Math.sqrt(2.4 / Math.max(bend, 1e-4)));
  const share = mover.speed / Math.max(wanted, 0.02);
  return share <= 1 ? acceleration * (1 - share ** 4) : -Math.min(2.5, acceleration * (share ** 4 - 1));
}

/** Behind somebody, or before a stop line. */
function following(mover: Mover, gap: number, speed: number, still?: number): number {
  const { acceleration, braking, timeGap, stillGap } = tempers[mover.class];
  const free = Math.max(gap, 0.05);
  const closing = mover.speed - Math.max(0, speed);
  // Somebody who comes the other way closes in by both speeds, but will make room as well.
  const wish =
    (still ?? stillGap) +
    Math.max(0, mover.speed * timeGap + (mover.speed * closing) / (2 * Math.sqrt(acceleration * braking)));
  const share = mover.speed / Math.max(mover.wanted, 0.1);
  return acceleration * (1 - Math.min(1, share) ** 4 - (wish / free) ** 2);
}

/** Metres from the front to each place where it must stop. */
function stops(mover: Mover, around: Around): number[] {
  const front = mover.s + mover.extent.length / 2;
  const out: number[] = [];
  const halt = mover.halts[0];
  if (halt) out.push(Math.max(0.05, halt.s - front + 0.35));
  const stop = mover.route.stop;
  const program = stop && around.signals.get(stop.signal);
  if (!stop || !program || mover.ignoresSignals) return out;
  const gap = stop.s - front;
  // Too late to stop when the front is over the line.
  if (gap < -0.1 || gap > 90) return out;
  const { state } = signalAt(program, around.seconds);
  const needed = mover.speed ** 2 / (2 * Math.max(gap, 0.1));
  if (state === 'red' ? needed < hardest : state === 'amber' && needed < amberBraking) out.push(Math.max(0.05, gap));
  return out;
}

/** Chooses where beside the path to be. */
function steer(mover: Mover, near: readonly Neighbour[], seconds: number): void {
  const { offsets } = mover.manner;
  const halt = mover.halts[0];
  if (offsets) {
    const wanted = offsets.findLast((o) => o.s <= mover.s) ?? offsets[0];
    mover.target = wanted ? wanted.offset : mover.target;
  } else if (halt?.offset !== undefined && halt.s - mover.s < (mover.class === 'person' ? 1.5 : 25)) {
    mover.target = halt.offset;
  } else if (thinksNow(mover, seconds)) {
    mover.target = isNarrow(mover.class) ? between(mover, near) : laneOf(mover, near);
  }
  const left = mover.target - mover.offset;
  const quick = isNarrow(mover.class) ? Math.min(1.3, 0.15 + 0.4 * mover.speed) : Math.min(1.1, 0.16 * mover.speed);
  const forced = offsets !== undefined || (halt?.offset !== undefined && mover.class !== 'person');
  const free = forced || Math.abs(left) < 0.02 || !blockedBeside(mover, near, mover.target);
  mover.drift = free ? Math.max(-quick, Math.min(quick, left * 1.2)) : 0;
}

/** Twice a second, not everybody in the same step. */
function thinksNow(mover: Mover, seconds: number): boolean {
  return (Math.round(seconds * 20) + mover.number * 3) % 10 === 0;
}

/** Between the others, where the way ahead is longest: how motorcycles filter to the front. */
function between(mover: Mover, near: readonly Neighbour[]): number {
  const [right, left] = mover.route.span;
  const look = mover.class === 'person' ? 6 : Math.max(8, mover.speed * 3);
  const count = mover.class === 'person' ? 5 : 9;
  const rightwards = mover.class === 'bicycle' ? 1.2 : 0.25;
  let best = mover.target;
  let value = -Infinity;
  for (let i = -1; i < count; i++) {
    const offset = i < 0 ? mover.target : right + ((left - right) * i) / (count - 1);
    const leader = leaderIn(mover, near, offset, offset);
    // Who comes the other way is avoided from afar.
    const clear = leader && Math.max(0, leader.gap) * (leader.speed < -1 ? 0.3 : 1) + Math.max(0, leader.speed) * 1.5;
    const room = Math.min(look, clear ?? look);
    // Rather to the right, rather not far away, rather where it already goes.
    const worth = room - 0.9 * Math.abs(offset - mover.offset) - rightwards * (offset - right) + (i < 0 ? 0.6 : 0);
    if (worth > value && (i < 0 || !blockedBeside(mover, near, offset))) [best, value] = [offset, worth];
  }
  return best;
}

/** The lane for one that needs a whole one: over to the left past a slow leader, back to the right when there is room. */
function laneOf(mover: Mover, near: readonly Neighbour[]): number {
  const { lanes } = mover.route;
  if (lanes.length < 2 || mover.speed < 3) return mover.target;
  // Lanes are not changed shortly before and in a junction.
  const { stop, noChange } = mover.route;
  if (stop && mover.s > stop.s - 25) return mover.target;
  if (noChange && mover.s > noChange[0] && mover.s < noChange[1]) return mover.target;
  const worth = (offset: number) => {
    const leader = leaderIn(mover, near, offset, offset);
    return leader ? Math.min(60, leader.gap) + 4 * (leader.speed - mover.speed) : 60;
  };
  const mine = worth(mover.target);
  let best = mover.target;
  let value = mine + 12;
  for (const offset of lanes) {
    if (offset === mover.target || blockedBeside(mover, near, offset)) continue;
    const one = worth(offset) + (offset < mover.target ? 8 : 0);
    if (one > value) [best, value] = [offset, one];
  }
  return best;
}
