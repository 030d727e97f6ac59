import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { syncedWhile } from '../../runtime/testing/synced.ts';
import { EnergyStore, type Present } from './store.ts';

it('the figures of a night are on the medium under their name when they count as kept', async () => {
  const data = mkdtempSync(join(tmpdir(), 'haidang-energy-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const store = new EnergyStore(data);
  const present = { version: 1, order: [], lamps: {}, counters: {}, raised: {} } as unknown as Present;
  const synced = await syncedWhile(() => store.savePresent(present));
  expect(synced.at(-1)).toBe(join(data, 'energy'));
  expect(readdirSync(join(data, 'energy'))).toEqual(['present.json']);
});
