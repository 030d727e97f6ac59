import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { render, renderHint } from '../messages/catalogue.ts';
import { loadSite } from './load.ts';

const root = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'haidang-units-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('points of a station are held against each other in the units of their profiles, with line and remedy', () => {
  const file = join(folder, 'site.yaml');
  const site = readFileSync(join(root, 'config/examples/station.yaml'), 'utf8');
  writeFileSync(file, site.replace('notAbove: pm10', 'notAbove: wind-speed'));
  const { problems } = loadSite(file, {
    profileFolders: [join(root, 'device-profiles')],
    modelFolders: [],
    packFolders: [join(root, 'config/rule-packs')],
  });
  const [found] = problems.filter((p) => p.message.code === 'station.cross-unit');
  expect(found).toMatchObject({
    severity: 'warning',
    line: 1 + site.split('\n').findIndex((l) => l.includes('notAbove')),
  });
  expect(render(found!.message, 'en')).toContain('pm25 is in ug/m3 and wind-speed in m/s');
  expect(renderHint(found!.message, 'en')).toContain('compare points of one kind of unit');
});
