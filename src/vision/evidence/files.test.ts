import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFolder } from './files.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-files-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a folder of evidence', () => {
  it('is not there where the disk could not promise to keep it: the next package gets the same sequence', async () => {
    const folder = join(base, 'package');
    const failing = async () => {
      throw new Error('EIO: i/o error, fsync');
    };
    await expect(writeFolder(folder, [{ name: 'a', bytes: 'a' }], failing)).rejects.toThrow('EIO');
    expect(readdirSync(base)).toEqual([]);
    await writeFolder(folder, [{ name: 'a', bytes: 'b' }]);
    expect(existsSync(join(folder, 'a'))).toBe(true);
  });
});
