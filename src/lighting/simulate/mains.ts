// The mains at one cabinet: three phases that sag in the evening and wander, within ±10 % of 230 V as EN 50160 has it,
// and the air around it, warm by day and in summer.
import { noise, type Random, wander } from './noise.ts';

const dayMs = 86_400_000;
/** EN 50160, 10 % below and above. */
export const lowestVolts = 207;
const highestVolts = 253;

export class Mains {
  readonly #random: Random;
  readonly #wander: [number, number, number];
  readonly #offset: number;
  /** V; faults of the supply are put in from outside. */
  readonly volts: [number, number, number] = [230, 230, 230];
  /** °C */
  air = 25;

  constructor(random: Random) {
    this.#random = random;
    this.#wander = [noise(random), noise(random), noise(random)];
    this.#offset = 4 * noise(random);
  }

  /** @param localMs local time of day and year, milliseconds since the epoch as if it were UTC. */
  pass(localMs: number, sinceMs: number): void {
    const keep = Math.exp(-sinceMs / 1_800_000);
    const hour = ((localMs % dayMs) / dayMs) * 2 * Math.PI;
    const year = ((localMs / dayMs - 200) / 365.25) * 2 * Math.PI;
    // Lowest at 19 h, highest at 3 h.
    const load = -6 * Math.cos(hour - (19 / 24) * 2 * Math.PI);
    for (let i = 0; i < 3; i++) {
      this.#wander[i] = wander(this.#random, this.#wander[i] ?? 0, keep);
      const volts = 230 + this.#offset + load + 4 * (this.#wander[i] ?? 0);
      this.volts[i] = Math.min(highestVolts, Math.max(lowestVolts, volts));
    }
    this.air = 24 + 6 * Math.cos(year) - 4 * Math.cos(hour - (3 / 24) * 2 * Math.PI) + 1.5 * (this.#wander[0] ?? 0);
  }
}
