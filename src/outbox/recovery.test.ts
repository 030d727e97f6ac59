import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { HaidangError } from '../runtime/errors.ts';
import { fileNames } from './format.ts';
import type { Store } from './store.ts';
import { batchOf, openStore, source, startMs, tempDirectory } from './testing/drafts.ts';

const file = (directory: string) => join(directory, fileNames.database);
const telemetry = (n: number) => ({ lane: 'telemetry', n, subject: `device/air-${n % 2}` }) as const;

/** A directory as a killed process leaves it: the files are copied while the store is open. */
function killed(fill: (s: Store) => void, clean = false): string {
  const [alive, dead] = [tempDirectory(onTestFinished), tempDirectory(onTestFinished)];
  const s = openStore(alive);
  fill(s);
  if (clean) s.close(true);
  for (const name of readdirSync(alive)) copyFileSync(join(alive, name), join(dead, name));
  if (!clean) s.close(false);
  return dead;
}
function reopen(directory: string, more = {}): Store {
  const s = openStore(directory, { run: 'run-2', ...more });
  onTestFinished(() => s.close(false));
  return s;
}
const three = (s: Store) => {
  for (let n = 1; n <= 3; n++) s.commit(batchOf(n, [telemetry(n)]));
};
const damagedFiles = (directory: string) => readdirSync(directory).filter((name) => name.includes('damaged'));

describe('opening the store', () => {
  it('knows nothing of a run before where there was none', () => {
    const s = reopen(join(tempDirectory(onTestFinished), 'not', 'there', 'yet'));
    expect(s.opened.startup).toEqual({ previousStop: 'unknown', since: null, lastStored: {} });
  });

  it('knows that the stop was clean, and when each subject was stored last', () => {
    const s = reopen(killed(three, true));
    expect(s.opened.startup).toEqual({
      previousStop: 'clean',
      since: { ms: startMs + 3, quality: 'synced' },
      lastStored: { 'device/air-0': startMs + 2, 'device/air-1': startMs + 3 },
    });
  });

  it('knows after a kill up to when everything is stored: by the last commit', () => {
    const s = reopen(killed(three));
    expect(s.opened.startup).toMatchObject({ previousStop: 'unclean', since: { ms: startMs + 3, quality: 'synced' } });
    expect(s.claim(10, lanes).map((r) => r.sequence)).toEqual([1, 2, 3]);
  });

  it('knows it by the heartbeat where nothing was appended for a while', () => {
    const directory = killed((s) => {
      three(s);
      s.tick({ ms: startMs + 60_000, quality: 'holdover' }, 0);
    });
    expect(reopen(directory).opened.startup.since).toEqual({ ms: startMs + 60_000, quality: 'holdover' });
  });

  it('does not believe a heartbeat that is older than the last commit', () => {
    const directory = killed((s) => {
      s.tick({ ms: startMs + 60_000, quality: 'synced' }, 0);
      three(s);
    });
    expect(reopen(directory).opened.startup.since?.ms).toBe(startMs + 3);
  });

  it('notes within a run which batch is stored, so that the same process goes on', () => {
    const directory = killed(three);
    const s = reopen(directory, { run: 'run-1' });
    expect(s.opened.batch).toBe(3);
    s.commit(batchOf(3, [telemetry(3)]));
    s.commit(batchOf(4, [telemetry(4)]));
    expect(s.claim(10, lanes).map((r) => r.sequence)).toEqual([1, 2, 3, 4]);
  });

  it('gives no id again where the medium lost commits that the heartbeat has seen', () => {
    const directory = killed((s) => {
      three(s);
      s.tick({ ms: startMs + 1000, quality: 'synced' }, 0);
    });
    const wal = join(directory, fileNames.wal);
    writeFileSync(wal, readFileSync(wal).subarray(0, statSync(wal).size - 5000));
    const before = JSON.parse(readFileSync(join(directory, fileNames.heartbeat), 'utf8'));
    const s = reopen(directory);
    expect(s.opened.epoch).not.toBe(before.epoch);
    expect(s.opened.startup.since?.ms).toBeLessThan(startMs + 3);
    s.commit(batchOf(1, [telemetry(9)]));
    const ids = s.claim(10, lanes).map((r) => r.id);
    expect(ids.at(-1)).toMatch(new RegExp(`^${s.opened.epoch}-`));
    expect(ids[0]).toMatch(new RegExp(`^${before.epoch}-`));
  });

  it.each([
    ['is garbage', (path: string) => writeFileSync(path, 'not a database at all, by no means'.repeat(1000))],
    ['is empty', (path: string) => writeFileSync(path, '')],
    ['has a page overwritten', (path: string) => overwrite(path, 4096 * 3, 4096 * 30)],
    ['lost its header', (path: string) => overwrite(path, 0, 100)],
    ['is cut short', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 4096 * 6))],
    ['is a database of somebody else', (path: string) => foreign(path)],
    ['lost a table', (path: string) => dropState(path)],
  ])('sets aside a database that %s, and begins a new one', (_what, damage) => {
    let epoch = '';
    const rows = Array.from({ length: 60 }, (_, n) => ({ ...telemetry(n), fill: 2000 }));
    const directory = killed((s) => {
      epoch = s.opened.epoch;
      s.commit(batchOf(1, rows));
    }, true);
    damage(file(directory));
    const s = reopen(directory);
    const [name] = damagedFiles(directory);
    expect(name).toBe('outbox.db.damaged-20260621T120000Z');
    expect(s.notices()[0]?.loss).toMatchObject({ kind: 'outbox.set-aside', file: name });
    expect(s.opened.startup.previousStop).toBe('unclean');
    expect(s.opened.epoch).not.toBe(epoch);
    s.commit(batchOf(1, [{ lane: 'alarm', n: 1 }]));
    expect(s.claim(1, lanes)[0]?.sequence).toBe(1);
  });

  it('fetches the rows of a damaged database back, and knows what it knew', () => {
    const directory = killed((s) => {
      s.commit(batchOf(1, [telemetry(1), telemetry(2), { lane: 'alarm', n: 3 }]));
      s.tick({ ms: startMs + 5000, quality: 'synced' }, 0);
    });
    const s = reopen(directory, { suspicion: { reason: 'database disk image is malformed', times: 2 } });
    const [file] = damagedFiles(directory);
    expect(s.notices().map((n) => n.loss)).toEqual([
      { kind: 'outbox.set-aside', file, reason: 'database disk image is malformed' },
      { kind: 'outbox.salvaged', file, rows: 3, unsent: 3, broken: 0 },
    ]);
    expect(s.opened.startup).toEqual({
      previousStop: 'unclean',
      since: { ms: startMs + 5000, quality: 'synced' },
      lastStored: { 'device/air-0': startMs + 2, 'device/air-1': startMs + 3 },
    });
    s.commit(batchOf(1, [telemetry(4)]));
    expect(s.claim(10, ['telemetry']).map((r) => r.sequence)).toEqual([1, 2, 3]);
  });

  it('keeps a database that is only suspected once and proves sound', () => {
    const s = reopen(killed(three), { suspicion: { reason: 'a read failed', times: 1 } });
    expect(s.stats().unsent.telemetry).toBe(3);
  });

  it('sets a log aside whose database is gone, and finishes a replacement that a crash interrupted', () => {
    const directory = killed(three);
    renameSync(file(directory), join(directory, 'outbox.db.damaged-x'));
    let s = openStore(directory, { run: 'run-2' });
    expect(s.notices()[0]?.loss.kind).toBe('outbox.set-aside');
    expect(damagedFiles(directory)).toContain('outbox.db.damaged-20260621T120000Z-wal');
    s.close(true);
    // The crash came after the new database was complete and before it was in its place.
    renameSync(file(directory), `${file(directory)}.new`);
    s = reopen(directory);
    expect(s.notices()[0]?.loss.kind).toBe('outbox.set-aside');
  });

  it('keeps at most three damaged databases', () => {
    const directory = tempDirectory(onTestFinished);
    for (let i = 0; i < 5; i++) {
      writeFileSync(file(directory), 'x');
      openStore(directory, { run: `r${i}`, now: { ms: startMs + i * 1000, quality: 'synced' } }).close(true);
    }
    expect(damagedFiles(directory)).toHaveLength(3);
  });

  it('refuses the database of a newer version and does not touch it', () => {
    const directory = killed(three, true);
    const db = new Database(file(directory));
    db.pragma('user_version = 99');
    db.close();
    const hash = () =>
      createHash('sha256')
        .update(readFileSync(file(directory)))
        .digest('hex');
    const before = hash();
    const open = () => openStore(directory, { run: 'run-2' });
    expect(open).toThrow(HaidangError);
    expect(open).toThrow(/schema 99/);
    expect(hash()).toBe(before);
    expect(existsSync(join(directory, `${fileNames.database}.new`))).toBe(false);
  });

  it('refuses a directory that another process uses', { timeout: 10_000 }, () => {
    const directory = tempDirectory(onTestFinished);
    const s = openStore(directory);
    expect(() => openStore(directory, { run: 'run-2' })).toThrow(/another process/);
    s.close(true);
    reopen(directory);
  });

  it('says what the disk does not allow, without taking it for damage', () => {
    const directory = tempDirectory(onTestFinished);
    mkdirSync(file(directory));
    expect(() => openStore(directory)).toThrow(/unable to open|directory/);
    expect(damagedFiles(directory)).toEqual([]);
  });

  it('reads rows of before a restart under their own ids', () => {
    const directory = killed(three);
    const s = reopen(directory);
    const [row] = s.read({ source, lane: 'telemetry', fromSequence: 2, toSequence: 2 }).rows;
    expect(row?.id).toBe(`${s.opened.epoch}-telemetry-2`);
  });
});

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, from, Math.min(to, bytes.length));
  writeFileSync(path, bytes);
}

function foreign(path: string): void {
  writeFileSync(path, '');
  const db = new Database(path);
  db.exec('CREATE TABLE other (a)');
  db.close();
}

function dropState(path: string): void {
  const db = new Database(path);
  db.exec('DROP TABLE state');
  db.close();
}
