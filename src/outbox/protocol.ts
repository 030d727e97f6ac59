// What the main thread and the store's worker say to each other. Everything is a request with a number and one answer.
import type { Lane } from '../domain/lane.ts';
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import type { ChainOptions } from './chain.ts';
import type { CheckSaid } from './check.ts';
import type { Suspicion } from './checkup.ts';
import type {
  ClaimPart,
  OutboxPage,
  OutboxQuery,
  OutboxRow,
  PurgeQuery,
  PurgeStep,
  Startup,
  StoreStats,
} from './draft.ts';
import type { Reach } from './horizon.ts';
import type { LanePolicies } from './policy.ts';

export interface OpenOptions {
  /** The data directory. */
  readonly directory: string;
  readonly capBytes: number;
  readonly policies: LanePolicies;
  /** Names this process: batches are numbered within a run. */
  readonly run: string;
  readonly now: Instant;
  /** By how much `now` is more than the time since the machine's boot, milliseconds. */
  readonly offsetMs?: number;
  readonly suspicion?: Suspicion;
  /** Absent: a chain without signatures. */
  readonly chain?: ChainOptions;
}

/** What is to be announced because the store lost something. It is told until its announcement is stored. */
export type Loss =
  | Omit<OutgoingOf<'outbox.evicted'>, 'at'>
  | Omit<OutgoingOf<'outbox.set-aside'>, 'at'>
  | Omit<OutgoingOf<'outbox.salvaged'>, 'at'>;
export interface Notice {
  readonly notice: number;
  readonly loss: Loss;
}

export interface Opened {
  readonly epoch: string;
  /** The last batch of this run that is stored; 0 for none. */
  readonly batch: number;
  readonly startup: Startup;
  /** The database was too big to be checked before it was used. */
  readonly unchecked: boolean;
  /** Damaged databases that were removed because there is no room for them. */
  readonly stats: StoreStats;
}

/** One transaction. Rows are columns of equal length: that crosses to the worker three times cheaper than objects. */
export interface Batch {
  /** Counts from 1 within a run. Only the next one is taken; an earlier one is confirmed again. */
  readonly number: number;
  /** Everything appended until then is in this batch or an earlier one. */
  readonly through: Instant;
  readonly offsetMs?: Reach['offsetMs'];
  readonly rows: {
    readonly lane: Lane[];
    readonly source: string[];
    readonly subject: string[];
    readonly type: string[];
    readonly occurred: number[];
    readonly appended: number[];
    readonly tail: string[];
    /** It has a signature of its own. */
    readonly sign: boolean[];
  };
  /** Positions that were sent, per lane code. */
  readonly acknowledged: number[][];
  /** Notices whose announcement is among the rows. */
  readonly cleared: number[];
  readonly mediaBytes: number;
  /** The memory where rows wait is coming to its end: on a full disk, unsent rows go for these. */
  readonly pressed?: boolean;
}

/** `disk`: it may work later; `damaged`: the file is broken; `order`: a batch before it is not stored. */
export type Refusal = 'disk' | 'damaged' | 'order';
export type CommitResult =
  | { readonly committed: true; readonly stats: StoreStats; readonly notices: boolean }
  | { readonly committed: false; readonly refusal: Refusal; readonly code: string; readonly reason: string };

/** Code of a refusal: a reading of another program holds the log, and the cap leaves it no room to grow. */
export const logHeld = 'LOG_HELD';

export interface RetentionStep {
  readonly deleted: number;
  /** There is more to do: ask again. */
  readonly more: boolean;
  readonly stats: StoreStats;
}

/** Requests by name: what they take and what they give. */
export interface Requests {
  open: { takes: OpenOptions; gives: Opened };
  commit: { takes: Batch; gives: CommitResult };
  claim: { takes: { limit: number; lanes: readonly Lane[]; part?: ClaimPart | undefined }; gives: OutboxRow[] };
  release: { takes: number[][] | 'all'; gives: null };
  read: { takes: OutboxQuery; gives: OutboxPage };
  notices: { takes: null; gives: Notice[] };
  purge: { takes: PurgeQuery; gives: PurgeStep };
  /** One step of the check of the whole database; `anew`: from its beginning. */
  check: { takes: { anew: boolean }; gives: CheckSaid };
  retention: { takes: { now: Instant }; gives: RetentionStep };
  /** `reach`: nothing waits in the main thread, so everything appended until then is stored. */
  tick: {
    takes: { reach: Reach | null; mediaBytes: number };
    gives: { stats: StoreStats; notices: boolean };
  };
  close: { takes: { clean: boolean }; gives: null };
}
export type RequestName = keyof Requests;
export type RequestMessage = {
  [N in RequestName]: { readonly request: number; readonly name: N; readonly takes: Requests[N]['takes'] };
}[RequestName];

/** An error on its way between threads: classes do not survive it. */
export interface ErrorMessage {
  readonly message: string;
  readonly fault: 'configuration' | 'device' | 'network' | 'ours';
  readonly code: string;
}
export type ReplyMessage =
  | { readonly request: number; readonly gives: Requests[RequestName]['gives'] }
  | { readonly request: number; readonly error: ErrorMessage };
