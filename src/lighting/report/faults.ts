// The faults of a month: how many of each kind, how long until they were gone, and what they cost in light.
import type { Month } from '../energy/book.ts';

export interface FaultSummary {
  readonly raised: number;
  readonly ended: number;
  /** Still there at the end of the month. */
  readonly open: number;
  readonly byKind: readonly { readonly fault: string; readonly raised: number; readonly open: number }[];
  /** Median time from being told to being gone, hours; null where none ended. */
  readonly medianHours: number | null;
  /** Share of the lamp hours that were lit and not lost to a lamp that was out, 0 to 1. */
  readonly availability: number;
  readonly longest: readonly {
    readonly subject: string;
    readonly fault: string;
    readonly hours: number;
    readonly open: boolean;
  }[];
  /** Not kept, because there were too many. */
  readonly dropped: number;
}

/** Faults in which a lamp that should burn does not. */
const dark = new Set(['lampFailure', 'supplyLoss']);
const longestShown = 8;
const hourMs = 3_600_000;
/** A lamp burns about half of a day: of the time that it is out, so much would have been light. */
const nightShare = 0.5;

/** @param litHours lamp hours that were lit. */
export function summarizeFaults(month: Month, litHours: number): FaultSummary {
  const since = new Map<string, number>();
  const spans: { subject: string; fault: string; hours: number; open: boolean }[] = [];
  const kinds = new Map<string, { raised: number; open: number }>();
  const last = month.nights.at(-1);
  const endMs = last ? Date.parse(`${last.date}T12:00:00Z`) + 24 * hourMs : 0;
  for (const { at, subject, fault, active } of month.faults) {
    const key = `${subject} ${fault}`;
    if (active) {
      since.set(key, at);
      const kind = kinds.get(fault) ?? { raised: 0, open: 0 };
      kinds.set(fault, { ...kind, raised: kind.raised + 1 });
    } else {
      const from = since.get(key);
      // One of an earlier month: its length is not this month's to tell.
      if (from !== undefined) spans.push({ subject, fault, hours: (at - from) / hourMs, open: false });
      since.delete(key);
    }
  }
  const ended = spans.map((s) => s.hours).sort((a, b) => a - b);
  for (const [key, from] of since) {
    const [subject = '', fault = ''] = key.split(' ');
    spans.push({ subject, fault, hours: Math.max(0, endMs - from) / hourMs, open: true });
    const kind = kinds.get(fault);
    if (kind) kinds.set(fault, { ...kind, open: kind.open + 1 });
  }
  const lost = spans.filter((s) => dark.has(s.fault) && s.subject.startsWith('lamp/'));
  const lostHours = lost.reduce((n, s) => n + s.hours * nightShare, 0);
  return {
    raised: [...kinds.values()].reduce((n, k) => n + k.raised, 0),
    ended: ended.length,
    open: since.size,
    byKind: [...kinds].map(([fault, k]) => ({ fault, ...k })).sort((a, b) => b.raised - a.raised),
    medianHours: ended[Math.floor((ended.length - 1) / 2)] ?? null,
    availability: litHours > 0 ? litHours / (litHours + lostHours) : 1,
    longest: spans.sort((a, b) => b.hours - a.hours).slice(0, longestShown),
    dropped: month.droppedFaults,
  };
}
