import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Lane, lanes } from '../domain/lane.ts';
import { chainStart } from '../runtime/event-chain.ts';
import { prevHashOf } from './body.ts';
import { positionsOf } from './keys.ts';
import { policiesOf } from './policy.ts';
import type { Store } from './store.ts';
import { batchOf, openStore, type Row, startMs, tempDirectory } from './testing/drafts.ts';

const MiB = 1024 ** 2;
const fill = 3000;

/** A store and a pen: batches are numbered by themselves. */
function fixture(capBytes: number, more: Parameters<typeof openStore>[1] = {}) {
  const directory = tempDirectory(onTestFinished);
  let s = openStore(directory, { capBytes, ...more });
  onTestFinished(() => s.close(false));
  let batch = 0;
  const write = (rows: readonly Row[], more = {}) => s.commit(batchOf(++batch, rows, more));
  const many = (lane: Lane, count: number, firstN = 0) => {
    for (let done = 0; done < count; done += 100) {
      write(Array.from({ length: Math.min(100, count - done) }, (_, i) => ({ lane, n: firstN + done + i, fill })));
      s.checkpoint();
    }
  };
  const send = (count: number, of: readonly Lane[] = lanes) => {
    const keys = s.claim(count, of).map((r) => r.key);
    write([], { acknowledged: positionsOf(keys, s.opened.epoch) });
  };
  return {
    directory,
    write,
    many,
    send,
    get store(): Store {
      return s;
    },
    reopen() {
      s.close(false);
      s = openStore(directory, { capBytes });
    },
    oldest(lane: Lane): number {
      s.release('all');
      return s.claim(1, [lane])[0]?.sequence ?? 0;
    },
  };
}

describe('a store at its cap', () => {
  it('stays within the cap, whatever comes', () => {
    const f = fixture(16 * MiB);
    for (let i = 0; i < 8; i++) {
      f.many('telemetry', 1000, i * 1000);
      const { database, wal } = f.store.stats().bytes;
      expect(database + wal).toBeLessThan(16 * MiB);
    }
    expect(f.store.stats().kept.telemetry).toBeGreaterThan(1000);
  });

  it('lets sent rows go first, the oldest of all lanes, and loses nothing that is unsent', () => {
    const f = fixture(16 * MiB);
    f.many('event', 600, 0);
    f.many('telemetry', 600, 1000);
    f.send(300, ['event']);
    f.send(300, ['telemetry']);
    f.many('telemetry', 1700, 2000);
    const { kept, unsent, evicted } = f.store.stats();
    expect(evicted.event + evicted.telemetry).toBe(0);
    expect(unsent).toMatchObject({ event: 300, telemetry: 2000 });
    // The events were appended before the telemetry, so the sent ones of them went first.
    expect(kept.event - unsent.event).toBeLessThan(250);
    expect(kept.telemetry - unsent.telemetry).toBe(300);
    expect(f.store.hasNotices).toBe(false);
  });

  it('then gives up unsent rows in the order history, telemetry, state, event, and alarms last', () => {
    const f = fixture(16 * MiB);
    for (const [i, lane] of (['alarm', 'event', 'state', 'telemetry', 'history'] as const).entries()) {
      f.many(lane, 500, i * 1000);
    }
    const left = () => f.store.stats().unsent;
    const gone: Lane[] = [];
    for (let i = 0; i < 40 && left().event > 0; i++) {
      f.many('alarm', 100, 10_000 + i);
      for (const lane of ['history', 'telemetry', 'state', 'event'] as const) {
        if (left()[lane] === 0 && !gone.includes(lane)) gone.push(lane);
      }
    }
    expect(gone).toEqual(['history', 'telemetry', 'state', 'event']);
    expect(f.store.stats().evicted).toMatchObject({ history: 500, telemetry: 500, state: 500, event: 500 });
    expect(f.oldest('alarm')).toBeLessThan(300);
  });

  it('gives up the newest of a lane whose beginning is to be known, and names those', () => {
    const usual = policiesOf({ retain: 7 * 86_400_000 });
    const policies = { ...usual, telemetry: { ...usual.telemetry, evict: 'newest-first' as const } };
    const f = fixture(16 * MiB, { policies });
    f.many('telemetry', 4500);
    expect(f.oldest('telemetry')).toBe(1);
    const { evicted, unsent } = f.store.stats();
    expect(evicted.telemetry).toBeGreaterThan(500);
    const named = f.store.notices().flatMap(({ loss }) => (loss.kind === 'outbox.evicted' ? [loss] : []));
    expect(named.reduce((n, l) => n + l.count, 0)).toBe(evicted.telemetry);
    f.store.release('all');
    const kept: number[] = [];
    for (let some = f.store.claim(1000, ['telemetry']); some.length > 0; some = f.store.claim(1000, ['telemetry'])) {
      kept.push(...some.map((r) => r.sequence));
    }
    expect(kept).toHaveLength(unsent.telemetry);
    const isNamed = (n: number) => named.some((l) => Number(l.firstSequence) <= n && n <= Number(l.lastSequence));
    for (let n = 1; n <= 4500; n++) expect(kept.includes(n) !== isNamed(n), `sequence ${n}`).toBe(true);
  });

  it('names what it gave up, exactly, until the announcement is stored', () => {
    const f = fixture(16 * MiB);
    f.many('telemetry', 5000);
    const { evicted } = f.store.stats();
    const oldest = f.oldest('telemetry');
    f.store.release('all');
    const [first] = f.store.claim(1, ['telemetry']);
    expect(evicted.telemetry).toBe(oldest - 1);
    const notice = f.store.notices();
    const text = (n: number) => String(n).padStart(20, '0');
    expect(notice.map((n) => n.loss)).toEqual([
      {
        kind: 'outbox.evicted',
        lane: 'telemetry',
        firstSequence: text(1),
        lastSequence: text(oldest - 1),
        count: oldest - 1,
        reason: 'cap',
        // The chain goes on over the gap: from nothing, for it begins with the first event of all.
        hashBefore: chainStart,
        hashAfter: prevHashOf(first?.body ?? ''),
      },
    ]);
    f.reopen();
    expect(f.store.notices()).toEqual(notice);
  });

  it('clears a notice in the transaction that stores its announcement; what is lost after it was told is a new one', () => {
    const directory = tempDirectory(onTestFinished);
    const s = openStore(directory, { capBytes: 16 * MiB });
    onTestFinished(() => s.close(false));
    let n = 0;
    const write = (more = {}) => {
      s.commit(
        batchOf(
          ++n,
          Array.from({ length: 100 }, () => ({ lane: 'telemetry', n, fill }) as const),
          more,
        ),
      );
      s.checkpoint();
    };
    while (!s.hasNotices) write();
    const [told] = s.notices();
    write();
    write({ cleared: [told?.notice] });
    const later = s.notices();
    expect(later).toHaveLength(1);
    const [first, then] = [told?.loss, later[0]?.loss];
    if (first?.kind !== 'outbox.evicted' || then?.kind !== 'outbox.evicted') throw new Error('no notice');
    expect(Number(then.firstSequence)).toBe(Number(first.lastSequence) + 1);
    expect(first.count + then.count).toBe(s.stats().evicted.telemetry);
  });

  it('spares rows that are on their way', () => {
    const f = fixture(16 * MiB);
    f.many('telemetry', 1000);
    const claimed = f.store.claim(10, lanes);
    f.many('telemetry', 5000, 1000);
    expect(f.store.stats().claimed).toBe(10);
    f.store.release('all');
    const again = f.store.claim(11, lanes).map((r) => r.sequence);
    expect(again.slice(0, 10)).toEqual(claimed.map((r) => r.sequence));
    expect(again[10]).toBeGreaterThan(11);
  });

  it('makes room for media, and gives up damaged databases before good rows', () => {
    const f = fixture(32 * MiB);
    writeFileSync(join(f.directory, 'outbox.db.damaged-20260101T000000Z'), Buffer.alloc(27 * MiB));
    f.reopen();
    f.write([{ lane: 'event', n: 1, fill }]);
    expect(f.store.stats().bytes.damaged).toBe(0);
    expect(() => statSync(join(f.directory, 'outbox.db.damaged-20260101T000000Z'))).toThrow();
    f.many('telemetry', 3500);
    const before = f.store.stats().kept.telemetry;
    f.write([{ lane: 'event', n: startMs, fill }], { mediaBytes: 20 * MiB });
    let steps = 0;
    for (; f.store.trim(); steps++) f.store.checkpoint();
    f.store.checkpoint();
    const { kept, bytes } = f.store.stats();
    expect(kept.telemetry).toBeLessThan(before / 2);
    expect(bytes.database + 20 * MiB + 8 * MiB).toBeLessThanOrEqual(32 * MiB);
    // Many small steps, so that a commit never waits for long.
    expect(steps).toBeGreaterThan(4);
    expect(f.store.trim()).toBe(false);
  });
});
