// What a tombstone can vouch for, and what it cannot: only one that the gateway signed tells `expired` from `missing`.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passingKey } from '../../runtime/gateway-key.ts';
import { type PublicKeys, readPublicKeys } from '../../runtime/signed.ts';
import { names, readDocument, type Tombstone, tombstoneSchema, writeDocument } from './manifest.ts';
import { verifiedCopy } from './testing/sealed.ts';
import { noise, packageOf, storeIn } from './testing/store.ts';

const day = 86_400_000;
const base = mkdtempSync(join(tmpdir(), 'haidang-tombstones-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let sealed = '';
let keys: PublicKeys = new Map();
let line = '';
let tombstone: Tombstone;
const folders: string[] = [];

/** Six packages, a day apart; the first two have had their days. */
beforeAll(async () => {
  const { store, clock, root } = storeIn(base);
  await store.start();
  for (let n = 1; n <= 6; n++) folders.push((await store.keep(packageOf(n * 24 * 60))).ref.slice('evidence/'.length));
  clock.advance(32 * day + 3600_000);
  await store.runRetention();
  sealed = root;
  keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
  line = readFileSync(join(root, names.tombstones), 'latin1').trimEnd();
  const read = readDocument(tombstoneSchema, Buffer.from(line, 'latin1'), keys);
  if (!read.ok) throw new Error(read.why);
  tombstone = read.value;
});

const verified = (harm: (root: string) => void) => verifiedCopy(base, sealed, keys, harm);
const rewrite = (text: string) => (root: string) => writeFileSync(join(root, names.tombstones), text, 'latin1');
const takeAway = (root: string, i: number) => rmSync(join(root, folders[i] ?? ''), { recursive: true });

describe('a tombstone', () => {
  it('stands for what had its days: that is expired, and nothing is missing', async () => {
    expect(tombstone).toMatchObject({ from: 1, to: 2, reason: 'retention', previous: null });
    expect(await verified(() => {})).toMatchObject({ intact: true, packages: 4, expired: 2 });
  });

  it('that was changed at any byte is none: what it stood for is missing', { timeout: 60_000 }, async () => {
    const bytes = Buffer.from(line, 'latin1');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ (1 << (i % 8));
      expect(readDocument(tombstoneSchema, changed, keys).ok, `byte ${i}`).toBe(false);
    }
    // A few of them on the disk, as verify meets them; one of them cuts the line in two.
    for (const [at, bit] of [
      [0, 1],
      [line.indexOf('"to":') + 5, 1],
      [Math.floor(line.length / 2), 4],
      [line.length - 1, 2],
    ] as const) {
      const changed = Buffer.from(`${line}\n`, 'latin1');
      changed[at] = (changed[at] ?? 0) ^ bit;
      const { findings, expired } = await verified((root) => writeFileSync(join(root, names.tombstones), changed));
      expect(expired).toBe(0);
      expect(findings).toContainEqual({ kind: 'missing-package', from: 1, to: 2 });
      expect(findings.some((f) => f.kind === 'document-changed' || f.kind === 'foreign-key')).toBe(true);
    }
  });

  it('that is gone leaves its packages missing', async () => {
    const { findings } = await verified((root) => rmSync(join(root, names.tombstones)));
    expect(findings).toEqual([{ kind: 'missing-package', from: 1, to: 2 }]);
  });

  it('of a foreign key covers nothing up', async () => {
    const stranger = passingKey();
    const forged = writeDocument({ ...tombstone, from: 1, to: 3 }, stranger);
    const { findings, expired } = await verified((root) => {
      takeAway(root, 2);
      rewrite(`${forged}\n`)(root);
    });
    expect(expired).toBe(0);
    expect(findings).toContainEqual({ kind: 'foreign-key', where: `${names.tombstones}:1` });
    expect(findings).toContainEqual({ kind: 'missing-package', from: 1, to: 3 });
  });

  it('of its own stands once: a package taken away beside it is missing, and a second copy of it is told', async () => {
    const { findings } = await verified((root) => takeAway(root, 2));
    expect(findings).toEqual([{ kind: 'missing-package', from: 3, to: 3 }]);
    const twice = await verified((root) => appendFileSync(join(root, names.tombstones), `${line}\n`, 'latin1'));
    expect(twice.findings).toEqual([{ kind: 'reordered', where: names.tombstones, sequence: 1 }]);
  });
});

describe('a change in media', () => {
  it('is found at 24 places drawn at random, each with its block', { timeout: 60_000 }, async () => {
    const draws = noise(100, 77);
    for (let k = 0; k < 24; k++) {
      const name = ['before.jpg', 'at.jpg', 'after.jpg', 'clip.mp4'][k % 4]!;
      const size = name === 'clip.mp4' ? 200_000 : 3000;
      const at = ((draws[4 * k]! << 16) | (draws[4 * k + 1]! << 8) | draws[4 * k + 2]!) % size;
      const where = `${folders[2 + (k % 4)]}/${name}`;
      const { findings } = await verified((root) => {
        const bytes = readFileSync(join(root, where));
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (draws[4 * k + 3]! % 8));
        writeFileSync(join(root, where), bytes);
      });
      const from = Math.floor(at / 65_536) * 65_536;
      expect(findings).toEqual([{ kind: 'changed', where, from, to: Math.min(size, from + 65_536) }]);
    }
  });
});
