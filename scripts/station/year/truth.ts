// What is true at a simulated station in each ten seconds of a year, and what its devices show of it. All of it follows from
// the seed by whole numbers alone (a hash, sums, divisions rounded down), so that another language finds the very same
// numbers by code of its own (test-fixtures/station/year_truth.py): nothing of 95 million readings has to be handed over.
import type { YearPoint } from './points.ts';

export const stepMs = 10_000;
export const stepsOfDay = 8640;
/** A happening lasts a quarter of an hour, or two hours. */
const slot = 90;
const long = 720;

/** `absent`: it does not stand in the message at all. `none`: it does, without a value. */
export type Shown = number | 'none' | 'absent';

export const modes = ['calibrating', 'maintenance', 'fault'] as const;

/** 32 bits of it. */
export function hash(seed: number, a: number, b: number, c: number): number {
  let x = Math.imul(seed ^ a, 0x9e3779b1);
  x ^= x >>> 15;
  x = Math.imul(x ^ b, 0x85ebca77);
  x ^= x >>> 13;
  x = Math.imul(x ^ c, 0xc2b2ae3d);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Of the device: not to be mixed up with its points. */
const ofDevice = (device: number) => 1000 + device;

/** So long before a step the device took the readings that come with it, milliseconds. */
export const lagOf = (seed: number, device: number, step: number) => hash(seed, ofDevice(device), step, 1) % 800;

/** Is it without power? */
export const isOut = (seed: number, device: number, step: number) =>
  hash(seed, ofDevice(device), Math.floor(step / slot), 9) % 150 === 0;

export function modeOf(seed: number, device: number, step: number): (typeof modes)[number] | 'measuring' {
  return modes[hash(seed, ofDevice(device), Math.floor(step / long), 10) % 80] ?? 'measuring';
}

/** What comes at once, what comes later altogether, and what comes at once without values and later with them. */
export function lateness(seed: number, device: number, step: number): 'none' | 'late' | 'repaired' {
  const chance = hash(seed, ofDevice(device), Math.floor(step / slot), 11) % 30;
  return chance === 0 ? 'late' : chance === 1 ? 'repaired' : 'none';
}

/** The step with which it comes then: up to 42 minutes after its quarter of an hour is over. */
export function arrivalOf(seed: number, device: number, step: number): number {
  const s = Math.floor(step / slot);
  return (s + 1) * slot + 10 + (hash(seed, ofDevice(device), s, 12) % 240);
}

/** A line between two numbers of a hash. */
function between(seed: number, index: number, step: number, every: number, of: number, salt: number): number {
  const [i, r] = [Math.floor(step / every), step % every];
  const [from, to] = [hash(seed, index, i, salt) % of, hash(seed, index, i + 1, salt) % of];
  return Math.floor((from * (every - r) + to * r) / every);
}

/** What is true without happenings, in tenths of the unit. */
function quiet(seed: number, { index, from, reach, swing, noise }: YearPoint, step: number): number {
  const days = between(seed, index, step, stepsOfDay, reach, 3);
  const hours = between(seed, index, step, 360, swing, 4);
  return from + days + hours + (hash(seed, index, step, 5) % noise);
}

/** In tenths of the unit; degrees are whole. And whether it is doubtful. */
export function shownOf(
  seed: number,
  point: YearPoint,
  step: number,
): { readonly shown: Shown; readonly doubt: boolean } {
  const { index, kind, jump, rate, rollover, reset } = point;
  const chance = hash(seed, index, step, 8) % 1000;
  const quarter = hash(seed, index, Math.floor(step / slot), 7) % 100;
  const hours = hash(seed, index, Math.floor(step / long), 6) % 60;
  if (quarter === 1 || (chance >= 6 && chance < 10)) return { shown: 'absent', doubt: false };
  if (quarter === 0 || chance < 6 || hours === 4) return { shown: 'none', doubt: false };
  const doubt = chance >= 10 && chance < 16;
  if (kind === 'counter') {
    const counted = (reset > 0 ? step % reset : step) * rate + (hash(seed, index, step, 2) % rate);
    return { shown: rollover > 0 ? counted % rollover : counted, doubt };
  }
  const still = hours === 0 ? Math.floor(step / long) * long : step;
  let value = quiet(seed, point, still);
  if (hours === 1) value += Math.floor((jump * (step % long)) / long);
  else if (hours === 2) value += jump;
  else if (hours === 3) value = Math.floor(value / 4);
  if (chance === 16 || chance === 17) value += jump;
  return { shown: kind === 'wind-direction' ? value % 360 : value, doubt };
}
