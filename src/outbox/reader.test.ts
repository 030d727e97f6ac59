import { describe, expect, it, onTestFinished } from 'vitest';
import { hashOfBody, prevHashOf } from './body.ts';
import type { Gone, OutboxQuery } from './draft.ts';
import { positionsOf } from './keys.ts';
import type { Store } from './store.ts';
import { batchOf, openStore, source, startMs, tempDirectory } from './testing/drafts.ts';

/** Rows 1 to `count`, appended a second apart, of which some were sent and gave way to the cap. */
function store(count: number, more: { source?: string; step?: (n: number) => number } = {}) {
  const s = openStore(tempDirectory(onTestFinished), { retainMs: 60_000 });
  onTestFinished(() => s.close(false));
  const at = more.step ?? ((n: number) => startMs + n * 1000);
  let batch = 0;
  for (let n = 1; n <= count; n += 500) {
    const rows = Array.from({ length: Math.min(500, count - n + 1) }, (_, i) => n + i);
    s.commit(
      batchOf(
        ++batch,
        rows.map((m) => ({ lane: 'telemetry', n: m, appendedMs: at(m) }) as const),
      ),
    );
  }
  return s;
}

/** All pages of a query as one. */
function all(s: Store, query: Omit<OutboxQuery, 'lane'>) {
  const sequences: number[] = [];
  const gone: Gone[] = [];
  let pages = 0;
  for (let after: string | undefined | null; after !== null; pages++) {
    const page = s.read({ lane: 'telemetry', ...query, ...(after ? { after } : {}) });
    sequences.push(...page.rows.map((r) => r.sequence));
    gone.push(...page.gone);
    after = page.next;
  }
  return { sequences, gone: gone.map((g) => [g.firstSequence, g.lastSequence, g.count]), pages };
}
const between = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Sends rows with the next batch and lets them go, as retention does. */
function forget(s: Store, count: number, batch: number): void {
  const keys = s.claim(count, ['telemetry']).map((r) => r.key);
  const sent = { ms: startMs + 1e6, quality: 'synced' } as const;
  s.commit(batchOf(batch, [], { acknowledged: positionsOf(keys, s.opened.epoch), through: sent }));
  while (s.retain({ ms: startMs + 2e6, quality: 'synced' }).more);
}

describe('reading kept rows again', () => {
  it('gives a range of sequences page by page, both ends included', () => {
    const s = store(3000);
    const found = all(s, { source, fromSequence: 700, toSequence: 2500, limit: 400 });
    expect(found).toEqual({ sequences: between(700, 2500), gone: [], pages: 5 });
  });

  it('gives a range of times, looking only where it can be', () => {
    const s = store(6000);
    const range = { from: startMs + 2_000_000, to: startMs + 2_100_000 };
    expect(all(s, range)).toEqual({ sequences: between(2000, 2100), gone: [], pages: 1 });
    expect(all(s, { from: startMs + 7_000_000 }).sequences).toEqual([]);
    expect(all(s, { to: startMs + 3000 }).sequences).toEqual([1, 2, 3]);
  });

  it('finds rows of a time although the clock stepped back and forth', () => {
    const s = store(5000, { step: (n) => startMs + (n > 2000 && n <= 3500 ? n - 2000 : n) * 1000 });
    const range = { from: startMs + 1_000_000, to: startMs + 1_200_000 };
    expect(all(s, range).sequences).toEqual([...between(1000, 1200), ...between(3000, 3200)]);
  });

  it('says what of the range is no longer kept, and between which times it lay', () => {
    const s = store(3000);
    forget(s, 1000, 7);
    expect(all(s, { source, fromSequence: 900, toSequence: 1100 })).toMatchObject({
      sequences: between(1001, 1100),
      gone: [[900, 1000, 101]],
    });
    expect(all(s, { source, fromSequence: 2, toSequence: 5 })).toMatchObject({ sequences: [], gone: [[2, 5, 4]] });
    expect(all(s, { from: startMs, to: startMs + 1_001_000 })).toMatchObject({
      sequences: [1001],
      gone: [[1, 1000, 1000]],
    });
    expect(all(s, { from: startMs + 1_500_000, to: startMs + 1_600_000 }).gone).toEqual([]);
    const [gone] = s.read({ lane: 'telemetry', source, toSequence: 1001 }).gone;
    expect(gone).toMatchObject({ source, afterMs: null, beforeMs: startMs + 1_001_000 });
  });

  it('names a gap once, however the pages fall, and nothing that never was', () => {
    const s = store(2000);
    forget(s, 300, 5);
    expect(all(s, { limit: 7, toSequence: 400 })).toMatchObject({
      sequences: between(301, 400),
      gone: [[1, 300, 300]],
    });
    expect(all(s, { fromSequence: 1990, toSequence: 5000 })).toMatchObject({
      sequences: between(1990, 2000),
      gone: [],
    });
    expect(all(s, { source: 'urn:other' })).toEqual({ sequences: [], gone: [], pages: 1 });
  });

  it('names the hashes around a gap, where its neighbours are kept and it is told as a whole', () => {
    const s = store(1000);
    const sent = s.claim(500, ['telemetry']).slice(200);
    const acknowledged = positionsOf(
      sent.map((r) => r.key),
      s.opened.epoch,
    );
    s.commit(batchOf(3, [], { acknowledged }));
    s.purge({ lanes: ['telemetry'], what: 'sent' });
    const read = (query: Omit<OutboxQuery, 'lane'>) => s.read({ lane: 'telemetry', ...query });
    const bodyOf = (n: number) => read({ fromSequence: n, toSequence: n }).rows[0]?.body ?? '';
    const [hashBefore, hashAfter] = [hashOfBody(bodyOf(200)), prevHashOf(bodyOf(501))];
    const whole = { firstSequence: 201, lastSequence: 500, hashBefore, hashAfter };
    expect(read({ limit: 250 }).gone).toMatchObject([whole]);
    const second = read({ limit: 200, after: read({ limit: 200 }).next ?? '' });
    expect(second.gone).toMatchObject([whole]);
    const [begun] = read({ fromSequence: 150, toSequence: 300 }).gone;
    expect(begun).toMatchObject({ lastSequence: 300, hashBefore });
    expect(begun).not.toHaveProperty('hashAfter');
    const [ended] = read({ fromSequence: 300, toSequence: 600 }).gone;
    expect(ended).toMatchObject({ firstSequence: 300, hashAfter });
    expect(ended).not.toHaveProperty('hashBefore');
  });
});
