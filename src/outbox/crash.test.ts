// The worker ends at any moment, and the process ends at any moment: real threads, a real process, kill -9.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SystemClock } from '../runtime/clock.ts';
import { countedBy } from './testing/contiguous.ts';
import { draft, tempDirectory } from './testing/drafts.ts';
import { outboxFixture, until } from './testing/fixture.ts';
import type { Confirmed } from './testing/writer.ts';

const counting = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('a worker that crashes', () => {
  it('loses and doubles nothing, wherever in a commit it was', { timeout: 60_000 }, async () => {
    const f = outboxFixture(tempDirectory(onTestFinished), new SystemClock(), { batch: { rows: 20, bytes: 1e6 } });
    onTestFinished(() => f.outbox.stop());
    await f.start();
    const told: number[] = [];
    f.outbox.onAppended((counts) => told.push(counts.telemetry));
    let n = 0;
    for (let crash = 1; crash <= 6; crash++) {
      for (let i = 0; i < 200; i++) {
        f.outbox.append(draft('telemetry', ++n, { data: { n, fill: 'x'.repeat(500) } }));
        if (i % 50 === 49) await wait(0);
      }
      await f.crash();
      await until(() => f.failures.length === crash, 'the outbox says that it failed');
      f.outbox.append(draft('telemetry', ++n));
      await f.outbox.stop();
      await f.start();
    }
    await f.outbox.flush();
    expect(countedBy(await f.claimAll(), 'telemetry')).toEqual(counting(n));
    expect(f.outbox.stats().dropped.telemetry).toBe(0);
    expect(f.outbox.startup()?.previousStop).toBe('unknown');
  });

  it('leaves no claim, flush or reading hanging', async () => {
    const f = outboxFixture(tempDirectory(onTestFinished), new SystemClock(), { commitDelayMs: 500 });
    onTestFinished(() => f.outbox.stop());
    await f.start();
    f.outbox.append(draft('alarm', 1));
    const flushed = f.outbox.flush();
    const claimed = f.outbox.claim(10);
    await f.crash();
    expect(await claimed).toEqual([]);
    expect(await f.outbox.claim(10)).toEqual([]);
    await f.outbox.runRetention();
    await f.outbox.stop();
    await f.start();
    await flushed;
    expect((await f.claimAll()).map((r) => r.sequence)).toEqual([1]);
  });
});

describe('a process that is killed', () => {
  it('loses nothing that was committed, gives no id twice, and knows since when something may be missing', {
    timeout: 240_000,
  }, async () => {
    const directory = tempDirectory(onTestFinished);
    let confirmed = 0;
    for (let kill = 1; kill <= 6; kill++) {
      const child = spawn(process.execPath, [new URL('./testing/writer.ts', import.meta.url).pathname, directory], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines: Confirmed[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
      const ended = new Promise((resolve) => child.on('close', resolve));
      // The child confirms what it wrote; it is killed in the middle of writing more.
      await until(() => lines.length >= 3, 'the child writes', 30_000);
      await wait(17 * kill);
      const killedMs = Date.now();
      child.kill('SIGKILL');
      await ended;
      const last = lines.at(-1) as Confirmed;
      confirmed = last.committed;

      const f = outboxFixture(directory, new SystemClock());
      await f.start();
      const startup = f.outbox.startup();
      expect(startup?.previousStop).toBe('unclean');
      expect(killedMs - (startup?.since?.ms ?? 0)).toBeLessThan(5000);
      expect(startup?.since?.ms).toBeLessThanOrEqual(killedMs);
      const rows = await f.claimAll();
      const numbers = countedBy(rows, 'telemetry');
      expect(numbers).toEqual(counting(numbers.length));
      expect(numbers.length).toBeGreaterThanOrEqual(confirmed);
      expect(countedBy(rows, 'alarm').length).toBeGreaterThanOrEqual(last.alarms);
      await f.outbox.stop();
    }
    expect(confirmed).toBeGreaterThan(100);
  });
});
