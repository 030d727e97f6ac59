import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { installFolders } from '../cli/install-folders.ts';
import { seededRandom } from '../simulator/random.ts';
import { fuzzSites } from './testing/fuzz-site.ts';
import { ways } from './testing/mutated-site.ts';

const examples = fileURLToPath(new URL('../../config/examples', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'haidang-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('A hundred mutated site files: none crashes, each is refused with a line and a reason, or is right', {
  timeout: 120_000,
}, () => {
  const goods = ['station.yaml', 'lamps.yaml', 'boat.yaml'].map((name) => readFileSync(join(examples, name), 'utf8'));
  const load = installFolders(folder);
  const fuzz = fuzzSites({ count: 105, goods, file: join(folder, 'site.yaml'), load }, seededRandom(20_261_121));
  expect(fuzz.crashes).toEqual([]);
  expect([...new Set(fuzz.wrong)]).toEqual([]);
  expect(fuzz.kinds.size).toBe(ways.length);
});
