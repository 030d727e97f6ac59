// What is held in memory of a transaction that did not happen: the disk was full, or a power supply dipped.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { fileNames } from './format.ts';
import { positionsOf } from './keys.ts';
import type { Store } from './store.ts';
import { batchOf, openStore, startMs, tempDirectory } from './testing/drafts.ts';

const MiB = 1024 ** 2;

/** A store at its cap with some 700 sent rows and 1900 unsent ones. */
function atCap() {
  const directory = tempDirectory(onTestFinished);
  const store = openStore(directory, { capBytes: 16 * MiB, retainMs: 60_000 });
  onTestFinished(() => store.close(false));
  let batch = 0;
  const write = (count: number, more = {}, beforeCommit?: () => void) => {
    const rows = Array.from({ length: count }, () => ({ lane: 'telemetry', n: batch, fill: 3000 }) as const);
    store.commit(batchOf(batch + 1, rows, more), beforeCommit);
    batch++;
    store.checkpoint();
  };
  for (let i = 0; i < 10; i++) write(100);
  const keys = store.claim(1000, lanes).map((r) => r.key);
  write(0, { acknowledged: positionsOf(keys, store.opened.epoch) });
  for (let i = 0; i < 19; i++) write(100);
  return { directory, store, write };
}

/** Every transaction that changes how much is kept fails at its end. */
function refusing(directory: string, work: () => void): void {
  const db = new Database(join(directory, fileNames.database));
  try {
    db.exec(`CREATE TRIGGER refuse BEFORE UPDATE ON streams BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    for (let i = 0; i < 40; i++) expect(work).toThrow('the disk is full');
  } finally {
    db.exec('DROP TRIGGER refuse');
    db.close();
  }
}

/** Rows that were sent and are kept: as the store counts them, and as they lie there. */
function sentOf(store: Store, directory: string) {
  const { kept, unsent } = store.stats();
  const db = new Database(join(directory, fileNames.database), { readonly: true });
  const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const there = count('lane_telemetry') - count('unsent_telemetry');
  db.close();
  return { counted: kept.telemetry - unsent.telemetry, there };
}

describe('after transactions that were refused at a store at its cap', () => {
  it('sent rows still go before unsent ones', () => {
    const { store, directory, write } = atCap();
    const refuse = () => {
      throw new Error('the disk is full');
    };
    for (let i = 0; i < 40; i++) expect(() => write(100, {}, refuse)).toThrow('the disk is full');
    for (let i = 0; i < 5; i++) write(100);
    expect(store.stats().evicted.telemetry).toBe(0);
    expect(sentOf(store, directory).there).toBeLessThan(400);
  });

  it.each([
    ['room that was to be made for a full disk', (s: Store) => s.relieve()],
    ['a retention that was to end', (s: Store) => void s.retain({ ms: startMs + 1e9, quality: 'synced' })],
  ])('the rows of %s are counted and found', (_, step) => {
    const { store, directory, write } = atCap();
    refusing(directory, () => step(store));
    const { counted, there } = sentOf(store, directory);
    expect(counted).toBe(there);
    for (let i = 0; i < 5; i++) write(100);
    expect(store.stats().evicted.telemetry).toBe(0);
  });

  it('no row is announced as given up that is still there', () => {
    const { store, directory, write } = atCap();
    write(0, { mediaBytes: 12 * MiB });
    refusing(directory, () => void store.trim());
    expect(store.stats().evicted.telemetry).toBe(0);
    expect(store.notices()).toEqual([]);
    for (let i = 0; i < 100 && store.trim(); i++) store.checkpoint();
    const { evicted } = store.stats();
    const announced = store.notices().map(({ loss }) => (loss.kind === 'outbox.evicted' ? loss.count : 0));
    expect(announced.reduce((a, b) => a + b, 0)).toBe(evicted.telemetry);
    expect(evicted.telemetry).toBeGreaterThan(0);
  });
});
