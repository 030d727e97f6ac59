// The air quality index of the station: the valid hourly means of the last two days, the index of each hour and day as they
// end, and again when late readings change an hour that it is made of.
import { createHash } from 'node:crypto';
import type { Zone } from '../runtime/calendar/local-time.ts';
import { dailyAqi } from './aqi/daily.ts';
import { type Hour, hourlyAqi } from './aqi/hourly.ts';
import { hourMs } from './aqi/hourly-file.ts';
import type { AqiValue } from './aqi/index-value.ts';
import { nowcastHours } from './aqi/nowcast.ts';
import type { Pollutant } from './aqi/table.ts';
import { aheadMs, spanAt } from './windows/length.ts';

export interface IndexOut extends AqiValue {
  readonly period: 'hour' | 'day';
  /** End of the hour or the day, milliseconds since the epoch. */
  readonly toMs: number;
  readonly revision: number;
}

const keepHours = 56;

/** What outlives a restart: the hours that the next indices are made of, and what was told of them. */
export interface IndexMemory {
  readonly hours: readonly (readonly [toMs: number, hour: Partial<Record<Pollutant, number>>])[];
  readonly told: readonly (readonly [key: string, told: Told])[];
}

/** Which index was told last of an hour or a day, by a short name of it. */
interface Told {
  readonly value: string;
  readonly revision: number;
}

export class IndexKeeper {
  readonly #zone: Zone;
  /** By the end of the hour. */
  readonly #hours: Map<number, Partial<Record<Pollutant, number>>>;
  readonly #told: Map<string, Told>;
  readonly #due = new Set<number>();
  /** Counted up by each change. */
  version = 0;

  constructor(zone: Zone, memory: IndexMemory = { hours: [], told: [] }) {
    this.#zone = zone;
    this.#hours = new Map(memory.hours.map(([toMs, hour]) => [toMs, { ...hour }]));
    this.#told = new Map(memory.told);
  }

  get memory(): IndexMemory {
    return { hours: [...this.#hours], told: [...this.#told] };
  }

  /** The mean of an hour is known; undefined: it is not valid. */
  put(pollutant: Pollutant, toMs: number, mean: number | undefined): void {
    const hour = this.#hours.get(toMs) ?? {};
    if (mean === undefined) delete hour[pollutant];
    else hour[pollutant] = mean;
    this.#hours.set(toMs, hour);
    this.#due.add(toMs);
    this.version++;
  }

  /** What is new since it was asked last. */
  take(nowMs: number): IndexOut[] {
    if (this.#due.size === 0) return [];
    // Hours of a clock that was far ahead would push out those of now.
    for (const ms of this.#hours.keys()) {
      if (ms <= nowMs + aheadMs) continue;
      this.#hours.delete(ms);
      this.#due.delete(ms);
    }
    const out: IndexOut[] = [];
    const latest = Math.max(...this.#hours.keys());
    for (const changed of [...this.#due].sort((a, b) => a - b)) {
      // An hour counts in the NowCast of the eleven after it.
      for (let i = 0; i < nowcastHours && changed + i * hourMs <= latest; i++) this.#hourly(changed + i * hourMs, out);
      const day = spanAt(this.#zone, '24h', changed - 1);
      if (day.to <= latest) this.#daily(day.to, out);
      // Ozone over eight hours reaches into the next day.
      if (day.to + hourMs * 24 <= latest) this.#daily(spanAt(this.#zone, '24h', day.to).to, out);
    }
    this.#due.clear();
    for (const ms of this.#hours.keys()) if (latest - ms > keepHours * hourMs) this.#hours.delete(ms);
    for (const key of this.#told.keys())
      if (latest - Number(key.split(' ')[1]) > keepHours * hourMs) this.#told.delete(key);
    return out;
  }

  #hourly(toMs: number, out: IndexOut[]): void {
    const back = Array.from({ length: nowcastHours }, (_, i): Hour | undefined => this.#hours.get(toMs - i * hourMs));
    this.#add('hour', toMs, hourlyAqi(back), out);
  }

  #daily(toMs: number, out: IndexOut[]): void {
    const hours = Array.from({ length: 24 }, (_, i): Hour | undefined => this.#hours.get(toMs - (23 - i) * hourMs));
    const before = Array.from({ length: 7 }, (_, i): Hour | undefined => this.#hours.get(toMs - (30 - i) * hourMs));
    this.#add('day', toMs, dailyAqi(hours, before), out);
  }

  #add(period: 'hour' | 'day', toMs: number, value: AqiValue, out: IndexOut[]): void {
    const key = `${period} ${toMs}`;
    const text = createHash('sha1').update(JSON.stringify(value)).digest('base64').slice(0, 12);
    const before = this.#told.get(key);
    if (before?.value === text) return;
    const revision = before ? before.revision + 1 : 0;
    this.#told.set(key, { value: text, revision });
    out.push({ period, toMs, revision, ...value });
  }
}
