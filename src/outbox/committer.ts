// Decides when what was appended goes to the disk: alarms at once with everything that waits, the rest in groups. Keeps
// a batch until it is confirmed, so that neither a disk that refuses it nor a worker that dies with it loses or doubles
// a row. One batch is on its way at a time; a second one only when it is full, so that an alarm never queues behind two.
// On a full disk alarms go by themselves and before what is refused: the store gives up for them what can best be missed.
import { type Lane, lanes } from '../domain/lane.ts';
import { Backoff } from '../runtime/backoff.ts';
import type { Cancel } from '../runtime/clock.ts';
import { columnsOf } from './columns.ts';
import type { CommitterOptions } from './committer-options.ts';
import type { StoreStats } from './draft.ts';
import { Group } from './group.ts';
import type { Horizon, Reach } from './horizon.ts';
import { type InFlight, withAcknowledged } from './in-flight.ts';
import { type Entry, Pending } from './pending.ts';
import type { Batch, CommitResult } from './protocol.ts';
import type { StoreThread } from './store-thread.ts';

/** So many acknowledgements are written without waiting for the group. */
const manyAcknowledged = 1000;

export class Committer {
  readonly #options: CommitterOptions;
  readonly #pending: Pending;
  readonly #backoff: Backoff;
  readonly #horizon: Horizon;
  readonly #group: Group;
  #thread: StoreThread | undefined;
  #epoch = '';
  #inFlight: InFlight[] = [];
  #lastBatch = 0;
  #acknowledged: number[][] = [];
  #acknowledgements = 0;
  #appended = 0;
  #due = false;
  #pumpQueued = false;
  #refused = false;
  /** What it refused, it refused because it is full. */
  #isFull = false;
  #cancelGroup: Cancel | undefined;
  #cancelRetry: Cancel = () => {};
  #waiters: { readonly done: () => boolean; readonly resolve: () => void }[] = [];

  constructor(options: CommitterOptions) {
    this.#options = options;
    this.#pending = new Pending(options.pending, options.evictionOrder);
    this.#horizon = options.horizon;
    this.#group = new Group(options.groupMs);
    this.#backoff = new Backoff({ firstMs: 250, maxMs: 30_000, random: options.random });
  }

  append(entry: Omit<Entry, 'number'>, now: boolean): void {
    this.#horizon.note(entry.appendedMs, this.isEmpty);
    const dropped = this.#pending.push({ ...entry, number: ++this.#appended });
    if (dropped.length > 0) this.#options.onDropped(dropped);
    if (now) this.#due = true;
    if (now || this.#pending.rows >= this.#options.batch.rows) this.#pumpSoon();
    else this.#arm();
  }

  /** Notes rows as sent; it is written with the next batch. */
  acknowledge(code: number, position: number): void {
    this.#acknowledged[code] ??= [];
    this.#acknowledged[code].push(position);
    this.#acknowledgements++;
    if (this.#acknowledgements >= manyAcknowledged) this.#pumpSoon();
    else this.#arm();
  }

  /** Resolves when everything appended so far is on the disk, or was dropped. */
  flush(): Promise<void> {
    const upTo = this.#appended;
    return this.#until(() => this.#oldestOutstanding() > upTo);
  }

  /** Resolves when nothing waits any more, acknowledgements included. */
  drain(): Promise<void> {
    return this.#until(() => this.idle);
  }

  get idle(): boolean {
    return this.#pending.rows === 0 && this.#inFlight.length === 0 && this.#acknowledgements === 0;
  }

  /** Everything appended is stored. */
  get isEmpty(): boolean {
    return this.#pending.rows === 0 && this.#inFlight.every((f) => f.oldest === Infinity);
  }

  /** Not yet confirmed: what waits and what is on its way. */
  get unconfirmed(): { rows: number; bytes: number } {
    let { rows, bytes } = this.#pending;
    for (const { tail } of this.#inFlight.map((f) => f.batch.rows)) {
      rows += tail.length;
      bytes += tail.reduce((sum, text) => sum + text.length * 2, 0);
    }
    return { rows, bytes };
  }

  /** How long the disk has not answered what it was handed, milliseconds; 0 where it has. */
  get silentMs(): number {
    const now = this.#options.clock.monotonicMs();
    return Math.max(0, ...this.#inFlight.filter((f) => f.sent).map((f) => now - f.handedMs));
  }

  /** Until when everything is stored or announced, where nothing waits; else null. */
  through(): Reach | null {
    return this.isEmpty ? this.#horizon.reach(Infinity, true) : null;
  }

  /**
   * A store is open: what it has not stored of what was handed to an earlier one goes to it first.
   * @param lastBatch the last batch of this run that it holds.
   */
  attach(thread: StoreThread, epoch: string, lastBatch: number): void {
    const sameStore = epoch === this.#epoch;
    this.#thread = thread;
    this.#epoch = epoch;
    const open = this.#inFlight;
    this.#inFlight = open.filter((f) => !sameStore || f.batch.number > lastBatch);
    this.#lastBatch = lastBatch;
    for (const f of this.#inFlight) {
      // Positions and notices of another store mean nothing to this one.
      const foreign = sameStore ? {} : { acknowledged: [], cleared: [] };
      f.batch = { ...f.batch, ...foreign, number: ++this.#lastBatch };
    }
    if (!sameStore) [this.#acknowledged, this.#acknowledgements] = [[], 0];
    for (const f of open) if (!this.#inFlight.includes(f)) this.#confirmed(f, null);
    this.#refused = false;
    this.#due = true;
    for (const f of this.#inFlight) this.#hand(f);
    this.#pump();
  }

  /** The store is gone. What is not confirmed is kept for the next one. */
  detach(): void {
    this.#thread = undefined;
    this.#cancelRetry();
    this.#cancelGroup?.();
    this.#cancelGroup = undefined;
    for (const f of this.#inFlight) f.sent = false;
  }

  /** Resolves when every alarm appended so far is on the disk, or it refuses them too. */
  alarms(): Promise<void> {
    const none = () => this.#pending.size('alarm') === 0 && this.#inFlight.every((f) => f.counts.alarm === 0);
    return this.#until(() => none() || (this.#refused && !this.#alarmsMayGo()));
  }

  #until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    this.#due = true;
    this.#pump();
    return new Promise((resolve) => this.#waiters.push({ done, resolve }));
  }

  #oldestOutstanding(): number {
    return Math.min(this.#pending.oldest?.number ?? Infinity, ...this.#inFlight.map((f) => f.oldest));
  }

  /** Once a turn of the event loop, however much was appended in it. */
  #pumpSoon(): void {
    if (this.#pumpQueued) return;
    this.#pumpQueued = true;
    queueMicrotask(() => {
      this.#pumpQueued = false;
      this.#pump();
    });
  }

  #arm(): void {
    if (this.#cancelGroup || !this.#thread) return;
    this.#cancelGroup = this.#options.clock.after(this.#group.waitMs, () => {
      this.#cancelGroup = undefined;
      this.#due = true;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#alarmsMayGo()) this.#again();
    while (this.#thread && !this.#refused && this.#mayHand()) {
      const f = this.#build();
      this.#inFlight.push(f);
      this.#hand(f);
    }
    if (this.#pending.rows === 0 && this.#acknowledgements === 0) this.#due = false;
  }

  #mayHand(): boolean {
    const full = this.#pending.rows >= this.#options.batch.rows;
    if (this.#inFlight.length >= (full ? 2 : 1)) return false;
    if (this.#pending.rows === 0 && this.#acknowledgements === 0) return false;
    return full || this.#due || this.#acknowledgements >= manyAcknowledged;
  }

  /**
   * @param of what it takes.
   * @param behindMs when the first of what is stored only after it came up; Infinity for nothing but what waits.
   */
  #build(of: readonly Lane[] = lanes, behindMs = Number.POSITIVE_INFINITY): InFlight {
    const { clock, batch: bounds, mediaBytes } = this.#options;
    const entries = this.#pending.take(bounds, of);
    const { counts, rows, cleared, oldest, upSinceMs } = columnsOf(entries, this.#epoch);
    const batch: Batch = {
      number: ++this.#lastBatch,
      ...this.#horizon.reach(Math.min(this.#pending.sinceMs(), behindMs), this.isEmpty),
      rows,
      acknowledged: Array.from(this.#acknowledged, (positions) => positions ?? []),
      cleared,
      mediaBytes: mediaBytes(),
    };
    this.#acknowledged = [];
    this.#acknowledgements = 0;
    if (this.#pending.rows === 0) {
      this.#due = false;
      this.#cancelGroup?.();
      this.#cancelGroup = undefined;
    }
    return { batch, counts, oldest, upSinceMs, sent: false, handedMs: 0, sinceMs: clock.monotonicMs() };
  }

  #hand(f: InFlight): void {
    f.sent = true;
    f.handedMs = this.#options.clock.monotonicMs();
    f.batch = { ...f.batch, pressed: this.#pending.isPressed };
    const thread = this.#thread;
    thread?.request('commit', f.batch).then(
      (result) => {
        if (thread === this.#thread) this.#answered(f, result);
      },
      (error) => {
        f.sent = false;
        // A thread that has ended says so itself.
        if (thread === this.#thread) this.#options.onBroken(error);
      },
    );
  }

  #answered(f: InFlight, result: CommitResult): void {
    f.sent = false;
    if (result.committed) {
      this.#inFlight = this.#inFlight.filter((other) => other !== f);
      this.#backoff.reset();
      this.#confirmed(f, result.stats);
      this.#pump();
      return;
    }
    if (result.refusal !== 'order') {
      this.#options.onRefused(result, this.#backoff.tries + 1);
      this.#isFull = result.code === 'SQLITE_FULL';
    }
    this.#refused = true;
    if (this.#inFlight.some((other) => other.sent) || !this.#thread) return;
    this.#cancelRetry();
    this.#cancelRetry = this.#options.clock.after(this.#backoff.next(), () => this.#again());
    this.#pump();
    this.#tellWaiters();
  }

  /** The disk is full, all that was handed to it came back, and alarms wait behind that. */
  #alarmsMayGo(): boolean {
    if (!this.#refused || !this.#isFull || !this.#thread || this.#pending.size('alarm') === 0) return false;
    return this.#inFlight.every((f) => !f.sent && f.counts.alarm === 0);
  }

  /** What was refused is handed again, alarms that wait first. */
  #again(): void {
    this.#cancelRetry();
    const [first] = this.#inFlight;
    if (first && this.#alarmsMayGo()) {
      const alarms = this.#build(['alarm'], Math.min(...this.#inFlight.map((f) => f.upSinceMs)));
      this.#inFlight.unshift(alarms);
      const from = first.batch.number;
      for (const [i, f] of this.#inFlight.entries()) f.batch = { ...f.batch, number: from + i };
    }
    this.#refused = false;
    this.#takeAlong(this.#inFlight[0]);
    for (const f of this.#inFlight) this.#hand(f);
  }

  /** What was acknowledged since goes with a batch that was refused: on a full disk it is what makes room for its rows. */
  #takeAlong(f: InFlight | undefined): void {
    if (!f || this.#acknowledgements === 0) return;
    f.batch = withAcknowledged(f.batch, this.#acknowledged);
    [this.#acknowledged, this.#acknowledgements] = [[], 0];
  }

  #confirmed(f: InFlight, stats: StoreStats | null): void {
    const tookMs = this.#options.clock.monotonicMs() - f.sinceMs;
    this.#group.committed(tookMs);
    this.#options.onCommitted(f.counts, stats, tookMs);
    this.#tellWaiters();
  }

  #tellWaiters(): void {
    const done = this.#waiters.filter((w) => w.done());
    this.#waiters = this.#waiters.filter((w) => !done.includes(w));
    for (const w of done) w.resolve();
  }
}
