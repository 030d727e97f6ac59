// Makes the pictures on which the model card measures generated scenes: frames of all scenario files, by day or by night,
// with shapes of road users that training pictures never show. Training knows the places, but with other houses, from
// other cameras, with other traffic. Flags: 0 the road user itself, 1 somebody who rides, 3 too small or too hidden to be
// named. node scripts/train/scenarios.ts --out DIR --light day|night [--frames 12] [--every 4] [--seed 77]
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { roadUserClasses } from '../../src/domain/detection.ts';
import { type Least, labelsOf, lineOf } from '../../src/simulator/scene/dataset/picture.ts';
import { loadScenario, type Scenario } from '../../src/simulator/scene/scenario.ts';
import { openScene } from '../../src/simulator/scene/scene.ts';
import { painterOf } from '../../src/simulator/scene/shoot.ts';
import { createTruth } from '../../src/simulator/scene/truth.ts';
import { number, orSay, whole } from '../lib/flags.ts';

/**
 * Who must be found, in a picture 540 high: 26 pixels, a twentieth, is the least height of the "reasonable" part of
 * CityPersons (50 of 1024); that part wants 65 % in sight, this one half. All others are ignored.
 */
const least: Least = { visible: 0.5, width: 9, height: 26 };

const { values } = orSay(() =>
  parseArgs({
    options: {
      out: { type: 'string' },
      light: { type: 'string', default: 'day' },
      frames: { type: 'string', default: '12' },
      every: { type: 'string', default: '4' },
      seed: { type: 'string', default: '77' },
    },
  }),
);
const { out, light } = values;
const { frames, every, seed } = orSay(() => ({
  frames: whole('frames', values.frames, 1),
  every: number('every', values.every, 0.01, 1000),
  seed: whole('seed', values.seed, 0),
}));
if (!out || (light !== 'day' && light !== 'night')) {
  console.error(
    'usage: node scripts/train/scenarios.ts --out DIR --light day|night [--frames N] [--every S] [--seed S]',
  );
  process.exit(2);
}
for (const folder of ['images', 'labels']) mkdirSync(join(out, folder), { recursive: true });
writeFileSync(join(out, 'classes.txt'), `${roadUserClasses.join('\n')}\n`);

const folder = fileURLToPath(new URL('../../config/scenarios/', import.meta.url));
for (const file of readdirSync(folder).sort()) {
  const loaded = loadScenario(join(folder, file));
  if (!('scenario' in loaded)) throw new Error(`${file} has mistakes: haidang check says which`);
  await makeFrames(file.replace('.yaml', ''), {
    ...loaded.scenario,
    shapes: 'held-out',
    conditions: { ...loaded.scenario.conditions, light },
  });
}

async function makeFrames(name: string, scenario: Scenario): Promise<void> {
  const scene = openScene(scenario, seed);
  const { width, height } = scene.camera;
  const painter = painterOf(scene);
  const truthAt = createTruth({ plan: scene.site.plan, camera: scene.camera, riders: true });
  for (let i = 0; i < frames; i++) {
    const moment = scene.at(i * every);
    const labels = labelsOf(truthAt(moment, i), least);
    const raw = { width, height, channels: 4 } as const;
    const picture = sharp(painter.paint(moment), { raw }).removeAlpha().jpeg({ quality: 85 });
    const base = `${name}_${light}_${String(i).padStart(2, '0')}`;
    await picture.toFile(join(out as string, 'images', `${base}.jpg`));
    const lines = labels.map((label) => `${lineOf(label, scene.camera)}\n`);
    writeFileSync(join(out as string, 'labels', `${base}.txt`), lines.join(''));
  }
}
