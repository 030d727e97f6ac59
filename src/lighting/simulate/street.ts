// One cabinet and its lamps in the simulated field: what is really there (physics, defects, a stolen cable), what is
// measured of it, and what the product's own judgement makes of that.
import { newCabinet, watchCabinet, watchLines } from '../cabinet/cabinet-watch.ts';
import type { CabinetConfig } from '../cabinet/config.ts';
import type { CabinetSample, CircuitSample, PhaseSample } from '../cabinet/sample.ts';
import { addLamp, emptySums, isOpen, type PhaseSums, phaseOf, supplyAfter } from '../cabinet/supply.ts';
import { bitOf } from '../faults/kinds.ts';
import { type newLamp, watchLamp } from '../faults/lamp-watch.ts';
import { cooling, type PhysicalLamp } from './lamp.ts';
import { lowestVolts, Mains } from './mains.ts';
import { between, noise, type Random } from './noise.ts';
import type { CabinetTrouble } from './script.ts';

export interface StreetLamp {
  readonly id: string;
  readonly index: number;
  /** Index of its cabinet. */
  readonly street: number;
  readonly physical: PhysicalLamp;
  /** 0 to 2. */
  readonly phase: number;
  /** Index among the circuits of the cabinet; -1 where it has none. */
  readonly circuit: number;
  /** Behind the place where thieves cut. */
  readonly isFar: boolean;
  /** Commanded, and since when. */
  level: number;
  sinceMs: number;
  memory: typeof newLamp;
}

/** Told of what was found: `lamp/l-1` or `cabinet/c-1/L1`. */
export type OnFault = (subject: string, fault: string, active: boolean, ms: number) => void;

const settleMs = 60_000;
/** Other faults of the supply are the cabinet's to tell where it measures the voltage. */
const ofTheSupply = bitOf.voltageTooHigh | bitOf.voltageTooLow | bitOf.supplyLoss;
const tapWatts = 900;
const usualLeakageMa = 25;
const lampPowerFactor = 0.93;
/** What is more in the line when a conductor of it was carried off and the current goes through the earth, ohm. */
const earthOhm = 1;

export class Street {
  readonly config: CabinetConfig;
  readonly lamps: readonly StreetLamp[];
  readonly mains: Mains;
  readonly #random: Random;
  readonly #onFault: OnFault;
  trouble: CabinetTrouble | undefined;
  /** Its counter, kWh. */
  kwh = 0;
  #memory = newCabinet;
  #dark = false;
  /** When the mains were told the time last. */
  #mainsMs: number | undefined;
  /** From the transformer to here, ohm, each phase. */
  readonly #lineOhm: readonly number[];

  constructor(config: CabinetConfig, lamps: readonly StreetLamp[], random: Random, onFault: OnFault) {
    this.config = config;
    this.lamps = lamps;
    this.mains = new Mains(random);
    this.#random = random;
    this.#onFault = onFault;
    this.#lineOhm = [0, 0, 0].map(() => between(random, 0.15, 0.4));
  }

  /** The meter is read between two looks. */
  meter(nowMs: number, localMs: number): void {
    const { config, lamps } = this;
    if (!config.voltage || !config.power) return;
    this.#passMains(nowMs, localMs);
    const drawn = [0, 0, 0];
    for (const { phase, physical } of lamps) drawn[phase] = (drawn[phase] ?? 0) + physical.watts;
    const volts = this.#volts();
    const phases = drawn.map((watts, i) => ({ ...nothing, ...this.#measured(i, volts[i] ?? 0, watts) }));
    this.#memory = { ...this.#memory, lines: watchLines(this.#memory.lines, { phases }, nowMs) };
  }

  #passMains(nowMs: number, localMs: number): void {
    this.mains.pass(localMs, nowMs - (this.#mainsMs ?? nowMs));
    this.#mainsMs = nowMs;
  }

  /** What the meter says of a phase: the line takes its part of the voltage. */
  #measured(i: number, volts: number, drawn: number) {
    const { config, trouble } = this;
    const random = this.#random;
    const tapped = trouble?.fault === 'powerTooHigh' ? Number(trouble.place.slice(1)) - 1 : -1;
    const stolen = trouble?.place === `supply/L${i + 1}`;
    const isUp = volts > 90;
    const watts = isUp ? drawn + (i === 0 ? config.auxiliary : 0) + (i === tapped ? tapWatts : 0) : 0;
    const amperes = isUp ? watts / volts / lampPowerFactor : 0;
    // The supplier holds its tolerance at the cabinet: what a sound line takes is within it.
    const sound = Math.max(Math.min(volts, lowestVolts), volts - (this.#lineOhm[i] ?? 0) * amperes);
    const left = sound - (stolen ? earthOhm * amperes : 0);
    const factor = lampPowerFactor + 0.01 * noise(random);
    return {
      truly: watts,
      ...(config.voltage ? { volts: left * (1 + 0.002 * noise(random)) } : {}),
      ...(config.power ? { watts: watts * (1 + 0.005 * noise(random)) + 2 * Math.abs(noise(random)) } : {}),
      ...(config.powerFactor ? { powerFactor: factor } : {}),
    };
  }

  /** The photocell as it would say it were nothing wrong with it. */
  setDark(dark: boolean): void {
    this.#dark = dark;
  }

  /**
   * A look at everything, `sinceMs` after the last.
   * @param localMs local time as if it were UTC. @param sun for the photocell; undefined with a clock in doubt.
   */
  look(nowMs: number, sinceMs: number, localMs: number, sun: CabinetSample['sun']): void {
    const { mains, trouble, lamps } = this;
    this.#passMains(nowMs, localMs);
    const volts = this.#volts();
    const circuits = this.#circuits();
    const sums = emptySums();
    const drawn = [0, 0, 0];
    const stolen = trouble?.fault === 'cableTheft' ? Number(trouble.place.slice(1)) - 1 : -1;
    const cooled = cooling(sinceMs);
    let settled = true;
    for (const lamp of lamps) {
      const { physical, level } = lamp;
      const circuit = circuits[lamp.circuit];
      const isFed = !isOpen(circuit);
      const cut = stolen === lamp.phase && lamp.isFar;
      const v = isFed && !cut ? (volts[lamp.phase] ?? 0) : 0;
      physical.tell(level);
      const watts = physical.pass(nowMs, sinceMs, v, mains.air, cooled);
      drawn[lamp.phase] = (drawn[lamp.phase] ?? 0) + watts;
      const isSettled = nowMs - lamp.sinceMs >= settleMs;
      settled &&= isSettled;
      const sample = physical.read(nowMs, level, isSettled, isFed, v, mains.air);
      const own = sums[lamp.phase];
      if (isFed && own) addLamp(own, sample, physical.type);
    }
    this.#judgeCabinet(nowMs, sinceMs, volts, drawn, sums, circuits, settled, sun);
    this.#judgeLamps(nowMs, circuits);
  }

  #judgeLamps(nowMs: number, circuits: readonly CircuitSample[]): void {
    const known = this.config.voltage ? ofTheSupply : 0;
    const hasSupply = supplyAfter(this.#memory, circuits);
    for (const lamp of this.lamps) {
      const { sample, type } = lamp.physical;
      sample.supplied = hasSupply(lamp.phase, lamp.circuit, sample.answered);
      const { memory, changes } = watchLamp(lamp.memory, sample, type, nowMs, known);
      if (memory !== lamp.memory) lamp.memory = memory;
      for (const { fault, active } of changes) this.#onFault(`lamp/${lamp.id}`, fault, active, nowMs);
    }
  }

  #judgeCabinet(
    nowMs: number,
    sinceMs: number,
    volts: readonly number[],
    drawn: readonly number[],
    sums: readonly PhaseSums[],
    circuits: readonly CircuitSample[],
    settled: boolean,
    sun: CabinetSample['sun'],
  ): void {
    const { config, trouble } = this;
    const random = this.#random;
    const measured = sums.map((p, i): PhaseSample => {
      const { truly, ...said } = this.#measured(i, volts[i] ?? 0, drawn[i] ?? 0);
      this.kwh += (truly * sinceMs) / 3.6e9;
      return { ...said, ...phaseOf(p, i === 0 ? config.auxiliary : 0) };
    });
    const leak = trouble?.fault === 'leakageDetected' ? 500 : usualLeakageMa;
    const tilted = trouble?.fault === 'photocellFailure';
    const sample: CabinetSample = {
      phases: measured,
      circuits,
      settled,
      leakageLimitMa: config.leakageLimit,
      ...(config.leakage ? { leakageMa: leak * (1 + 0.1 * noise(random)) } : {}),
      ...(config.door ? { doorOpen: trouble?.fault === 'cabinetDoorOpen' } : {}),
      // Turned to a wall, it sees the night an hour and a half too early, and the morning as late.
      ...(config.photocell ? { dark: tilted && sun ? tiltedDark(sun, this.#dark) : this.#dark } : {}),
      ...(sun ? { sun } : {}),
    };
    const { memory, changes } = watchCabinet(this.#memory, sample, nowMs);
    this.#memory = memory;
    for (const { fault, place, active } of changes) {
      this.#onFault(`cabinet/${config.id}${place === '' ? '' : `/${place}`}`, fault, active, nowMs);
    }
  }

  #volts(): number[] {
    const { trouble } = this;
    const volts = [...this.mains.volts];
    const place = Number(trouble?.place.slice(1)) - 1;
    if (trouble?.fault === 'supplyLoss') volts[place] = 0;
    // Never so little that weak mains bring it back below what is too high: that would be no trouble.
    if (trouble?.fault === 'voltageTooHigh') volts[place] = Math.max((volts[place] ?? 230) * 1.17, 230 * 1.15);
    if (trouble?.fault === 'brokenNeutral') return [276, 182, 214];
    return volts;
  }

  #circuits(): CircuitSample[] {
    const { config, trouble, lamps } = this;
    return config.circuits.map(({ id, phase, contactor, breaker }, i) => {
      const wanted = lamps.some((l) => l.circuit === i && l.level > 0);
      const welded = trouble?.fault === 'contactorWelded' && trouble.place === id;
      const tripped = trouble?.fault === 'circuitBreakerTripped' && trouble.place === id;
      return {
        id,
        phase: phase - 1,
        wanted,
        ...(contactor === undefined ? {} : { contactorClosed: wanted || welded }),
        ...(breaker === undefined ? {} : { breakerClosed: !tripped }),
      };
    });
  }
}

const nothing = { expectedWatts: 0, doubtWatts: 0, lampWatts: 0, lamps: 0, lost: 0 };
const tiltMs = 90 * 60_000;

function tiltedDark(sun: { nowMs: number; duskMs: number; dawnMs: number }, dark: boolean): boolean {
  if (Math.abs(sun.nowMs - sun.duskMs) < tiltMs || Math.abs(sun.nowMs - sun.dawnMs) < tiltMs) return true;
  return dark;
}
