// The bookkeeping of one gateway: what its devices gave, what its store took, what the centre has and what was announced
// as lost, held against each other. What is explained once is closed and not looked at again, so a round costs what it
// did and not what went before.
import type { Down } from './agent.ts';
import type { CentreEvent } from './centre.ts';
import type { Served } from './field.ts';
import type { Member } from './member.ts';
import type { CommittedRow } from './store-reader.ts';

/** How something that did not arrive is accounted for. */
export type Excuse = 'announced' | 'cut-at-stop' | 'dropped' | 'named' | 'failed-read' | 'late';

export interface Interval {
  /** On the agent's clock, milliseconds since the epoch. */
  readonly since: number;
  readonly until: number;
  readonly event: CentreEvent;
}

export interface Totals {
  produced: number;
  received: number;
  /** Readings that were accounted for without having arrived, by how. */
  readonly excused: Record<Excuse, number>;
  committed: number;
}

/** What a fault took from the store, beyond what nobody may lose. */
export interface Taken {
  /** Ids of rows that damage took: an announced interval accounts for them. */
  readonly destroyed?: ReadonlySet<string>;
  /**
   * The disk was full: rows that the broker had acknowledged may have gone to make room for new ones. Where the broker
   * lost them too, the answer to a backfill names them as no longer kept.
   */
  readonly forgets?: boolean;
}

/** An answer that was given so shortly before SIGTERM may still have been under way. */
const underWayMs = 30;

/** A request that is answered so shortly after the one before had been waiting: devices are asked each 100 ms. */
const waitingMs = 2;

export class Book {
  readonly #member: Pick<Member, 'field' | 'centre' | 'agent' | 'store'>;
  #readUpTo = 0;
  /** Given and not yet accounted for. */
  #openServed: Served[] = [];
  /** Committed and not yet accounted for, by id. */
  readonly #openRows = new Map<string, CommittedRow>();
  readonly #rowIds = new Set<string>();
  /** Which committed reading is which row: for those that are open. */
  readonly #rowOfReading = new Map<string, CommittedRow>();
  #eventsRead = 0;
  readonly intervals: Interval[] = [];
  readonly #dropped: { from: number; to: number }[] = [];
  readonly #evicted: Range[] = [];
  readonly #gone: Range[] = [];
  readonly liveMs: number[] = [];
  readonly totals: Totals = {
    produced: 0,
    received: 0,
    excused: { announced: 0, 'cut-at-stop': 0, dropped: 0, named: 0, 'failed-read': 0, late: 0 },
    committed: 0,
  };

  constructor(member: Pick<Member, 'field' | 'centre' | 'agent' | 'store'>) {
    this.#member = member;
  }

  /** Reads the store. @param all the whole of it: it may have been replaced or have lost its end. @returns what it read. */
  async readStore(all: boolean): Promise<Map<string, CommittedRow>> {
    const rows = await this.#member.store.read(all);
    for (const row of rows) {
      if (this.#rowIds.has(row.id)) continue;
      this.#rowIds.add(row.id);
      this.totals.committed++;
      this.#openRows.set(row.id, row);
      if (row.reading !== undefined) this.#rowOfReading.set(row.reading, row);
    }
    return new Map(rows.map((r) => [r.id, r]));
  }

  /**
   * What is not accounted for of all that was given and committed until now.
   * @param untilMs readings given later are left for later.
   */
  balance(untilMs: number, taken: Taken = {}): { readings: Served[]; rows: CommittedRow[] } {
    this.#readEvents();
    this.#readServed();
    const { centre } = this.#member;
    for (const row of [...this.#openRows.values()]) {
      const arrived = centre.has(row.id);
      if (!arrived && !this.#isNamed(row, taken)) continue;
      this.#openRows.delete(row.id);
      // Its reading is there now, or its id was given to something else and the reading has to be accounted for by itself.
      if (arrived && row.reading !== undefined) this.#rowOfReading.delete(row.reading);
    }
    const still: Served[] = [];
    for (const s of this.#openServed) {
      const arrival = centre.readings.get(`${s.device} ${s.value}`);
      if (arrival) {
        this.totals.received++;
        this.#rowOfReading.delete(`${s.device} ${s.value}`);
        if (s.calm) this.liveMs.push(arrival.arrivedMs - s.ms);
        continue;
      }
      const excuse = s.ms <= untilMs ? this.#excuseOf(s) : undefined;
      if (excuse) this.totals.excused[excuse]++;
      else still.push(s);
    }
    this.#openServed = still;
    return { readings: still.filter((s) => s.ms <= untilMs), rows: [...this.#openRows.values()] };
  }

  /** Nothing more is expected of what is open: it is counted once and forgotten. */
  writeOff(readings: readonly Served[], rows: readonly CommittedRow[]): void {
    const gone = new Set(readings);
    this.#openServed = this.#openServed.filter((s) => !gone.has(s));
    for (const row of rows) this.#openRows.delete(row.id);
  }

  #readServed(): void {
    const { served } = this.#member.field;
    for (; this.#readUpTo < served.length; this.#readUpTo++) {
      const s = served[this.#readUpTo] as Served;
      this.totals.produced++;
      this.#openServed.push(s);
    }
  }

  #readEvents(): void {
    const { events } = this.#member.centre;
    for (; this.#eventsRead < events.length; this.#eventsRead++) {
      const event = events[this.#eventsRead] as CentreEvent;
      const { type, data } = event;
      const ms = (key: string) => Date.parse(String(data[key]));
      if (type.includes('.gateway.maybe-missing.')) {
        this.intervals.push({ since: ms('since'), until: ms('until'), event });
      } else if (type.includes('.outbox.dropped.')) {
        this.#dropped.push({ from: ms('from'), to: ms('to') });
      } else if (type.includes('.outbox.evicted.')) {
        this.#evicted.push(rangeOf(String(data['lane']), data));
      } else if (type.includes('.outbox.backfilled.')) {
        for (const gone of data['gone'] as Record<string, unknown>[]) {
          this.#gone.push(rangeOf(String(data['lane']), gone));
        }
      }
    }
  }

  #isNamed(row: CommittedRow, { destroyed, forgets }: Taken): boolean {
    const { lane, sequence, timeMs } = row;
    const holds = (r: Range) => r.lane === lane && r.first <= sequence && sequence <= r.last;
    if (this.#evicted.some(holds) || (forgets && this.#gone.some(holds))) return true;
    return destroyed?.has(row.id) === true && this.intervals.some((i) => i.since <= timeMs && timeMs <= i.until);
  }

  #excuseOf(s: Served): Excuse | undefined {
    // What was committed has to arrive, or to be named.
    const row = this.#rowOfReading.get(`${s.device} ${s.value}`);
    if (row && this.#openRows.has(row.id)) return undefined;
    if (row) return 'named';
    const down = endAfter(s, this.#member.agent.downs);
    const lastMs = Math.min(s.nextMs, down?.toMs ?? Number.POSITIVE_INFINITY, Date.now());
    // The agent took the reading somewhere between these two, on its own clock.
    const from = this.#member.agent.wallMs(s.ms);
    const to = Math.max(from, this.#member.agent.wallMs(lastMs));
    // What was announced before a reading was given does not speak of it, whatever the clock showed then.
    const later = this.intervals.filter((i) => i.event.arrivedMs > s.ms);
    if (later.some((i) => i.since <= to && from <= i.until)) return 'announced';
    if (down?.clean && s.nextMs >= down.toMs && s.ms >= down.fromMs - underWayMs) return 'cut-at-stop';
    if (this.#dropped.some((d) => d.from <= to && from <= d.to)) return 'dropped';
    // The answer came too late (the harness was busy): the agent had given the read up and sent a reading that says so.
    const tried = this.#member.agent.wallMs(s.beforeMs);
    if (this.#member.centre.failedReads.get(s.device)?.some((ms) => tried < ms && ms <= to)) return 'failed-read';
    // Or the next request was there already when this one was answered: it had not been heard, and was given up.
    if (s.late || s.nextMs - s.ms <= waitingMs) return 'late';
    return undefined;
  }
}

interface Range {
  readonly lane: string;
  readonly first: number;
  readonly last: number;
}

const rangeOf = (lane: string, data: Readonly<Record<string, unknown>>): Range => ({
  lane,
  first: Number(data['firstSequence']),
  last: Number(data['lastSequence']),
});

/** The first end of the process after a reading was given. */
function endAfter(s: Served, downs: readonly Down[]): Down | undefined {
  for (let i = downs.length - 1; i >= 0; i--) {
    const down = downs[i] as Down;
    if (down.toMs < s.ms) return downs[i + 1];
  }
  return downs[0];
}
