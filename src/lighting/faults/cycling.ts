// A lamp that goes out and comes back by itself: an old discharge lamp, a gear that protects itself from heat, a loose
// contact. Each single darkness may be too short to be a failure; that they repeat is the fault.

/** Darknesses counted within this time, milliseconds; a lamp without one for as long is well again. */
const withinMs = 3 * 3_600_000;
const darknesses = 3;

export interface Cycling {
  /** It burned at the last look. */
  readonly lit: boolean;
  /** When it went out without being asked, the newest last; at most as many as count. */
  readonly out: readonly number[];
}

export const steady: Cycling = { lit: false, out: [] };
const burning: Cycling = { lit: true, out: [] };

/**
 * @param wanted the lamp is to burn, and had the time to. @param lit it does, as far as is known; undefined where not.
 * @returns the same object where nothing changes.
 */
export function follow(before: Cycling, wanted: boolean, lit: boolean | undefined, nowMs: number): Cycling {
  const out = before.out.length > 0 && nowMs - (before.out[0] ?? nowMs) > withinMs ? before.out.slice(1) : before.out;
  if (lit === undefined) return out === before.out ? before : { lit: before.lit, out };
  // A lamp that is switched off goes out as it should.
  if (!wanted) return out.length > 0 ? { lit: false, out } : steady;
  if (before.lit && !lit) return { lit, out: [...out, nowMs].slice(-darknesses) };
  if (lit === before.lit && out === before.out) return before;
  return out.length > 0 ? { lit, out } : lit ? burning : steady;
}

export const isCycling = (c: Cycling): boolean => c.out.length >= darknesses;
export const mayCycle = (c: Cycling): boolean => c.out.length > 0;
