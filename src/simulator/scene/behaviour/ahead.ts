// What lies ahead of somebody on its way: the nearest of all that its corridor holds.
import type { Mover } from './mover.ts';

/** Somebody near, as seen along one's own path. */
export interface Neighbour {
  readonly mover: Mover;
  /** True where its middle is before one's own. */
  readonly ahead: boolean;
  /** Metres between front and back: negative where they are beside each other. */
  readonly gap: number;
  /** Of its middle to the left of the path, metres. */
  readonly offset: number;
  /** Half of its width across the path, metres. */
  readonly half: number;
  /** Its speed along the path, m/s; negative where it comes the other way. */
  readonly speed: number;
}

/** How far one looks ahead, by speed, and back, metres. */
const sight = (speed: number) => Math.min(60, 14 + 3.2 * speed);
const rear = 20;

/** Everybody near, seen along a mover's path. */
export function neighboursOf(mover: Mover, all: readonly Mover[]): Neighbour[] {
  const out: Neighbour[] = [];
  const reach = mover.class === 'person' ? 8 : sight(mover.speed);
  for (const other of all) {
    if (other === mover) continue;
    const dx = other.at[0] - mover.at[0];
    const dy = other.at[1] - mover.at[1];
    if (dx * dx + dy * dy > reach * reach) continue;
    const seen = seenAt(mover, other, other.at[0], other.at[1], reach);
    if (seen) out.push(seen);
  }
  return out;
}

function seenAt(mover: Mover, other: Mover, x: number, y: number, reach: number): Neighbour | undefined {
  const same = other.route === mover.route;
  const at = same
    ? { s: other.s, offset: other.offset }
    : mover.route.path.locate([x, y], mover.s - rear, mover.s + reach);
  const pose = mover.route.path.at(at.s);
  const turn = same ? 0 : other.heading - pose.heading;
  const [c, s] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const along = (c * other.extent.length + s * other.extent.width) / 2;
  const half = (s * other.extent.length + c * other.extent.width) / 2;
  const ahead = at.s - mover.s;
  const gap = Math.abs(ahead) - along - mover.extent.length / 2;
  if (Math.abs(at.offset) > 12) return undefined;
  return {
    mover: other,
    ahead: ahead >= 0,
    gap,
    offset: at.offset,
    half,
    speed: other.speed * Math.cos(turn),
  };
}

/** Room that one keeps to the side, metres. */
const sideRoom = (mover: Mover) => (mover.class === 'person' ? 0.05 : mover.class === 'motorcycle' ? 0.18 : 0.3);

/** The nearest ahead in the corridor between two offsets; undefined where it is free. */
export function leaderIn(mover: Mover, near: readonly Neighbour[], from: number, to: number): Neighbour | undefined {
  const room = mover.extent.width / 2 + sideRoom(mover);
  const [low, high] = [Math.min(from, to) - room, Math.max(from, to) + room];
  let best: Neighbour | undefined;
  for (const n of near) {
    if (!n.ahead || n.offset + n.half < low || n.offset - n.half > high) continue;
    if (!best || n.gap < best.gap) best = n;
  }
  return best;
}

/** True where somebody beside or close behind would be hit by moving over to an offset. */
export function blockedBeside(mover: Mover, near: readonly Neighbour[], to: number): boolean {
  const room = mover.extent.width / 2 + sideRoom(mover) * 0.7;
  const [low, high] = [Math.min(mover.offset, to) - room, Math.max(mover.offset, to) + room];
  return near.some((n) => {
    if (n.offset + n.half < low || n.offset - n.half > high) return false;
    // Already overlapping sideways: it is not the moving over that would hit it.
    if (Math.abs(n.offset - mover.offset) < n.half + mover.extent.width / 2) return false;
    const closing = n.ahead ? mover.speed - n.speed : n.speed - mover.speed;
    return n.gap < 0.5 + Math.max(0, closing) * 1.6;
  });
}
