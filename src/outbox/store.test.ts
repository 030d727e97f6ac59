import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { laneCodes } from './format.ts';
import { positionsOf } from './keys.ts';
import type { Store } from './store.ts';
import { batchOf, openStore, source, startMs, tempDirectory } from './testing/drafts.ts';

function store(): Store {
  const s = openStore(tempDirectory(onTestFinished));
  onTestFinished(() => s.close(false));
  return s;
}
const telemetry = (n: number) => ({ lane: 'telemetry', n }) as const;
const acknowledgeAll = (s: Store, keys: string[], number: number, more = {}) =>
  s.commit(batchOf(number, [], { acknowledged: positionsOf(keys, s.opened.epoch), ...more }));

describe('the store', () => {
  it('gives sequences from 1, contiguous per source and lane, and puts them with the id into the body', () => {
    const s = store();
    s.commit(batchOf(1, [telemetry(1), { lane: 'alarm', n: 2 }, telemetry(3)]));
    s.commit(batchOf(2, [{ ...telemetry(4), source: 'urn:other' }, telemetry(5)]));
    const rows = s.claim(10, lanes);
    expect(rows.map((r) => [r.lane, r.source === source, r.sequence])).toEqual([
      ['alarm', true, 1],
      ['telemetry', true, 1],
      ['telemetry', true, 2],
      ['telemetry', false, 1],
      ['telemetry', true, 3],
    ]);
    const { epoch } = s.opened;
    expect(epoch).toMatch(/^[0-9a-f]{8}$/);
    expect(rows[1]?.id).toBe(`${epoch}-telemetry-1`);
    expect(JSON.parse(rows[4]?.body ?? '')).toEqual({
      specversion: '1.0',
      id: `${epoch}-telemetry-3`,
      prevhash: expect.stringMatching(/^[0-9a-f]{64}$/),
      sequence: '00000000000000000003',
      type: 't',
      data: { n: 5, fill: '' },
    });
  });

  it('gives the live part of a lane apart from its backlog, each in order, and what was given back first', () => {
    const s = store();
    s.commit(batchOf(1, [1, 2, 3, 4].map(telemetry)));
    const appendedMs = s.claim(10, lanes)[3]?.appendedMs ?? 0;
    s.release('all');
    const of = (part: 'live' | 'backlog', sinceMs: number, limit = 10) => {
      const rows = s.claim(limit, lanes, { of: part, sinceMs });
      return { rows, sequences: rows.map((r) => r.sequence) };
    };
    expect(of('backlog', appendedMs + 1, 2).sequences).toEqual([1, 2]);
    s.commit(batchOf(2, [telemetry(5), telemetry(6)]));
    expect(of('live', appendedMs + 1).sequences).toEqual([5, 6]);
    expect(of('backlog', appendedMs + 1).sequences).toEqual([3, 4]);
    s.release('all');
    expect(of('live', appendedMs + 1, 1).sequences).toEqual([5]);
    expect(of('backlog', appendedMs + 1, 3).sequences).toEqual([1, 2, 3]);
    // A new line: what is claimed stays claimed, what was returned is found again.
    expect(of('live', appendedMs).sequences).toEqual([4, 6]);
    expect(of('backlog', appendedMs).sequences).toEqual([]);
    s.release('all');
    expect(s.claim(10, lanes).map((r) => r.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('stores a batch once, whatever comes twice, and refuses one whose predecessor is missing', () => {
    const s = store();
    expect(s.commit(batchOf(1, [telemetry(1)]))).toBe(true);
    expect(s.commit(batchOf(1, [telemetry(1)]))).toBe(true);
    expect(s.commit(batchOf(3, [telemetry(3)]))).toBe(false);
    expect(s.stats().kept.telemetry).toBe(1);
  });

  it('stores nothing of a transaction that fails, and gives its sequences again', () => {
    const s = store();
    s.commit(batchOf(1, [telemetry(1)]));
    const fail = () => {
      throw new Error('power');
    };
    expect(() => s.commit(batchOf(2, [telemetry(2), { lane: 'event', n: 3 }]), fail)).toThrow('power');
    expect(s.stats().kept).toMatchObject({ telemetry: 1, event: 0 });
    s.commit(batchOf(2, [telemetry(2)]));
    expect(s.claim(10, lanes).map((r) => r.sequence)).toEqual([1, 2]);
  });

  it('gives claimed rows to nobody else, and released ones again before what comes after them', () => {
    const s = store();
    s.commit(batchOf(1, [1, 2, 3, 4, 5].map(telemetry)));
    const first = s.claim(3, lanes);
    expect(s.claim(1, lanes).map((r) => r.sequence)).toEqual([4]);
    s.release(positionsOf([first[2]?.key ?? '', first[0]?.key ?? ''], s.opened.epoch));
    expect(s.claim(10, lanes).map((r) => r.sequence)).toEqual([1, 3, 5]);
    expect(s.claim(10, lanes)).toEqual([]);
    s.release('all');
    expect(s.claim(10, lanes).map((r) => r.sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it('claims only of the lanes that are asked for', () => {
    const s = store();
    s.commit(batchOf(1, [telemetry(1), { lane: 'alarm', n: 2 }, { lane: 'state', n: 3 }]));
    expect(s.claim(10, ['telemetry', 'alarm']).map((r) => r.lane)).toEqual(['alarm', 'telemetry']);
  });

  it('keeps acknowledged rows to be read again, and sends them no more', () => {
    const s = store();
    s.commit(batchOf(1, [1, 2, 3].map(telemetry)));
    const [first, second] = s.claim(2, lanes);
    acknowledgeAll(s, [second?.key ?? ''], 2);
    s.release(positionsOf([first?.key ?? '', second?.key ?? ''], s.opened.epoch));
    expect(s.claim(10, lanes).map((r) => r.sequence)).toEqual([1, 3]);
    expect(s.stats()).toMatchObject({ unsent: { telemetry: 2 }, kept: { telemetry: 3 }, claimed: 2 });
    const read = s.read({ source, lane: 'telemetry', fromSequence: 2, toSequence: 3 }).rows;
    expect(read.map((r) => [r.sequence, r.body === second?.body])).toEqual([
      [2, true],
      [3, false],
    ]);
  });

  it('reads a stream that began after another source had filled the lane', () => {
    const s = store();
    s.commit(
      batchOf(
        1,
        [1, 2, 3].map((n) => ({ ...telemetry(n), source: 'urn:old' })),
      ),
    );
    s.commit(batchOf(2, [4, 5].map(telemetry)));
    const read = (of: string) => s.read({ source: of, lane: 'telemetry', fromSequence: 2, toSequence: 9 }).rows;
    expect(read(source).map((r) => [r.sequence, JSON.parse(r.body).data.n])).toEqual([[2, 5]]);
    expect(read('urn:old').map((r) => r.sequence)).toEqual([2, 3]);
    expect(read('urn:none')).toEqual([]);
  });

  it('gives claimed rows again after a restart, with the same ids', () => {
    const directory = tempDirectory(onTestFinished);
    let s = openStore(directory);
    s.commit(batchOf(1, [1, 2].map(telemetry)));
    const before = s.claim(10, lanes);
    s.close(true);
    s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    s.commit(batchOf(1, [telemetry(3)]));
    const after = s.claim(10, lanes);
    expect(after.slice(0, 2)).toEqual(before);
    expect(after.map((r) => r.sequence)).toEqual([1, 2, 3]);
  });

  it('ends the keeping of sent rows by when they were sent, not by when they were appended', () => {
    const s = store();
    const day = 86_400_000;
    const at = (days: number) => ({ ms: startMs + days * day, quality: 'synced' as const });
    s.commit(batchOf(1, [1, 2, 3, 4].map(telemetry)));
    const keys = s.claim(3, lanes).map((r) => r.key);
    // Sent after ten days without a link.
    acknowledgeAll(s, keys, 2, { through: at(10) });
    for (const days of [8, 16.9]) expect(s.retain(at(days))).toMatchObject({ deleted: 0, more: false });
    expect(s.retain({ ...at(20), quality: 'unsynced' })).toMatchObject({ deleted: 0 });
    expect(s.retain(at(17.1))).toMatchObject({ deleted: 3, more: true });
    expect(s.retain(at(17.1))).toMatchObject({ deleted: 0, more: false });
    expect(s.stats()).toMatchObject({ unsent: { telemetry: 1 }, kept: { telemetry: 1 } });
  });

  it('gives the pages of what retention deleted back to the file system, in steps', () => {
    const s = store();
    const rows = Array.from({ length: 400 }, (_, n) => ({ ...telemetry(n), fill: 8000 }));
    s.commit(batchOf(1, rows));
    acknowledgeAll(
      s,
      s.claim(400, lanes).map((r) => r.key),
      2,
    );
    s.checkpoint();
    const before = s.stats().bytes.database;
    const later = { ms: startMs + 8 * 86_400_000, quality: 'synced' as const };
    let steps = 0;
    for (let more = true; more; steps++) more = s.retain(later).more;
    expect(s.stats().bytes.database).toBeLessThan(before / 2);
    expect(steps).toBeGreaterThan(3);
  });

  it('knows how old the oldest unsent row is', () => {
    const s = store();
    s.commit(batchOf(1, [telemetry(500), { lane: 'state', n: 200 }]));
    s.tick(null, 0);
    expect(s.stats().oldestUnsentMs).toBe(startMs + 200);
    acknowledgeAll(
      s,
      s.claim(10, lanes).map((r) => r.key),
      2,
    );
    s.tick(null, 0);
    expect(s.stats().oldestUnsentMs).toBeNull();
  });

  it('keeps its log small while rows come', () => {
    const s = store();
    for (let n = 1; n <= 40; n++) {
      s.commit(
        batchOf(
          n,
          Array.from({ length: 50 }, (_, i) => ({ ...telemetry(i), fill: 3000 })),
        ),
      );
      s.checkpoint();
    }
    expect(s.stats().bytes.wal).toBeLessThan(6 * 1024 ** 2);
  });

  it('has a code for every lane, each its own', () => {
    expect(new Set(lanes.map((lane) => laneCodes[lane])).size).toBe(lanes.length);
  });
});
