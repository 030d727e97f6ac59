// What goes wrong in a simulated span of time, and what people and clocks do: drawn once from the seed, so that the same
// seed is the same year. A lamp has one defect at a time, a cabinet one fault at a time.
import type { CabinetConfig } from '../cabinet/config.ts';
import type { LightingConfig } from '../config.ts';
import type { CabinetFaultKind, LampFaultKind } from '../faults/kinds.ts';
import { type Defect, defects } from './lamp.ts';
import { between, pick, type Random } from './noise.ts';

const hour = 3_600_000;
const day = 24 * hour;

export interface LampTrouble {
  readonly lamp: string;
  readonly defect: Defect;
  /** What it is to be called. */
  readonly fault: LampFaultKind;
  readonly fromMs: number;
  readonly toMs: number;
}
export interface CabinetTrouble {
  readonly cabinet: string;
  readonly fault: CabinetFaultKind;
  readonly place: string;
  readonly fromMs: number;
  readonly toMs: number;
}
export type Deed =
  | {
      readonly ms: number;
      readonly kind: 'override';
      readonly target: string;
      readonly level: number;
      readonly until: number | null;
      readonly id: string;
    }
  | { readonly ms: number; readonly kind: 'release'; readonly id: string }
  /** No time source answers any more; the clock drifts by so many parts in a million. */
  | { readonly ms: number; readonly kind: 'holdover'; readonly ppm: number }
  /** The gateway restarts with a clock that is off by so much and that nobody confirms. */
  | { readonly ms: number; readonly kind: 'restart'; readonly offMs: number }
  /** A time source answers, and the clock is set. */
  | { readonly ms: number; readonly kind: 'synced' };

export interface Script {
  readonly lamps: readonly LampTrouble[];
  readonly cabinets: readonly CabinetTrouble[];
  readonly deeds: readonly Deed[];
}

const calledBy: Readonly<Record<Defect, LampFaultKind>> = {
  dead: 'lampFailure',
  'burns-by-day': 'lampUnexpectedOn',
  'does-not-dim': 'dimmingFailure',
  cycles: 'cyclingFailure',
  'modules-out': 'powerTooLow',
  'draws-too-much': 'powerTooHigh',
  'capacitor-dry': 'powerFactorTooLow',
  'too-hot': 'highTemperature',
  silent: 'controlGearCommFailure',
};

export interface ScriptOptions {
  readonly fromMs: number;
  readonly toMs: number;
  /** Troubles of lamps, of cabinets, overrides and troubles of the clock, all over the time together. */
  readonly lampTroubles: number;
  readonly cabinetTroubles: number;
  readonly overrides: number;
  readonly clockTroubles: number;
}

/** Time at the end in which nothing begins: what begins must be there to be found. */
const quietMs = 8 * day;
/** For which a street's line is learned before something happens to it, and is left to be found: a light street makes
 * small steps. */
const learnMs = 10 * day;

export function writeScript(config: LightingConfig, options: ScriptOptions, random: Random): Script {
  const { fromMs, toMs } = options;
  const lastMs = Math.max(fromMs, toMs - quietMs);
  const start = () => Math.round(between(random, fromMs + Math.min(day, (toMs - fromMs) / 10), lastMs));
  const lamps: LampTrouble[] = [];
  const taken = new Set<string>();
  const typed = config.lamps.filter((l) => l.type !== undefined);
  for (let i = 0; i < options.lampTroubles && taken.size < typed.length; i++) {
    const defect = defects[i % defects.length] ?? 'dead';
    // Where the contactor takes the voltage away by day, no lamp burns then.
    const able = defect === 'burns-by-day' ? typed.filter((l) => !isSwitched(config, l)) : typed;
    const free = able.filter((l) => !taken.has(l.id));
    if (free.length === 0) continue;
    const { id } = pick(random, free);
    taken.add(id);
    const at = start();
    lamps.push({ lamp: id, defect, fault: calledBy[defect], fromMs: at, toMs: at + between(random, 3 * day, 7 * day) });
  }
  return {
    lamps,
    cabinets: cabinetTroubles(config, options, start, random),
    deeds: deeds(config, options, start, random),
  };
}

export function isSwitched(config: LightingConfig, lamp: LightingConfig['lamps'][number]): boolean {
  const cabinet = config.cabinets.find((c) => c.id === lamp.cabinet);
  return cabinet?.circuits.find((c) => c.id === lamp.circuit)?.contactor !== undefined;
}

function cabinetTroubles(
  config: LightingConfig,
  options: ScriptOptions,
  start: () => number,
  random: Random,
): CabinetTrouble[] {
  const { cabinetTroubles: count } = options;
  const made: CabinetTrouble[] = [];
  const kinds: readonly CabinetFaultKind[] = [
    'supplyLoss',
    'cableTheft',
    'leakageDetected',
    'cabinetDoorOpen',
    'circuitBreakerTripped',
    'contactorWelded',
    'photocellFailure',
    'brokenNeutral',
    'voltageTooHigh',
    'powerTooHigh',
  ];
  // Of the lamps' cables by their load, and of the line to the cabinet by its impedance.
  const thefts = ['', 'supply/'];
  let stolen = 0;
  for (let i = 0, n = 0; n < count && i < count * 20; i++) {
    const fault = kinds[n % kinds.length] ?? 'supplyLoss';
    const where = fault === 'cableTheft' ? (thefts[stolen % thefts.length] ?? '') : '';
    const isLine = where !== '';
    const able = config.cabinets.filter((c) => canHave(c, fault) && (!isLine || c.voltage?.length === 3));
    if (able.length === 0) {
      n++;
      continue;
    }
    const cabinet = pick(random, able);
    // What is usual of a line must have been learned.
    const fromMs = isLine ? Math.max(start(), options.fromMs + learnMs) : start();
    const toMs = fromMs + (isLine ? between(random, 7 * day, 8 * day) : lengthOf(fault, random));
    const apart = made.every((m) => m.cabinet !== cabinet.id || m.toMs + day < fromMs || m.fromMs > toMs + day);
    if (!apart) continue;
    n++;
    if (fault === 'cableTheft') stolen++;
    made.push({ cabinet: cabinet.id, fault, place: where + placeOf(cabinet, fault, random), fromMs, toMs });
  }
  return made;
}

function canHave(c: CabinetConfig, fault: CabinetFaultKind): boolean {
  if (fault === 'contactorWelded') return c.circuits.some((k) => k.contactor !== undefined);
  if (fault === 'circuitBreakerTripped') return c.circuits.some((k) => k.breaker !== undefined);
  if (fault === 'cableTheft' || fault === 'powerTooHigh') return c.power !== undefined && c.circuits.length > 0;
  if (fault === 'photocellFailure') return c.photocell !== undefined;
  if (fault === 'leakageDetected') return c.leakage !== undefined;
  if (fault === 'cabinetDoorOpen') return c.door !== undefined;
  return c.voltage !== undefined && c.voltage.length === 3;
}

function lengthOf(fault: CabinetFaultKind, random: Random): number {
  // What shows at night only, or evening by evening, lasts for days; a door stands open for an hour.
  if (fault === 'cabinetDoorOpen') return between(random, hour, 3 * hour);
  if (fault === 'photocellFailure') return between(random, 6 * day, 8 * day);
  if (fault === 'cableTheft' || fault === 'contactorWelded') return between(random, 2 * day, 4 * day);
  return between(random, 5 * hour, 20 * hour);
}

function placeOf(c: CabinetConfig, fault: CabinetFaultKind, random: Random): string {
  if (fault === 'circuitBreakerTripped' || fault === 'contactorWelded') {
    const able = c.circuits.filter((k) => (fault === 'contactorWelded' ? k.contactor : k.breaker) !== undefined);
    return pick(random, able).id;
  }
  const perPhase = ['supplyLoss', 'cableTheft', 'voltageTooHigh', 'powerTooHigh'];
  return perPhase.includes(fault) ? `L${pick(random, c.circuits).phase}` : '';
}

function deeds(config: LightingConfig, o: ScriptOptions, start: () => number, random: Random): Deed[] {
  const made: Deed[] = [];
  const groups = [...new Set(config.lamps.flatMap((l) => l.groups))];
  for (let i = 0; i < o.overrides; i++) {
    const ms = start();
    const target = random() < 0.7 || groups.length === 0 ? pick(random, config.lamps).id : pick(random, groups);
    const level = pick(random, [0, 30, 60, 100]);
    const endless = random() < 0.2;
    const id = `o-${i}`;
    const endMs = ms + between(random, 0.5 * hour, 6 * hour);
    made.push({ ms, kind: 'override', target, level, until: endless ? null : endMs, id });
    if (endless) made.push({ ms: endMs, kind: 'release', id });
  }
  // One trouble of the clock at a time: the span is cut into as many parts.
  const part = (o.toMs - o.fromMs) / Math.max(1, o.clockTroubles);
  for (let i = 0; i < o.clockTroubles; i++) {
    const ms = o.fromMs + part * (i + between(random, 0.1, 0.4));
    const most = Math.min(part * 0.5, 4 * day);
    made.push(
      i % 2 === 0
        ? { ms, kind: 'holdover', ppm: between(random, -40, 40) }
        : { ms, kind: 'restart', offMs: between(random, -3 * day, 3 * day) },
      { ms: ms + (i % 2 === 0 ? most : Math.min(part * 0.5, between(random, 0.2 * hour, 12 * hour))), kind: 'synced' },
    );
  }
  return made.sort((a, b) => a.ms - b.ms);
}

/** Beginnings and ends up to an instant, each once. */
export function timeline<T extends { readonly fromMs: number; readonly toMs: number }>(
  troubles: readonly T[],
): (ms: number) => [T, boolean][] {
  const edges = troubles.flatMap((t): [number, T, boolean][] => [
    [t.fromMs, t, true],
    [t.toMs, t, false],
  ]);
  edges.sort((a, b) => a[0] - b[0]);
  let at = 0;
  return (ms) => {
    const due: [T, boolean][] = [];
    for (let edge = edges[at]; edge && edge[0] <= ms; edge = edges[++at]) due.push([edge[1], edge[2]]);
    return due;
  };
}
