// A real small file system that is really full (tmpfs; it takes root to mount one).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { fileNames } from './format.ts';
import { MediaStore } from './media-store.ts';
import { countedBy } from './testing/contiguous.ts';
import { draft, tempDirectory } from './testing/drafts.ts';
import { MiB, outboxFixture, until } from './testing/fixture.ts';

/** A file system of its own, or why there is none. */
function mountSmall(megabytes: number): { directory: string } | { why: string } {
  const mount = tempDirectory(onTestFinished);
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mount], { stdio: 'pipe' });
  } catch {
    return { why: 'no tmpfs can be mounted here: this needs root' };
  }
  onTestFinished(() => void execFileSync('/usr/bin/umount', ['-l', mount]));
  const directory = join(mount, 'data');
  mkdirSync(directory);
  return { directory };
}

/** Somebody else fills the disk to the last page. */
function fillUp(directory: string, leaveBytes = 0): () => void {
  const file = join(directory, '..', 'somebody-else');
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes), 1));
  return () => rmSync(file, { force: true });
}

describe('a full disk', () => {
  it('loses nothing while the memory lasts, says so, and goes on by itself', async ({ skip }) => {
    const small = mountSmall(16);
    if ('why' in small) return skip(small.why);
    const { directory } = small;
    const clock = new ManualClock();
    const f = outboxFixture(directory, clock);
    onTestFinished(() => f.outbox.stop());
    await f.start();
    f.outbox.append(draft('telemetry', 1));
    await f.outbox.flush();
    const free = fillUp(directory);
    let n = 1;
    // The reserve is given back first, and then there is nothing left.
    while (f.outbox.stats().trouble === null || existsSync(join(directory, fileNames.reserve))) {
      f.outbox.append(draft('telemetry', ++n, { data: { n, fill: 'x'.repeat(3000) } }));
      f.outbox.append(draft('alarm', n));
      await clock.advanceAsync(1000);
      await f.outbox.claim(0);
      if (n > 3000) throw new Error('the disk never became full');
    }
    expect(f.outbox.health()).toMatchObject({ state: 'degraded' });
    expect(f.outbox.health().reasons.map((r) => r.code)).toContain('outbox.disk-refuses');
    expect(f.outbox.stats().trouble).toMatch(/full/);
    expect(f.failures).toEqual([]);
    free();
    await until(() => {
      clock.advance(5000);
      return f.outbox.stats().pending.rows === 0;
    }, 'all is committed');
    expect(f.outbox.stats()).toMatchObject({ trouble: null, dropped: { telemetry: 0, alarm: 0 } });
    expect(countedBy(await f.claimAll(), 'telemetry')).toEqual(Array.from({ length: n }, (_, i) => i + 1));
    // The disk is smaller than the cap.
    expect(f.outbox.health().reasons.map((r) => r.code)).toEqual(['outbox.disk-short']);
  });

  it('names what the memory could not hold, once the disk takes something again', async ({ skip }) => {
    const small = mountSmall(16);
    if ('why' in small) return skip(small.why);
    const { directory } = small;
    const clock = new ManualClock();
    const f = outboxFixture(directory, clock, { pending: { rows: 200, bytes: MiB } });
    onTestFinished(() => f.outbox.stop());
    await f.start();
    const free = fillUp(directory);
    let n = 0;
    while (f.outbox.stats().dropped.telemetry < 300 && n < 10_000) {
      f.outbox.append(draft('telemetry', ++n, { data: { n, fill: 'x'.repeat(3000) } }));
      if (n % 20 === 0) {
        f.outbox.append(draft('alarm', n));
        await clock.advanceAsync(1000);
        await f.outbox.claim(0);
      }
    }
    expect(f.announced.map((o) => o.kind)).not.toContain('outbox.dropped');
    free();
    const named = () =>
      f.announced.reduce(
        (sum, o) => sum + (o.kind === 'outbox.dropped' && o.reason === 'memory-full' ? o.count : 0),
        0,
      );
    // What the store gave up may be announced before: the disk is smaller than the cap.
    await until(() => {
      clock.advance(5000);
      return f.outbox.stats().pending.rows === 0 && named() > 0;
    }, 'all is committed and announced');
    const { dropped, evicted, unsent } = f.outbox.stats();
    expect(dropped.alarm).toBe(0);
    expect(unsent.telemetry + dropped.telemetry + evicted.telemetry).toBe(n);
    expect(named()).toBe(dropped.telemetry);
  });

  it('starts where there is no room for a database as soon as there is', async ({ skip }) => {
    const small = mountSmall(16);
    if ('why' in small) return skip(small.why);
    const f = outboxFixture(small.directory, new ManualClock());
    onTestFinished(() => f.outbox.stop());
    const free = fillUp(small.directory, 8192);
    f.outbox.append(draft('event', 1));
    await expect(f.start()).rejects.toThrow(/full/);
    free();
    await f.start();
    await f.outbox.flush();
    expect(countedBy(await f.claimAll(), 'event')).toEqual([1]);
    expect(f.announced).toEqual([]);
  });

  it('refuses a picture and leaves nothing half-written of it', async ({ skip }) => {
    const small = mountSmall(4);
    if ('why' in small) return skip(small.why);
    const clock = new ManualClock();
    const config = { cap: 64 * MiB, mediaShare: 50, mediaRetain: 1e9 };
    const media = new MediaStore({ config, folder: small.directory, clock, logger: silentLogger });
    await media.start();
    const facts = { mime: 'image/jpeg', extension: 'jpg', subject: 'camera/gate', at: clock.now() };
    await expect(media.store(new Uint8Array(6 * MiB), facts)).rejects.toMatchObject({ code: 'media-refused' });
    expect(media.health().reasons.map((r) => r.code)).toEqual(['outbox.media-refused']);
    expect(media.usage()).toMatchObject({ files: 0, bytes: 0 });
    const ref = await media.store(new Uint8Array(MiB), facts);
    expect(ref.bytes).toBe(MiB);
    expect(media.health().state).toBe('ok');
  });
});
