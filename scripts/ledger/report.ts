// What a run found, for people and for machines.
import { isFailed, type RoundResult } from './round.ts';

export interface Summary {
  readonly rounds: number;
  /** Numbers that the devices gave. */
  readonly produced: number;
  /** Of these, at the centre. */
  readonly received: number;
  /** Messages that the centre got again under an id that it had. */
  readonly duplicates: number;
  /** Committed, and neither at the centre nor named in a gap event. */
  readonly lost: number;
  /** Given, and neither at the centre nor accounted for; and everything that must not have happened. */
  readonly unexplained: number;
  /** From the moment at which a device gave a number until the centre had it, where nothing was disturbed. */
  readonly p99LiveMs: number;
  /** Events that the store committed. */
  readonly committed: number;
  /** Readings that did not arrive and are accounted for. */
  readonly excused: Readonly<Record<string, number>>;
  readonly backfills: number;
  /** Events that name the one before them, places where a chain began anew, events after the last signature. */
  readonly chain: { readonly chained: number; readonly restarts: number; readonly unvouched: number };
  readonly minutes: number;
  readonly seed: number;
  readonly failedRounds: readonly number[];
  readonly faults: Readonly<Record<string, FaultLine>>;
  readonly skippedFaults: readonly string[];
}

export interface FaultLine {
  rounds: number;
  failed: number;
  duplicates: number;
  announced: number;
  lost: number;
  unexplained: number;
  /** Half and all of the rounds came to rest within this. */
  settleMs50: number;
  settleMsMax: number;
  /** By how much an interval began before the kill, at most. */
  leadMsMax: number | null;
}

/** @param share 0 to 1. NaN where there is nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function faultTable(results: readonly RoundResult[]): Record<string, FaultLine> {
  const table: Record<string, FaultLine> = {};
  for (const fault of [...new Set(results.map((r) => r.fault))].sort()) {
    const of = results.filter((r) => r.fault === fault);
    const sum = (value: (r: RoundResult) => number) => of.reduce((n, r) => n + value(r), 0);
    const leads = of.flatMap((r) => (r.leadMs === undefined ? [] : [r.leadMs]));
    const settled = of.map((r) => r.settleMs);
    table[fault] = {
      rounds: of.length,
      failed: of.filter(isFailed).length,
      duplicates: sum((r) => r.duplicates),
      announced: sum((r) => r.announced),
      lost: sum((r) => r.lost.length),
      unexplained: sum((r) => r.unexplained.length + r.violations.length),
      settleMs50: Math.round(percentile(settled, 0.5)),
      settleMsMax: Math.round(Math.max(...settled)),
      leadMsMax: leads.length > 0 ? Math.round(Math.max(...leads)) : null,
    };
  }
  return table;
}

export function roundLine(r: RoundResult): string {
  const bad = [
    ...(r.lost.length > 0 ? [`LOST ${few(r.lost)}`] : []),
    ...(r.unexplained.length > 0 ? [`UNEXPLAINED ${few(r.unexplained)}`] : []),
    ...r.violations.map((v) => `WRONG ${v}`),
  ];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const head = `${String(r.round).padStart(5)} ${r.member} ${r.fault.padEnd(28)} ${seconds(r.tookMs)}, at rest after ${seconds(r.settleMs)}`;
  return [`${head}  ${r.done}`, ...[...bad, ...r.evidence].map((b) => `        ${b}`)].join('\n');
}

function few(ids: readonly string[]): string {
  const shown = ids.slice(0, 8).join(', ');
  return ids.length > 8 ? `${ids.length}: ${shown}, …` : `${ids.length}: ${shown}`;
}

export function summaryText(s: Summary): string {
  const columns = ['rounds', 'failed', 'again', 'announced', 'lost', 'unexpl.', 'rest p50', 'rest max', 'lead max'];
  const row = (name: string, cells: readonly (string | number)[]) =>
    `  ${name.padEnd(30)}${cells.map((c) => String(c).padStart(10)).join('')}`;
  const lines = Object.entries(s.faults).map(([name, f]) =>
    row(name, [
      f.rounds,
      f.failed,
      f.duplicates,
      f.announced,
      f.lost,
      f.unexplained,
      `${f.settleMs50} ms`,
      `${f.settleMsMax} ms`,
      f.leadMsMax === null ? '-' : `${f.leadMsMax} ms`,
    ]),
  );
  const excused = Object.entries(s.excused).map(([how, n]) => `${how} ${n}`);
  return [
    row('fault', columns),
    ...lines,
    '',
    `${s.rounds} rounds in ${s.minutes.toFixed(1)} minutes, seed ${s.seed}`,
    `produced ${s.produced}, received ${s.received}, accounted for otherwise: ${excused.join(', ')}`,
    `committed ${s.committed}, duplicates ${s.duplicates}, backfills ${s.backfills}`,
    `chained ${s.chain.chained}, begun anew ${s.chain.restarts}, after the last signature ${s.chain.unvouched}`,
    `lost ${s.lost}, unexplained ${s.unexplained}, live p99 ${Math.round(s.p99LiveMs)} ms`,
    ...s.skippedFaults.map((f) => `left out: ${f}`),
    ...(s.failedRounds.length > 0
      ? [`failed rounds: ${s.failedRounds.join(', ')}; one alone: npm run ledger -- --seed ${s.seed} --only ROUND`]
      : []),
  ].join('\n');
}
