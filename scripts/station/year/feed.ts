// Brings a station what its devices show in a step of the simulated year: at once, late, or once more.
import type { OutgoingOf } from '../../../src/domain/outgoing.ts';
import { lateDevices, modeDevice, type YearPoint, yearPoints } from './points.ts';
import { arrivalOf, isOut, lagOf, lateness, modeOf, shownOf, stepMs } from './truth.ts';

type Readings = OutgoingOf<'device.readings'>;

export class Feed {
  readonly #seed: number;
  readonly #beginMs: number;
  readonly #heard: (o: Readings) => void;
  readonly #devices: readonly (readonly YearPoint[])[];
  /** What is to come later, by the step with which it comes. */
  readonly #later = new Map<number, (readonly [device: number, step: number])[]>();
  readonly counts = { readings: 0, late: 0 };

  constructor(seed: number, beginMs: number, heard: (o: Readings) => void) {
    this.#seed = seed;
    this.#beginMs = beginMs;
    this.#heard = heard;
    const most = Math.max(...yearPoints.map((p) => p.device));
    this.#devices = Array.from({ length: most + 1 }, (_, d) => yearPoints.filter((p) => p.device === d));
  }

  /** The time is that at the end of the step. */
  step(step: number): void {
    for (const [device, at] of this.#later.get(step) ?? []) {
      this.#heard(this.#message(device, at, false));
      this.counts.late++;
    }
    this.#later.delete(step);
    for (let device = 0; device < this.#devices.length; device++) {
      if (isOut(this.#seed, device, step)) continue;
      const late = lateDevices.includes(device) ? lateness(this.#seed, device, step) : 'none';
      if (late !== 'none') {
        const arrival = arrivalOf(this.#seed, device, step);
        const waiting = this.#later.get(arrival);
        if (waiting) waiting.push([device, step]);
        else this.#later.set(arrival, [[device, step]]);
      }
      if (late !== 'late') this.#heard(this.#message(device, step, late === 'repaired'));
    }
  }

  /** @param isBlank are all its values missing? */
  #message(device: number, step: number, isBlank: boolean): Readings {
    const readings: Record<string, Readings['readings'][string]> = {};
    for (const point of this.#devices[device]!) {
      const { shown, doubt } = shownOf(this.#seed, point, step);
      if (shown === 'absent') continue;
      this.counts.readings++;
      readings[point.id] =
        shown === 'none' || isBlank
          ? { value: null, quality: 'bad:timeout' }
          : { value: shown / point.scale, quality: doubt ? 'uncertain:warming-up' : 'good' };
    }
    if (device === modeDevice) readings['mode'] = { value: modeOf(this.#seed, device, step), quality: 'good' };
    const ms = this.#beginMs + (step + 1) * stepMs - lagOf(this.#seed, device, step);
    return { kind: 'device.readings', at: { ms, quality: 'synced' }, device: `d${device}`, readings };
  }
}
