/** Uniform in [0, 1). */
export type Random = () => number;

/** A random sequence that its seed determines (mulberry32, by Tommy Ettinger, public domain). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal value (Box and Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * A value that wanders around 0 and always returns (an Ornstein-Uhlenbeck process), as what is measured in the open does.
 * @param spread standard deviation in the long run.
 * @param relaxSeconds how long a deviation lasts.
 * @returns a function that takes the seconds since its last call and gives the new value.
 */
export function wander(random: Random, spread: number, relaxSeconds: number): (seconds: number) => number {
  let value = spread * normal(random);
  return (seconds) => {
    const keep = Math.exp(-seconds / relaxSeconds);
    value = value * keep + spread * Math.sqrt(1 - keep * keep) * normal(random);
    return value;
  };
}
