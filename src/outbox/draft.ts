// What goes into the outbox and what comes out of it. The room knows CloudEvents as text with an id and a sequence; what
// the events say is the business of those who append and of the uplink.
import { type Lane, lanes } from '../domain/lane.ts';
import type { KeyRotation } from '../domain/outgoing/key.ts';
import type { Instant } from '../domain/time.ts';
import type { ShortDisk } from './disk.ts';
import type { Flash } from './flash.ts';
import type { Written } from './written.ts';

/** An event on its way into the outbox, complete except for what only the store can give: its id and its sequence. */
export interface Draft {
  readonly lane: Lane;
  /** The CloudEvents `source`; each (source, lane) counts its own sequence. */
  readonly source: string;
  /** The CloudEvents `subject`, for example `device/air-1`. */
  readonly subject: string;
  /** When it happened, milliseconds since the epoch. */
  readonly occurredMs: number;
  /** `now`: committed to disk at once, with all that waits; `grouped`: with the next group, at most a second later. */
  readonly durable: 'now' | 'grouped';
  /** It gets a signature of its own, and does not wait for the next checkpoint of its stream. */
  readonly sign?: boolean;
  /** Every CloudEvents attribute that the store does not give (`id`, `sequence`, chain); plain JSON, with a text `type`. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The CloudEvents `data`, plain JSON. */
  readonly data: object;
}

/** A stored event. It never changes. */
export interface OutboxRow {
  /** Names the row to `acknowledge` and `release`. Opaque; never used again for another row, not even by a new store. */
  readonly key: string;
  readonly lane: Lane;
  /** Contiguous per (source, lane) from 1. */
  readonly sequence: number;
  /** The CloudEvents `id`, `<store epoch>-<lane>-<sequence>`: with the source the key of deduplication. */
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  /** The CloudEvents `type`; empty where the draft had none. */
  readonly type: string;
  /** The whole CloudEvent as JSON text, composed when it was stored. */
  readonly body: string;
  /** When it was appended, milliseconds since the epoch. */
  readonly appendedMs: number;
}

/**
 * Which kept rows to read again, sent or not. All bounds are inclusive, and all of them hold where several are given.
 * Times are milliseconds since the epoch and mean when a row was appended (the event's `recordedtime`).
 */
export interface OutboxQuery {
  readonly lane: Lane;
  /** The CloudEvents `source`; of all where it is absent. */
  readonly source?: string;
  readonly fromSequence?: number;
  readonly toSequence?: number;
  readonly from?: number;
  readonly to?: number;
  /** `next` of the page before; absent for the first page. The rest of the query must stay as it was. */
  readonly after?: string;
  /** At most this many rows a page, and never more than 1000. A page may hold fewer, even none, and not be the last. */
  readonly limit?: number;
}

/** Sequences in the range of a query that are no longer kept: retention, the cap or damage ended their keeping. */
export interface Gone {
  readonly source: string;
  readonly lane: Lane;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly count: number;
  /** When their kept neighbours were appended: these lay between. Null where there is none on that side. */
  readonly afterMs: number | null;
  readonly beforeMs: number | null;
  /** The hash of the event before them, and what the one after them has as the hash before it; where these are kept. */
  readonly hashBefore?: string;
  readonly hashAfter?: string;
}

export interface OutboxPage {
  /** In the order in which they were appended. */
  readonly rows: OutboxRow[];
  /** What this page found to be gone; all pages together name each gap once. */
  readonly gone: Gone[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

/**
 * Which of the unsent rows of a lane are claimed: those that were appended from `sinceMs` on (milliseconds since the
 * epoch) are live, those before them backlog. A new `sinceMs` draws the line anew; rows that come later are always live.
 */
export interface ClaimPart {
  readonly of: 'live' | 'backlog';
  readonly sinceMs: number;
}

/** Which rows a person removes. */
export interface PurgeQuery {
  readonly lanes: readonly Lane[];
  readonly what: 'sent' | 'unsent' | 'all';
  /** Only rows that were appended before this, milliseconds since the epoch. */
  readonly before?: number;
  /** Where a step goes on; absent for the first one. */
  readonly after?: number;
}

export interface Purged {
  readonly deleted: number;
  /** How many of them had not been sent: they are announced. */
  readonly unsent: number;
}

export interface PurgeStep extends Purged {
  readonly next: PurgeQuery | null;
  readonly stats: StoreStats;
}

export type LaneCounts = Readonly<Record<Lane, number>>;

export const noCounts = (): Record<Lane, number> => ({
  alarm: 0,
  event: 0,
  state: 0,
  telemetry: 0,
  history: 0,
  media: 0,
});

export const sumOf = (counts: LaneCounts): number => lanes.reduce((sum, lane) => sum + counts[lane], 0);

/** How the run before this one ended, and what of it is certain. Known once the store has opened. */
export interface Startup {
  /** `unknown`: there was no store before. */
  readonly previousStop: 'clean' | 'unclean' | 'unknown';
  /** Everything appended until then is stored; null where there was no store before. */
  readonly since: Instant | null;
  /** By how much the wall clock was set back since then, milliseconds; absent where it was not, or where nobody can know. */
  readonly setBackMs?: number;
  /** Per subject (`device/air-1`) when the last thing of it that is stored happened, milliseconds since the epoch. */
  readonly lastStored: Readonly<Record<string, number>>;
}

/** How far the fetching of rows from a damaged database has come. */
export interface SalvageProgress {
  /** The damaged database, beside the one in use. */
  readonly file: string;
  /** Pages of it that are done, and that there are. */
  readonly done: number;
  readonly of: number;
}

/** What a store holds, as the worker counted it last. */
export interface StoreStats {
  /** Rows that wait to be sent, claimed ones included. */
  readonly unsent: LaneCounts;
  /** All rows, sent ones included. */
  readonly kept: LaneCounts;
  readonly claimed: number;
  /** When the oldest unsent row was appended, milliseconds since the epoch; null where there is none. */
  readonly oldestUnsentMs: number | null;
  /** Sizes of the files in bytes; of the database the part in use besides. */
  readonly bytes: { readonly database: number; readonly used: number; readonly wal: number; readonly damaged: number };
  /** The disk has less room than the cap promises; null where it has enough. */
  readonly short: ShortDisk | null;
  /** Rows given up before they were sent, since the database was made. */
  readonly evicted: LaneCounts;
  /** Null where nothing is being salvaged. */
  readonly salvage: SalvageProgress | null;
  /** By the thread of the store since it began; null where the system does not count it. */
  readonly written: Written | null;
  /** Why nothing is signed although it should be; null where nothing is wrong. */
  readonly unsigned: string | null;
  /** New keys that the centre has not been told of. */
  readonly rotations: readonly KeyRotation[];
}

export interface OutboxStats extends StoreStats {
  /** Appended and not yet confirmed to be on disk: in memory only. */
  readonly pending: { readonly rows: number; readonly bytes: number };
  /** Given up before they reached the disk, since this process started. */
  readonly dropped: LaneCounts;
  readonly commits: number;
  /** Milliseconds since the epoch; null before the first commit of this process. */
  readonly lastCommitMs: number | null;
  /** How long the last commit took, from handing over to confirmation, milliseconds. */
  readonly lastCommitTookMs: number | null;
  readonly oldestUnsentAgeMs: number | null;
  readonly mediaBytes: number;
  /** What keeps the disk from taking rows, in the words of the system; null where nothing does. */
  readonly trouble: string | null;
  readonly flash: Flash;
}
