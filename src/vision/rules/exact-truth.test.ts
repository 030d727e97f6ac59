// The rules on generated scenes, held against the exact truth of each: from truth tracks nothing is missed and nobody is
// accused for nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFilm } from '../../simulator/scene/film.ts';
import { loadScenario } from '../../simulator/scene/scenario.ts';
import { openScene } from '../../simulator/scene/scene.ts';
import { zonesInPicture } from '../../simulator/scene/zones-in-picture.ts';
import { replayTracks } from '../replay-tracks.ts';
import { readHappenings } from '../tracks-file.ts';
import { ruleSchema } from './table.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-truth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Films a scenario without pictures, gives its zone to the rule, and scores what the rule says. */
async function scoreOf(name: string, seed: number, zone: string, rule: Record<string, unknown> & { id: string }) {
  const file = fileURLToPath(new URL(`../../../config/scenarios/${name}.yaml`, import.meta.url));
  const loaded = loadScenario(file);
  if (!('scenario' in loaded)) throw new Error(`${name} has mistakes`);
  const scene = openScene(loaded.scenario, seed);
  const [truth, violations] = [join(folder, 'truth'), join(folder, 'violations')];
  await writeFilm(scene, { fps: 4, truth, violations });
  const outline = zonesInPicture(scene).zones[zone]?.outline;
  const { width, height } = scene.camera;
  const summary = await replayTracks({
    config: { id: 'cam', rules: [ruleSchema.parse({ ...rule, zone: outline })] },
    ...{ tracks: truth, size: { width, height }, happenings: await readHappenings(violations) },
    ...{ startMs: 0, timezone: 'Asia/Ho_Chi_Minh', out: () => {} },
  });
  return summary.rules?.[rule.id];
}

describe.each([20, 101, 102])('from the exact truth of seed %i', (seed) => {
  it('intrusion sees everybody in the border strip and nobody beside it', { timeout: 60_000 }, async () => {
    const score = await scoreOf('border-night', seed, 'strip', { id: 'strip', kind: 'intrusion' });
    expect(score).toMatchObject({ precision: 1, recall: 1, nearMissesTaken: 0 });
    expect(score?.happened).toBeGreaterThan(0);
  });

  it('loitering sees who walks about at the gate and leaves alone who waits a little', {
    timeout: 60_000,
  }, async () => {
    const rule = { id: 'loiter', kind: 'loitering', after: '20s', classes: ['person'] };
    const score = await scoreOf('loitering', seed, 'gate', rule);
    expect(score).toMatchObject({ precision: 1, recall: 1, nearMissesTaken: 0 });
    expect(score?.happened).toBeGreaterThan(0);
  });
});
