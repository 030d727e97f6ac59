// A DALI to Modbus gateway with the map of Intesis gateways (manual IN703DAL0640000 version 1.0.2, section 6.2): one channel
// of gear with short addresses, groups, broadcast, the status byte, and what the gear keeps.
import type { Clock } from '../../runtime/clock.ts';
import type { ModbusUnit } from '../modbus/unit.ts';

export interface GearOptions {
  /** Groups that the gear was put in. */
  readonly groups?: readonly number[];
  /** Lowest level it gives, per cent. */
  readonly minLevel?: number;
}

export class SimulatedGear {
  readonly groups: readonly number[];
  readonly #minLevel: number;
  readonly #clock: Clock;
  #from = 100;
  #target = 100;
  #sinceMs: number;
  powerOnLevel = 100;
  systemFailureLevel = 100;
  /** Writes to what it keeps: such memories wear out. */
  settings = 0;
  hasLampFailure = false;
  /** Its power was cut and came back; a level that it is told clears it. */
  powerCycled = false;

  constructor(clock: Clock, { groups = [], minLevel = 1 }: GearOptions = {}) {
    this.#clock = clock;
    this.groups = groups;
    this.#minLevel = minLevel;
    this.#sinceMs = clock.monotonicMs();
  }

  /** Per cent; it fades by 100 % in half a second. */
  level(): number {
    const way = (this.#clock.monotonicMs() - this.#sinceMs) / 5;
    const left = this.#target - this.#from;
    return Math.abs(left) <= way ? this.#target : this.#from + Math.sign(left) * way;
  }

  set(level: number): void {
    this.#from = this.level();
    this.#target = level > 0 ? Math.max(level, this.#minLevel) : 0;
    this.#sinceMs = this.#clock.monotonicMs();
    this.powerCycled = false;
  }

  /** Bits of QUERY STATUS (IEC 62386-102). */
  status(): number {
    const isLit = this.level() > 0 && !this.hasLampFailure;
    const isFading = this.level() !== this.#target;
    return (this.hasLampFailure ? 2 : 0) | (isLit ? 4 : 0) | (isFading ? 16 : 0) | (this.powerCycled ? 128 : 0);
  }

  /** As when its power is cut and comes back. */
  cyclePower(): void {
    this.set(this.powerOnLevel);
    this.#from = this.powerOnLevel;
    this.powerCycled = true;
  }
}

const stride = 100;
const groupsAt = 6400;
const groupStride = 20;
const everyoneAt = 6800;

export class DaliGateway implements ModbusUnit {
  readonly gear: ReadonlyMap<number, SimulatedGear>;
  /** Addresses of the registers that were written, in order. */
  readonly written: number[] = [];

  /** @param gear by short address. */
  constructor(gear: ReadonlyMap<number, SimulatedGear>) {
    this.gear = gear;
  }

  read(table: string, address: number): number | undefined {
    if (table !== 'holding') return undefined;
    const gear = this.gear.get(Math.floor(address / stride));
    if (!gear) return undefined;
    switch (address % stride) {
      case 5:
        return gear.status();
      case 6:
      case 15:
        return Math.round(gear.level());
      case 11:
        return gear.powerOnLevel;
      case 12:
        return gear.systemFailureLevel;
      default:
        return undefined;
    }
  }

  write(table: string, address: number, values: readonly number[]): boolean {
    const [value = 0] = values;
    if (table !== 'holding' || values.length !== 1) return false;
    this.written.push(address);
    if (address === everyoneAt) return this.#set([...this.gear.values()], value);
    if (address >= groupsAt && address < groupsAt + 16 * groupStride) {
      const group = (address - groupsAt) / groupStride;
      return this.#set(
        [...this.gear.values()].filter((g) => g.groups.includes(group)),
        value,
      );
    }
    const gear = this.gear.get(Math.floor(address / stride));
    if (!gear) return false;
    if (address % stride === 15) return this.#set([gear], value);
    if (address % stride !== 31) return false;
    gear.settings++;
    if (value >= 5000 && value <= 5100) gear.powerOnLevel = value - 5000;
    else if (value >= 6000 && value <= 6100) gear.systemFailureLevel = value - 6000;
    else return false;
    return true;
  }

  #set(gear: readonly SimulatedGear[], level: number): boolean {
    if (level > 100) return false;
    for (const g of gear) g.set(level);
    return true;
  }
}
