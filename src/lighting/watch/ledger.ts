// The books of the running gateway: the open night, the months, the life of each lamp and the counters of the cabinets,
// with their way to the disk and back.
import type { Instant } from '../../domain/time.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { KeptLine } from '../cabinet/line.ts';
import type { LightingConfig } from '../config.ts';
import { baseWatts } from '../energy/baseline.ts';
import { dateOf, EnergyBook, type FaultNote, type Month } from '../energy/book.ts';
import type { EnergyStore, Life, Present } from '../energy/store.ts';
import type { Site } from '../night.ts';

interface LedgerOptions {
  readonly config: LightingConfig;
  readonly store: EnergyStore;
  readonly site: Site;
  readonly at: Instant;
  readonly logger: Logger;
}

const hourMs = 3_600_000;

export class Ledger {
  readonly #options: LedgerOptions;
  readonly #ids: readonly string[];
  readonly #book: EnergyBook;
  readonly #base: readonly number[];
  readonly #life: Map<string, Life>;
  /** By cabinet: its counter at the beginning of the night and now, kWh. */
  readonly #counters = new Map<string, { begin: number; now: number }>();
  /** Faults that an earlier run told of. */
  readonly raised: Readonly<Record<string, readonly string[]>>;
  /** What earlier runs learned of the lines that feed cabinets. */
  readonly lines: Readonly<Record<string, readonly KeptLine[]>>;
  readonly #ended: Month[] = [];

  private constructor(options: LedgerOptions, book: EnergyBook, present: Present | undefined) {
    this.#options = options;
    this.#book = book;
    this.#ids = options.config.lamps.map((l) => l.id);
    this.#base = options.config.lamps.map((l) => baseWatts(options.config, l));
    this.#life = new Map(Object.entries(present?.lamps ?? {}));
    for (const [id, begin] of Object.entries(present?.counters ?? {})) this.#counters.set(id, { begin, now: begin });
    this.raised = present?.raised ?? {};
    this.lines = present?.lines ?? {};
  }

  /** Figures that cannot be read are set aside and said; the books then begin anew. */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const { config, store, site, at, logger } = options;
    const read = async <T>(what: () => Promise<T | undefined>): Promise<T | undefined> => {
      try {
        return await what();
      } catch (error) {
        logger.error('energy figures cannot be read; going on without them', { error: messageOf(error) });
        return undefined;
      }
    };
    const present = await read(() => store.present());
    // The night that was open when the last run ended is closed by the first turn, where it has passed.
    const day = present?.open.day ?? site.zone.lightingDayOf(at.ms);
    const month = await read(() => store.month(dateOf(day).slice(0, 7)));
    const ids = config.lamps.map((l) => l.id);
    const same = present?.order.join(' ') === ids.join(' ');
    const book = new EnergyBook(ids, day, { month, open: same ? present?.open : undefined });
    return new Ledger(options, book, present);
  }

  life(lamp: string): Life {
    return this.#life.get(lamp) ?? { hours: 0, switches: 0 };
  }

  add(lamp: number, ms: number, watts: number, isMetered: boolean, lit: boolean): void {
    this.#book.add(lamp, ms, watts, isMetered);
    if (!lit) return;
    this.#book.lit(lamp, ms);
    const id = this.#ids[lamp] ?? '';
    const { hours, switches } = this.life(id);
    this.#life.set(id, { hours: hours + ms / hourMs, switches });
  }

  changed(lamp: number, from: number, to: number): void {
    this.#book.changed(lamp, from, to);
    if (from !== 0) return;
    const id = this.#ids[lamp] ?? '';
    const { hours, switches } = this.life(id);
    this.#life.set(id, { hours, switches: switches + 1 });
  }

  fault(note: FaultNote): void {
    this.#book.fault(note);
  }

  counter(cabinet: string, kwh: number | undefined): void {
    if (kwh === undefined) return;
    const known = this.#counters.get(cabinet);
    if (known) known.now = kwh;
    else this.#counters.set(cabinet, { begin: kwh, now: kwh });
  }

  /** Closes the night where it is over. A clock that goes back closes nothing twice. */
  turn(ms: number): void {
    const { site } = this.#options;
    const { day } = this.#book.open;
    const today = site.zone.lightingDayOf(ms);
    if (today <= day) return;
    const night = site.night(day);
    const hours = (Math.min(night.sun('sunrise'), night.endMs) - Math.max(night.sun('sunset'), night.startMs)) / hourMs;
    const counted = new Map<string, number | null>();
    for (const [id, c] of this.#counters) {
      // A counter that fell was changed.
      counted.set(id, c.now >= c.begin ? c.now - c.begin : null);
      c.begin = c.now;
    }
    const ended = this.#book.closeNight(Math.max(0, hours), this.#base, counted, today);
    if (ended) this.#ended.push(ended);
  }

  async save(raised: Record<string, string[]>, lines: Record<string, KeptLine[]>): Promise<void> {
    const { store, config } = this.#options;
    const { retainMonths } = config.energy;
    for (let month = this.#ended[0]; month; month = this.#ended[0]) {
      await store.saveMonth(month, retainMonths);
      this.#ended.shift();
    }
    const { month, open } = this.#book;
    if (month.nights.length > 0 || month.faults.length > 0) await store.saveMonth(month, retainMonths);
    const counters = Object.fromEntries([...this.#counters].map(([id, c]) => [id, c.begin]));
    const lamps = Object.fromEntries(this.#life);
    await store.savePresent({ version: 1, open, order: [...this.#ids], lamps, counters, raised, lines });
  }
}
