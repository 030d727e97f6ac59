// What lamps used, night by night (noon to noon), in memory: the open night as sums a lamp, the closed ones as rows of
// their month. What a lamp measures is metered; between and without its answers the power curve speaks. A month is a few
// numbers a lamp and night, so that 3,500 lamps and 14 months stay within some megabytes.
import { z } from 'zod';

const rows = z.array(z.number());
const lampRowsSchema = z.strictObject({
  /** Energy, Wh, a night. */
  wh: rows,
  /** What the baseline would have used, Wh. */
  base: rows,
  /** Burning, minutes. */
  lit: rows,
  /** Share of the energy that was metered, 0 to 1. */
  metered: rows,
  /** Times it was switched on. */
  on: rows,
  /** Commanded changes of level. */
  changes: rows,
});
const faultSchema = z.strictObject({
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** `lamp/l-01`, `cabinet/c-01`, `cabinet/c-01/L1`. */
  subject: z.string(),
  fault: z.string(),
  active: z.boolean(),
});
export const monthSchema = z.strictObject({
  version: z.literal(1),
  /** 2026-06: the nights that begin in it. */
  month: z.string(),
  /** Date of each night and the hours from sunset to sunrise. */
  nights: z.array(z.strictObject({ date: z.string(), hours: z.number() })),
  lamps: z.record(z.string(), lampRowsSchema),
  /** Counters of cabinets, kWh a night; null where the counter was not read at both ends. */
  cabinets: z.record(z.string(), z.array(z.number().nullable())),
  faults: z.array(faultSchema),
  /** Faults that were left out because there were too many. */
  droppedFaults: z.number(),
});
export type Month = z.output<typeof monthSchema>;
export type FaultNote = z.output<typeof faultSchema>;

/** More faults than this in a month are counted, not kept. */
const mostFaults = 20_000;

export const openSchema = z.strictObject({
  /** Lighting day, days since 1970. */
  day: z.number(),
  wh: rows,
  litMs: rows,
  meteredWh: rows,
  on: rows,
  changes: rows,
});
type Open = z.output<typeof openSchema>;

export class EnergyBook {
  readonly #lamps: readonly string[];
  #open: Open;
  month: Month;

  /** @param day the lighting day that is open. */
  constructor(lamps: readonly string[], day: number, kept?: { month?: Month | undefined; open?: Open | undefined }) {
    this.#lamps = lamps;
    const fits = kept?.open && kept.open.day === day && kept.open.wh.length === lamps.length;
    this.#open = fits && kept.open ? kept.open : emptyNight(lamps.length, day);
    this.month = kept?.month?.month === monthOf(day) ? kept.month : emptyMonth(monthOf(day));
  }

  /** The night that is open, to be kept over a restart. */
  get open(): Open {
    return this.#open;
  }

  add(lamp: number, ms: number, watts: number, isMetered: boolean): void {
    const open = this.#open;
    const wh = (watts * ms) / 3_600_000;
    open.wh[lamp] = (open.wh[lamp] ?? 0) + wh;
    if (isMetered) open.meteredWh[lamp] = (open.meteredWh[lamp] ?? 0) + wh;
  }

  lit(lamp: number, ms: number): void {
    this.#open.litMs[lamp] = (this.#open.litMs[lamp] ?? 0) + ms;
  }

  changed(lamp: number, from: number, to: number): void {
    const open = this.#open;
    open.changes[lamp] = (open.changes[lamp] ?? 0) + 1;
    if (from === 0 && to > 0) open.on[lamp] = (open.on[lamp] ?? 0) + 1;
  }

  fault(note: FaultNote): void {
    if (this.month.faults.length < mostFaults) this.month.faults.push(note);
    else this.month.droppedFaults++;
  }

  /**
   * Ends the open night and opens the next.
   * @param hours from sunset to sunrise. @param baseWatts of each lamp at the baseline.
   * @param counters what each cabinet's counter says of the night, kWh.
   * @returns the month that ended with it, where one did.
   */
  closeNight(
    hours: number,
    baseWatts: readonly number[],
    counters: ReadonlyMap<string, number | null>,
    nextDay = this.#open.day + 1,
  ): Month | undefined {
    const { day, wh, litMs, meteredWh, on, changes } = this.#open;
    const { nights, lamps, cabinets } = this.month;
    const before = nights.length;
    nights.push({ date: dateOf(day), hours: round(hours, 3) });
    this.#lamps.forEach((id, i) => {
      const lampRows = rowsOf(lamps, id, before);
      const used = wh[i] ?? 0;
      lampRows.wh.push(round(used, 1));
      lampRows.base.push(round((baseWatts[i] ?? 0) * hours, 1));
      lampRows.lit.push(Math.round((litMs[i] ?? 0) / 60_000));
      lampRows.metered.push(used > 0 ? round((meteredWh[i] ?? 0) / used, 3) : 0);
      lampRows.on.push(on[i] ?? 0);
      lampRows.changes.push(changes[i] ?? 0);
    });
    for (const [id, kwh] of counters) {
      cabinets[id] ??= Array.from({ length: before }, () => null);
      cabinets[id].push(kwh === null ? null : round(kwh, 3));
    }
    this.#open = emptyNight(this.#lamps.length, nextDay);
    if (monthOf(nextDay) === this.month.month) return undefined;
    const ended = this.month;
    this.month = emptyMonth(monthOf(nextDay));
    return ended;
  }
}

type LampRows = z.output<typeof lampRowsSchema>;

/** The rows of a lamp; one that is new this month has zeros for the nights before. */
function rowsOf(lamps: Record<string, LampRows>, id: string, nights: number): LampRows {
  const zeros = () => Array.from({ length: nights }, () => 0);
  lamps[id] ??= { wh: zeros(), base: zeros(), lit: zeros(), metered: zeros(), on: zeros(), changes: zeros() };
  return lamps[id];
}

function emptyNight(lamps: number, day: number): Open {
  const zeros = () => Array.from({ length: lamps }, () => 0);
  return { day, wh: zeros(), litMs: zeros(), meteredWh: zeros(), on: zeros(), changes: zeros() };
}

function emptyMonth(month: string): Month {
  return { version: 1, month, nights: [], lamps: {}, cabinets: {}, faults: [], droppedFaults: 0 };
}

export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const monthOf = (day: number): string => dateOf(day).slice(0, 7);
const round = (n: number, decimals: number) => Math.round(n * 10 ** decimals) / 10 ** decimals;
