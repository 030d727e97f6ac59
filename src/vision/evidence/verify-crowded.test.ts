// More files than a call takes arguments, put into a folder of evidence.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type * as disk from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { sealedIn } from './testing/sealed.ts';
import { verifyEvidence } from './verify.ts';

const most = vi.hoisted(() => 200_000);
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof disk>();
  const crowd = Array.from({ length: most }, (_, i) => ({
    name: `${i}`,
    isDirectory: () => false,
    isFile: () => true,
  }));
  const readdir = (...args: Parameters<typeof disk.readdir>) =>
    String(args[0]).endsWith('/crowd') ? Promise.resolve(crowd) : real.readdir(...args);
  return { ...real, readdir };
});

const base = mkdtempSync(join(tmpdir(), 'haidang-crowd-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

it('verifying evidence names any number of files beside and in its packages', async () => {
  const { root, keys, folders } = await sealedIn(base, [1]);
  mkdirSync(join(root, '2026', 'crowd'));
  mkdirSync(join(root, folders[0] ?? '', 'crowd'));
  const { intact, findings } = await verifyEvidence(root, keys);
  // The folder in the package is one thing that does not belong there.
  expect({ intact, count: findings.length }).toEqual({ intact: false, count: most + 1 });
});
