import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { replaceWhole } from './whole-file.ts';

const steps: string[] = [];
let folderFails = '';
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const noted: typeof open = async (path, ...more) => {
    const handle = await real.open(path, ...more);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      steps.push(`sync ${String(path).split('/').at(-1)}`);
      if (folderFails && !String(path).endsWith('.new'))
        throw Object.assign(new Error(folderFails), { code: folderFails });
      return sync();
    };
    return handle;
  };
  const rename: typeof real.rename = async (from, to) => {
    steps.push('rename');
    return real.rename(from, to);
  };
  return { ...real, open: noted, rename };
});

describe('a file that is replaced as a whole', () => {
  it('is on the medium before it has its name, and its name is before it counts as kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-whole-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'kept', 'state.json');
    for (const text of ['one', 'two']) await replaceWhole(file, text);
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'kept'))).toEqual(['state.json']);
    expect(steps.slice(0, 3)).toEqual(['sync state.json.new', 'rename', 'sync kept']);
    expect(steps).toHaveLength(6);
  });

  it('is kept where a file system knows no sync of a folder, and is not where the medium fails', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-whole-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
      folderFails = '';
    });
    folderFails = 'EINVAL';
    await replaceWhole(join(folder, 'state.json'), 'one');
    folderFails = 'EIO';
    await expect(replaceWhole(join(folder, 'state.json'), 'two')).rejects.toThrow('EIO');
  });
});
