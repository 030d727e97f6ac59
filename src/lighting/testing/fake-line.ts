// Lamps on a Modbus line without a wire: a dimmer a unit, with level register 0 and feedback register 1.
import { busError, exceptionError } from '../../fieldbus/errors.ts';
import type { ModbusLine } from '../../fieldbus/line.ts';
import type { ModbusReply, ModbusRequest } from '../../fieldbus/pdu.ts';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { Mutex } from '../../runtime/mutex.ts';
import { healthy } from '../../runtime/service.ts';

/** A lamp as it hangs on the line; a test changes it as the field does. */
export interface FakeLamp {
  level: number;
  /** What it reports, where that is not its level: it is stuck there. */
  stuckAt?: number;
  /** Answers nothing. */
  dead?: boolean;
  /** Hears and obeys, and its answers are lost. */
  mute?: boolean;
  /** Messages to everyone pass it by. */
  isDeafToAll?: boolean;
  /** Refuses with this exception. */
  exception?: number;
  /** Refuses to be read with this exception, and obeys. */
  readException?: number;
  writes: number;
  reads: number;
}

export class FakeLine implements ModbusLine {
  readonly id: string;
  readonly name: string;
  readonly lamps = new Map<number, FakeLamp>();
  readonly log: string[] = [];
  readonly #clock: Clock;
  readonly #mutex = new Mutex();
  readonly #timeoutMs: number;
  /** How long an answer takes, milliseconds. */
  latencyMs = 0;
  down = false;

  constructor(id: string, clock: Clock, units: readonly number[], level = 0, timeoutMs = 1000) {
    this.id = id;
    this.name = `line ${id}`;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    for (const unit of units) this.lamps.set(unit, { level, writes: 0, reads: 0 });
  }

  lamp(unit: number): FakeLamp {
    const found = this.lamps.get(unit);
    if (!found) throw new Error(`no lamp at unit ${unit}`);
    return found;
  }

  request(r: ModbusRequest): Promise<ModbusReply> {
    return this.#mutex.run(() => this.#exchange(r), r.function >= 5);
  }

  async #exchange(r: ModbusRequest): Promise<ModbusReply> {
    if (this.down) throw busError('disconnected', `line ${this.id}: connection refused`);
    if (r.unit === 0 && r.function === 6) return this.#toEveryone(r.value);
    const lamp = this.lamps.get(r.unit);
    if (lamp?.mute && r.function === 6) {
      lamp.level = r.value;
      lamp.writes++;
    }
    if (!lamp || lamp.dead || lamp.mute) {
      await sleep(this.#clock, this.#timeoutMs);
      throw busError('timeout', `unit ${r.unit}: no answer within ${this.#timeoutMs} ms`);
    }
    if (this.latencyMs > 0) await sleep(this.#clock, this.latencyMs);
    if (lamp.exception !== undefined) throw exceptionError(lamp.exception, r);
    if (r.function === 6) {
      lamp.level = r.value;
      lamp.writes++;
      this.log.push(`${r.unit}=${r.value}`);
      return { registers: [], bits: [] };
    }
    if (lamp.readException !== undefined) throw exceptionError(lamp.readException, r);
    lamp.reads++;
    return { registers: [lamp.stuckAt ?? lamp.level], bits: [] };
  }

  /** Nobody answers; everyone who hears it obeys. */
  async #toEveryone(value: number): Promise<ModbusReply> {
    await sleep(this.#clock, 100);
    this.log.push(`0=${value}`);
    for (const lamp of this.lamps.values()) if (!lamp.dead && !lamp.isDeafToAll) lamp.level = value;
    return { registers: [], bits: [] };
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  health() {
    return healthy;
  }
}
