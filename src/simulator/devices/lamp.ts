// A dimmable street lamp behind a Modbus dimmer: a level is written, the light follows at the speed of its control gear,
// and what the lamp really gives can be read back. Physical faults can be put in.
import type { Clock } from '../../runtime/clock.ts';
import type { ModbusUnit } from '../modbus/unit.ts';

/** Where the dimmer keeps its registers (holding registers, addresses from 0) and what a full level is there. */
export interface LampRegisters {
  /** Written: the level wanted. */
  readonly level: number;
  /** Read: the level that the lamp gives now. */
  readonly feedback: number;
  /** Read: electrical power, in tenths of a watt. */
  readonly power?: number;
  /** Raw value of 100 %. */
  readonly fullScale: number;
}

export interface SimulatedLampOptions {
  readonly clock: Clock;
  readonly registers: LampRegisters;
  /** Electrical power at 100 %, W. */
  readonly ratedWatts: number;
  /** From dark to full, seconds. */
  readonly rampSeconds: number;
  /** Level at power-up, per cent. A lamp whose control line is dead burns at full. */
  readonly startLevel?: number;
}

export class SimulatedLamp implements ModbusUnit {
  readonly #options: SimulatedLampOptions;
  #from: number;
  #target: number;
  #sinceMs: number;
  #stuck = false;

  constructor(options: SimulatedLampOptions) {
    this.#options = options;
    this.#from = options.startLevel ?? 100;
    this.#target = this.#from;
    this.#sinceMs = options.clock.monotonicMs();
  }

  /** What the lamp gives now, per cent of full light. */
  level(): number {
    const seconds = (this.#options.clock.monotonicMs() - this.#sinceMs) / 1000;
    const way = (100 * seconds) / this.#options.rampSeconds;
    const left = this.#target - this.#from;
    return Math.abs(left) <= way ? this.#target : this.#from + Math.sign(left) * way;
  }

  /** Electrical power now, W. The control gear takes a little even when the lamp is dark. */
  watts(): number {
    const share = this.level() / 100;
    return 0.6 + this.#options.ratedWatts * (0.04 * (share > 0 ? 1 : 0) + 0.96 * share ** 1.1);
  }

  /** A lamp whose dimmer no longer obeys stays at the level it has; its registers still take what is written. */
  setStuck(stuck: boolean): void {
    const now = this.level();
    this.#stuck = stuck;
    if (stuck) this.#moveFrom(now, now);
  }

  read(table: string, address: number): number | undefined {
    if (table !== 'holding' && table !== 'input') return undefined;
    const { registers } = this.#options;
    if (address === registers.feedback) return this.#raw(this.level());
    if (address === registers.level) return this.#raw(this.#target);
    if (address === registers.power) return Math.round(this.watts() * 10);
    return undefined;
  }

  write(table: string, address: number, values: readonly number[]): boolean {
    const { registers } = this.#options;
    const [raw] = values;
    if (table !== 'holding' || address !== registers.level || values.length !== 1 || raw === undefined) return false;
    if (raw > registers.fullScale) return false;
    if (!this.#stuck) this.#moveFrom(this.level(), (100 * raw) / registers.fullScale);
    return true;
  }

  #raw(level: number): number {
    return Math.round((level / 100) * this.#options.registers.fullScale);
  }

  #moveFrom(from: number, target: number): void {
    this.#from = from;
    this.#target = target;
    this.#sinceMs = this.#options.clock.monotonicMs();
  }
}
