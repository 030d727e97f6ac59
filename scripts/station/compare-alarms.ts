// Alarms of the soak against another hand (test-fixtures/station/alarms_oracle.py): the times in which each alarm stood, as
// the agent told them and as the readings that it told make them.
import { asked } from './asked.ts';
import type { Reading } from './compare.ts';
import type { SoakPoint } from './site.ts';

type Transition = readonly [ms: number, point: string, alarm: string, state: string];
type Span = readonly [fromMs: number, toMs: number];

interface Alarmed {
  readonly told: readonly Transition[];
  readonly points: readonly SoakPoint[];
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  readonly rules: { readonly graceMs: number; readonly periodMs: number };
  readonly beganMs: number;
  readonly endMs: number;
}

/** So long two hands may differ where a look was a moment earlier; a trend is looked for once a minute. */
const toleranceMs = { trend: 130_000, other: 40_000 };

const settlingMs = 120_000;

export function alarmsOf({ told, points, readings, rules, beganMs, endMs }: Alarmed) {
  const alarms = points.flatMap(({ id, alarms }) => alarms.map((a) => ({ point: id, ...a })));
  const known = [...readings].map(([id, rows]) => [id, rows.map(([ms, value, mark]) => [ms, usable(value, mark)])]);
  const job = {
    ...{ began: beganMs, until: endMs, grace: rules.graceMs, period: rules.periodMs, threshold: 75 },
    ...{ alarms, readings: Object.fromEntries(known) },
  };
  const right = asked('alarms_oracle.py', job) as Transition[];
  const wrong: string[] = [];
  const counts: Record<string, number> = {};
  /** Longer differences around a time without readings: nobody can tell. */
  let unjudged = 0;
  for (const alarm of alarms) {
    const { point, id, kind, delay, clearDelay } = alarm;
    const mine = spansOf(told, point, id, endMs);
    const theirs = spansOf(right, point, id, endMs);
    const within = toleranceMs[kind === 'trend' ? 'trend' : 'other'];
    for (const [since, to] of apart(mine, theirs)) {
      // What was before it read all is not known here.
      const from = Math.max(since, beganMs + settlingMs);
      if (to - from <= within) continue;
      // While the agent was away, or the machine too busy to read, nothing was judged; a delay began anew after that.
      const restMs = 60_000 + Math.max(delay, clearDelay) + ('for' in alarm ? alarm.for : 0);
      const blind = gapsOf(readings.get(point) ?? [], rules.periodMs, from - restMs, to);
      if (blind.some(([, end]) => end + restMs >= to)) {
        unjudged++;
        continue;
      }
      const iso = (ms: number) => new Date(ms).toISOString().slice(11, 19);
      wrong.push(`${point}/${id} from ${iso(from)} to ${iso(to)}: only one hand says that it stands`);
    }
  }
  for (const [, , , state] of told) counts[state] = (counts[state] ?? 0) + 1;
  const kinds = new Set(told.flatMap(([, p, a]) => alarms.find((x) => x.point === p && x.id === a)?.kind ?? []));
  return { wrong, unjudged, raised: counts['raised'] ?? 0, cleared: counts['cleared'] ?? 0, kinds: [...kinds] };
}

/** Times without a reading, that reach into a span. */
function gapsOf(rows: readonly Reading[], periodMs: number, fromMs: number, toMs: number): Span[] {
  const times = [fromMs, ...rows.map(([ms]) => ms).filter((ms) => ms > fromMs && ms < toMs), toMs];
  return times.slice(1).flatMap((ms, i): Span[] => (ms - times[i]! > 3 * periodMs ? [[times[i]!, ms]] : []));
}

const usable = (value: number | null, mark: string) => (mark === 'good' || mark === 'uncertain' ? value : null);

function spansOf(transitions: readonly Transition[], point: string, alarm: string, endMs: number): Span[] {
  const spans: Span[] = [];
  let raisedMs: number | undefined;
  for (const [ms, p, a, state] of [...transitions].sort((x, y) => x[0] - y[0])) {
    if (p !== point || a !== alarm) continue;
    // Told again after a kill: the first one holds.
    if (state === 'raised') raisedMs ??= ms;
    else if (raisedMs !== undefined) {
      spans.push([raisedMs, ms]);
      raisedMs = undefined;
    }
  }
  if (raisedMs !== undefined) spans.push([raisedMs, endMs]);
  return spans;
}

/** Where one stands and the other does not. */
function apart(a: readonly Span[], b: readonly Span[]): Span[] {
  const edges = [...new Set([...a, ...b].flat())].sort((x, y) => x - y);
  const stands = (spans: readonly Span[], ms: number) => spans.some(([from, to]) => from <= ms && ms < to);
  return edges.flatMap((from, i): Span[] => {
    const to = edges[i + 1];
    return to !== undefined && stands(a, from) !== stands(b, from) ? [[from, to]] : [];
  });
}
