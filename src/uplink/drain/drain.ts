// Moves rows from the outbox to the link: claims them in batches, keeps a bounded number on their way, and hears what
// became of each. A row leaves in one of four ways: taken (acknowledged to the outbox), not taken for now (released, its
// lane is held and tried again), refused for good (set aside and announced), or unanswered when the link ends (released
// and sent again with the same id).
import { type Lane, lanes, type Send } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';
import type { OutboxRow } from '../../outbox/draft.ts';
import type { BackoffOptions } from '../../runtime/backoff.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { RowSource } from '../ports.ts';
import { isForGood, isTaken, noSubscriber, reasonText } from '../reasons.ts';
import { Flights } from './flights.ts';
import { type Hold, Holds } from './holds.ts';
import { SetAside } from './set-aside.ts';
import { StallWatch } from './stall-watch.ts';
import { Suspects } from './suspects.ts';

/** The link as the drain sees it. */
export interface RowLink {
  /** `done` gets the reason code of the acknowledgement; it is not called where the link ends first. */
  publish(row: OutboxRow, done: (reason: number) => void): void;
  /** Largest body that it takes, bytes. */
  readonly maxBodyBytes: number;
  /** How many rows may be on their way. */
  readonly window: number;
  /** Nothing was acknowledged for too long: the link should be given up. */
  onStalled(): void;
}

export interface DrainOptions {
  /** Bytes on their way at most: what a slow link carries in a few seconds, so that an alarm need not wait long. */
  readonly windowBytes: number;
  /** Without a single acknowledgement for so long, the link counts as dead. Never counts what a slow link still moves. */
  readonly stallMs: number;
  readonly pollMs: number;
  /** How a lane that is not taken is tried again. */
  readonly hold: BackoffOptions;
}

const unansweredMax = 10_000;

export class Drain {
  readonly #outbox: RowSource;
  readonly #options: DrainOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #send: Send;
  readonly #holds: Holds;
  readonly #suspects = new Suspects(unansweredMax);
  readonly #aside: SetAside;
  readonly #stall: StallWatch;
  #link: RowLink | undefined;
  /** Claimed and not yet sent, the most urgent first. */
  #ready: OutboxRow[] = [];
  readonly #flying = new Flights();
  /** To be released with the next step. */
  #back: string[] = [];
  /** Sent on an earlier link and not answered there. */
  #unanswered = new Set<string>();
  #claiming = false;
  /** The last claim got all there was. */
  #dry = false;
  /** Since the last claim began something has come, or was given back, or may be claimed again. */
  #fresh = false;
  #closing = false;
  #absent = false;
  #landed: () => void = () => {};
  #cancels: Cancel[] = [];
  #cancelRetry: Cancel | undefined;
  #sent = 0;
  #resent = 0;
  #lastTaken: Instant | null = null;

  constructor(deps: { outbox: RowSource; options: DrainOptions; send: Send; clock: Clock; logger: Logger }) {
    this.#outbox = deps.outbox;
    this.#options = deps.options;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#send = deps.send;
    this.#holds = new Holds(deps.options.hold);
    this.#aside = new SetAside({ ...deps, told: (keys) => this.#outbox.acknowledge(keys) });
    this.#stall = new StallWatch(deps.clock, deps.options.stallMs);
  }

  start(): void {
    this.#closing = false;
    const wake = () => {
      this.#fresh = true;
      this.#pump();
    };
    this.#cancels = [this.#outbox.onAppended(wake), every(this.#clock, this.#options.pollMs, wake)];
  }

  /** The link is up: send. */
  attach(link: RowLink): void {
    this.#link = link;
    this.#fresh = true;
    this.#holds.unanswered();
    this.#pump();
  }

  /**
   * The link is gone: what was on its way is sent again on the next one.
   * @param byPeer the other side ended it, rather than silence or ourselves.
   */
  detach(byPeer: boolean): void {
    if (!this.#link) return;
    this.#link = undefined;
    const flying = this.#flying.clear();
    const guilty = byPeer ? this.#suspects.linkEnded(flying.map((r) => r.key)) : undefined;
    this.#stall.end();
    for (const row of flying) {
      if (row.key === guilty) this.#aside.add(row, 'it ended the connection again and again');
      else {
        if (this.#unanswered.size < unansweredMax) this.#unanswered.add(row.key);
        this.#back.push(row.key);
      }
    }
    this.#back.push(...this.#ready.map((r) => r.key));
    this.#ready = [];
    this.#giveBack();
  }

  /** Claims nothing more and waits for what is on its way, `ms` at most. */
  async settle(ms: number): Promise<void> {
    this.#closing = true;
    if (this.#flying.size === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#landed = () => {
        cancel();
        resolve();
      };
    });
    this.#landed = () => {};
  }

  stop(): void {
    this.#closing = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels = [];
    this.detach(false);
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#aside.flush();
  }

  get holds(): ReadonlyMap<Lane, Hold> {
    return this.#holds.all;
  }

  /** Nobody is subscribed to some lane. */
  get absent(): boolean {
    return this.#absent;
  }

  facts() {
    return {
      inFlight: this.#flying.size,
      sent: this.#sent,
      resent: this.#resent,
      setAside: this.#aside.count,
      lastPubackAt: this.#lastTaken,
    };
  }

  #pump(): void {
    const link = this.#link;
    if (!link || this.#closing) return;
    const nowMs = this.#clock.monotonicMs();
    const later: OutboxRow[] = [];
    for (let row = this.#ready[0]; row; row = this.#ready[0]) {
      if (!this.#flying.fits(row, link.window, this.#options.windowBytes)) break;
      this.#ready.shift();
      const suspected = this.#suspects.suspected(row.key);
      if (this.#holds.may(row.lane, nowMs) === 'wait') this.#back.push(row.key);
      else if (suspected && (this.#flying.size > 0 || this.#ready.length > 0)) later.push(row);
      else this.#publish(link, row, suspected);
    }
    this.#ready.push(...later);
    this.#giveBack();
    this.#retryLater(nowMs);
    const room = link.window * 2 - this.#ready.length;
    const wanted = this.#fresh || (!this.#dry && this.#ready.length < link.window / 2);
    if (wanted && room > 0 && !this.#claiming) void this.#claim(Math.min(room, link.window), nowMs);
  }

  async #claim(limit: number, nowMs: number): Promise<void> {
    const open = lanes.filter((lane) => this.#holds.may(lane, nowMs) !== 'wait');
    if (open.length === 0) return;
    this.#claiming = true;
    this.#fresh = false;
    const link = this.#link;
    let rows: readonly OutboxRow[] = [];
    try {
      rows = await this.#outbox.claim(limit, open.length === lanes.length ? undefined : open);
      this.#dry = rows.length < limit;
      const gave = new Set(rows.map((r) => r.lane));
      if (this.#dry) for (const lane of open) if (!gave.has(lane)) this.#holds.postpone(lane, nowMs);
    } catch (error) {
      // It is asked again when something is appended, or by the poll.
      this.#logger.warn('the outbox gives no rows', errorFields(error));
      this.#dry = true;
    }
    this.#claiming = false;
    if (this.#link !== link || this.#closing) {
      this.#fresh = true;
      this.#back.push(...rows.map((r) => r.key));
      this.#giveBack();
    } else {
      // A store that was restarted has forgotten its claims, and gives rows again that are here already.
      const here = new Set(this.#ready.map((r) => r.key));
      this.#ready.push(...rows.filter((r) => !here.has(r.key) && !this.#flying.has(r.key)));
      if (rows.length > 0) this.#ready.sort((a, b) => lanes.indexOf(a.lane) - lanes.indexOf(b.lane));
    }
    this.#pump();
  }

  #publish(link: RowLink, row: OutboxRow, alone: boolean): void {
    // A UTF-16 unit is 3 bytes of UTF-8 at most: the exact size matters only near the limit.
    if (row.body.length * 3 > link.maxBodyBytes && Buffer.byteLength(row.body) > link.maxBodyBytes) {
      this.#aside.add(row, `larger than the ${link.maxBodyBytes} bytes that the broker takes`);
      return;
    }
    if (this.#flying.size === 0) this.#stall.progress();
    if (this.#holds.all.has(row.lane)) this.#holds.tried(row.lane);
    this.#flying.begin(row, alone);
    if (this.#unanswered.delete(row.key)) this.#resent++;
    link.publish(row, (reason) => {
      if (this.#link === link && this.#flying.has(row.key)) this.#answered(row, reason);
    });
    this.#stall.begin(() => link.onStalled());
  }

  #answered(row: OutboxRow, reason: number): void {
    this.#flying.end(row);
    this.#stall.progress();
    if (isTaken(reason)) {
      this.#sent++;
      this.#lastTaken = this.#clock.now();
      this.#outbox.acknowledge([row.key]);
      this.#suspects.taken(row.key);
      if (this.#holds.taken(row.lane)) {
        this.#logger.info('the broker takes messages of a lane again', { lane: row.lane });
        this.#fresh = true;
        this.#sayAbsence();
      }
    } else if (isForGood(reason)) {
      this.#aside.add(row, reasonText(reason));
      this.#holds.unanswered(row.lane);
    } else {
      this.#logger.warn('the broker does not take messages of a lane', { lane: row.lane, reason: reasonText(reason) });
      this.#holds.hold(row.lane, reason, this.#clock.now(), this.#clock.monotonicMs());
      this.#back.push(row.key);
      this.#sayAbsence();
    }
    if (this.#flying.size === 0) {
      this.#stall.end();
      this.#landed();
    }
    this.#pump();
  }

  #sayAbsence(): void {
    const absent = [...this.#holds.all.values()].some((h) => h.reason === noSubscriber);
    if (absent === this.#absent) return;
    this.#absent = absent;
    this.#send({ kind: 'ioc.absent', at: this.#clock.now(), active: absent });
  }

  #giveBack(): void {
    if (this.#back.length === 0) return;
    const keys = this.#back;
    this.#back = [];
    this.#outbox.release(keys);
  }

  /** Wakes when the next held lane may be tried. */
  #retryLater(nowMs: number): void {
    this.#cancelRetry?.();
    const inMs = this.#holds.nextTryInMs(nowMs);
    this.#cancelRetry =
      inMs === undefined
        ? undefined
        : this.#clock.after(Math.max(1, inMs), () => {
            this.#fresh = true;
            this.#pump();
          });
  }
}
