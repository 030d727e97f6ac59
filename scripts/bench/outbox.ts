import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { outboxSchema } from '../../src/outbox/config.ts';
import { type Draft, sumOf } from '../../src/outbox/draft.ts';
import { configure } from '../../src/outbox/format.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { type Bench, inTurn, seconds } from './bench.ts';
import { telemetryDraft } from './telemetry.ts';

const rows = 20_000;
const batch = 100;

/** Appending telemetry of 30 points in batches of 100, each batch on disk, against bare better-sqlite3 doing the same. */
export const outbox: Bench = {
  name: 'outbox',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
    const clock = new SystemClock();
    const box = new Outbox({
      directory: join(folder),
      config: outboxSchema.parse({ cap: '4GiB' }),
      clock,
      logger: silentLogger,
      random: Math.random,
      announce: () => {},
      batch: { rows: batch, bytes: 16 * 1024 ** 2 },
      pending: { rows: 100_000, bytes: 1024 ** 3 },
    });
    await box.start(new AbortController().signal, (e) => console.error(e));
    const drafts: Draft[] = Array.from({ length: batch }, (_, i) => telemetryDraft(i));
    const body = JSON.stringify({ ...drafts[0]?.attributes, data: drafts[0]?.data });

    const bare = new Database(join(folder, 'bare.db'));
    configure(bare);
    // The outbox checkpoints its log itself; the bare database is left to SQLite's own habit.
    bare.pragma('wal_autocheckpoint = 1000');
    bare.exec('CREATE TABLE events (position INTEGER PRIMARY KEY, lane TEXT, subject TEXT, type TEXT, body TEXT)');
    const insert = bare.prepare('INSERT INTO events (lane, subject, type, body) VALUES (?, ?, ?, ?)');
    const commit = bare.transaction(() => {
      for (let i = 0; i < batch; i++)
        insert.run('telemetry', 'device/meter-1', 'vn.quangninh.edge.device.readings.v1', body);
    });
    const ours = () =>
      seconds(async () => {
        // A hundred at a time out of the event loop, as in a busy agent: while the worker commits one batch, the next is
        // composed here.
        for (let i = 0; i < rows / batch; i++) {
          for (const draft of drafts) box.append(draft);
          await new Promise(setImmediate);
        }
        await box.flush();
      });
    const theirs = () =>
      seconds(async () => {
        for (let i = 0; i < rows / batch; i++) commit();
      });
    await ours();
    await theirs();
    const { a, b } = await inTurn(5, ours, theirs);
    const dropped = sumOf(box.stats().dropped);
    await box.stop();
    bare.close();
    rmSync(folder, { recursive: true, force: true });
    if (dropped > 0) throw new Error(`${dropped} events were dropped: the figure would be a lie`);
    const perSecond = (s: number) => Math.round(rows / s);
    return [
      {
        name: 'outbox append against bare better-sqlite3',
        value: b / a,
        unit: 'ratio',
        target: { atLeast: 0.5 },
        detail: `${perSecond(a)} and ${perSecond(b)} events/s of ${body.length} bytes, batches of ${batch}, synchronous=FULL`,
      },
    ];
  },
};
