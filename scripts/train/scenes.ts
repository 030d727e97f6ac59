// Makes training pictures with exact boxes: node scripts/train/scenes.ts --out DIR --count 2000 [--seed 1] [--jobs 2]
// Half of them (--places 0.5) show the places of the scenarios with other cameras, houses, traffic and weather; the others
// streets that no two pictures share. Picture i is the same whatever the number of jobs. Writes DIR/images/*.jpg,
// DIR/labels/*.txt (YOLO lines; flag 0 the road user, 1 somebody who rides, 3 to be ignored), DIR/classes.txt.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { roadUserClasses } from '../../src/domain/detection.ts';
import { pictureGroup } from '../../src/simulator/scene/dataset/picture.ts';
import { placeGroup } from '../../src/simulator/scene/dataset/place.ts';
import { number, orSay, whole } from '../lib/flags.ts';

const { values } = orSay(() =>
  parseArgs({
    options: {
      out: { type: 'string' },
      count: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '1' },
      places: { type: 'string', default: '0.5' },
      part: { type: 'string' },
    },
  }),
);
const out = values.out;
if (!out) {
  console.error('usage: node scripts/train/scenes.ts --out DIR [--count N] [--seed S] [--jobs J] [--places SHARE]');
  process.exit(2);
}
const { count, seed, jobs, places, part } = orSay(() => ({
  count: whole('count', values.count, 1),
  seed: whole('seed', values.seed, 0),
  jobs: whole('jobs', values.jobs, 1),
  places: number('places', values.places, 0, 1),
  part: whole('part', values.part ?? '0', 0),
}));
/** Pictures before one backdrop: drawing it takes as long as several pictures. */
const together = 5;

mkdirSync(join(out, 'images'), { recursive: true });
mkdirSync(join(out, 'labels'), { recursive: true });
writeFileSync(join(out, 'classes.txt'), `${roadUserClasses.join('\n')}\n`);

if (values.part === undefined && jobs > 1) {
  const self = fileURLToPath(import.meta.url);
  const common = [
    '--out',
    out,
    '--count',
    `${count}`,
    '--seed',
    `${seed}`,
    '--jobs',
    `${jobs}`,
    '--places',
    `${places}`,
  ];
  const codes = await Promise.all(
    Array.from({ length: jobs }, (_, part) => {
      const child = spawn(process.execPath, [self, ...common, '--part', `${part}`], { stdio: 'inherit' });
      return new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)));
    }),
  );
  process.exitCode = Math.max(...codes);
} else {
  const started = performance.now();
  let made = 0;
  for (let group = part; group * together < count; group += jobs) {
    let i = group * together;
    // The memory of canvases is given back in a turn of the event loop only.
    await breathe();
    // Evenly among the groups: 0.25 is every fourth.
    const make = Math.floor((group + 1) * places) > Math.floor(group * places) ? placeGroup : pictureGroup;
    for (const { jpeg, labels } of make(seed * 1_000_003 + group, Math.min(together, count - i))) {
      const name = `scene_${String(i).padStart(6, '0')}`;
      writeFileSync(join(out, 'images', `${name}.jpg`), jpeg);
      writeFileSync(join(out, 'labels', `${name}.txt`), labels.map((line) => `${line}\n`).join(''));
      i++;
      made++;
    }
  }
  const minutes = (performance.now() - started) / 60_000;
  console.log(`${made} pictures, ${(made / minutes).toFixed(0)} a minute`);
}
