import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPublicKeys } from '../../runtime/signed.ts';
import type { Kept } from './evidence-store.ts';
import { names } from './manifest.ts';
import { packageOf, roomy, storeIn } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-evidence-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const fresh = () => mkdtempSync(join(base, 'data-'));
const verified = (root: string) =>
  verifyEvidence(root, readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8')));
const day = 86_400_000;

describe('the store of evidence', () => {
  it('keeps packages in a chain that verifies, and goes on with it after a restart', async () => {
    const data = fresh();
    const first = storeIn(data);
    await first.store.start();
    const one = await first.store.keep(packageOf(1));
    const two = await first.store.keep(packageOf(2));
    await first.store.stop();
    const second = storeIn(data);
    await second.store.start();
    const three = await second.store.keep(packageOf(3));
    expect([one, two, three].map((k) => k.manifest.sequence)).toEqual([1, 2, 3]);
    expect([one.manifest.previous, two.manifest.previous]).toEqual([null, one.sha256]);
    expect(three.manifest.previous).toBe(two.sha256);
    expect(await verified(first.root)).toMatchObject({
      intact: true,
      packages: 3,
      files: 12,
      expired: 0,
      partial: false,
    });
    expect(second.store.health()).toMatchObject({ state: 'ok', facts: { packages: 3, sequence: 3 } });
  });

  it('keeps one whose words hold half a character, from a camera or a hand: they are no reason to lose it', async () => {
    const { store, root } = storeIn(fresh());
    await store.start();
    const odd = packageOf(1);
    const { sequence } = (
      await store.keep({
        ...odd,
        event: { ...odd.event, explanation: `${'x'.repeat(10)}\ud83d` },
        missing: [{ what: 'clip', reason: 'title: \ude00' }],
        calibration: { name: '\ud83d' },
      })
    ).manifest;
    expect(sequence).toBe(1);
    expect(await verified(root)).toMatchObject({ findings: [] });
  });

  it('gives the files of its packages, and nothing else of the disk', async () => {
    const { store } = storeIn(fresh());
    await store.start();
    const { ref } = await store.keep(packageOf(1));
    expect(existsSync(store.pathOf(`${ref}/clip.mp4`) ?? '')).toBe(true);
    expect(store.pathOf(`${ref}/../../../../../keys/gateway.pem`)).toBeUndefined();
    expect(store.pathOf('evidence/head.json')).toBeUndefined();
    expect(store.pathOf(`${ref}/`)).toBeUndefined();
    expect(store.pathOf('2026/06/21/a.jpg')).toBeUndefined();
  });

  it('brings its head forward to a package that was whole when the power failed', async () => {
    const data = fresh();
    const { store, root } = storeIn(data);
    await store.start();
    await store.keep(packageOf(1));
    const head = readFileSync(join(root, names.head));
    await store.keep(packageOf(2));
    writeFileSync(join(root, names.head), head);
    const again = storeIn(data);
    await again.store.start();
    expect((await again.store.keep(packageOf(3))).manifest.sequence).toBe(3);
    expect(await verified(root)).toMatchObject({ intact: true, packages: 3 });
  });

  it('keeps what is sealed although the head cannot be written, seals nothing behind that, and goes on when it can', async () => {
    const { store, root } = storeIn(fresh());
    await store.start();
    await store.keep(packageOf(1));
    const inTheWay = join(root, `${names.head}.part`);
    mkdirSync(inTheWay);
    expect((await store.keep(packageOf(2))).manifest.sequence).toBe(2);
    expect(store.health()).toMatchObject({ state: 'degraded', reasons: [{ code: 'evidence.head-behind' }] });
    await expect(store.keep(packageOf(3))).rejects.toMatchObject({ code: 'evidence-not-kept' });
    expect(await verified(root)).toMatchObject({ packages: 2, findings: [] });
    rmSync(inTheWay, { recursive: true });
    expect((await store.keep(packageOf(4))).manifest.sequence).toBe(3);
    expect(await verified(root)).toMatchObject({ intact: true, packages: 3 });
    expect(store.health().state).toBe('ok');
  });

  it('lays to rest what had its days, with a tombstone: expired is not missing', async () => {
    const data = fresh();
    const { store, clock, root } = storeIn(data);
    await store.start();
    for (let n = 1; n <= 5; n++) await store.keep(packageOf(n * 24 * 60));
    clock.advance(33 * day + 3600_000);
    await store.runRetention();
    expect(await verified(root)).toMatchObject({ intact: true, packages: 2, expired: 3 });
    expect(readFileSync(join(root, names.tombstones), 'utf8').trim().split('\n')).toHaveLength(1);
    const again = storeIn(data);
    await again.store.start();
    await again.store.keep(packageOf(99_999));
    expect(await verified(root)).toMatchObject({ intact: true, packages: 3, expired: 3 });
    // The same package gone by another hand is missing.
    const [year] = readdirSync(root).filter((f) => /^\d{4}$/.test(f));
    rmSync(join(root, year ?? ''), { recursive: true });
    expect((await verified(root)).findings).toContainEqual({ kind: 'missing-package', from: 4, to: 6 });
  });

  it('never lays anything to rest by a clock that nobody confirmed', async () => {
    const { store, clock, root } = storeIn(fresh());
    await store.start();
    await store.keep(packageOf(1));
    clock.setQuality('unsynced');
    clock.advance(400 * day);
    await store.runRetention();
    expect((await verified(root)).packages).toBe(1);
  });

  it('does not lay to rest at once what was sealed before the clock was right: its days are counted from what came after', async () => {
    const { store, clock, root } = storeIn(fresh());
    const now = clock.now().ms;
    const unsynced = { ...packageOf(1).event, at: '2000-01-01T00:00:10.000Z', timequality: 'unsynced' };
    await store.start();
    await store.keep({ ...packageOf(1), event: unsynced, atMs: Date.parse(unsynced.at) });
    await store.runRetention();
    expect((await verified(root)).packages).toBe(1);
    await store.keep({ ...packageOf(2), atMs: now });
    clock.advance(29 * day);
    await store.runRetention();
    expect((await verified(root)).packages).toBe(2);
    clock.advance(2 * day);
    await store.runRetention();
    expect(await verified(root)).toMatchObject({ intact: true, packages: 0, expired: 2 });
  });

  it('keeps what has had its days until its tombstone can be written', async () => {
    const { store, clock, root } = storeIn(fresh());
    await store.start();
    for (let n = 1; n <= 2; n++) await store.keep(packageOf(n));
    // Nothing can be written in its place.
    const obstacle = join(root, `${names.tombstones}.part`);
    mkdirSync(obstacle);
    clock.advance(31 * day);
    await store.runRetention();
    expect(await verified(root)).toMatchObject({ intact: true, packages: 2 });
    rmSync(obstacle, { recursive: true });
    await store.runRetention();
    expect(await verified(root)).toMatchObject({ intact: true, packages: 0, expired: 2 });
  });

  it('gives up what was sent where there is no room, and never what was not', async () => {
    const { store, root } = storeIn(fresh(), { config: { ...roomy, cap: 1_000_000 } });
    await store.start();
    const kept: Kept[] = [];
    for (let n = 1; n <= 4; n++) kept.push(await store.keep(packageOf(n)));
    // Of the second all was sent, of the first all but the clip; of the third something that the manifest does not name.
    const send = async (of: Kept | undefined, name: string, sha256?: string) => {
      const file = of?.manifest.files.find((f) => f.name === name);
      await store.delivered(`${of?.ref}/${name}`, sha256 ?? file?.sha256);
    };
    for (const name of ['before.jpg', 'at.jpg', 'after.jpg', 'clip.mp4']) {
      if (name !== 'clip.mp4') await send(kept[0], name);
      await send(kept[1], name);
      await send(kept[2], name, 'f'.repeat(64));
    }
    const five = await store.keep(packageOf(5));
    expect(five.manifest.missing).toEqual([]);
    expect(await verified(root)).toMatchObject({ intact: true, packages: 4, expired: 1 });
    expect(store.pathOf(`${kept[0]?.ref}/clip.mp4`)).toBeDefined();
    expect(store.pathOf(`${kept[1]?.ref}/clip.mp4`)).toBeUndefined();
    const six = await store.keep(packageOf(6));
    expect(six.manifest.missing).toEqual([{ what: 'clip', reason: expect.stringContaining('used up') }]);
    expect(store.health().state).toBe('degraded');
  });

  it('on a disk that fills leaves out clips first, then stills, and keeps the manifest', async () => {
    let free = 1000;
    const { store, root } = storeIn(fresh(), {
      config: { ...roomy, keepFree: 500_000 },
      freeBytes: async () => free,
    });
    await store.start();
    const whats = async (n: number) => (await store.keep(packageOf(n))).manifest.files.map((f) => f.what);
    free = 900_000;
    expect(await whats(1)).toEqual(['before', 'at', 'after', 'clip']);
    free = 600_000;
    expect(await whats(2)).toEqual(['before', 'at', 'after']);
    free = 100_000;
    expect(await whats(3)).toEqual([]);
    expect(await verified(root)).toMatchObject({ intact: true, packages: 3 });
  });

  it('leaves nothing half-made: what a crash left is gone after the next start', async () => {
    const data = fresh();
    const { store, root } = storeIn(data);
    await store.start();
    const { ref } = await store.keep(packageOf(1));
    const half = join(data, `${ref}.part`);
    writeFileSync(half, 'half');
    await storeIn(data).store.start();
    expect(existsSync(half)).toBe(false);
    expect(statSync(join(data, 'keys/gateway.pem')).mode & 0o777).toBe(0o600);
    expect(await verified(root)).toMatchObject({ intact: true });
  });
});
