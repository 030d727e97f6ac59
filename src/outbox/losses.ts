// Things that never reached the store, counted by lane and reason until they are announced.
import { type Lane, lanes } from '../domain/lane.ts';
import type { OutgoingOf } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { cutText } from '../runtime/text.ts';
import { type LaneCounts, noCounts } from './draft.ts';

type Reason = OutgoingOf<'outbox.dropped'>['reason'];

interface Loss {
  readonly lane: Lane;
  readonly reason: Reason;
  count: number;
  fromMs: number;
  toMs: number;
  readonly subjects: Set<string>;
}

/** Subjects that an announcement names. */
const mostSubjects = 10;

export class Losses {
  readonly #total = noCounts();
  #open = new Map<string, Loss>();
  #sinceMs = Number.POSITIVE_INFINITY;

  /** @param sinceMs when it, or the first of what it spoke for, had been appended. */
  add(lane: Lane, reason: Reason, occurredMs: number, sinceMs: number, subject?: string): void {
    // What names no lane can be announced in none: it is logged.
    if (!lanes.includes(lane)) return;
    this.#total[lane]++;
    this.#sinceMs = Math.min(this.#sinceMs, sinceMs);
    const key = `${lane} ${reason}`;
    const [fromMs, toMs, subjects] = [occurredMs, occurredMs, new Set<string>()];
    const loss = this.#open.get(key) ?? { lane, reason, count: 0, fromMs, toMs, subjects };
    if (subject !== undefined && loss.subjects.size < mostSubjects) loss.subjects.add(cutText(subject, 100));
    loss.count++;
    loss.fromMs = Math.min(loss.fromMs, occurredMs);
    loss.toMs = Math.max(loss.toMs, occurredMs);
    this.#open.set(key, loss);
  }

  /** Since the process started. */
  get total(): LaneCounts {
    return { ...this.#total };
  }

  get some(): boolean {
    return this.#open.size > 0;
  }

  /** When the first of what was not announced yet had been appended; Infinity for nothing. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** What was not announced yet, as announcements; it counts as announced now. */
  take(at: Instant): OutgoingOf<'outbox.dropped'>[] {
    const open = [...this.#open.values()];
    this.#open = new Map();
    this.#sinceMs = Number.POSITIVE_INFINITY;
    return open.map(({ lane, reason, count, fromMs, toMs, subjects }) => ({
      kind: 'outbox.dropped',
      at,
      lane,
      count,
      from: isoOf(fromMs, at),
      to: isoOf(toMs, at),
      reason,
      ...(subjects.size > 0 ? { subjects: [...subjects] } : {}),
    }));
  }
}

/** A draft with a time that is none is one of the things that are dropped. */
const isoOf = (ms: number, otherwise: Instant) => toIso(Math.abs(ms) <= 8.64e15 ? ms : otherwise.ms);
