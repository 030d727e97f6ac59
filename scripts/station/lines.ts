// Which lines a transmission file may have, by another hand. A reading that was given in the moment of a kill was perhaps
// taken; one that came when the cycle was over is in the file where the file still waited. So there are a few right lines
// of a cycle, and a file must have one of them.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Values } from './drive.ts';

export interface Parameter {
  readonly point: string;
  readonly name: string;
  readonly unit: string;
  readonly decimals: number;
}

/** Readings as they were given. */
export interface Given {
  readonly ms: number;
  readonly values: Values;
  /** How far the clock had come when they were. */
  readonly atMs: number;
  readonly isSure: boolean;
}

interface Rules {
  readonly cycleMs: number;
  readonly graceMs: number;
  readonly periodMs: number;
}

const oracle = fileURLToPath(new URL('../../test-fixtures/station/tt10_oracle.py', import.meta.url));
const zoneHours = 7;

/** Local time as a file and its lines say it. */
export const stampOf = (ms: number) =>
  new Date(ms + zoneHours * 3_600_000).toISOString().slice(0, 19).replace(/[-:T]/g, '');

/** @param ends of the cycles. @param given in the order in which they were given. */
export function linesOf(
  ends: readonly number[],
  given: readonly Given[],
  parameters: readonly Parameter[],
  rules: Rules,
) {
  const jobs: object[] = [];
  const places: { readonly to: number; readonly index: number }[] = [];
  for (const to of ends) {
    for (const variant of variantsOf(to, given, rules)) {
      for (const [index, { point, ...words }] of parameters.entries()) {
        const readings = variant.map(({ ms, values }) => [ms, values[point], values[point] === null ? 'bad' : 'good']);
        const span = { from: to - rules.cycleMs, to, period: rules.periodMs, threshold: 75 };
        jobs.push({ readings, ...span, ...words, missing: '', offset: zoneHours });
        places.push({ to, index });
      }
    }
  }
  const answer = execFileSync('python3', [oracle], { input: JSON.stringify(jobs), maxBuffer: 2 ** 30 });
  const lines = JSON.parse(answer.toString()) as string[];
  const known = new Map<string, Set<string>>();
  for (const [i, { to, index }] of places.entries()) {
    const key = `${to} ${index}`;
    known.set(key, (known.get(key) ?? new Set()).add(lines[i] ?? ''));
  }
  return {
    mayBe: (to: number, index: number, line: string) => known.get(`${to} ${index}`)?.has(line) ?? false,
    wordsOf: (to: number, index: number) => [...(known.get(`${to} ${index}`) ?? [])].join(' | '),
  };
}

/** The readings in and beside a cycle, as they may have been when its file was made. */
function variantsOf(to: number, given: readonly Given[], { cycleMs, graceMs, periodMs }: Rules): (readonly Given[])[] {
  const near = given.filter(({ ms }) => ms >= to - cycleMs - 2 * periodMs && ms <= to + 2 * periodMs);
  const isLate = ({ atMs }: Given) => atMs >= to + graceMs - periodMs;
  const inTime = near.filter((g) => !isLate(g)).length;
  const lengths = Array.from({ length: near.length - inTime + 1 }, (_, i) => inTime + i);
  const unsure = near.filter((g) => !g.isSure);
  return lengths.flatMap((length) =>
    Array.from({ length: 2 ** unsure.length }, (_, bits) =>
      near.slice(0, length).filter((g) => g.isSure || bits & (1 << unsure.indexOf(g))),
    ),
  );
}
