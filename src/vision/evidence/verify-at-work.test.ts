// Evidence is proved in its place too, while the gateway seals there and lays to rest.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PublicKeys, readPublicKeys } from '../../runtime/signed.ts';
import { names } from './manifest.ts';
import { packageOf, roomy, storeIn } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-at-work-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const { store, clock, root } = storeIn(join(base, 'data'));
const small = (n: number) => packageOf(n, { still: 500, clip: 5000 });
let keys: PublicKeys = new Map();
let sealed = 0;

beforeAll(async () => {
  await store.start();
  while (sealed < 30) await store.keep(small(++sealed));
  keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
});

describe('verifying evidence in which the gateway is at work', () => {
  it('does not call missing what is sealed meanwhile, nor half-made what is whole by then', async () => {
    let isOver = false;
    const sealing = (async () => {
      while (!isOver) {
        await store.keep(small(++sealed));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    for (let i = 0; i < 8; i++) expect(await verifyEvidence(root, keys)).toMatchObject({ intact: true, findings: [] });
    isOver = true;
    await sealing;
  });

  it('does not call missing or moved what has its days meanwhile, nor a package that a power cut left behind its tombstone', async () => {
    const before = join(base, 'before');
    cpSync(root, before, { recursive: true });
    const gone = 20;
    clock.advance(roomy.retain + (gone + 0.5) * 60_000);
    const burying = store.runRetention();
    const found = await verifyEvidence(root, keys);
    await burying;
    expect(found).toMatchObject({ intact: true, findings: [] });
    const rest = await verifyEvidence(root, keys);
    expect(rest).toMatchObject({ intact: true, expired: gone, packages: sealed - gone, unfinished: [] });
    const left = '2026/06/21/052000000-0000000020-gate';
    cpSync(join(before, left), join(root, left), { recursive: true });
    rmSync(join(root, left, names.manifest));
    expect(await verifyEvidence(root, keys)).toMatchObject({
      ...{ intact: true, expired: gone, packages: sealed - gone, unfinished: [left], findings: [] },
    });
  });
});
