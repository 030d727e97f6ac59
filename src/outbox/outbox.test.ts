import { closeSync, copyFileSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outgoingSchema } from '../domain/outgoing.ts';
import { SystemClock } from '../runtime/clock.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import type { LaneCounts } from './draft.ts';
import { fileNames } from './format.ts';
import type { OutboxOptions } from './options.ts';
import { batchOf, draft, openStore, source, startMs, tempDirectory } from './testing/drafts.ts';
import { outboxFixture, until } from './testing/fixture.ts';

function fixture(more: Partial<OutboxOptions> = {}, directory = tempDirectory(onTestFinished)) {
  const clock = new ManualClock();
  const f = { clock, directory, ...outboxFixture(directory, clock, more) };
  onTestFinished(() => f.outbox.stop());
  return f;
}

describe('the outbox', () => {
  it('commits in groups: what is appended within a second is one transaction', async () => {
    const { outbox, clock, start } = fixture();
    await start();
    const told: LaneCounts[] = [];
    outbox.onAppended((counts) => told.push(counts));
    for (let n = 1; n <= 5; n++) outbox.append(draft('telemetry', n));
    await clock.advanceAsync(999);
    expect(outbox.stats()).toMatchObject({ commits: 0, pending: { rows: 5 } });
    await clock.advanceAsync(1);
    await until(() => told.length > 0, 'committed');
    expect(told).toEqual([{ alarm: 0, event: 0, state: 0, telemetry: 5, history: 0, media: 0 }]);
    expect(outbox.stats()).toMatchObject({ commits: 1, pending: { rows: 0 }, unsent: { telemetry: 5 } });
  });

  it('commits an alarm at once, with all that waits', async () => {
    const { outbox, start, claimAll } = fixture();
    await start();
    outbox.append(draft('telemetry', 1));
    outbox.append(draft('alarm', 2));
    await until(() => outbox.stats().commits === 1, 'committed');
    expect((await claimAll()).map((r) => r.lane)).toEqual(['alarm', 'telemetry']);
  });

  it('commits without waiting for the group when a transaction is full', async () => {
    const { outbox, start } = fixture({ batch: { rows: 10, bytes: 1e6 } });
    await start();
    for (let n = 1; n <= 25; n++) outbox.append(draft('telemetry', n));
    await until(() => outbox.stats().unsent.telemetry === 20, 'two full transactions');
    expect(outbox.stats().pending.rows).toBe(5);
  });

  it('resolves a flush when all appended before it is on the disk', async () => {
    const { outbox, start } = fixture();
    for (let n = 1; n <= 3; n++) outbox.append(draft('state', n));
    await start();
    await outbox.flush();
    expect(outbox.stats().unsent.state).toBe(3);
    await outbox.flush();
  });

  it('keeps what it takes before it has started, stops cleanly, and goes on after a restart', async () => {
    const first = fixture();
    first.outbox.append(draft('event', 1));
    await first.start();
    await first.outbox.stop();
    first.outbox.append(draft('event', 2));
    await first.start();
    await first.outbox.stop();
    const next = fixture({}, first.directory);
    await next.start();
    expect(next.outbox.startup()).toEqual({
      previousStop: 'clean',
      since: { ms: startMs, quality: 'synced' },
      lastStored: { 'device/air-1': startMs + 2 },
    });
    expect((await next.claimAll()).map((r) => r.sequence)).toEqual([1, 2]);
  });

  it('writes acknowledgements with the next group, and sends such rows no more', async () => {
    const { outbox, clock, start, claimAll, directory } = fixture();
    await start();
    for (let n = 1; n <= 4; n++) outbox.append(draft('event', n));
    await outbox.flush();
    const keys = (await claimAll()).map((r) => r.key);
    outbox.acknowledge(keys.slice(0, 3));
    outbox.acknowledge(['another-store.1.4', 'nonsense', '']);
    await clock.advanceAsync(1000);
    await until(() => outbox.stats().unsent.event === 1, 'written');
    expect(outbox.stats()).toMatchObject({ kept: { event: 4 }, claimed: 1, commits: 2 });
    await outbox.stop();
    const next = fixture({}, directory);
    await next.start();
    expect((await next.claimAll()).map((r) => r.sequence)).toEqual([4]);
    const kept = await next.outbox.read({ source, lane: 'event', fromSequence: 1, toSequence: 3 });
    expect(kept.rows.map((r) => r.sequence)).toEqual([1, 2, 3]);
  });

  it('tells listeners after a start what is unsent, and lets none of them disturb it', async () => {
    const first = fixture();
    first.outbox.append(draft('state', 1));
    await first.start();
    await first.outbox.stop();
    const next = fixture({}, first.directory);
    const told: number[] = [];
    next.outbox.onAppended(() => {
      throw new Error('a bad listener');
    });
    const end = next.outbox.onAppended((counts) => told.push(counts.state));
    await next.start();
    expect(told).toEqual([1]);
    end();
    next.outbox.append(draft('state', 2));
    await next.outbox.flush();
    expect(told).toEqual([1]);
  });

  it('never throws: what cannot be stored is counted, and announced once it can be said', async () => {
    const { outbox, clock, start, announced } = fixture();
    await start();
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    outbox.append(draft('event', 1, { data: cycle }));
    outbox.append(draft('event', 2, { data: { huge: 'x'.repeat(70_000) } }));
    outbox.append(draft('event', 3, { attributes: { id: 'mine' } }));
    outbox.append(draft('nonsense' as 'event', 4));
    expect(outbox.stats().dropped.event).toBe(3);
    await clock.advanceAsync(1000);
    await until(() => announced.length === 2, 'announced');
    for (const o of announced) outgoingSchema.parse(o);
    const reasons = announced.map((o) => o.kind === 'outbox.dropped' && [o.reason, o.count]);
    expect(reasons).toEqual([
      ['invalid', 2],
      ['too-big', 1],
    ]);
    expect(announced[1]).toMatchObject({ subjects: ['device/air-1'] });
    await outbox.flush();
    expect(outbox.stats().unsent.alarm).toBe(2);
  });

  it('holds a bounded part in memory while the store is away, and drops what can best be missed', async () => {
    const { outbox, clock, start, announced, claimAll } = fixture({ pending: { rows: 100, bytes: 1e6 } });
    for (let n = 1; n <= 60; n++) outbox.append(draft('telemetry', n));
    for (let n = 1; n <= 50; n++) outbox.append(draft('alarm', n));
    for (let n = 61; n <= 70; n++) outbox.append(draft('telemetry', n));
    expect(outbox.health()).toMatchObject({ state: 'down', facts: { pending: 100, dropped: 20 } });
    await start();
    await outbox.flush();
    const kept = (await claimAll()).map((r) => [r.lane, JSON.parse(r.body).data.n]);
    expect(kept.filter(([lane]) => lane === 'alarm')).toHaveLength(50);
    expect(kept.filter(([lane]) => lane === 'telemetry').map(([, n]) => n)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 21),
    );
    await clock.advanceAsync(1000);
    await until(() => announced.length === 1, 'announced');
    const iso = (n: number) => new Date(startMs + n).toISOString();
    expect(announced[0]).toMatchObject({
      kind: 'outbox.dropped',
      lane: 'telemetry',
      count: 20,
      from: iso(1),
      to: iso(20),
      reason: 'memory-full',
    });
  });

  it('announces what the store gave up, once', async () => {
    const f = fixture({ config: { cap: 16 * 1024 ** 2, retain: 1e9, groupCommit: 1000 } });
    await f.start();
    for (let n = 1; n <= 4000; n++) {
      f.outbox.append(draft('telemetry', n, { data: { n, fill: 'x'.repeat(3000) } }));
      if (n % 200 === 0) await f.outbox.flush();
    }
    const { evicted } = f.outbox.stats();
    expect(evicted.telemetry).toBeGreaterThan(500);
    await f.clock.advanceAsync(1000);
    await until(() => f.announced.length === 1, 'announced');
    expect(f.announced[0]).toMatchObject({ kind: 'outbox.evicted', lane: 'telemetry', reason: 'cap' });
    expect(f.announced[0]).toHaveProperty('count', evicted.telemetry);
    outgoingSchema.parse(f.announced[0]);
    await f.outbox.flush();
    await f.clock.advanceAsync(1_200_000);
    expect(f.announced).toHaveLength(1);
  });

  it('counts what the media take in the cap', async () => {
    const f = fixture({ config: { cap: 32 * 1024 ** 2, retain: 1e9, groupCommit: 1000 } });
    await f.start();
    f.outbox.setMediaBytes(24 * 1024 ** 2);
    for (let n = 1; n <= 2000; n++) {
      f.outbox.append(draft('telemetry', n, { data: { fill: 'x'.repeat(3000) } }));
      if (n % 200 === 0) await f.outbox.flush();
    }
    expect(f.outbox.stats().bytes.used).toBeLessThan(6 * 1024 ** 2);
  });

  it('says up to when everything is stored, twice a second, for a process that is killed', async () => {
    const f = fixture();
    await f.start();
    f.outbox.append(draft('event', 1));
    await f.outbox.flush();
    await f.clock.advanceAsync(29_500);
    await f.outbox.claim(1);
    await f.clock.advanceAsync(500);
    f.outbox.append(draft('telemetry', 2));
    await f.outbox.claim(1);
    const dead = tempDirectory(onTestFinished);
    for (const name of readdirSync(f.directory)) copyFileSync(join(f.directory, name), join(dead, name));
    const next = fixture({}, dead);
    await next.start();
    expect(next.outbox.startup()).toMatchObject({
      previousStop: 'unclean',
      since: { ms: startMs + 30_000, quality: 'synced' },
    });
  });

  it('sets a damaged database aside at the next start after a check finds it, and says so', async () => {
    const f = fixture();
    await f.start();
    for (let n = 1; n <= 300; n++) f.outbox.append(draft('event', n, { data: { fill: 'x'.repeat(2000) } }));
    await f.outbox.flush();
    await f.outbox.quickCheck();
    expect(f.failures).toEqual([]);
    await f.outbox.stop();
    const path = join(f.directory, fileNames.database);
    await f.start();
    // The page is broken under the open database, as a dying card does it.
    const file = openSync(path, 'r+');
    for (let page = 20; page < 60; page++) writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    closeSync(file);
    await f.outbox.quickCheck();
    await until(() => f.failures.length === 1, 'failed');
    expect(f.outbox.health().reasons.map((r) => r.code)).toContain('outbox.check-failed');
    f.outbox.append(draft('event', 999));
    await f.outbox.stop();
    await f.start();
    await f.clock.advanceAsync(1000);
    await until(() => f.announced.some((o) => o.kind === 'outbox.set-aside'), 'announced');
    await f.outbox.flush();
    expect(readdirSync(f.directory).filter((name) => name.includes('damaged')).length).toBeGreaterThan(0);
    const lost = f.announced.map((o) => (o.kind === 'outbox.evicted' && o.lane === 'event' ? o.count : 0));
    expect(lost.filter((count) => count > 0).length).toBeGreaterThan(0);
    expect(f.outbox.stats().unsent.event).toBe(301 - lost.reduce((a, b) => a + b, 0));
    expect(f.outbox.health().state).toBe('ok');
  });

  it('takes events at once after a kill although its database is large: that is checked meanwhile, and how far is said', async () => {
    const { directory, clock } = fixture();
    const rows = (b: number) =>
      Array.from({ length: 100 }, (_, i) => ({ lane: 'telemetry', n: b * 100 + i, fill: 3000 }) as const);
    const before = openStore(directory);
    for (let b = 1; b <= 30; b++) before.commit(batchOf(b, rows(b)));
    before.close(false);
    const next = outboxFixture(directory, clock);
    onTestFinished(() => next.outbox.stop());
    await next.start();
    expect(next.outbox.health()).toMatchObject({ state: 'ok', facts: { checkPercent: expect.any(Number) } });
    expect(next.outbox.health().reasons.map((r) => r.code)).toEqual(['outbox.checking']);
    next.outbox.append(draft('alarm', 1));
    await next.outbox.flush();
    expect(next.outbox.stats().unsent).toMatchObject({ alarm: 1, telemetry: 3000 });
    await until(() => next.outbox.health().facts['checkPercent'] === null, 'checked', 30_000);
    expect(next.failures).toEqual([]);
  });

  it('rejects its start where the directory cannot be used, keeps collecting, and starts when it can', async () => {
    const parent = tempDirectory(onTestFinished);
    const directory = join(parent, 'data');
    writeFileSync(directory, 'a file where a directory should be');
    const f = fixture({}, directory);
    await expect(f.start()).rejects.toThrow(/open the outbox/);
    f.outbox.append(draft('event', 1));
    expect(f.outbox.health().reasons.map((r) => r.code)).toEqual(['outbox.not-open']);
    rmSync(directory);
    await f.start();
    await f.outbox.flush();
    expect(f.outbox.stats().unsent.event).toBe(1);
  });

  it('never holds up the event loop, however slow the disk is', async () => {
    const f = outboxFixture(tempDirectory(onTestFinished), new SystemClock(), { commitDelayMs: 300 });
    onTestFinished(() => f.outbox.stop());
    await f.start();
    // A commit that held it up would leave room for three or four turns in this second.
    const end = performance.now() + 1000;
    let turns = 0;
    for (; performance.now() < end; turns++) {
      f.outbox.append(draft(turns % 10 === 0 ? 'alarm' : 'telemetry', turns, { data: { fill: 'x'.repeat(2000) } }));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(turns).toBeGreaterThan(20);
    expect(f.outbox.stats().lastCommitTookMs).toBeGreaterThan(290);
    await f.outbox.flush();
  });
});
