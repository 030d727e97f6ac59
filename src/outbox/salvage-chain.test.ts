import { describe, expect, it } from 'vitest';
import { chainStart } from '../runtime/event-chain.ts';
import { hashOfBody } from './body.ts';
import { bodyOf } from './compose.ts';
import type { FoundRow } from './raw-rows.ts';
import { proven } from './salvage-chain.ts';
import { batchOf } from './testing/drafts.ts';

/** So many chained rows of a stream, as they are found in a damaged file. */
function rows(count: number, stream = 1): FoundRow[] {
  let prevhash = chainStart;
  return Array.from({ length: count }, (_, i) => {
    const sequence = i + 1;
    const tail = batchOf(1, [{ lane: 'event', n: i }]).rows.tail[0] as string;
    const body = bodyOf({ id: `e-event-${sequence}`, sequence, prevhash }, tail);
    prevhash = hashOfBody(body);
    const row = { position: sequence * 2 + stream, stream, sequence, appended: i, subject: 's', type: 't', body };
    return { lane: 'event', source: `s-${stream}`, row };
  });
}

/** The same row with a text that changed within itself and is still good JSON. */
const changed = (found: FoundRow): FoundRow => ({
  ...found,
  row: { ...found.row, body: found.row.body.replace('"type":"t"', '"type":"u"') },
});
const without = (all: readonly FoundRow[], ...sequences: number[]) =>
  all.filter((f) => !sequences.includes(f.row.sequence));

describe('rows of a damaged database that the chain is held against', () => {
  it('all stay where nothing is wrong with them, in whatever order they are found, and with rows missing', () => {
    const all = [...rows(10), ...rows(5, 2)];
    expect(proven(all)).toEqual(all);
    expect(proven([...all].reverse())).toHaveLength(15);
    expect(proven(without(all, 3, 4, 8))).toHaveLength(without(all, 3, 4, 8).length);
  });

  it('leave one out that changed, and no other', () => {
    for (let at = 0; at < 8; at++) {
      const all = rows(10);
      all[at] = changed(all[at] as FoundRow);
      expect(proven(all).map((f) => f.row.sequence)).toEqual(without(rows(10), at + 1).map((f) => f.row.sequence));
    }
  });

  it('stay where nobody can tell which of two changed', () => {
    const all = rows(10);
    for (const at of [8, 9]) {
      const some = [...all];
      some[at] = changed(some[at] as FoundRow);
      expect(proven(some)).toHaveLength(10);
    }
  });

  it('stay where they are from before the chain', () => {
    const old = rows(4).map((f) => ({
      ...f,
      row: { ...f.row, body: `{"specversion":"1.0","id":"e-event-${f.row.sequence}","data":{}}` },
    }));
    expect(proven(old)).toEqual(old);
  });
});
