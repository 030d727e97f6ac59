// A Modbus module with analogue outputs of 0 to 10 V (holding registers from 0), relays (coils from 0), and inputs that
// measure the voltage at the gear (input registers from 0). Without a master for a while it puts its safe values out.
import type { Clock } from '../../runtime/clock.ts';
import type { ModbusUnit } from '../modbus/unit.ts';

/** Holding registers with the safe values of the outputs begin here. */
export const safeAt = 100;

export class AnalogModule implements ModbusUnit {
  readonly #clock: Clock;
  readonly #outputs: number[];
  readonly #relays: number[];
  readonly #safe: number[];
  readonly #safeAfterMs: number;
  #heardMs: number;
  writes = 0;

  constructor(clock: Clock, outputs: number, safeAfterMs = 60_000) {
    this.#clock = clock;
    this.#outputs = new Array<number>(outputs).fill(0);
    this.#relays = new Array<number>(outputs).fill(0);
    this.#safe = new Array<number>(outputs).fill(0);
    this.#safeAfterMs = safeAfterMs;
    this.#heardMs = clock.monotonicMs();
  }

  /** What an output puts out now, raw. */
  output(n: number): number {
    const isLost = this.#clock.monotonicMs() - this.#heardMs > this.#safeAfterMs;
    return (isLost ? this.#safe[n] : this.#outputs[n]) ?? 0;
  }

  read(table: string, address: number): number | undefined {
    this.#heardMs = this.#clock.monotonicMs();
    if (table === 'coil') return this.#relays[address];
    if (table === 'input') return this.#outputs[address] === undefined ? undefined : this.output(address);
    if (table !== 'holding') return undefined;
    return address >= safeAt ? this.#safe[address - safeAt] : this.#outputs[address];
  }

  write(table: string, address: number, values: readonly number[]): boolean {
    this.#heardMs = this.#clock.monotonicMs();
    const into = table === 'coil' ? this.#relays : address >= safeAt ? this.#safe : this.#outputs;
    const first = table !== 'coil' && address >= safeAt ? address - safeAt : address;
    if (first + values.length > into.length) return false;
    this.writes++;
    into.splice(first, values.length, ...values);
    return true;
  }
}
