import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../runtime/logger.ts';
import { removeOtherViews, viewFileOf } from './other-views.ts';

it('the views of cameras that were taken from the site go, those of the others and what is none of ours stay', async () => {
  const data = mkdtempSync(join(tmpdir(), 'haidang-views-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  await removeOtherViews(data, [{ id: 'gate' }], silentLogger);
  const folder = dirname(viewFileOf(data, 'gate'));
  mkdirSync(folder);
  for (const name of ['gate.json', 'gate.json.part', 'old.json', 'old.json.part', 'README']) {
    writeFileSync(join(folder, name), 'x');
  }
  // What cannot be removed as a file is said and stops nothing.
  mkdirSync(join(folder, 'a-folder.json'));
  await removeOtherViews(data, [{ id: 'gate' }], silentLogger);
  expect(readdirSync(folder).sort()).toEqual(['README', 'a-folder.json', 'gate.json', 'gate.json.part']);
});
