import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { outboxSchema } from '../../src/outbox/config.ts';
import { fileNames } from '../../src/outbox/format.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { sourceOf } from '../../src/uplink/envelope.ts';
import { type Bench, median } from './bench.ts';
import type { Said } from './outbox-backlog-child.ts';

const manyRows = 5_000_000;
/** Enough for the same draining without a backlog to speak of. */
const fewRows = 60_000;
const child = fileURLToPath(new URL('./outbox-backlog-child.ts', import.meta.url));

/** Fills an outbox with rows that wait, in the format of the store but without its transactions: minutes, not hours. */
async function fill(directory: string, rows: number): Promise<number> {
  const box = new Outbox({
    directory,
    config: outboxSchema.parse({ cap: '16GiB' }),
    clock: new SystemClock(),
    logger: silentLogger,
    random: Math.random,
    announce: () => {},
  });
  await box.start(new AbortController().signal, (error) => console.error(error));
  await box.stop();
  const db = new Database(join(directory, fileNames.database));
  db.pragma('synchronous = OFF');
  db.pragma('journal_mode = DELETE');
  const { epoch } = db.prepare('SELECT epoch FROM state').get() as { epoch: string };
  const source = sourceOf('bench');
  db.prepare("INSERT INTO streams VALUES (1, ?, 'telemetry', 1, ?, ?, ?, 0)").run(source, rows + 1, rows, rows);
  db.transaction(() => {
    const sql = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO lane_telemetry SELECT i, 1, i, 1782043200000 + i * 100, 'device/meter-1', 'vn.quangninh.edge.device.readings.v1',
        '{"specversion":"1.0","id":"${epoch}-telemetry-' || i || '","sequence":"' || printf('%020d', i)
        || '","source":"${source}","subject":"device/meter-1","type":"vn.quangninh.edge.device.readings.v1","lane":"telemetry","data":{"readings":{"a":{"value":' || i || ',"quality":"good"}}}}' FROM n`;
    db.exec(sql);
    db.exec('INSERT INTO unsent_telemetry SELECT position FROM lane_telemetry');
  })();
  db.close();
  // What was written without any fsync is brought to the disk first: the start is not to wait for it.
  const file = openSync(join(directory, fileNames.database), 'r+');
  fsyncSync(file);
  closeSync(file);
  return statSync(join(directory, fileNames.database)).size;
}

/** Runs the child until it said enough, and kills it. */
async function run(directory: string, until: (said: Said) => boolean): Promise<Said> {
  const process_ = spawn(process.execPath, [child, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // As in the agent's container.
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
  let all: Said = {};
  for await (const line of createInterface({ input: process_.stdout })) {
    all = { ...all, ...(JSON.parse(line) as Said) };
    if (until(all)) break;
  }
  process_.kill('SIGKILL');
  await once(process_, 'close');
  return all;
}

/** Memory and start with five million rows that wait. */
export const outboxBacklog: Bench = {
  name: 'outbox-backlog',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
    try {
      const [few, full] = [join(folder, 'few'), join(folder, 'full')];
      await fill(few, fewRows);
      const bytes = await fill(full, manyRows);
      const stored = (said: Said) => said.firstStoredMs !== undefined;
      const starts: number[] = [];
      const killed: number[] = [];
      const bare: number[] = [];
      // The first start is after a clean stop, each later one after a kill.
      starts.push((await run(full, stored)).firstStoredMs ?? Number.NaN);
      for (let i = 0; i < 3; i++) {
        killed.push((await run(full, stored)).firstStoredMs ?? Number.NaN);
        bare.push((await run(few, stored)).firstStoredMs ?? Number.NaN);
      }
      const done = (said: Said) => said.done === true;
      const without = (await run(few, done)).peakRss ?? Number.NaN;
      const withRows = (await run(full, done)).peakRss ?? Number.NaN;
      const mb = (n: number) => n / 1e6;
      const about = `${manyRows / 1e6} M rows that wait, ${mb(bytes).toFixed(0)} MB`;
      return [
        {
          name: 'memory growth with 5 M rows that wait',
          value: mb(withRows - without),
          unit: 'MB',
          target: { atMost: 20 },
          detail: `peak ${mb(withRows).toFixed(0)} MB against ${mb(without).toFixed(0)} MB with ${fewRows} rows, while 50,000 are drained; ${about}`,
        },
        {
          name: 'first row on disk after a clean stop, 5 M rows wait',
          value: starts[0] ?? Number.NaN,
          unit: 'ms',
          target: { atMost: 2000 },
          detail: `from the start of the process; with ${fewRows} rows ${median(bare).toFixed(0)} ms`,
        },
        {
          name: 'first row on disk after a kill, 5 M rows wait',
          value: Math.max(...killed),
          unit: 'ms',
          target: { atMost: 2000 },
          detail: `the slowest of ${killed.map((ms) => ms.toFixed(0)).join(', ')} ms; the check of the file goes on meanwhile`,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
