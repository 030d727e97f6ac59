import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPublicKeys } from '../../runtime/signed.ts';
import { evidenceSchema } from './config.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { names } from './manifest.ts';
import { longestInMessage } from './send-policy.ts';
import { packageOf, roomy, storeIn } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-evidence-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const fresh = () => mkdtempSync(join(base, 'data-'));
const withSend = (send: unknown) => ({ config: { ...roomy, send: evidenceSchema.parse({ send }).send } });
const never = () => false;

/** Names of what waits, in the order in which it is sent; all of it is delivered. */
async function drained(store: EvidenceStore): Promise<string[]> {
  const found: string[] = [];
  for (let next = await store.nextUnsent(never); next; next = await store.nextUnsent(never)) {
    found.push(next.ref.replace(/^.*-0000000/, ''));
    await store.delivered(next.ref, next.sha256);
  }
  return found;
}

describe('what of evidence goes to the centre by itself', () => {
  it('is decided by the first entry that fits the kind and the severity', async () => {
    const of = async (send: unknown) => {
      const { store } = storeIn(fresh(), withSend(send));
      await store.start();
      await store.keep(packageOf(1));
      return (await drained(store)).map((name) => name.split('/').at(-1));
    };
    const stills = ['before.jpg', 'at.jpg', 'after.jpg'];
    expect(await of([])).toEqual([]);
    expect(await of([{ what: 'stills' }])).toEqual(stills);
    expect(await of([{ what: 'all' }])).toEqual([...stills, 'clip.mp4']);
    expect(await of([{ kinds: ['red-light', 'speed'], what: 'none' }, { what: 'all' }])).toEqual([]);
    expect(
      await of([
        { kinds: ['speed'], what: 'none' },
        { from: 'error', what: 'stills' },
      ]),
    ).toEqual(stills);
    const mild = storeIn(fresh(), withSend([{ from: 'error', what: 'all' }]));
    await mild.store.start();
    const { event, ...rest } = packageOf(1);
    await mild.store.keep({ ...rest, event: { ...event, severity: 'warning' } });
    expect(await drained(mild.store)).toEqual([]);
  });

  it('goes pictures before clips, the newest first, and what is put off is passed over', async () => {
    const { store } = storeIn(fresh(), withSend([{ what: 'all' }]));
    await store.start();
    for (const n of [1, 2]) await store.keep(packageOf(n));
    const putOff = await store.nextUnsent((ref) => !ref.endsWith('clip.mp4'));
    expect(putOff?.ref).toContain('0000000002-gate/clip.mp4');
    expect(await drained(store)).toEqual([
      ...['002-gate/before.jpg', '002-gate/at.jpg', '002-gate/after.jpg'],
      ...['001-gate/before.jpg', '001-gate/at.jpg', '001-gate/after.jpg'],
      ...['002-gate/clip.mp4', '001-gate/clip.mp4'],
    ]);
  });

  it('is known after a restart, without what has arrived, and verify takes no notice of the lists', async () => {
    const data = fresh();
    const options = withSend([{ what: 'stills' }]);
    const first = storeIn(data, options);
    await first.store.start();
    await first.store.keep(packageOf(1));
    const one = await first.store.nextUnsent(never);
    await first.store.delivered(one?.ref ?? '', one?.sha256);
    const again = storeIn(data, options);
    await again.store.start();
    expect(again.store.health().facts['toSend']).toBe(2);
    expect(await drained(again.store)).toEqual(['001-gate/at.jpg', '001-gate/after.jpg']);
    const keys = readPublicKeys(readFileSync(join(first.root, names.publicKey), 'utf8'));
    expect(await verifyEvidence(first.root, keys)).toMatchObject({ intact: true });
  });

  it('is never given up for room while something of it waits, and is once all has arrived', async () => {
    const { store } = storeIn(fresh(), { config: { ...withSend([{ what: 'all' }]).config, cap: 500_000 } });
    await store.start();
    const one = await store.keep(packageOf(1));
    const two = await store.keep(packageOf(2));
    const missing = async (n: number) => (await store.keep(packageOf(n))).manifest.missing.map((m) => m.what);
    // The clip of the first has arrived, its pictures wait.
    await store.delivered(`${one.ref}/clip.mp4`, one.manifest.files.at(-1)?.sha256);
    expect(await missing(3)).toEqual(['clip']);
    for (const f of one.manifest.files) await store.delivered(`${one.ref}/${f.name}`, f.sha256);
    expect(await missing(4)).toEqual([]);
    expect(store.pathOf(`${one.ref}/at.jpg`)).toBeUndefined();
    expect(store.pathOf(`${two.ref}/clip.mp4`)).toBeDefined();
  });

  it('takes the manifest along where no message can carry it', async () => {
    const { store } = storeIn(fresh(), withSend([{ what: 'stills' }]));
    await store.start();
    const track = Array.from({ length: 2000 }, (_, i): [number, number, number, number, number] => [i, 10, 20, 30, 40]);
    await store.keep(packageOf(1, { clip: 0 }));
    expect(await drained(store)).not.toContain('001-gate/manifest.json');
    const long = packageOf(2, { clip: 4_000_000 });
    const signal = Array.from({ length: 1500 }, (_, i) => ({ ms: i, state: 'red' }));
    const kept = await store.keep({ ...long, track, signal });
    expect(kept.text.length).toBeGreaterThan(longestInMessage);
    expect(await drained(store)).toContain('002-gate/manifest.json');
  });
});
