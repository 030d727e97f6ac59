// A relay cabinet: a coil a circuit (0 on), and an auxiliary contact a contactor (discrete input of the same number) that
// follows a moment later. A contactor can weld, or its coil can be dead.
import type { Clock } from '../../runtime/clock.ts';
import type { ModbusUnit } from '../modbus/unit.ts';

export interface RelayCabinetOptions {
  readonly clock: Clock;
  readonly circuits: number;
  /** What a contactor takes, milliseconds. */
  readonly takesMs?: number;
}

export class RelayCabinet implements ModbusUnit {
  readonly #options: RelayCabinetOptions;
  readonly #coils: { isOn: boolean; wasOn: boolean; ms: number; writes: number; stuckAt?: boolean }[];
  /** Every closing: which circuit, and when on the monotonic clock. */
  readonly closings: { circuit: number; ms: number }[] = [];

  constructor(options: RelayCabinetOptions) {
    this.#options = options;
    const off = () => ({ isOn: false, wasOn: false, ms: Number.NEGATIVE_INFINITY, writes: 0 });
    this.#coils = Array.from({ length: options.circuits }, off);
  }

  /** Writes to the coil of a circuit since the start. */
  writes(circuit: number): number {
    return this.#coils[circuit]?.writes ?? 0;
  }

  /** The contactor of a circuit stays as it is now, whatever its coil does; undefined: it is mended. */
  setStuck(circuit: number, isStuck: boolean): void {
    const coil = this.#coils[circuit];
    if (!coil) return;
    if (isStuck) coil.stuckAt = this.isClosed(circuit);
    else delete coil.stuckAt;
  }

  isClosed(circuit: number): boolean {
    const coil = this.#coils[circuit];
    if (!coil) return false;
    if (coil.stuckAt !== undefined) return coil.stuckAt;
    const { clock, takesMs = 80 } = this.#options;
    return clock.monotonicMs() - coil.ms >= takesMs ? coil.isOn : coil.wasOn;
  }

  read(table: string, address: number): number | undefined {
    const coil = this.#coils[address];
    if (!coil) return undefined;
    if (table === 'coil') return Number(coil.isOn);
    return table === 'discrete' ? Number(this.isClosed(address)) : undefined;
  }

  write(table: string, address: number, values: readonly number[]): boolean {
    if (table !== 'coil' || address + values.length > this.#coils.length) return false;
    for (const [i, value] of values.entries()) {
      const coil = this.#coils[address + i];
      if (!coil) return false;
      coil.writes++;
      if (coil.isOn === (value !== 0)) continue;
      const ms = this.#options.clock.monotonicMs();
      Object.assign(coil, { wasOn: this.isClosed(address + i), isOn: value !== 0, ms });
      if (value !== 0) this.closings.push({ circuit: address + i, ms });
    }
    return true;
  }
}
