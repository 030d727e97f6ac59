import type { Bench } from './bench.ts';
import { help } from './help.ts';

/** The benchmarks, in the order in which they run. */
export const benches: readonly Bench[] = [help];
