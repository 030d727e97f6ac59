// What a benchmark is: it measures our path and a limit in the same run and gives their ratio, so that the figure holds
// on any machine. Absolute numbers are printed beside it and are no promise.
export interface Measure {
  /** What was measured, in a few words. */
  readonly name: string;
  /** Our figure over the limit's, or the figure itself where the target is absolute. */
  readonly value: number;
  readonly unit: 'ratio' | 'ms' | 'MB' | 'times' | 'count';
  /** What the project wants to reach: `>=` or `<=` this. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
  /** The numbers of this machine behind it, in words. */
  readonly detail: string;
}

export interface Bench {
  readonly name: string;
  /** Resolves with the measures, or with the reason why it cannot run here. */
  run(): Promise<readonly Measure[] | { readonly skipped: string }>;
}

export function reached(m: Measure): boolean {
  return 'atLeast' in m.target ? m.value >= m.target.atLeast : m.value <= m.target.atMost;
}

/** The middle value; of an even number of values the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/**
 * Runs two things in turn, A B A B …, and gives each one's median: a machine whose speed drifts slows both alike.
 * @returns seconds of a and b.
 */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number; b: number }> {
  const as: number[] = [];
  const bs: number[] = [];
  for (let i = 0; i < rounds; i++) {
    as.push(await a());
    bs.push(await b());
  }
  return { a: median(as), b: median(bs) };
}

/**
 * Runs two things in turn, many short rounds, and gives the middle of the rounds' ratios b : a: what else runs on the
 * machine then weighs on both of a round, or spoils that round alone.
 * @returns the ratio, and the median seconds of a and b.
 */
export async function medianRatio(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ ratio: number; a: number; b: number }> {
  const all: { a: number; b: number }[] = [];
  for (let i = 0; i < rounds; i++) all.push({ a: await a(), b: await b() });
  const ratio = median(all.map((r) => r.b / r.a));
  return { ratio, a: median(all.map((r) => r.a)), b: median(all.map((r) => r.b)) };
}

/** Seconds that a task took. */
export async function seconds(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return (performance.now() - start) / 1000;
}
