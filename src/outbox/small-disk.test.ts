// A disk that is smaller than the cap: it is full before the cap is reached, by the outbox alone.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { countedBy } from './testing/contiguous.ts';
import { draft, tempDirectory } from './testing/drafts.ts';
import { MiB, outboxFixture, until } from './testing/fixture.ts';

/** A file system of its own; undefined where none can be mounted. */
function mountSmall(megabytes: number): string | undefined {
  const mount = tempDirectory(onTestFinished);
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mount], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', mount]));
  const directory = join(mount, 'data');
  mkdirSync(directory);
  return directory;
}
const why = 'no tmpfs can be mounted here: this needs root';

async function full(directory: string, pending: { rows: number; bytes: number }) {
  const clock = new ManualClock();
  const f = outboxFixture(directory, clock, { pending });
  onTestFinished(() => f.outbox.stop());
  await f.start();
  let n = 0;
  const telemetry = () => f.outbox.append(draft('telemetry', ++n, { data: { n, fill: 'x'.repeat(3000) } }));
  const pass = async (ms: number) => {
    await clock.advanceAsync(ms);
    await f.outbox.claim(0);
  };
  while (f.outbox.stats().trouble === null || f.outbox.stats().pending.rows < 20) {
    telemetry();
    if (n % 10 === 0) await pass(1000);
    if (n > 20_000) throw new Error('the disk never became full');
  }
  return { f, clock, telemetry, pass, count: () => n };
}

describe('a disk that is full of what waits to be sent', () => {
  it('takes new rows again as soon as the centre has acknowledged some', async ({ skip }) => {
    const directory = mountSmall(16);
    if (!directory) return skip(why);
    const { f, clock } = await full(directory, { rows: 5000, bytes: 16 * MiB });
    const rows = await f.outbox.claim(1000, lanes);
    f.outbox.acknowledge(rows.map((r) => r.key));
    await until(() => {
      clock.advance(5000);
      return f.outbox.stats().pending.rows === 0;
    }, 'all is committed');
    expect(f.outbox.stats()).toMatchObject({ trouble: null, dropped: { telemetry: 0 } });
    expect(f.announced).toEqual([]);
  });

  it('is said where the cap is more than there is, before anything is refused', async ({ skip }) => {
    const directory = mountSmall(48);
    if (!directory) return skip(why);
    const f = outboxFixture(directory, new ManualClock());
    onTestFinished(() => f.outbox.stop());
    await f.start();
    expect(f.outbox.health()).toMatchObject({
      state: 'degraded',
      reasons: [{ code: 'outbox.disk-short', params: { cap: 64, room: 47 } }],
    });
    await f.outbox.stop();
    const small = outboxFixture(directory, new ManualClock(), {
      config: { cap: 40 * MiB, retain: 7 * 86_400_000, groupCommit: 1000 },
    });
    onTestFinished(() => small.outbox.stop());
    await small.start();
    expect(small.outbox.health()).toMatchObject({ state: 'ok', reasons: [] });
  });

  it('gives up the oldest of what can best be missed before an alarm is lost, and says what', async ({ skip }) => {
    const directory = mountSmall(16);
    if (!directory) return skip(why);
    const { f, telemetry, pass, count } = await full(directory, { rows: 300, bytes: MiB });
    for (let k = 1; k <= 300; k++) {
      telemetry();
      if (k % 10 === 0) f.outbox.append(draft('alarm', k));
      await pass(1000);
    }
    const { dropped, evicted, unsent, pending } = f.outbox.stats();
    expect([dropped.alarm, dropped.telemetry]).toEqual([0, 0]);
    // What waits in memory is younger; of the thirty alarms and what is announced most are on the disk.
    expect(unsent.alarm).toBeGreaterThan(15);
    expect(evicted.telemetry).toBeGreaterThan(0);
    expect(unsent.telemetry + evicted.telemetry + pending.rows).toBeGreaterThanOrEqual(count());
    expect(f.announced.map((o) => o.kind)).toContain('outbox.evicted');
    expect(f.outbox.health().reasons.map((r) => r.code)).toContain('outbox.disk-short');
  });

  it('takes an alarm at once, and for it gives up no more than a few of the oldest rows that can be missed', async ({
    skip,
  }) => {
    const directory = mountSmall(16);
    if (!directory) return skip(why);
    const { f, clock, pass } = await full(directory, { rows: 5000, bytes: 16 * MiB });
    const { pending } = f.outbox.stats();
    for (let k = 1; k <= 3; k++) {
      f.outbox.append(draft('alarm', k));
      await pass(1000);
    }
    await until(() => {
      clock.advance(1000);
      return f.outbox.stats().unsent.alarm >= 3;
    }, 'the alarms are on the disk');
    // The readings wait as before.
    expect(f.outbox.stats()).toMatchObject({ trouble: expect.stringMatching(/full/), pending: { rows: pending.rows } });
    const { evicted, dropped } = f.outbox.stats();
    expect([evicted.alarm, dropped.alarm, dropped.telemetry]).toEqual([0, 0, 0]);
    expect(evicted.telemetry).toBeLessThanOrEqual(64);
  });

  it('keeps an alarm over a stop that was ordered a moment after it came', async ({ skip }) => {
    const directory = mountSmall(16);
    if (!directory) return skip(why);
    const { f } = await full(directory, { rows: 5000, bytes: 16 * MiB });
    f.outbox.append(draft('alarm', 1));
    await f.outbox.stop();
    const again = outboxFixture(directory, new ManualClock());
    onTestFinished(() => again.outbox.stop());
    await again.start();
    expect(countedBy(await again.outbox.claim(1, ['alarm']), 'alarm')).toEqual([1]);
  });
});
