// Chance for the simulated field: a year of 3,500 lamps draws some hundred million numbers, so they are cheap ones.

/** Uniform in [0, 1). */
export type Random = () => number;

/** Quantiles of the normal distribution, ±3.3 standard deviations (by the logistic approximation, good to 0.02). */
const quantiles = Float64Array.from({ length: 4096 }, (_, i) => {
  const p = (i + 0.5) / 4096;
  return Math.sign(p - 0.5) * Math.abs(Math.log(p / (1 - p)) / 1.702) ** 0.93;
});

/** Nearly normal, standard deviation about 1: one draw and a look into a table. */
export const noise = (random: Random): number => quantiles[(random() * 4096) | 0] ?? 0;

/** A value that wanders about 0 and always returns: each step keeps `keep` of it. Standard deviation 1 in the long run. */
export function wander(random: Random, value: number, keep: number): number {
  return value * keep + Math.sqrt(1 - keep * keep) * noise(random);
}

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

export function pick<T>(random: Random, of: readonly T[]): T {
  const found = of[Math.floor(random() * of.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}
