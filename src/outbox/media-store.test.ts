import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mediaRefSchema } from '../domain/media.ts';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { MediaStore } from './media-store.ts';
import { startMs, tempDirectory } from './testing/drafts.ts';

const KiB = 1024;

function fixture(
  capKiB = 1024,
  folder = tempDirectory(onTestFinished),
  evict: 'oldest-first' | 'newest-first' = 'oldest-first',
) {
  const clock = new ManualClock();
  const usages: number[] = [];
  const announced: Outgoing[] = [];
  const media = new MediaStore({
    // Half of the cap is for media.
    config: { cap: capKiB * 2 * KiB, mediaShare: 50, mediaRetain: 86_400_000, lanes: { media: { evict } } },
    folder,
    clock,
    logger: silentLogger,
    onUsage: (bytes) => usages.push(bytes),
    announce: (o) => announced.push(o),
  });
  const still = (n: number, kib = 100) => {
    const facts = { mime: 'image/jpeg', extension: 'jpg', subject: 'camera/Cổng chính', width: 640, height: 360 };
    return media.store(Buffer.alloc(kib * KiB, n), { ...facts, at: { ms: startMs + n * 1000, quality: 'synced' } });
  };
  const onDisk = () => readdirSync(join(folder, 'media'), { recursive: true }).filter((f) => /\.\w+$/.test(String(f)));
  return { media, clock, folder, usages, announced, still, onDisk };
}

describe('the media store', () => {
  it('stores a file under its day and time, and gives a reference with its size and hash', async () => {
    const { media, still, folder, usages } = fixture();
    await media.start();
    const ref = await still(1);
    mediaRefSchema.parse(ref);
    expect(ref.ref).toMatch(/^2026\/06\/21\/120001000-camera-c-ng-ch-nh-[0-9a-f]{12}\.jpg$/);
    const bytes = readFileSync(join(folder, 'media', ref.ref));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(ref.sha256);
    expect(ref).toMatchObject({ mime: 'image/jpeg', bytes: 100 * KiB, width: 640, height: 360 });
    expect(media.pathOf(ref.ref)).toBe(join(folder, 'media', ref.ref));
    expect(media.pathOf('../agent.sock')).toBeUndefined();
    expect(usages.at(-1)).toBe(100 * KiB);
  });

  it('stores the same picture of the same moment once', async () => {
    const { media, still } = fixture();
    expect(await still(1)).toEqual(await still(1));
    expect(media.usage()).toMatchObject({ files: 1, bytes: 100 * KiB });
  });

  it('announces what it removed before its time, once for many', async () => {
    const { media, still, announced, clock } = fixture(350);
    const refs = [await still(1), await still(2), await still(3), await still(4)];
    await clock.advanceAsync(30_000);
    refs.push(await still(5));
    expect(announced).toEqual([]);
    await clock.advanceAsync(30_000);
    const [first, last] = [refs[0]?.ref, refs[1]?.ref];
    const gap = { kind: 'outbox.media-evicted', lane: 'media', first, last, count: 2, bytes: 200 * KiB, reason: 'cap' };
    expect(announced).toMatchObject([gap]);
    outgoingSchema.parse(announced[0]);
    await still(6);
    await media.stop();
    expect(announced).toHaveLength(2);
  });

  it('keeps the oldest where that is wanted, and refuses what is new', async () => {
    const { media, still, announced } = fixture(350, tempDirectory(onTestFinished), 'newest-first');
    const refs = [await still(1), await still(2), await still(3)];
    await expect(still(4)).rejects.toThrow(/no room/);
    expect(refs.every((ref) => media.pathOf(ref.ref) !== undefined)).toBe(true);
    expect(announced).toEqual([]);
  });

  it('lets the oldest go where there is no room, counts them, and their folders go too', async () => {
    const { media, still, onDisk, folder } = fixture(350);
    const refs = [await still(-86_400), await still(2), await still(3), await still(4)];
    expect(media.usage()).toMatchObject({ files: 3, bytes: 300 * KiB, evicted: 1 });
    expect(media.pathOf(refs[0]?.ref ?? '')).toBeUndefined();
    expect(onDisk()).toHaveLength(3);
    expect(readdirSync(join(folder, 'media', '2026', '06'))).toEqual(['21']);
  });

  it('goes by the time of a picture, not by when it came', async () => {
    const { still, media } = fixture(250);
    await still(50);
    const older = await still(20);
    await still(60);
    expect(media.pathOf(older.ref)).toBeUndefined();
  });

  it('refuses what could never fit', async () => {
    const { still } = fixture(350);
    await expect(still(1, 400)).rejects.toMatchObject({ code: 'media-too-big' });
  });

  it('takes stores from many cameras at once, and keeps within the cap', async () => {
    const { media, still } = fixture(1000);
    await media.start();
    const refs = await Promise.all(Array.from({ length: 20 }, (_, n) => still(n)));
    expect(new Set(refs.map((r) => r.ref)).size).toBe(20);
    expect(media.usage()).toMatchObject({ files: 10, evicted: 10 });
  });

  it('with a file that the disk does not let go: the next oldest ones go, for room and after their time', async () => {
    const { media, still, folder, clock } = fixture(350);
    const stuck = await still(1);
    const second = await still(2);
    // A folder in its place is not removed, as little as a file on a broken block.
    rmSync(join(folder, 'media', stuck.ref));
    mkdirSync(join(folder, 'media', stuck.ref, 'x'), { recursive: true });
    await still(3);
    const fourth = await still(4);
    expect(media.pathOf(second.ref)).toBeUndefined();
    expect(media.pathOf(fourth.ref)).toBeDefined();
    clock.advance(2 * 86_400_000);
    await media.runRetention();
    expect(media.usage()).toMatchObject({ files: 1, bytes: 100 * KiB });
  });

  it('says that it is busy when the disk does not keep up, instead of filling the memory', async () => {
    const { still } = fixture(1000);
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => still(n, 1)));
    const refused = outcomes.filter((o) => o.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((o) => o.reason.code === 'media-busy')).toBe(true);
  });

  it('knows after a restart what it holds, and removes what a crash left half-written', async () => {
    const first = fixture(350);
    await first.still(1);
    const kept = await first.still(2);
    const day = join(first.folder, 'media', '2026', '06', '21');
    writeFileSync(join(day, '120009000-x-0123456789ab.jpg.part'), 'half');
    mkdirSync(join(first.folder, 'media', 'somebody'), { recursive: true });
    writeFileSync(join(first.folder, 'media', 'somebody', 'elses.txt'), 'not ours');
    const next = fixture(350, first.folder);
    await next.media.start();
    expect(next.media.usage()).toMatchObject({ files: 2, bytes: 200 * KiB });
    expect(next.media.pathOf(kept.ref)).toBeDefined();
    expect(readdirSync(day)).toHaveLength(2);
    expect(existsSync(join(first.folder, 'media', 'somebody', 'elses.txt'))).toBe(true);
    await next.still(3);
    await next.still(4);
    expect(next.media.usage()).toMatchObject({ files: 3, evicted: 1 });
  });

  it('ends the keeping after its time, never by a clock that nobody confirmed', async () => {
    const { media, still, clock } = fixture();
    await still(1);
    await still(7200);
    clock.advance(86_400_000 + 3600_000);
    clock.setQuality('unsynced');
    await media.runRetention();
    expect(media.usage().files).toBe(2);
    clock.setQuality('synced');
    await media.runRetention();
    expect(media.usage()).toMatchObject({ files: 1, evicted: 0 });
  });
});
