// Makes training pictures with exact boxes: node scripts/train/scenes.ts --out DIR --count 2000 [--seed 1] [--jobs 2]
// Picture i is the same whatever the number of jobs. Writes DIR/images/*.jpg, DIR/labels/*.txt, DIR/classes.txt.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { roadUserClasses } from '../../src/domain/detection.ts';
import { pictureGroup } from '../../src/simulator/scene/dataset/picture.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    part: { type: 'string' },
  },
});
const out = values.out;
if (!out) {
  console.error('usage: node scripts/train/scenes.ts --out DIR [--count N] [--seed S] [--jobs J]');
  process.exit(2);
}
const [count, seed, jobs] = [Number(values.count), Number(values.seed), Number(values.jobs)];
/** Pictures before one backdrop: drawing it takes as long as several pictures. */
const together = 5;

mkdirSync(join(out, 'images'), { recursive: true });
mkdirSync(join(out, 'labels'), { recursive: true });
writeFileSync(join(out, 'classes.txt'), `${roadUserClasses.join('\n')}\n`);

if (values.part === undefined && jobs > 1) {
  const self = fileURLToPath(import.meta.url);
  const common = ['--out', out, '--count', `${count}`, '--seed', `${seed}`, '--jobs', `${jobs}`];
  const codes = await Promise.all(
    Array.from({ length: jobs }, (_, part) => {
      const child = spawn(process.execPath, [self, ...common, '--part', `${part}`], { stdio: 'inherit' });
      return new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)));
    }),
  );
  process.exitCode = Math.max(...codes);
} else {
  const part = Number(values.part ?? 0);
  const started = performance.now();
  let made = 0;
  for (let group = part; group * together < count; group += jobs) {
    let i = group * together;
    // The memory of canvases is given back in a turn of the event loop only.
    await breathe();
    for (const { jpeg, labels } of pictureGroup(seed * 1_000_003 + group, Math.min(together, count - i))) {
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
