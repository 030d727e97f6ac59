// The chain holds over everything that a store gives up: what is kept and what is announced fit together without a gap.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ChainView } from '../cli/ioc/chain-view.ts';
import { lanes } from '../domain/lane.ts';
import { hashOfBody, prevHashOf } from './body.ts';
import { fileNames, pageSize } from './format.ts';
import type { Store } from './store.ts';
import { batchOf, inMemory, openStore, type Row, tempDirectory } from './testing/drafts.ts';

const sources = ['urn:haidang:gateway:a', 'urn:haidang:gateway:b'] as const;

/** Rows of telemetry of two sources: of the second one now and then one, so that its rows lie far apart. */
const mixed = (from: number, count: number, apart: number, fill = 0): Row[] =>
  Array.from({ length: count }, (_, i) => ({
    lane: 'telemetry',
    n: from + i,
    fill,
    source: (from + i) % apart === 0 ? sources[1] : sources[0],
  }));

/** Everything that is there and everything that is announced, as a chain: what does not fit, and what nobody bridges. */
function look(s: Store) {
  const problems: string[] = [];
  const gaps = s.notices().flatMap(({ loss }) => (loss.kind === 'outbox.evicted' ? [loss] : []));
  const rows = s.claim(1_000_000, lanes);
  s.release('all');
  for (const source of new Set(rows.map((r) => r.source))) {
    const view = new ChainView();
    for (const { sequence, body, id } of rows.filter((r) => r.source === source)) {
      const link = { hash: hashOfBody(body), id, previous: prevHashOf(body), isSigned: true };
      problems.push(...view.take(sequence, link));
    }
    // A notice does not say whose it is (a gateway is one source): it is this one's where its hashes are.
    const own = new Set(
      rows.filter((r) => r.source === source).flatMap((r) => [hashOfBody(r.body), prevHashOf(r.body)]),
    );
    for (const { firstSequence, lastSequence, hashBefore, hashAfter } of gaps) {
      if (!own.has(hashAfter) && !own.has(hashBefore)) continue;
      const [first, last] = [Number(firstSequence), Number(lastSequence)];
      problems.push(...view.giveUp({ first, last, hashBefore, hashAfter }));
    }
  }
  return { problems, gaps, bridged: gaps.filter((g) => g.hashBefore && g.hashAfter).length, rows };
}

describe('a chain over what was given up', () => {
  it('holds where the cap took the oldest, or the newest, of two sources in a lane', () => {
    for (const evict of ['oldest-first', 'newest-first'] as const) {
      const policy = { retainMs: 1e9, evict, priority: 1 };
      const policies = Object.fromEntries(lanes.map((lane) => [lane, policy])) as never;
      const s = openStore(tempDirectory(onTestFinished), { capBytes: 16 * 1024 ** 2, policies });
      onTestFinished(() => s.close(false));
      for (let b = 0; b < 50; b++) {
        s.commit(batchOf(b + 1, mixed(b * 100, 100, 7, 3000)));
        s.checkpoint();
      }
      const { problems, gaps, bridged } = look(s);
      expect(problems).toEqual([]);
      expect(gaps.length).toBeGreaterThan(1);
      expect(bridged).toBe(gaps.length);
    }
  });

  it('holds where a technician removed rows from the middle', () => {
    const s = openStore(tempDirectory(onTestFinished));
    onTestFinished(() => s.close(false));
    s.commit(batchOf(1, mixed(0, 400, 3)));
    const onItsWay = s.claim(100, ['telemetry']).map((r) => r.sequence);
    s.purge({ lanes: ['telemetry'], what: 'unsent' });
    s.commit(batchOf(2, mixed(400, 10, 3)));
    s.release('all');
    const { problems, gaps, bridged, rows } = look(s);
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(onItsWay.length + 10);
    expect(gaps).toHaveLength(2);
    expect(bridged).toBe(2);
  });

  it('holds where pages of a damaged database did not come back, however far apart the rows of a source lie', () => {
    const [alive, dead] = [tempDirectory(onTestFinished, inMemory), tempDirectory(onTestFinished, inMemory)];
    const before = openStore(alive);
    for (let b = 0; b < 40; b++) before.commit(batchOf(b + 1, mixed(b * 100, 100, 1500, 300)));
    before.tick({ ms: 1, quality: 'synced' }, 0);
    before.checkpoint();
    before.close(false);
    for (const name of readdirSync(alive)) copyFileSync(join(alive, name), join(dead, name));
    const file = join(dead, fileNames.database);
    const bytes = readFileSync(file);
    for (const page of [40, 41, 120, 200]) bytes.fill(0x5a, page * pageSize, (page + 1) * pageSize);
    writeFileSync(file, bytes);
    const s = openStore(dead, { run: 'run-2', suspicion: { reason: 'a test', times: 2 } });
    onTestFinished(() => s.close(false));
    while (s.salvage());
    s.commit(batchOf(1, mixed(4000, 10, 3)));
    const { problems, gaps, bridged, rows } = look(s);
    expect(problems).toEqual([]);
    expect(rows.length).toBeGreaterThan(3900);
    expect(gaps.length).toBeGreaterThan(1);
    expect(gaps.reduce((n, g) => n + g.count, rows.length)).toBe(4010);
    expect(bridged).toBe(gaps.length);
  });
});
