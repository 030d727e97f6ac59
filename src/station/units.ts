// Units of one kind. The law, the index and the ministry's files have their numbers in one unit, and a sensor may give
// another: 20 mg/m3 of carbon monoxide is 20,000 ug/m3, and no number at all where it is ppm. Pure.

import { type Message, message } from '../messages/catalogue.ts';
import { editDistance } from '../runtime/document/nearest.ts';
import { isPollutant } from './aqi/table.ts';
import type { StationConfig, StationPoint } from './config.ts';
import type { JudgedWindow } from './judge.ts';
import type { RulePack } from './packs/pack.ts';
import { lengthMs } from './windows/length.ts';

/** What the breakpoints of VN_AQI are in. */
const indexUnit = 'ug/m3';

const grams: Readonly<Record<string, number>> = { k: 1e9, '': 1e6, m: 1e3, u: 1, µ: 1, μ: 1, n: 1e-3 };
/** As UCUM writes it, and as files and manuals do. */
const pattern = /^([kmunµμ]?)g\/(N?m[3³]|L|l)$/;

/** What is no mass in a volume: kind and size of units as UCUM writes them, and as files and manuals do. */
const others: Readonly<Record<string, readonly [kind: string, size: number]>> = {
  ...{ '[ppm]': ['share', 1000], ppm: ['share', 1000], ppmv: ['share', 1000] },
  ...{ '[ppb]': ['share', 1], ppb: ['share', 1], ppbv: ['share', 1], '%': ['percent', 1] },
  ...{ Cel: ['Cel', 1], degC: ['Cel', 1], oC: ['Cel', 1], '°C': ['Cel', 1], ºC: ['Cel', 1], C: ['Cel', 1] },
  ...{ K: ['K', 1], '[degF]': ['degF', 1], oF: ['degF', 1], '°F': ['degF', 1], F: ['degF', 1] },
  ...{ Pa: ['pressure', 1], hPa: ['pressure', 100], mbar: ['pressure', 100], kPa: ['pressure', 1000] },
  ...{ bar: ['pressure', 100_000], 'm/s': ['speed', 3.6], 'km/h': ['speed', 1] },
  ...{ m3: ['volume', 1000], L: ['volume', 1], l: ['volume', 1] },
  ...{ 'W.h': ['energy', 1], Wh: ['energy', 1], 'kW.h': ['energy', 1000], kWh: ['energy', 1000] },
  ...{ 'MW.h': ['energy', 1e6], MWh: ['energy', 1e6] },
  ...{ 'm3/h': ['flow', 1], 'm3/s': ['flow', 3600], 'L/s': ['flow', 3.6], 'L/min': ['flow', 0.06] },
  ...{ 'uS/cm': ['conductivity', 1], 'µS/cm': ['conductivity', 1], 'mS/cm': ['conductivity', 1000] },
};

/** What kind of unit it is, and how many micrograms a cubic metre (or of its kind) one of it is; undefined if unknown. */
function known(unit: string): readonly [kind: string, size: number] | undefined {
  const [, prefix, volume] = pattern.exec(unit) ?? [];
  if (prefix === undefined) return Object.hasOwn(others, unit) ? others[unit] : undefined;
  return ['mass', (grams[prefix] ?? 1) * (/^l$/i.test(volume ?? '') ? 1000 : 1)];
}

/**
 * By what a number in `from` is multiplied to be one in `to` (UCUM); 1 where one of them is not said.
 * @returns undefined where nobody can tell.
 */
export function factorOf(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined || from === to) return 1;
  const [a, b] = [known(from), known(to)];
  return a === undefined || b === undefined || a[0] !== b[0] ? undefined : a[1] / b[1];
}

/**
 * The same for a file, whose units are free words: where one of them is none that is known, the site file's word counts.
 * @returns undefined where a number in `from` is none in `to`: ppb beside ug/m3.
 */
function factorForFile(from: string | undefined, to: string): number | undefined {
  const isFree = from === undefined || known(from) === undefined || known(to) === undefined;
  return isFree ? 1 : factorOf(from, to);
}

const rate = /^(.+)\/(s|min|h|d|day|ngày)$/u;
const rateMs: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000 };
const dayMs = 86_400_000;

/**
 * By what that which was counted within a time is multiplied to be what a file has of it: in a unit of a rate (m3/h, of
 * cubic metres that were counted) it is what went on in that time.
 * @returns undefined where it cannot be one in `to`.
 */
function factorOfCounted(from: string | undefined, to: string, spanMs: number): number | undefined {
  const [, amount, time = ''] = rate.exec(to) ?? [];
  if (amount === undefined) return factorForFile(from, to);
  const factor = factorForFile(from, amount);
  return factor === undefined ? undefined : (factor * (rateMs[time] ?? dayMs)) / spanMs;
}

/** What gases, dust and water are measured in. */
const usualMasses = ['ug/m3', 'mg/m3', 'ng/m3', 'ug/Nm3', 'mg/Nm3', 'mg/L', 'ug/L', 'g/L'];

/**
 * The unit of a mass in a volume that was most likely meant: `ug/m`, `mg/M3`. A unit is a free word in a file, and so one that
 * is no slip is let be, whatever it is.
 */
export function misspeltMass(unit: string): string | undefined {
  if (known(unit) !== undefined || !/^[kmunµμ]?g\s*\//iu.test(unit) || unit.length < 4) return undefined;
  // Masses a time or a mass are no slip.
  if (/\/(?:s|min|h|d|day|kg|g)$/.test(unit)) return undefined;
  const plain = unit.replace(/\s/g, '').replace(/^[µμ]/u, 'u');
  const same = usualMasses.find((m) => m.toLowerCase() === plain.toLowerCase());
  return same ?? usualMasses.find((m) => editDistance(m, plain) === 1);
}

/** By what a value of five minutes is multiplied to be one in a file. */
export const fileFactor = (of: { readonly unit?: string | undefined; readonly isCounted?: boolean }, to: string) =>
  of.isCounted ? factorOfCounted(of.unit, to, lengthMs['5min']) : factorForFile(of.unit, to);

/** A mean in the unit of the index; undefined where it is not valid, or no concentration. */
export function forIndex({ mean, valid, unit }: JudgedWindow): number | undefined {
  const factor = valid ? factorOf(unit, indexUnit) : undefined;
  return factor === undefined || mean === null ? undefined : mean * factor;
}

/** Who has numbers of this parameter in a unit in which those of the point cannot be, and so leaves it out. */
export function unitTroubles(
  { id, parameter, kind }: StationPoint,
  unit: string | undefined,
  packs: readonly RulePack[],
  { aqi, tt10 }: Pick<StationConfig, 'aqi' | 'tt10'>,
): Message[] {
  const needs = packs.flatMap((pack) => {
    const limit = pack.limits.find((l) => l.parameter === parameter && factorOf(l.unit, unit) === undefined);
    return limit?.unit === undefined ? [] : [{ by: pack.id, needed: limit.unit }];
  });
  if (aqi && isPollutant(parameter) && factorOf(unit, indexUnit) === undefined) {
    needs.unshift({ by: 'VN_AQI', needed: indexUnit });
  }
  for (const p of tt10?.parameters ?? []) {
    const isCounted = kind === 'counter';
    if (p.point === id && fileFactor({ unit, isCounted }, p.unit) === undefined)
      needs.push({ by: `tt10 ${p.name}`, needed: p.unit });
  }
  return needs.map(({ by, needed }) => message('station.unit-unusable', { id, unit: unit ?? '-', by, needed }));
}

/** Points whose numbers cannot be in the unit of this one, so that its alarms that compare them are never judged. */
export function crossTroubles(
  { id, alarms }: StationPoint,
  unit: string | undefined,
  unitOf: (point: string) => string | undefined,
): Message[] {
  return alarms.flatMap((alarm) => {
    if (alarm.kind !== 'cross' || factorOf(unitOf(alarm.notAbove), unit) !== undefined) return [];
    const params = { id: alarm.notAbove, unit: unitOf(alarm.notAbove) ?? '-', by: `${id}/${alarm.id}` };
    return message('station.unit-unusable', { ...params, needed: unit ?? '-' });
  });
}
