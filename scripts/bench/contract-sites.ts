import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzSites } from '../../src/agent/testing/fuzz-site.ts';
import { installFolders } from '../../src/cli/install-folders.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import type { Bench } from './bench.ts';

const count = 10_000;
const examples = new URL('../../config/examples/', import.meta.url);

/** Mutated site files that crash, are read, or are refused without a line and a reason: none may. */
export const contractSites: Bench = {
  name: 'contract-sites',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-fuzz-'));
    try {
      const goods = readdirSync(examples)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => readFileSync(new URL(name, examples), 'utf8'));
      const site = { count, goods, file: join(folder, 'site.yaml'), load: installFolders(folder) };
      const { wrong, crashes, kinds, refused, slowestMs, slowest } = fuzzSites(site, seededRandom(10));
      const detail = `${count} files spoilt in ${kinds.size} ways, ${refused} refused; slowest ${slowestMs.toFixed(0)} ms (${slowest})`;
      return [
        {
          ...{ name: 'mutated site files that crash the check', value: crashes.length, unit: 'count' },
          ...{ target: { atMost: 0 }, detail: crashes[0] ?? detail },
        },
        {
          ...{ name: 'mutated site files answered wrongly', value: wrong.length, unit: 'count' },
          ...{ target: { atMost: 0 }, detail: wrong[0] ?? detail },
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
