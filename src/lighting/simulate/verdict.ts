// What was found against what was put in. A trouble is found where its fault was told at its place while it was there or
// shortly after (the mains are repaired before the last samples count). Anything told that no trouble explains is false.
import type { Script } from './script.ts';
import type { Told } from './simulate.ts';

export interface FaultVerdict {
  readonly injected: number;
  readonly found: number;
  readonly precision: number;
  readonly recall: number;
  readonly missed: readonly { readonly subject: string; readonly fault: string; readonly from: string }[];
  readonly false: readonly { readonly subject: string; readonly fault: string; readonly at: string }[];
  /** Of those found, the median time from beginning to being told, minutes. */
  readonly medianMinutes: number | null;
  readonly byFault: Readonly<Record<string, { readonly injected: number; readonly found: number }>>;
}

/** A line that lost a conductor takes so much of the voltage that this may be told as low before the cause is known: that
 * is neither found nor false. */
function isConsequence(t: Told, troubles: readonly { subject: string; fromMs: number; toMs: number }[]): boolean {
  if (t.fault !== 'voltageTooLow') return false;
  const [, cabinet, place] = t.subject.split('/');
  const line = `cabinet/${cabinet}/supply/${place}`;
  return troubles.some((i) => i.subject === line && t.ms >= i.fromMs && t.ms <= i.toMs + graceMs);
}

const graceMs = 2 * 3_600_000;

export function judgeFaults(script: Script, told: readonly Told[]): FaultVerdict {
  const troubles = [
    ...script.lamps.map((t) => ({ ...t, subject: `lamp/${t.lamp}` })),
    ...script.cabinets.map((t) => ({ ...t, subject: `cabinet/${t.cabinet}${t.place === '' ? '' : `/${t.place}`}` })),
  ];
  const byKey = new Map<string, typeof troubles>();
  for (const t of troubles) {
    const key = `${t.subject} ${t.fault}`;
    byKey.set(key, [...(byKey.get(key) ?? []), t]);
  }
  const delays = new Map<(typeof troubles)[number], number>();
  const wrong: Told[] = [];
  let right = 0;
  for (const t of told) {
    if (!t.active) continue;
    const of = byKey.get(`${t.subject} ${t.fault}`)?.find((i) => t.ms >= i.fromMs && t.ms <= i.toMs + graceMs);
    if (!of && isConsequence(t, troubles)) continue;
    if (!of) wrong.push(t);
    else {
      right++;
      if (!delays.has(of)) delays.set(of, t.ms - of.fromMs);
    }
  }
  const byFault: Record<string, { injected: number; found: number }> = {};
  for (const t of troubles) {
    byFault[t.fault] ??= { injected: 0, found: 0 };
    const row = byFault[t.fault];
    if (!row) continue;
    row.injected++;
    if (delays.has(t)) row.found++;
  }
  const sorted = [...delays.values()].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    injected: troubles.length,
    found: delays.size,
    precision: right + wrong.length === 0 ? 1 : right / (right + wrong.length),
    recall: troubles.length === 0 ? 1 : delays.size / troubles.length,
    missed: troubles
      .filter((t) => !delays.has(t))
      .map(({ subject, fault, fromMs }) => ({ subject, fault, from: iso(fromMs) })),
    false: wrong.map(({ subject, fault, ms }) => ({ subject, fault, at: iso(ms) })),
    medianMinutes: middle === undefined ? null : Math.round(middle / 60_000),
    byFault,
  };
}
