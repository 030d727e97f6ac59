import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const hasNumpy = ['python3', '/usr/bin/python3'].some((python) => {
  try {
    execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

it.skipIf(!hasNumpy)(
  'a day of thirty points: every window, alarm, index and line is what another hand makes of its own truth',
  async () => {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const args = [main, '--days', '1', '--piece', '1', '--seed', '5'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
    const { different, examples, compared } = JSON.parse(stdout);
    expect({ different, examples }).toEqual({ different: 0, examples: [] });
    expect(compared).toMatchObject({ windows: 30 * (1440 + 288 + 24 + 3 + 1), lines: 288 * 28, indices: 24 });
    expect(compared.alarms).toBeGreaterThan(500);
  },
  600_000,
);
