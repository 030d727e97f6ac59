// Units of concentrations by mass. The law and the index have their numbers in one unit, and a sensor may give another: 20
// mg/m3 of carbon monoxide is 20,000 ug/m3, and no number at all where it is ppm. Pure.

import { type Message, message } from '../messages/catalogue.ts';
import { isPollutant } from './aqi/table.ts';
import type { StationPoint } from './config.ts';
import type { JudgedWindow } from './judge.ts';
import type { RulePack } from './packs/pack.ts';

/** What the breakpoints of VN_AQI are in. */
const indexUnit = 'ug/m3';

const grams: Readonly<Record<string, number>> = { k: 1e9, '': 1e6, m: 1e3, u: 1, µ: 1, μ: 1, n: 1e-3 };
/** As UCUM writes it, and as files and manuals do. */
const pattern = /^([kmunµμ]?)g\/(N?m[3³]|L|l)$/;

/** How many micrograms a cubic metre one of it is; undefined for what is no concentration by mass. */
function sizeOf(unit: string): number | undefined {
  const [, prefix, volume] = pattern.exec(unit) ?? [];
  return prefix === undefined ? undefined : (grams[prefix] ?? 1) * (/^l$/i.test(volume ?? '') ? 1000 : 1);
}

/**
 * By what a number in `from` is multiplied to be one in `to` (UCUM); 1 where one of them is not said.
 * @returns undefined where nobody can tell.
 */
export function factorOf(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined || from === to) return 1;
  const [a, b] = [sizeOf(from), sizeOf(to)];
  return a === undefined || b === undefined ? undefined : a / b;
}

/** A mean in the unit of the index; undefined where it is not valid, or no concentration. */
export function forIndex({ mean, valid, unit }: JudgedWindow): number | undefined {
  const factor = valid ? factorOf(unit, indexUnit) : undefined;
  return factor === undefined || mean === null ? undefined : mean * factor;
}

/** Who has numbers of this parameter in a unit in which those of the point cannot be, and so leaves it out. */
export function unitTroubles(
  { id, parameter }: StationPoint,
  unit: string | undefined,
  packs: readonly RulePack[],
  isIndexed: boolean,
): Message[] {
  const needs = packs.flatMap((pack) => {
    const limit = pack.limits.find((l) => l.parameter === parameter && factorOf(l.unit, unit) === undefined);
    return limit?.unit === undefined ? [] : [{ by: pack.id, needed: limit.unit }];
  });
  if (isIndexed && isPollutant(parameter) && factorOf(unit, indexUnit) === undefined) {
    needs.unshift({ by: 'VN_AQI', needed: indexUnit });
  }
  return needs.map(({ by, needed }) => message('station.unit-unusable', { id, unit: unit ?? '-', by, needed }));
}
