// Results of several seeds as one row of the table.
import type { Found } from './exact.ts';

export interface Row {
  readonly rule: string;
  readonly seeds: number;
  readonly happened: number;
  readonly nearMisses: number;
  readonly said: number;
  readonly right: number;
  /** Happenings that were told. */
  readonly told: number;
  readonly nearMissesTaken: number;
  readonly precision: number | null;
  readonly recall: number | null;
  /** Largest and middle error of a told speed, as a share; null where none was told. */
  readonly speedError: number | null;
  readonly speedErrorMedian: number | null;
  /** Through the column: how many were missed or wrong for which likely cause. */
  readonly causes?: Readonly<Record<string, number>>;
}

export function rowOf(rule: string, found: readonly Found[]): Row {
  const scores = found.flatMap((f) => f.scores);
  const sum = (of: (s: (typeof scores)[number]) => number) => scores.reduce((n, s) => n + of(s), 0);
  const [happened, said, right] = [sum((s) => s.happened), sum((s) => s.said), sum((s) => s.right)];
  const told = sum((s) => s.told);
  const errors = found.flatMap((f) => f.speedErrors).map(Math.abs);
  return {
    ...{ rule, seeds: found.length, happened, said, right, told },
    nearMisses: sum((s) => s.nearMisses),
    nearMissesTaken: sum((s) => s.nearMissesTaken),
    precision: said === 0 ? null : round(right / said),
    recall: happened === 0 ? null : round(told / happened),
    speedError: errors.length === 0 ? null : round(Math.max(...errors)),
    speedErrorMedian: errors.length === 0 ? null : round(errors.sort((a, b) => a - b)[errors.length >> 1]!),
    ...(found.some((f) => f.faults) ? { causes: causesOf(found) } : {}),
  };
}

function causesOf(found: readonly Found[]): Record<string, number> {
  const causes: Record<string, number> = {};
  for (const { what, cause } of found.flatMap((f) => f.faults ?? [])) {
    const name = `${what}: ${cause}`;
    causes[name] = (causes[name] ?? 0) + 1;
  }
  return causes;
}

/** From exact tracks nothing may be missed or wrong; through the column so much at least must be right. */
export const reached = ({ precision, recall }: Row, throughColumn: boolean): boolean =>
  throughColumn ? (precision ?? 1) >= 0.98 && (recall ?? 1) >= 0.95 : precision === 1 && recall === 1;

const round = (v: number) => Math.round(v * 10_000) / 10_000;
const columns = [
  'rule',
  'seeds',
  'happened',
  'near misses',
  'said',
  'right',
  'taken',
  'precision',
  'recall',
  'speed error',
];

export function shown(row: Row, withHead: boolean): string {
  const cells = [
    row.rule,
    row.seeds,
    row.happened,
    row.nearMisses,
    row.said,
    row.right,
    row.nearMissesTaken,
    row.precision ?? '-',
    row.recall ?? '-',
    row.speedError ?? '-',
  ];
  const causes = Object.entries(row.causes ?? {}).map(([cause, n]) => `${n} ${cause}`);
  const line = (of: readonly (string | number)[]) => of.map((c, i) => String(c).padEnd(i === 0 ? 18 : 12)).join('');
  const all = `${line(cells)}${causes.join(', ')}`;
  return withHead ? `${line(columns)}\n${all}` : all;
}
