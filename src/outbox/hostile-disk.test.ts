// Disks that refuse: full at every point where something is written, read-only, without permission. Real file systems
// (tmpfs; it takes root to mount one) and a real user without rights.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { fileNames } from './format.ts';
import { positionsOf } from './keys.ts';
import type { Store } from './store.ts';
import { countedBy } from './testing/contiguous.ts';
import { batchOf, draft, openStore, startMs, tempDirectory } from './testing/drafts.ts';
import { outboxFixture, until } from './testing/fixture.ts';

const page = 4096;

function mount(bytes: number): string | undefined {
  const point = tempDirectory(onTestFinished);
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', point], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', point]));
  return point;
}
const why = 'no tmpfs can be mounted here: this needs root';
const every = process.env['HAIDANG_EVERY'] !== undefined;
const limitMs = every ? 3_600_000 : 120_000;

/**
 * What a store does in its life: each step may be refused. Says which batches it was told to be on disk. The test
 * takes some of the points; HAIDANG_EVERY=1 takes every page.
 */
function life(directory: string, run: string): { confirmed: number; refused: string[]; damaged: boolean } {
  const refused: string[] = [];
  let confirmed = 0;
  let s: Store | undefined;
  const attempt = (what: string, step: () => void) => {
    try {
      step();
    } catch (error) {
      refused.push(`${what}: ${error instanceof Error ? error.message : error}`);
    }
  };
  attempt('open', () => {
    s = openStore(directory, { run });
  });
  const store = s;
  if (!store) return { confirmed, refused, damaged: false };
  let number = 0;
  for (let n = 1; n <= 12; n++) {
    const keys = n % 4 === 0 ? store.claim(10, ['telemetry']).map((r) => r.key) : [];
    const rows = Array.from({ length: 8 }, () => ({ lane: 'telemetry', n, fill: 2500 }) as const);
    attempt('commit', () => {
      const acknowledged = positionsOf(keys, store.opened.epoch);
      if (store.commit(batchOf(number + 1, [...rows, { lane: 'alarm', n }], { acknowledged }))) {
        number++;
        confirmed++;
      }
    });
    attempt('checkpoint', () => void store.checkpoint());
    attempt('tick', () => store.tick({ ms: startMs + n * 1000, quality: 'synced' }, 0));
    if (n === 8) attempt('retain', () => void store.retain({ ms: startMs + 1e12, quality: 'synced' }));
    attempt('trim', () => void store.trim());
    if (refused.length > 0) attempt('relieve', () => store.relieve());
  }
  attempt('close', () => store.close(false));
  return { confirmed, refused, damaged: readdirSync(directory).some((name) => name.includes('damaged')) };
}

describe('a disk that is full', () => {
  it('at every single point where something is written: what was confirmed is there, in order', { timeout: limitMs }, ({
    skip,
  }) => {
    const point = mount(64 * 1024 ** 2);
    if (!point) return skip(why);
    const [directory, filler] = [join(point, 'data'), join(point, 'filler')];
    let refusing = 0;
    // The reserve alone takes 256 pages, and the whole life some 400 more.
    for (let free = 0; free < 720; free += every ? 1 : free < 40 ? 5 : 57) {
      mkdirSync(directory);
      const { bavail, bsize } = statfsSync(point);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free * page)));
      const lived = life(directory, 'run-1');
      if (lived.refused.length > 0) refusing++;
      rmSync(filler);
      expect({ free, damaged: lived.damaged }).toEqual({ free, damaged: false });
      // With room again it goes on by itself, with all that was confirmed.
      const s = openStore(directory, { run: 'run-2' });
      const rows = s.claim(1000, lanes).length + 0;
      const { kept } = s.stats();
      expect({ free, alarms: kept.alarm }).toEqual({ free, alarms: lived.confirmed });
      expect(rows).toBeGreaterThanOrEqual(lived.confirmed);
      expect(s.notices().filter(({ loss }) => loss.kind === 'outbox.set-aside')).toEqual([]);
      s.commit(batchOf(1, [{ lane: 'alarm', n: 99 }]));
      expect(s.read({ lane: 'alarm' }).rows.map((r) => r.sequence)).toEqual(
        Array.from({ length: lived.confirmed + 1 }, (_, i) => i + 1),
      );
      s.close(true);
      rmSync(directory, { recursive: true });
    }
    expect(refusing).toBeGreaterThan(5);
  });

  it('while a damaged database is replaced: it is replaced as soon as there is room, and its rows come back', {
    timeout: limitMs,
  }, ({ skip }) => {
    const point = mount(64 * 1024 ** 2);
    if (!point) return skip(why);
    const [directory, filler] = [join(point, 'data'), join(point, 'filler')];
    for (let free = 0; free < 160; free += every ? 1 : 31) {
      mkdirSync(directory);
      const first = openStore(directory);
      first.commit(
        batchOf(
          1,
          Array.from({ length: 30 }, (_, n) => ({ lane: 'event', n, fill: 2500 }) as const),
        ),
      );
      first.close(true);
      rmSync(join(directory, fileNames.reserve));
      const { bavail, bsize } = statfsSync(point);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free * page)));
      const suspicion = { reason: 'a test', times: 2 };
      try {
        openStore(directory, { run: 'run-2', suspicion }).close(false);
      } catch {
        // As it should be: there is no room.
      }
      rmSync(filler);
      const s = openStore(directory, { run: 'run-3' });
      expect(s.read({ lane: 'event' }).rows.map((r) => r.sequence)).toEqual(
        Array.from({ length: 30 }, (_, i) => i + 1),
      );
      s.close(true);
      rmSync(directory, { recursive: true });
    }
  });
});

describe('a disk that does not allow writing', () => {
  it('read-only while it runs: nothing is lost, it is told, and it goes on by itself', { timeout: 30_000 }, async ({
    skip,
  }) => {
    const point = mount(32 * 1024 ** 2);
    if (!point) return skip(why);
    const remount = (how: string) => execFileSync('/usr/bin/mount', ['-o', `remount,${how}`, point]);
    const clock = new ManualClock();
    const f = outboxFixture(join(point, 'data'), clock);
    onTestFinished(() => f.outbox.stop());
    await f.start();
    f.outbox.append(draft('event', 1));
    await f.outbox.flush();
    await f.outbox.stop();
    remount('ro');
    onTestFinished(() => void remount('rw'));
    await expect(f.start()).rejects.toThrow(/open the outbox/);
    for (let n = 2; n <= 20; n++) f.outbox.append(draft('event', n));
    expect(f.outbox.health()).toMatchObject({ state: 'down', facts: { pending: 19 } });
    await expect(f.start()).rejects.toThrow(/read.?only|open/i);
    remount('rw');
    await f.start();
    await f.outbox.flush();
    expect(countedBy(await f.claimAll(), 'event')).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(readdirSync(join(point, 'data')).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('whose permission is lost: it is said and nothing is taken for damage; with it again all goes on', ({ skip }) => {
    if (process.getuid?.() !== 0) return skip('only root can start a process of another user');
    const directory = tempDirectory(onTestFinished, '/var/tmp');
    const s = openStore(directory);
    s.commit(batchOf(1, [{ lane: 'event', n: 1 }]));
    s.close(true);
    chmodSync(directory, 0o755);
    for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o600);
    // Everything is loaded by root before it gives up its rights: the checkout may not be readable for others.
    const script = `import { openStore } from ${JSON.stringify(new URL('./testing/drafts.ts', import.meta.url).pathname)};
      openStore(process.argv[2]).close(true);
      process.setgroups([]); process.setgid(65534); process.setuid(65534);
      try { openStore(process.argv[1]); console.log('opened'); } catch (error) { console.log(error.code, error.message); }`;
    const other = tempDirectory(onTestFinished);
    const argv = ['--input-type=module', '-e', script, directory, other];
    const child = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect(child.stdout).toMatch(/SQLITE_(CANTOPEN|READONLY)|EACCES/);
    expect(readdirSync(directory).filter((name) => name.includes('damaged'))).toEqual([]);
    const again = openStore(directory, { run: 'run-2' });
    onTestFinished(() => again.close(false));
    expect(again.stats().kept.event).toBe(1);
  });
});

describe('a clock that is behind what was stored', () => {
  it('by a year: rows go on in their order, nothing is deleted, and what is sent now is kept its time', async () => {
    const directory = tempDirectory(onTestFinished);
    const year = 365 * 86_400_000;
    const s = openStore(directory, { now: { ms: startMs + year, quality: 'synced' } });
    s.commit(
      batchOf(1, [{ lane: 'event', n: 1, appendedMs: startMs + year }], {
        through: { ms: startMs + year, quality: 'synced' },
      }),
    );
    s.close(false);
    const clock = new ManualClock();
    const f = outboxFixture(directory, clock);
    onTestFinished(() => f.outbox.stop());
    await f.start();
    expect(f.outbox.startup()?.since?.ms).toBe(startMs + year);
    f.outbox.append(draft('event', 2));
    await f.outbox.flush();
    const rows = await f.claimAll();
    expect(rows.map((r) => r.sequence)).toEqual([1, 2]);
    f.outbox.acknowledge(rows.map((r) => r.key));
    await clock.advanceAsync(1000);
    await until(() => f.outbox.stats().unsent.event === 0, 'sent');
    await f.outbox.runRetention();
    expect(f.outbox.stats().kept.event).toBe(2);
    expect(f.outbox.health().state).toBe('ok');
  });
});
