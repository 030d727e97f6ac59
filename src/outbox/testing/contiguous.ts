import type { OutboxRow } from '../draft.ts';

/** What the drafts of a lane counted, by sequence; throws where the sequences are not contiguous from 1 or an id comes twice. */
export function countedBy(rows: readonly OutboxRow[], lane: string): number[] {
  const of = rows.filter((r) => r.lane === lane);
  of.forEach((row, i) => {
    if (row.sequence !== i + 1) throw new Error(`${lane}: sequence ${row.sequence} at place ${i + 1}`);
    const body = JSON.parse(row.body);
    if (body.id !== row.id || Number(body.sequence) !== row.sequence) throw new Error(`${lane}: ${row.id} disagrees`);
  });
  if (new Set(of.map((r) => r.id)).size !== of.length) throw new Error(`${lane}: an id came twice`);
  return of.map((row) => JSON.parse(row.body).data.n);
}
