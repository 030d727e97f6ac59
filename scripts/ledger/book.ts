// The bookkeeping of one gateway: what its devices gave, what its store took, what the centre has and what was announced
// as lost, held against each other. What is explained once is closed and not looked at again, so a round costs what it
// did and not what went before.
import type { Down } from './agent.ts';
import type { CentreEvent } from './centre.ts';
import type { Served } from './field.ts';
import type { Member } from './member.ts';
import type { CommittedRow } from './store-reader.ts';

/** How something that did not arrive is accounted for. */
export type Excuse = 'announced' | 'cut-at-stop' | 'dropped' | 'named' | 'failed-read' | 'offline';

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

/** A connection on which so many answers in a row are not heard is given up long before. */
const mostUnheard = 50;

/** By how much two clocks of one machine may differ, and a time that is written down be rounded. */
const clockSlackMs = 10;

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
  /** What the gateway said about its devices, by device, in the order of arrival; times on its clock. */
  readonly #presence = new Map<string, { readonly online: boolean; readonly ms: number }[]>();
  /** Reads that failed and said so: each accounts for one reading. */
  readonly #usedFailures = new Set<object>();
  readonly liveMs: number[] = [];
  readonly totals: Totals = {
    produced: 0,
    received: 0,
    excused: { announced: 0, 'cut-at-stop': 0, dropped: 0, named: 0, 'failed-read': 0, offline: 0 },
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
      } else if (type.includes('.device.state.')) {
        const device = String(data['device']);
        const said = this.#presence.get(device) ?? [];
        said.push({ online: data['state'] === 'online', ms: event.timeMs });
        this.#presence.set(device, said);
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
    const { agent, centre } = this.#member;
    const down = endAfter(s, agent.downs);
    const heard = agent.wire.heard(s.device, s.value);
    const lastMs = heard
      ? heard.heardMs + clockSlackMs
      : Math.min(s.nextMs, down?.toMs ?? Number.POSITIVE_INFINITY, Date.now());
    // The agent took the reading between these two, on its own clock, or its process never heard it.
    const from = agent.wallMs(s.ms);
    const to = Math.max(from, agent.wallMs(lastMs));
    // What was announced before a reading was given does not speak of it, whatever the clock showed then.
    const later = this.intervals.filter((i) => i.event.arrivedMs > s.ms);
    if (later.some((i) => i.since <= to && from <= i.until)) return 'announced';
    const cut = !heard && down?.clean && s.nextMs >= down.toMs;
    if (cut && s.ms >= down.fromMs - underWayMs) return 'cut-at-stop';
    if (this.#dropped.some((d) => d.from <= to && from <= d.to)) return 'dropped';
    // The agent had given the read up before the answer came, and sent a reading that says so.
    const tried = agent.wallMs((heard?.askedMs ?? this.#heardBefore(s)) - clockSlackMs);
    const failed = centre.failedReads
      .get(s.device)
      ?.find((f) => tried < f.ms && f.ms <= to && !this.#usedFailures.has(f));
    if (failed) {
      this.#usedFailures.add(failed);
      return 'failed-read';
    }
    // Or it had said that the device is offline: while it is, one failed read a minute is sent.
    // They arrive by lanes of their own, not in their order.
    const said = this.#presence.get(s.device)?.filter((p) => p.ms <= to) ?? [];
    const state = said.reduce<(typeof said)[number] | undefined>((a, b) => (a && a.ms > b.ms ? a : b), undefined);
    return state && !state.online ? 'offline' : undefined;
  }

  /** When the process had heard the device last: what it asked for since then it may have given up. */
  #heardBefore({ device, value }: Served): number {
    for (let v = value - 1; v > 0 && v > value - mostUnheard; v--) {
      const heard = this.#member.agent.wire.heard(device, v);
      if (heard) return heard.heardMs;
    }
    return 0;
  }

  /** All that is known about a reading, for people. */
  story(s: Served): string[] {
    const { agent, centre, field } = this.#member;
    const heard = agent.wire.heard(s.device, s.value);
    const at = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : 'never');
    const around = field.served.filter((o) => o.device === s.device && Math.abs(o.value - s.value) <= 3);
    const near = (ms: number) => Math.abs(ms - agent.wallMs(s.ms)) < 3000;
    return [
      `${s.device} ${s.value}: given at ${at(s.ms)} (true time; the agent's clock shows ${agent.wallMs(s.ms) - s.ms} ms more)`,
      heard
        ? `  asked for ${at(heard.askedMs)}, heard by the process ${at(heard.heardMs)}`
        : '  never heard by the process',
      ...agent.downs
        .slice(-3)
        .map((d) => `  process ended: ${at(d.fromMs)} to ${at(d.toMs)}${d.clean ? ', clean' : ''}`),
      ...around.map((o) => {
        const arrival = centre.readings.get(`${o.device} ${o.value}`);
        return `  ${o.value} given ${at(o.ms)}: ${arrival ? `${arrival.id} at the centre ${at(arrival.arrivedMs)}` : 'not at the centre'}`;
      }),
      ...(centre.failedReads.get(s.device) ?? [])
        .filter((f) => near(f.ms))
        .map((f) => `  failed read (${f.quality}) of ${at(f.ms)}`),
      ...(this.#presence.get(s.device) ?? [])
        .filter((p) => near(p.ms))
        .map((p) => `  said ${p.online ? 'online' : 'offline'} at ${at(p.ms)}`),
      ...this.intervals
        .slice(-4)
        .map((i) => `  announced: ${at(i.since)} to ${at(i.until)}, arrived ${at(i.event.arrivedMs)}`),
    ];
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
