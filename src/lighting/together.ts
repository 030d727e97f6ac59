// Lamps that take one message together. Where all lamps that a message would reach are to have one level and several of
// them have not, it is sent once. Whether it was obeyed, a few of them are asked first: where they did, the others are
// asked after them; where they did not, each lamp is told by itself, and for a while nobody is told together.
import type { Cancel, Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { How, SharedWrite } from './drivers/driver.ts';

/** A lamp as those see it that share a message with it. */
export interface Member {
  readonly lamp: string;
  readonly shared: readonly SharedWrite[];
  /** The level it is to have, per cent; undefined where it is left alone. */
  wanted(): number | undefined;
  /** Whether it is not known to have this level. */
  isBehind(level: number): boolean;
  isSuspect(): boolean;
}

/** For fewer lamps a message of their own each is as quick: a broadcast has a silence of some 100 ms after it. */
const fewest = 4;
const sampleSize = 8;
/** A message is not repeated to all for the few that missed it. */
const againAfterMs = 60_000;
const distrustMs = 3_600_000;
/** A sample that has not been judged by then says nothing. */
const judgedWithinMs = 30_000;

interface Round {
  readonly level: number;
  readonly atMs: number;
  readonly written: Promise<void>;
  readonly judged: Promise<boolean>;
  readonly sample: Set<string>;
  /** Lamps that took the message for theirs: one that comes again did not obey it. */
  readonly told: Set<string>;
  good: number;
  bad: number;
  end(obeyed: boolean): void;
  isOpen: boolean;
}

interface Crowd {
  readonly shared: SharedWrite;
  readonly members: Member[];
  round: Round | undefined;
  distrustedUntilMs: number;
}

export class Together {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #crowds = new Map<string, Crowd>();
  readonly #byLamp = new Map<string, Member>();
  readonly #open = new Set<Round>();
  #messages = 0;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Messages to several lamps since the start. */
  get messages(): number {
    return this.#messages;
  }

  add(member: Member): void {
    this.#byLamp.set(member.lamp, member);
    for (const shared of member.shared) {
      const { key } = shared;
      const crowd = this.#crowds.get(key) ?? {
        shared,
        members: [],
        round: undefined,
        distrustedUntilMs: Number.NEGATIVE_INFINITY,
      };
      crowd.members.push(member);
      this.#crowds.set(key, crowd);
    }
  }

  /**
   * Writes the level of a lamp together with others, where that can be.
   * @returns true: the lamp was told, and it is time to ask it; false: it is to be told by itself.
   * @throws HaidangError where the message could not be sent.
   */
  async offer(lamp: string, level: number, how: How): Promise<boolean> {
    const ways = this.#byLamp.get(lamp)?.shared ?? [];
    for (const { key } of ways) {
      const crowd = this.#crowds.get(key);
      const round = crowd && (this.#joinable(crowd, lamp, level) ?? this.#begin(crowd, level, how));
      if (!round) continue;
      const isAsked = round.sample.has(lamp);
      round.told.add(lamp);
      try {
        await round.written;
      } catch (error) {
        if (!crowd.shared.isAside) throw error;
        return false;
      }
      return isAsked || (await round.judged);
    }
    // What it was told with others before is no longer what it was told last.
    for (const { key } of ways) this.#crowds.get(key)?.round?.told.add(lamp);
    return false;
  }

  /** The lamps of all messages that reach nobody but some of these, the fewest messages that do; the rest is alone. */
  covering(lamps: ReadonlySet<string>): { crowds: number; lamps: ReadonlySet<string> } {
    const covered = new Set<string>();
    let crowds = 0;
    const widestFirst = [...this.#crowds.values()].sort((a, b) => b.members.length - a.members.length);
    for (const { members } of widestFirst) {
      const ids = members.map((m) => m.lamp);
      if (ids.length < fewest || ids.some((id) => covered.has(id) || !lamps.has(id))) continue;
      crowds++;
      for (const id of ids) covered.add(id);
    }
    return { crowds, lamps: covered };
  }

  /** What became of a lamp after a message: it obeyed, it did not, or nobody knows. */
  judge(lamp: string, obeyed: boolean | undefined): void {
    for (const { key } of this.#byLamp.get(lamp)?.shared ?? []) {
      const crowd = this.#crowds.get(key);
      const round = crowd?.round;
      if (!crowd || !round?.isOpen || !round.sample.delete(lamp)) continue;
      if (obeyed === true) round.good++;
      if (obeyed === false) round.bad++;
      if (round.sample.size > 0) continue;
      const isObeyed = round.good >= round.bad;
      if (!isObeyed) {
        crowd.distrustedUntilMs = this.#clock.monotonicMs() + distrustMs;
        const { good, bad } = round;
        this.#logger.warn('lamps do not obey messages to all of them; each is told by itself', { key, good, bad });
      }
      round.end(isObeyed);
    }
  }

  /** Nobody waits any more. */
  close(): void {
    for (const round of this.#open) round.end(true);
  }

  /** The message of a moment ago, for who was busy when it was sent. */
  #joinable({ round }: Crowd, lamp: string, level: number): Round | undefined {
    if (round?.level !== level || round.told.has(lamp)) return undefined;
    return this.#clock.monotonicMs() - round.atMs < againAfterMs ? round : undefined;
  }

  #begin(crowd: Crowd, level: number, how: How): Round | undefined {
    const now = this.#clock.monotonicMs();
    const { members, round: before } = crowd;
    if (members.length < fewest || now < crowd.distrustedUntilMs) return undefined;
    if (before?.level === level && now - before.atMs < againAfterMs) return undefined;
    if (!members.every((m) => m.wanted() === level)) return undefined;
    const behind = members.filter((m) => m.isBehind(level));
    if (behind.length < fewest) return undefined;
    const asked = behind.filter((m) => !m.isSuspect());
    const step = Math.max(1, asked.length / sampleSize);
    const sample = new Set<string>();
    for (let i = 0; i < asked.length && sample.size < sampleSize; i += step) {
      const member = asked[Math.floor(i)];
      if (member) sample.add(member.lamp);
    }
    if ((crowd.shared.waitMs?.(how) ?? 0) > 0) return undefined;
    this.#messages++;
    const round = this.#newRound(level, now, sample, crowd.shared.write(level, { ...how, suspect: false }));
    crowd.round = round;
    return round;
  }

  #newRound(level: number, atMs: number, sample: Set<string>, writing: Promise<void>): Round {
    let resolve: (obeyed: boolean) => void = () => {};
    let cancel: Cancel = () => {};
    const judged = new Promise<boolean>((r) => {
      resolve = r;
    });
    const round: Round = {
      level,
      atMs,
      judged,
      sample,
      told: new Set(),
      good: 0,
      bad: 0,
      isOpen: true,
      written: writing.then(
        () => {
          if (sample.size === 0) round.end(true);
          else if (round.isOpen) cancel = this.#clock.after(judgedWithinMs, () => round.end(true));
        },
        (error) => {
          this.#logger.warn('a message to several lamps was not sent', { error: messageOf(error) });
          round.end(false);
          throw error;
        },
      ),
      end: (obeyed) => {
        round.isOpen = false;
        cancel();
        this.#open.delete(round);
        resolve(obeyed);
      },
    };
    this.#open.add(round);
    return round;
  }
}
