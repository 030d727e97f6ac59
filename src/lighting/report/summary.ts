// A month of a site as the figures of a report. Pure: the month's rows, the site and the tables of prices and factors in,
// numbers out.
//
//   saved energy   = Σ over lamps and nights of (baseline power x hours from sunset to sunrise) - energy used
//   saved money    = saved energy x price of the night's date x (1 + VAT)
//   avoided CO2    = saved energy x emission factor of the night's date
import type { LightingConfig } from '../config.ts';
import type { Month } from '../energy/book.ts';
import { gridFactors, rowOn } from '../energy/grid-factors.ts';
import type { Life } from '../energy/store.ts';
import { groupsOf } from '../groups.ts';
import { type FaultSummary, summarizeFaults } from './faults.ts';
import { type LifeRow, lifeOf } from './life.ts';

export interface Figures {
  readonly kwh: number;
  readonly baselineKwh: number;
  readonly savedKwh: number;
  /** Of the baseline, 0 to 1; 0 where there is none. */
  readonly savedShare: number;
}
export interface NightRow extends Figures {
  readonly date: string;
  /** From sunset to sunrise. */
  readonly hours: number;
}
export interface PartRow extends Figures {
  readonly id: string;
  readonly lamps: number;
  /** Of a lamp, on average. */
  readonly burningHours: number;
  readonly switches: number;
}
export interface CabinetRow extends PartRow {
  /** By its counter, kWh; null where it was not read in every night. */
  readonly counterKwh: number | null;
  /** Counter over the sum of the lamps, minus 1. */
  readonly deviation: number | null;
}
export interface Summary {
  readonly month: string;
  readonly lamps: number;
  readonly total: Figures & {
    /** Share of the energy that meters measured; the rest is modelled by the power curves. */
    readonly meteredShare: number;
    readonly burningHours: number;
    readonly nightHours: number;
    readonly switches: number;
    readonly changes: number;
    readonly vnd: number | null;
    readonly savedVnd: number | null;
    readonly co2Kg: number | null;
    readonly savedCo2Kg: number | null;
  };
  readonly tariffs: readonly { readonly from: string; readonly vndPerKwh: number; readonly source: string }[];
  readonly vat: number;
  readonly factors: readonly { readonly from: string; readonly kgPerKwh: number; readonly source: string }[];
  readonly nights: readonly NightRow[];
  readonly groups: readonly PartRow[];
  readonly cabinets: readonly CabinetRow[];
  readonly byLamp: readonly PartRow[];
  readonly faults: FaultSummary;
  readonly life: readonly LifeRow[];
}

const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);

function figures(kwh: number, baselineKwh: number): Figures {
  const savedKwh = baselineKwh - kwh;
  return { kwh, baselineKwh, savedKwh, savedShare: baselineKwh > 0 ? savedKwh / baselineKwh : 0 };
}

/** @param life of each lamp, where it is known. */
export function summarize(month: Month, config: LightingConfig, life: Readonly<Record<string, Life>> = {}): Summary {
  const entries = Object.entries(month.lamps);
  const byLamp = entries.map(([id, rows]): PartRow => {
    const hours = sum(rows.lit) / 60;
    return {
      id,
      lamps: 1,
      burningHours: hours,
      switches: sum(rows.on),
      ...figures(sum(rows.wh) / 1000, sum(rows.base) / 1000),
    };
  });
  const rowOf = new Map(byLamp.map((r) => [r.id, r]));
  const nights = month.nights.map(({ date, hours }, i): NightRow => {
    const of = (key: 'wh' | 'base') => sum(entries.map(([, rows]) => rows[key][i] ?? 0)) / 1000;
    return { date, hours, ...figures(of('wh'), of('base')) };
  });
  const part = (id: string, members: readonly string[]): PartRow => {
    const rows = members.flatMap((m) => rowOf.get(m) ?? []);
    return {
      id,
      lamps: rows.length,
      burningHours: rows.length > 0 ? sum(rows.map((r) => r.burningHours)) / rows.length : 0,
      switches: sum(rows.map((r) => r.switches)),
      ...figures(sum(rows.map((r) => r.kwh)), sum(rows.map((r) => r.baselineKwh))),
    };
  };
  const members = new Map<string, string[]>();
  for (const lamp of config.lamps) {
    for (const group of groupsOf(lamp, config.groups)) members.set(group, [...(members.get(group) ?? []), lamp.id]);
  }
  const cabinets = config.cabinets.map(({ id }): CabinetRow => {
    const row = part(
      id,
      config.lamps.filter((l) => l.cabinet === id).map((l) => l.id),
    );
    const counted = month.cabinets[id];
    const full = counted?.length === month.nights.length && counted.every((k) => k !== null);
    const counterKwh = full ? sum(counted as number[]) : null;
    return { ...row, counterKwh, deviation: counterKwh !== null && row.kwh > 0 ? counterKwh / row.kwh - 1 : null };
  });
  const used = sum(byLamp.map((r) => r.kwh));
  const metered = sum(entries.map(([, rows]) => sum(rows.wh.map((wh, i) => (wh * (rows.metered[i] ?? 0)) / 1000))));
  const { tariff, vat, co2 = gridFactors } = config.energy;
  const priced = priceOf(nights, (date) => (rowOn(tariff, date)?.vndPerKwh ?? Number.NaN) * (1 + vat / 100));
  const weighed = priceOf(nights, (date) => rowOn(co2, date)?.kgPerKwh ?? Number.NaN);
  const litHours = sum(byLamp.map((r) => r.burningHours));
  return {
    month: month.month,
    lamps: byLamp.length,
    total: {
      ...figures(used, sum(byLamp.map((r) => r.baselineKwh))),
      meteredShare: used > 0 ? metered / used : 0,
      burningHours: byLamp.length > 0 ? litHours / byLamp.length : 0,
      nightHours: sum(month.nights.map((n) => n.hours)),
      switches: sum(byLamp.map((r) => r.switches)),
      changes: sum(entries.map(([, rows]) => sum(rows.changes))),
      vnd: priced?.used ?? null,
      savedVnd: priced?.saved ?? null,
      co2Kg: weighed?.used ?? null,
      savedCo2Kg: weighed?.saved ?? null,
    },
    tariffs: rowsUsed(tariff, nights),
    vat,
    factors: rowsUsed(co2, nights),
    nights,
    groups: [...members].map(([id, of]) => part(id, of)),
    cabinets,
    byLamp,
    faults: summarizeFaults(month, litHours),
    life: lifeOf(config, life, sum(month.nights.map((n) => n.hours)), byLamp),
  };
}

/** Undefined where a night has no price: a sum without it would be too small. */
function priceOf(
  nights: readonly NightRow[],
  of: (date: string) => number,
): { used: number; saved: number } | undefined {
  const used = sum(nights.map((n) => n.kwh * of(n.date)));
  const saved = sum(nights.map((n) => n.savedKwh * of(n.date)));
  return nights.length > 0 && Number.isFinite(used) ? { used, saved } : undefined;
}

function rowsUsed<R extends { readonly from: string }>(rows: readonly R[], nights: readonly NightRow[]): R[] {
  return [...new Set(nights.flatMap((n) => rowOn(rows, n.date) ?? []))];
}
