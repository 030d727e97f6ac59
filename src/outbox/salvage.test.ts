import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import type { OutboxRow } from './draft.ts';
import { fileNames, pageSize } from './format.ts';
import { positionsOf } from './keys.ts';
import type { Store } from './store.ts';
import { batchOf, draft, inMemory, openStore, type Row, startMs, tempDirectory } from './testing/drafts.ts';

const sent = 30;
const telemetry = 120;
const alarms = 40;

import { MiB, outboxFixture, until } from './testing/fixture.ts';

/** HAIDANG_EVERY=1 takes every place and not only some of them: minutes instead of seconds. */
const step = process.env['HAIDANG_EVERY'] ? 1 : 3;

/** A killed store: 120 rows of telemetry, of which 30 were sent, and 40 alarms, in the file and in its log. */
function killed(): { directory: string; unsent: Map<string, OutboxRow> } {
  const directory = tempDirectory(onTestFinished, inMemory);
  const dead = tempDirectory(onTestFinished, inMemory);
  const s = openStore(directory);
  const rows = (from: number, to: number): Row[] =>
    Array.from({ length: to - from }, (_, i) => ({ lane: 'telemetry', n: from + i, fill: ((from + i) * 37) % 6000 }));
  s.commit(batchOf(1, rows(0, 70)));
  const keys = s.claim(sent, ['telemetry']).map((r) => r.key);
  s.commit(
    batchOf(
      2,
      Array.from({ length: alarms }, (_, n) => ({ lane: 'alarm', n })),
      {
        acknowledged: positionsOf(keys, s.opened.epoch),
      },
    ),
  );
  s.commit(batchOf(3, rows(70, telemetry)));
  const unsent = new Map(s.claim(1000, lanes).map((row) => [`${row.lane} ${row.sequence}`, row]));
  expect(unsent.size).toBe(telemetry - sent + alarms);
  s.tick({ ms: startMs + 60_000, quality: 'synced' }, 0);
  // Once with all of it in the log, once with all of it in the file.
  s.checkpoint();
  s.close(false);
  for (const name of readdirSync(directory)) copyFileSync(join(directory, name), join(dead, name));
  return { directory: dead, unsent };
}

function copyOf(directory: string): string {
  const copy = tempDirectory(onTestFinished, inMemory);
  for (const name of readdirSync(directory)) copyFileSync(join(directory, name), join(copy, name));
  return copy;
}

/** Everything unsent is there as it was, or is named as lost; nothing is both, and nothing else is named. */
function account(s: Store, unsent: ReadonlyMap<string, OutboxRow>) {
  const back = s.claim(1000, lanes);
  const there = new Set(back.map((r) => `${r.lane} ${r.sequence}`));
  expect(there.size).toBe(back.length);
  for (const row of back) {
    const before = unsent.get(`${row.lane} ${row.sequence}`);
    if (before) expect([row.id, row.body]).toEqual([before.id, before.body]);
  }
  const named = new Set<string>();
  for (const { loss } of s.notices()) {
    if (loss.kind !== 'outbox.evicted') continue;
    for (let n = Number(loss.firstSequence); n <= Number(loss.lastSequence); n++) named.add(`${loss.lane} ${n}`);
  }
  const unexplained = [...unsent.keys()].filter((key) => !there.has(key) && !named.has(key));
  return { back: there.size, named: named.size, unexplained, both: [...named].filter((key) => there.has(key)) };
}

describe('a damaged database', () => {
  it.each([
    ['overwritten', (bytes: Buffer, at: number) => bytes.fill(0x5a, at, at + pageSize)],
    ['zeroed', (bytes: Buffer, at: number) => bytes.fill(0, at, at + pageSize)],
    ['cut off there', (bytes: Buffer, at: number) => bytes.subarray(0, at + 1000)],
  ])('gives back what can be read and names the rest, whichever page is %s', { timeout: 60_000 }, (how, damage) => {
    const { directory, unsent } = killed();
    const whole = readFileSync(join(directory, fileNames.database));
    let aside = 0;
    let least = Infinity;
    for (let at = 0; at < whole.length; at += pageSize * step) {
      const copy = copyOf(directory);
      writeFileSync(join(copy, fileNames.database), damage(Buffer.from(whole), at));
      const s = openStore(copy, { run: 'run-2' });
      // What SQLite's check does not see (a text that changed within itself) is `haidang outbox verify`'s to find.
      if (readdirSync(copy).some((name) => name.includes('damaged'))) {
        const found = account(s, unsent);
        aside++;
        expect({ at: at / pageSize, unexplained: found.unexplained, both: found.both }).toMatchObject({
          unexplained: [],
          both: [],
        });
        if (how !== 'cut off there') least = Math.min(least, found.back);
        // It goes on where the sequences ended, under ids that nobody gave before.
        s.commit(batchOf(1, [{ lane: 'telemetry', n: 999 }]));
        const [row] = s.claim(1, ['telemetry']);
        expect(row?.sequence).toBe(telemetry + 1);
      }
      s.close(true);
      rmSync(copy, { recursive: true });
    }
    expect(aside).toBeGreaterThan(30 / step);
    if (how !== 'cut off there') expect(least).toBeGreaterThan(unsent.size - 40);
  });

  it('gives back everything where only its header is gone', () => {
    const { directory, unsent } = killed();
    const path = join(directory, fileNames.database);
    writeFileSync(path, readFileSync(path).fill(0x5a, 0, 100));
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    expect(account(s, unsent)).toMatchObject({ unexplained: [], named: 0 });
    expect(s.opened.startup.since).toEqual({ ms: startMs + 60_000, quality: 'synced' });
  });

  it.each([fileNames.database, fileNames.wal, fileNames.heartbeat, fileNames.reserve, fileNames.lock, 'outbox.db.new'])(
    'starts where %s is empty, and names all that went with it',
    (name) => {
      const { directory, unsent } = killed();
      writeFileSync(join(directory, name), '');
      const s = openStore(directory, { run: 'run-2' });
      onTestFinished(() => s.close(false));
      expect(account(s, unsent).unexplained).toEqual([]);
      s.commit(batchOf(1, [{ lane: 'telemetry', n: 999 }]));
      expect(s.claim(1, ['telemetry'])[0]?.sequence).toBe(telemetry + 1);
    },
  );

  it('says since when something may be missing also where its heartbeat is gone', () => {
    const { directory } = killed();
    rmSync(join(directory, fileNames.heartbeat));
    const path = join(directory, fileNames.database);
    // Its first pages are gone, and with them the state and the streams.
    writeFileSync(path, readFileSync(path).fill(0x5a, 0, pageSize * 4));
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    expect(s.opened.startup.since).toEqual({ ms: startMs + telemetry - 1, quality: 'unsynced' });
    s.close(true);
    const empty = tempDirectory(onTestFinished);
    const before = Date.now();
    writeFileSync(join(empty, fileNames.database), 'nothing that can be read');
    const t = openStore(empty, { run: 'run-2' });
    onTestFinished(() => t.close(false));
    expect(t.opened.startup.since?.ms).toBeGreaterThan(before - 5000);
  });

  it('is fetched back while the store is in use, where it is big: new rows do not wait for it', {
    timeout: 60_000,
  }, async () => {
    const directory = tempDirectory(onTestFinished, inMemory);
    const s = openStore(directory);
    for (let b = 1; b <= 60; b++) {
      s.commit(
        batchOf(
          b,
          Array.from({ length: 100 }, (_, i) => ({ lane: 'telemetry', n: b * 100 + i, fill: 3000 }) as const),
        ),
      );
      s.checkpoint();
    }
    s.close(true);
    const path = join(directory, fileNames.database);
    writeFileSync(path, readFileSync(path).fill(0x5a, 0, pageSize));
    const clock = new ManualClock();
    const f = outboxFixture(directory, clock, { config: { cap: 256 * MiB, retain: 1e9, groupCommit: 1000 } });
    onTestFinished(() => f.outbox.stop());
    await f.start();
    f.outbox.append(draft('telemetry', 1));
    f.outbox.append(draft('alarm', 1));
    await f.outbox.flush();
    // It has only begun: the new rows are there, under the sequences that follow.
    const { salvage, kept } = f.outbox.stats();
    expect(salvage?.file).toMatch(/damaged/);
    expect(kept.telemetry).toBeLessThan(6000);
    expect(f.outbox.health()).toMatchObject({ state: 'ok', facts: { salvagePercent: expect.any(Number) } });
    await until(
      () => {
        clock.advance(500);
        return f.outbox.stats().salvage === null;
      },
      'all is back',
      50_000,
    );
    const sequences = (await f.claimAll()).filter((r) => r.lane === 'telemetry').map((r) => r.sequence);
    expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 6001 }, (_, i) => i + 1));
    await until(() => {
      clock.advance(10_000);
      return f.announced.some((o) => o.kind === 'outbox.salvaged' && o.rows === 6000);
    }, 'announced');
    expect(f.announced.filter((o) => o.kind === 'outbox.evicted')).toEqual([]);
  });

  it('goes on with the salvage where a crash interrupted it, and carries no row twice', () => {
    const { directory, unsent } = killed();
    truncateSync(join(directory, fileNames.heartbeat), 0);
    let s = openStore(directory, { run: 'run-2', suspicion: { reason: 'a test', times: 2 } });
    s.close(false);
    const plans = readdirSync(directory).filter((name) => /damaged-\d+T\d+Z$/.test(name));
    expect(plans).toHaveLength(1);
    expect(statSync(join(directory, plans[0] as string)).size).toBeGreaterThan(0);
    s = openStore(directory, { run: 'run-3' });
    onTestFinished(() => s.close(false));
    expect(account(s, unsent)).toMatchObject({ unexplained: [], named: 0, both: [] });
    expect(s.notices().filter(({ loss }) => loss.kind === 'outbox.salvaged')).toHaveLength(1);
  });
});
