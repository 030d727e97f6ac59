// The exact half of the bench: every plan over as many seeds as it takes to have enough of both.

import type { Found } from './exact.ts';
import type { Plan } from './plan.ts';
import { Pool } from './pool.ts';
import { type Row, rowOf } from './table.ts';

/** A plan that has not enough by then never will. */
const mostSeeds = 12;
const enough = { happened: 40, nearMisses: 200 } as const;

export const isEnough = ({ happened, nearMisses }: Pick<Row, 'happened' | 'nearMisses'>): boolean =>
  happened >= enough.happened && nearMisses >= enough.nearMisses;

export interface ExactOptions {
  readonly first: number;
  /** At least so many seeds. */
  readonly seeds: number;
  readonly processes: number;
  /** Called for each plan as it is done, in the order of the plans. */
  readonly done: (rule: string, found: readonly Found[]) => void;
}

/** @returns processor seconds of all runs. */
export async function runExactRows(plans: readonly Plan[], o: ExactOptions): Promise<number> {
  const pool = new Pool(o.processes);
  let cpuSeconds = 0;
  const run = async (rule: string, seed: number, isMore = false): Promise<Found> => {
    const ran = await pool.run(rule, seed, isMore);
    cpuSeconds += ran.cpuSeconds;
    return ran.found;
  };
  const all = async ({ rule }: Plan): Promise<Found[]> => {
    const found = await Promise.all(Array.from({ length: o.seeds }, (_, i) => run(rule, o.first + i)));
    while (found.length < mostSeeds && !isEnough(rowOf(rule, found))) {
      found.push(await run(rule, o.first + found.length, true));
    }
    return found;
  };
  try {
    const results = plans.map((plan) => all(plan));
    // The first that fails is told when its turn comes.
    for (const result of results) result.catch(() => {});
    for (const [i, result] of results.entries()) {
      o.done(plans[i]!.rule, await result);
    }
    return cpuSeconds;
  } finally {
    pool.stop();
  }
}
