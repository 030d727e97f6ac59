// The log while another program reads for long: a real second connection that holds an old state of the database.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import { fileNames } from './format.ts';
import { draft, tempDirectory } from './testing/drafts.ts';
import { MiB, outboxFixture, until } from './testing/fixture.ts';

const cap = 32 * MiB;

describe('a long reading by another program', () => {
  it('leaves the directory within the cap, loses nothing meanwhile, and is named', { timeout: 30_000 }, async () => {
    const directory = tempDirectory(onTestFinished);
    const clock = new ManualClock();
    const config = { cap, retain: 1e9, groupCommit: 1000 };
    const f = outboxFixture(directory, clock, { config, pending: { rows: 100_000, bytes: 256 * MiB } });
    onTestFinished(() => f.outbox.stop());
    await f.start();
    let n = 0;
    const append = async (times: number) => {
      for (let i = 0; i < times; i++) {
        for (let k = 0; k < 100; k++) f.outbox.append(draft('telemetry', ++n, { data: { n, fill: 'x'.repeat(3000) } }));
        await clock.advanceAsync(1000);
        await f.outbox.claim(0);
      }
    };
    await append(2);
    const reader = new Database(join(directory, fileNames.database), { readonly: true });
    onTestFinished(() => void reader.close());
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM lane_telemetry').get();
    const bytes = () =>
      [fileNames.database, fileNames.wal].reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
    for (let i = 0; i < 60 && f.outbox.stats().trouble === null; i++) await append(5);
    expect(f.outbox.stats().trouble).toMatch(/another program .*log fills the cap/);
    expect(bytes()).toBeLessThan(cap);
    const stuck = f.outbox.stats().pending.rows;
    await append(3);
    expect(f.outbox.stats().pending.rows).toBeGreaterThan(stuck);
    expect(f.failures).toEqual([]);
    reader.exec('COMMIT');
    await until(() => {
      clock.advance(5000);
      return f.outbox.stats().pending.rows === 0;
    }, 'all is stored');
    const { trouble, dropped, evicted, kept } = f.outbox.stats();
    expect(trouble).toBeNull();
    expect(dropped.telemetry).toBe(0);
    expect(kept.telemetry + evicted.telemetry).toBe(n);
    expect(bytes()).toBeLessThan(cap);
  });
});
