// Moves parcels from their feeds to the link: keeps a bounded number on their way, and hears what became of each. A
// parcel leaves in one of four ways: taken (acknowledged), not taken for now (given back, its lane is held and tried
// again), refused for good (set aside and announced), or unanswered when the link ends (given back and sent again with
// the same ids).
//
// Who goes first: alarms before what is of now (live), that before what is of the past (history); history only as fast as
// its rate limit says. So that a slow link is neither idle nor clogged, the bytes on their way follow what it carries
// (pace.ts): history may fill that, live may go beyond it, alarms beyond that. Nobody starves: a rank that has waited
// for `patienceMs` sends one.
import { type Lane, lanes } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';
import type { LaneCounts } from '../../outbox/draft.ts';
import { type Cancel, every } from '../../runtime/clock.ts';
import { isForGood, isTaken, noSubscriber, reasonText } from '../reasons.ts';
import { Flights } from './flights.ts';
import { type Hold, Holds } from './holds.ts';
import { Later } from './later.ts';
import type { DrainDeps, ParcelLink } from './options.ts';
import { Order } from './order.ts';
import type { Line } from './outbox-feed.ts';
import { outboxFeeds } from './outbox-feeds.ts';
import { Pace } from './pace.ts';
import { type Feed, keysIn, type Parcel } from './parcel.ts';
import { SetAside } from './set-aside.ts';
import { StallWatch } from './stall-watch.ts';
import { Suspects } from './suspects.ts';

const unansweredMax = 10_000;

export class Drain {
  readonly #deps: DrainDeps;
  readonly #holds: Holds;
  readonly #suspects = new Suspects(unansweredMax);
  readonly #aside: SetAside;
  readonly #stall: StallWatch;
  readonly #pace: Pace;
  readonly #feeds: Feed[];
  readonly #flying = new Flights();
  readonly #order: Order;
  #line: Line = { sinceMs: 0 };
  #link: ParcelLink | undefined;
  readonly #later: Later;
  /** Sent on an earlier link and not answered there. */
  #unanswered = new Set<string>();
  #closing = false;
  #pumping = false;
  #absent = '';
  #landed: () => void = () => {};
  #cancels: Cancel[] = [];
  #cancelRetry: Cancel | undefined;
  #sent = 0;
  #resent = 0;
  #lastTaken: Instant | null = null;

  constructor(deps: DrainDeps) {
    const { options, clock, logger, outbox } = deps;
    this.#deps = deps;
    this.#holds = new Holds(options.hold);
    this.#aside = new SetAside({ ...deps, told: (keys) => outbox.acknowledge(keys) });
    this.#stall = new StallWatch(clock, options.stallMs);
    this.#later = new Later(options.patienceMs);
    this.#pace = new Pace({ lineMs: options.lineMs, leastBytes: 1500, mostBytes: options.windowBytes });
    this.#feeds = outboxFeeds({
      gateway: options.gateway,
      outbox,
      line: () => this.#line,
      // Together they could not be told apart, where one of them ends the connection.
      batch: () => (this.#suspects.any ? 1 : options.batch),
      logger,
      wake: () => this.pump(),
      onDry: (lane) => {
        // Rows of now are claimed apart, and may be on their way here.
        if (!this.#feeds.some((f) => f.mayHave?.(lane))) this.#holds.postpone(lane, clock.monotonicMs());
      },
      isFlying: (row) => this.#flying.carries(row),
      setAside: (row, why) => this.#aside.add(row, why),
    });
    const { limit } = deps;
    this.#order = new Order({ feeds: this.#feeds, flying: this.#flying, pace: this.#pace, limit, options });
  }

  /** Another source of parcels. Before the start. */
  add(feed: Feed): void {
    this.#feeds.push(feed);
  }

  /** Something new may be there. */
  wake(counts?: LaneCounts): void {
    for (const lane of lanes) if (!counts || counts[lane] > 0) this.#holds.stir(lane);
    for (const feed of this.#feeds) feed.freshen(counts);
    this.pump();
  }

  /** @param absent lanes that nobody was subscribed to when an earlier run ended. */
  start(absent: readonly Lane[] = []): void {
    const { clock, options, outbox } = this.#deps;
    this.#closing = false;
    const now = clock.now();
    for (const lane of absent) this.#holds.hold(lane, noSubscriber, now, Number.NEGATIVE_INFINITY);
    if (this.#absent === '') this.#absent = this.#absentLanes().join();
    this.#cancels = [outbox.onAppended((counts) => this.wake(counts)), every(clock, options.pollMs, () => this.wake())];
  }

  /** The link is up: send. */
  attach(link: ParcelLink): void {
    const nowMs = this.#deps.clock.monotonicMs();
    this.#link = link;
    this.#holds.unanswered();
    this.#pace.reset(nowMs);
    this.#order.begin(nowMs);
    this.#drawLine();
    for (const feed of this.#feeds) feed.attach();
    this.pump();
  }

  /**
   * The link is gone: what was on its way is sent again on the next one.
   * @param byPeer the other side ended it, rather than silence or ourselves.
   */
  detach(byPeer: boolean): void {
    if (!this.#link) return;
    this.#link = undefined;
    const flying = this.#flying.clear();
    const guilty = byPeer ? this.#suspects.linkEnded(flying.flatMap(keysIn)) : undefined;
    this.#stall.end();
    for (const parcel of flying) {
      if (parcel.key === guilty) parcel.feed.refused(parcel, 'it ended the connection again and again');
      else {
        if (this.#unanswered.size < unansweredMax) this.#unanswered.add(parcel.key);
        parcel.feed.back(parcel);
      }
    }
    for (const parcel of this.#later.takeAll()) parcel.feed.back(parcel);
    for (const feed of this.#feeds) feed.detach();
  }

  /** Claims nothing more and waits for what is on its way, `ms` at most. */
  async settle(ms: number): Promise<void> {
    this.#closing = true;
    if (this.#flying.size === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.clock.after(ms, resolve);
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
    return this.#absent !== '';
  }

  facts() {
    return {
      inFlight: this.#flying.size,
      sent: this.#sent,
      resent: this.#resent,
      setAside: this.#aside.count,
      lastPubackAt: this.#lastTaken,
      paceBytes: Math.round(this.#pace.bytes),
    };
  }

  /** Sends what may go. */
  pump(): void {
    const link = this.#link;
    if (!link || this.#closing) return;
    const { clock, options } = this.#deps;
    const nowMs = clock.monotonicMs();
    // A link that is up and cannot keep up: what waited for long is of the past as well.
    const oldest = Math.min(...this.#feeds.map((f) => (f.rank === 'live' ? (f.oldestMs ?? Infinity) : Infinity)));
    if (oldest < clock.now().ms - 2 * options.liveMs) this.#drawLine();
    const mayGo = (lane: Lane) => this.#holds.may(lane, nowMs) !== 'wait';
    const isDue = this.#later.isDue(nowMs);
    const next = () => (isDue ? undefined : this.#order.next(link, mayGo, nowMs));
    for (let p = next(); p; p = next()) {
      if (this.#suspects.suspected(p.key)) this.#later.add(p, nowMs);
      else this.#publish(link, p, nowMs, false);
    }
    const idle = this.#flying.size === 0 && (isDue || !this.#feeds.some((f) => f.waiting));
    const suspect = idle ? this.#later.take(nowMs) : undefined;
    if (suspect) this.#publish(link, suspect, nowMs, true);
    for (const feed of this.#feeds) feed.refill(link.window, mayGo);
    this.#wakeLater(nowMs);
  }

  #publish(link: ParcelLink, parcel: Parcel, nowMs: number, exclusive: boolean): void {
    const { payload, key, lane } = parcel;
    // A UTF-16 unit is 3 bytes of UTF-8 at most: the exact size matters only near the limit.
    if (payload.length * 3 > link.maxBodyBytes && Buffer.byteLength(payload) > link.maxBodyBytes) {
      parcel.feed.refused(parcel, `larger than the ${link.maxBodyBytes} bytes that the broker takes`);
      return;
    }
    if (this.#flying.size === 0) this.#stall.progress();
    if (this.#holds.all.has(lane)) this.#holds.tried(lane);
    this.#flying.begin(parcel, nowMs, this.#pace.landedBytes, exclusive);
    this.#order.sent(parcel, nowMs);
    if (this.#unanswered.delete(key)) this.#resent++;
    link.publish(parcel, (reason) => {
      if (this.#link === link && this.#flying.has(key)) this.#answered(parcel, reason);
    });
    this.#stall.begin(() => link.onStalled());
  }

  #answered(parcel: Parcel, reason: number): void {
    const { clock, logger } = this.#deps;
    const { feed, lane, key } = parcel;
    const nowMs = clock.monotonicMs();
    const flight = this.#flying.end(key);
    if (flight) this.#pace.landed({ ...flight, bytes: parcel.bytes, tookMs: nowMs - flight.sentMs }, nowMs);
    this.#stall.progress();
    if (isTaken(reason)) {
      this.#sent += Math.max(1, parcel.rows.length);
      this.#lastTaken = clock.now();
      feed.taken(parcel);
      this.#deps.onTaken?.(parcel);
      this.#suspects.taken(key);
      if (this.#holds.taken(lane)) {
        logger.info('the broker takes messages of a lane again', { lane });
        // What waited meanwhile is of the past, and what is measured now goes before it.
        this.#drawLine();
        this.#sayAbsence();
      }
    } else if (isForGood(reason)) {
      feed.refused(parcel, reasonText(reason));
      this.#holds.unanswered(lane);
    } else {
      logger.warn('the broker does not take messages of a lane', { lane, reason: reasonText(reason) });
      this.#holds.hold(lane, reason, clock.now(), nowMs);
      feed.back(parcel);
      this.#sayAbsence();
    }
    if (this.#flying.size === 0) {
      this.#stall.end();
      this.#landed();
    }
    this.#pumpSoon();
  }

  /** Once for all answers that came together: what they make room for goes out in one write. */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    queueMicrotask(() => {
      this.#pumping = false;
      this.pump();
    });
  }

  /** From here on what was appended longer ago is of the past. */
  #drawLine(): void {
    this.#line = { sinceMs: this.#deps.clock.now().ms - this.#deps.options.liveMs };
    for (const feed of this.#feeds) feed.redraw?.();
  }

  #absentLanes(): Lane[] {
    return lanes.filter((lane) => this.#holds.all.get(lane)?.reason === noSubscriber);
  }

  #sayAbsence(): void {
    const absent = this.#absentLanes();
    const was = this.#absent;
    this.#absent = absent.join();
    if (this.#absent === was) return;
    this.#deps.onAbsent(absent);
    const active = absent.length > 0;
    if (active !== (was !== '')) this.#deps.send({ kind: 'ioc.absent', at: this.#deps.clock.now(), active });
  }

  /** Wakes when the next held lane may be tried, and when the rate limit lets the next of the past go. */
  #wakeLater(nowMs: number): void {
    this.#cancelRetry?.();
    const tryMs = this.#holds.nextTryInMs(nowMs) ?? Infinity;
    const limitMs = this.#feeds.some((f) => f.rank === 'history' && f.waiting) ? this.#deps.limit.waitMs(nowMs) : 0;
    const inMs = Math.min(tryMs, limitMs > 0 ? limitMs : Infinity);
    this.#cancelRetry = Number.isFinite(inMs)
      ? this.#deps.clock.after(Math.max(1, inMs), () => {
          if (tryMs <= inMs) for (const feed of this.#feeds) feed.freshen();
          this.pump();
        })
      : undefined;
  }
}
