import { loop, memory } from './agent.ts';
import type { Bench } from './bench.ts';
import { camera } from './camera.ts';
import { drain } from './drain.ts';
import { help } from './help.ts';
import { modbus } from './modbus.ts';
import { outbox } from './outbox.ts';

/** The benchmarks, in the order in which they run. */
export const benches: readonly Bench[] = [help, outbox, drain, modbus, camera, loop, memory];
