// A street lamp as a physical thing: a LED module behind an electronic gear. It knows nothing of how it is judged.
//
//   power        the curve of its type at its level, times the spread of units, ageing and temperature
//   regulation   electronic gear hardly sees the mains: 1 % of power for 10 % of voltage; a magnetic ballast does
//   ageing       the forward voltage falls: 3 % less power after 50,000 h
//   temperature  of the gear: the air, plus up to 32 K at full power, within half an hour; a warm LED draws a little less
//   meter        1 % of noise, and a tenth of a watt
//
// The figures are ordinary for LED street lamps and set for the simulation; none is taken from one product.
import type { LampSample } from '../faults/judge.ts';
import { along, type LampType, outputShare } from '../faults/lamp-type.ts';
import { noise, type Random } from './noise.ts';

/** What can be broken in a lamp. */
export const defects = [
  'dead',
  'burns-by-day',
  'does-not-dim',
  'cycles',
  'modules-out',
  'draws-too-much',
  'capacitor-dry',
  'too-hot',
  'silent',
] as const;
export type Defect = (typeof defects)[number];

const ageingPerHour = 0.03 / 50_000;
const warmKelvin = 32;
const warmingMs = 30 * 60_000;
const hotKelvin = 45;
/** A gear that protects itself: so long lit, then dark. */
const cycleMs = 40 * 60_000;
const cycleDarkMs = 15 * 60_000;

/** What a time leaves of a lamp's warmth, 0 to 1. */
export const cooling = (ms: number): number => Math.exp(-ms / warmingMs);

export class PhysicalLamp {
  readonly type: LampType;
  /** Power of this unit over that of its type. */
  readonly #spread: number;
  readonly #random: Random;
  /** Burning hours. */
  hours: number;
  defect: Defect | undefined;
  /** What the gear was last told, per cent. */
  #told = 100;
  #warmth = 0;
  /** Electrical power now, W. */
  watts = 0;
  readonly sample: { -readonly [K in keyof LampSample]: LampSample[K] };

  constructor(type: LampType, random: Random, hours = 0) {
    this.type = type;
    this.hours = hours;
    this.#spread = 1 + 0.02 * noise(random);
    this.#random = random;
    this.sample = { level: 0, settled: true, supplied: true, answered: true, hours };
  }

  /** A lamp that hears nothing keeps its level. */
  tell(level: number): void {
    if (this.defect !== 'silent') this.#told = level;
  }

  /** What it gives, per cent of full output. */
  output(nowMs: number): number {
    const told = this.#told;
    switch (this.defect) {
      case 'dead':
        return 0;
      case 'burns-by-day':
        return told === 0 ? 100 : told;
      case 'does-not-dim':
        return told === 0 ? 0 : 100;
      case 'cycles':
        return nowMs % cycleMs < cycleDarkMs ? 0 : told;
      default:
        return told;
    }
  }

  /** Lets time pass and gives the power from now on. @param cooled share of its warmth that such a time leaves. */
  pass(nowMs: number, sinceMs: number, volts: number, air: number, cooled: number): number {
    const level = volts > 90 ? this.output(nowMs) : 0;
    if (volts <= 90) this.watts = 0;
    else {
      const { type } = this;
      let watts = along(type.power, level * outputShare(type, this.hours));
      if (level > 0) {
        if (this.defect === 'modules-out') watts *= 0.6;
        if (this.defect === 'draws-too-much') watts *= 1.4;
        const warm = 1 - 0.0006 * (this.temperature(air) - 40);
        // Near the nominal voltage a power is a straight line.
        const mains = 1 + Math.max(0.1, type.voltageExponent) * (volts / type.voltage - 1);
        watts *= this.#spread * (1 - ageingPerHour * this.hours) * warm * mains;
      }
      this.watts = watts;
    }
    if (this.watts > 2) this.hours += sinceMs / 3_600_000;
    const full = this.type.power.at(-1)?.[1] ?? 1;
    this.#warmth = this.#warmth * cooled + (1 - cooled) * warmKelvin * (this.watts / full);
    return this.watts;
  }

  /** Of the gear, °C. */
  temperature(air: number): number {
    return air + this.#warmth + (this.defect === 'too-hot' && this.watts > 2 ? hotKelvin : 0);
  }

  /** What it says of itself; the sample is the same object each time. */
  read(nowMs: number, level: number, settled: boolean, supplied: boolean, volts: number, air: number): LampSample {
    const { sample } = this;
    const random = this.#random;
    sample.level = level;
    sample.settled = settled;
    sample.supplied = supplied;
    // One question in two hundred is lost on the way; a keeper asks twice before it calls a lamp silent.
    sample.answered = this.defect !== 'silent' && volts > 90 && (random() > 0.005 || random() > 0.005);
    sample.hours = this.hours;
    sample.fedBack = this.defect === 'dead' || this.defect === 'cycles' ? level : this.output(nowMs);
    sample.watts = Math.max(0, Math.round((this.watts * (1 + 0.01 * noise(random)) + 0.05 * noise(random)) * 10) / 10);
    sample.volts = volts;
    sample.temperature = Math.round(this.temperature(air));
    const factor = this.type.powerFactor * (this.defect === 'capacitor-dry' ? 0.65 : 1);
    sample.powerFactor = this.watts > 2 ? Math.min(1, factor * (0.9 + 0.1 * (level / 100)) + 0.01 * noise(random)) : 0;
    return sample;
  }
}
