// A folder under the evidence that the disk or somebody keeps the gateway from is no reason to keep no evidence.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type * as disk from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readPublicKeys } from '../../runtime/signed.ts';
import { names } from './manifest.ts';
import { packageOf, roomy, storeIn } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

// A test may run as root, whom no mode keeps out.
const closed = vi.hoisted((): string[] => []);
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof disk>();
  const refused = (path: unknown) => closed.some((part) => String(path).includes(part));
  const no = () => Promise.reject(new Error('EACCES: permission denied'));
  const goesInto = (options: unknown) => (options as { recursive?: boolean } | undefined)?.recursive === true;
  const readdir = (...args: Parameters<typeof disk.readdir>) =>
    refused(args[0]) || (goesInto(args[1]) && closed.length > 0) ? no() : real.readdir(...args);
  const rm = (...args: Parameters<typeof disk.rm>) => (refused(args[0]) ? no() : real.rm(...args));
  return { ...real, readdir, rm };
});

const base = mkdtempSync(join(tmpdir(), 'haidang-closed-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const verified = (root: string) =>
  verifyEvidence(root, readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8')));

describe('the store of evidence', () => {
  it('goes on beside the lost+found of a disk and beside a package that it may not read', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    const first = storeIn(data);
    await first.store.start();
    const { ref } = await first.store.keep(packageOf(1));
    mkdirSync(join(first.root, 'lost+found'));
    closed.splice(0, Infinity, 'lost+found', ref);
    const again = storeIn(data);
    await again.store.start();
    expect((await again.store.keep(packageOf(2))).manifest.sequence).toBe(2);
    expect(again.store.health().state).toBe('ok');
    closed.splice(0);
  });

  it('lays the others to rest where one cannot be taken away, and tells that one once, until it can', async () => {
    const { store, clock, root } = storeIn(mkdtempSync(join(base, 'data-')));
    await store.start();
    const refs: string[] = [];
    for (const n of [1, 2, 3, 4]) refs.push((await store.keep(packageOf(n))).ref);
    closed.splice(0, Infinity, refs[0] ?? '');
    clock.advance(roomy.retain + 3.5 * 60_000);
    await store.runRetention();
    await store.runRetention();
    expect(store.health().facts['packages']).toBe(2);
    closed.splice(0);
    expect(await verified(root)).toMatchObject({ intact: true, expired: 3, packages: 1, findings: [] });
    await store.runRetention();
    expect(store.health().facts['packages']).toBe(1);
    expect(await verified(root)).toMatchObject({ intact: true, expired: 3, packages: 1, unfinished: [] });
  });
});
