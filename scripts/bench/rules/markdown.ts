// The README's table of rules and scenarios, from the rows that the bench has printed.
import { readFileSync } from 'node:fs';
import { seededRandom } from '../../../src/simulator/random.ts';
import { planOf } from './plans.ts';
import type { Row } from './table.ts';

/** Rows that stand in a file as --json prints them; none without a file. @throws Error where it cannot be read. */
export const rowsOf = (file: string | undefined): Row[] =>
  file === undefined
    ? []
    : readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Row);

const heads = [
  'Rule',
  'Scenario (place)',
  'Seeds',
  'Violations',
  'Near misses',
  'Exact tracks: precision / recall',
  'Column by day',
  'Column by night',
];

/** Exact tracks know neither day nor night: one figure stands for both. */
export function markdownOf(exact: readonly Row[], day: readonly Row[], night: readonly Row[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  // A rule may be met in several films.
  const column = (rows: readonly Row[], rule: string) => {
    const mine = rows.filter((r) => r.rule === rule);
    if (mine.length === 0) return '–';
    const sum = (of: (r: Row) => number) => mine.reduce((n, r) => n + of(r), 0);
    const [happened, said] = [sum((r) => r.happened), sum((r) => r.said)];
    const all = {
      precision: said === 0 ? null : sum((r) => r.right) / said,
      recall: happened === 0 ? null : sum((r) => r.told) / happened,
    };
    return `${shares(all)} of ${happened}, ${sum((r) => r.nearMisses)} near`;
  };
  return [
    line(heads),
    line(heads.map((_, i) => (i < 2 ? '---' : '---:'))),
    ...exact.map((r) => {
      const { title, place } = planOf(r.rule).scenario(seededRandom(1));
      const speed = r.speedError === null ? '' : ` (speed within ${(100 * r.speedError).toFixed(2)} %)`;
      return line([
        ...[`\`${r.rule}\``, `${title} (${place})`, r.seeds, r.happened, r.nearMisses, `${shares(r)}${speed}`],
        ...[column(day, r.rule), column(night, r.rule)],
      ]);
    }),
  ].join('\n');
}

/** Three digits where it is not all: 0.978 is not 0.98. */
const share = (v: number | null) => (v === null ? '–' : v === 1 ? '1.00' : v.toFixed(3));
const shares = ({ precision, recall }: Pick<Row, 'precision' | 'recall'>): string =>
  `${share(precision)} / ${share(recall)}`;
