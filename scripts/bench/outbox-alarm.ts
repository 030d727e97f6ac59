import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { outboxSchema } from '../../src/outbox/config.ts';
import { configure } from '../../src/outbox/format.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import type { Bench } from './bench.ts';
import { telemetryDraft } from './telemetry.ts';

const rounds = 24;
const perRound = 50;

const quantile = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;

/** One alarm at a time, from its append to the confirmation that it is on disk, against one bare FULL commit. */
export const outboxAlarm: Bench = {
  name: 'outbox-alarm',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
    const box = new Outbox({
      directory: folder,
      config: outboxSchema.parse({ cap: '4GiB' }),
      clock: new SystemClock(),
      logger: silentLogger,
      random: Math.random,
      announce: () => {},
    });
    await box.start(new AbortController().signal, (e) => console.error(e));
    const draft = { ...telemetryDraft(1), lane: 'alarm' as const, durable: 'now' as const };
    const body = JSON.stringify({ ...draft.attributes, data: draft.data });
    const bare = new Database(join(folder, 'bare.db'));
    configure(bare);
    bare.pragma('wal_autocheckpoint = 1000');
    bare.exec('CREATE TABLE events (position INTEGER PRIMARY KEY, lane TEXT, subject TEXT, type TEXT, body TEXT)');
    const insert = bare.prepare('INSERT INTO events (lane, subject, type, body) VALUES (?, ?, ?, ?)');
    const timed = async (what: () => Promise<unknown> | unknown, into: number[]) => {
      const start = performance.now();
      await what();
      into.push(performance.now() - start);
      // Alarms are single: the next one does not follow at once.
      await new Promise((resolve) => setTimeout(resolve, 2));
    };
    const ours: number[] = [];
    const theirs: number[] = [];
    const alarm = () => {
      box.append(draft);
      return box.flush();
    };
    const commit = () => insert.run('alarm', 'device/meter-1', 'vn.quangninh.edge.device.state.v1', body);
    for (let i = 0; i < 20; i++) {
      await timed(alarm, []);
      await timed(commit, []);
    }
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < perRound; i++) await timed(alarm, ours);
      for (let i = 0; i < perRound; i++) await timed(commit, theirs);
    }
    await box.stop();
    bare.close();
    rmSync(folder, { recursive: true, force: true });
    const [a, b] = [quantile(ours, 0.99), quantile(theirs, 0.99)];
    const ms = (values: readonly number[], q: number) => quantile(values, q).toFixed(2);
    return [
      {
        name: 'single alarm append p99 against a bare FULL commit',
        value: a / b,
        unit: 'times',
        target: { atMost: 3 },
        detail: `p99 ${ms(ours, 0.99)} and ${ms(theirs, 0.99)} ms, p50 ${ms(ours, 0.5)} and ${ms(theirs, 0.5)} ms, ${ours.length} each, ${rounds} blocks in turn`,
      },
    ];
  },
};
