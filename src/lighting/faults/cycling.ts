// A lamp that goes out and comes back by itself: an old discharge lamp, a gear that protects itself from heat, a loose
// contact. Each single darkness may be too short to be a failure; that they repeat is the fault. Time is that in which
// the lamp is to burn: a day in which nobody asks it to is no sign of health.

/** Darknesses counted within this time, milliseconds; a lamp without one for as long is well again. */
const withinMs = 3 * 3_600_000;
const darknesses = 3;
/** Looks that are further apart say nothing of what was between. */
const longestGapMs = 3_600_000;

export interface Cycling {
  /** It burned at the last look. */
  readonly lit: boolean;
  /** When it went out without being asked, on the clock of its burning; the newest last, at most as many as count. */
  readonly out: readonly number[];
  /** That clock, and when it was last looked at; they stand still where nothing is suspected. */
  readonly burnedMs: number;
  readonly lastMs: number;
}

const rest = { out: [], burnedMs: 0, lastMs: 0 } as const;
export const steady: Cycling = { lit: false, ...rest };
const burning: Cycling = { lit: true, ...rest };

/**
 * @param wanted the lamp is to burn, and had the time to. @param lit it does, as far as is known; undefined where not.
 * @returns the same object where nothing changes.
 */
export function follow(before: Cycling, wanted: boolean, lit: boolean | undefined, nowMs: number): Cycling {
  const { out } = before;
  if (out.length === 0) {
    if (!wanted) return steady;
    if (lit === undefined || lit === before.lit) return before;
    return lit ? burning : { lit: false, out: [0], burnedMs: 0, lastMs: nowMs };
  }
  if (!wanted) return { ...before, lit: false, lastMs: nowMs };
  const burnedMs = before.burnedMs + Math.min(longestGapMs, nowMs - before.lastMs);
  const isOut = before.lit && lit === false;
  const recent = [...out, ...(isOut ? [burnedMs] : [])].filter((ms) => burnedMs - ms <= withinMs).slice(-darknesses);
  const now = lit ?? before.lit;
  return recent.length > 0 ? { lit: now, out: recent, burnedMs, lastMs: nowMs } : now ? burning : steady;
}

export const isCycling = (c: Cycling): boolean => c.out.length >= darknesses;
export const mayCycle = (c: Cycling): boolean => c.out.length > 0;
