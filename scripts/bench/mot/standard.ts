// The sequences of the shared material: what the project wants to reach, and what it has.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { degraded } from './degrade.ts';
import { type Score, score, shown } from './score.ts';
import { type Row, readRows } from './text.ts';
import { type Timing, trackPlain, trackProduct } from './track.ts';

const material = join(fileURLToPath(new URL('../../../..', import.meta.url)), 'shared', 'material', 'mot');

export interface Line {
  readonly name: string;
  readonly product: Score;
  readonly plain: Score;
}

export interface Standard {
  readonly lines: readonly Line[];
  readonly targets: readonly { readonly name: string; readonly value: number; readonly atLeast: number }[];
}

/** How the truth of a sequence is made into detections for the comparison of frame rates. */
const asSeen = { drop: 0.1, jitter: 2, seed: 1 };
const slower = 5;

/** Undefined where the material is absent. */
export function measureStandard(): Standard | undefined {
  if (!existsSync(material)) return undefined;
  const file = (...parts: string[]) => readRows(join(material, ...parts));
  const campus = line('TUD-Campus, SORT’s detections', {
    truth: file('sort-mot15', 'TUD-Campus', 'gt', 'gt.txt'),
    detections: file('sort-mot15', 'TUD-Campus', 'det', 'det.txt'),
    fps: 25,
  });
  const stadtmitte = line('TUD-Stadtmitte, SORT’s detections', {
    truth: file('sort-mot15', 'TUD-Stadtmitte', 'gt', 'gt.txt'),
    detections: file('sort-mot15', 'TUD-Stadtmitte', 'det', 'det.txt'),
    fps: 25,
  });
  const dpm = line('MOT17-13, DPM detections', {
    truth: file('mot17', 'MOT17-13', 'gt', 'gt.txt'),
    detections: file('mot17', 'MOT17-13', 'det', 'det_mot16_dpm.txt'),
    fps: 25,
  });
  const rates = ['MOT17-02', 'MOT17-09'].map((name) => {
    const truth = file('mot17', name, 'gt', 'gt.txt');
    const sequence = { truth, detections: degraded(truth, asSeen), fps: 30 };
    const full = line(`${name}, its truth as seen, 30 a second`, sequence);
    const few = line(`${name}, its truth as seen, 6 a second`, sequence, slower);
    return { name, full, few };
  });
  return {
    lines: [campus, stadtmitte, dpm, ...rates.flatMap(({ full, few }) => [full, few])],
    targets: [
      { name: 'TUD-Campus: MOTA (SORT has 62.7)', value: 100 * campus.product.mota, atLeast: 62.7 },
      ...rates.map(({ name, full, few }) => ({
        name: `${name}: IDF1 at 6 frames a second over that at 30`,
        value: few.product.idf1 / full.product.idf1,
        atLeast: 0.85,
      })),
    ],
  };
}

interface Sequence {
  readonly truth: readonly Row[];
  readonly detections: readonly Row[];
  readonly fps: number;
}

function line(name: string, { truth, detections, fps }: Sequence, every = 1): Line {
  const lastFrame = [...truth, ...detections].reduce((last, row) => Math.max(last, row.frame), 0);
  const timing: Timing = { fps, every, lastFrame };
  const looked = truth.filter((row) => (row.frame - 1) % every === 0);
  return {
    name,
    product: score(looked, trackProduct(detections, timing)),
    plain: score(looked, trackPlain(detections, timing)),
  };
}

/** Prints it. @returns the exit code. */
export function standard(json: boolean): 0 | 1 {
  const measured = measureStandard();
  if (!measured) {
    console.log(
      json ? JSON.stringify({ skipped: 'the shared material is not here' }) : 'the shared material is not here',
    );
    return 0;
  }
  const { lines, targets } = measured;
  const missed = targets.filter((t) => !(t.value >= t.atLeast)).length;
  if (json) console.log(JSON.stringify({ lines, targets, missed }));
  else {
    for (const { name, product, plain } of lines) {
      console.log(`${name}\n  haidang    ${shown(product)}\n  ByteTrack  ${shown(plain)}`);
    }
    for (const t of targets) {
      const mark = t.value >= t.atLeast ? 'ok  ' : 'MISS';
      console.log(`  ${mark} ${t.name.padEnd(50)} ${t.value.toFixed(2).padStart(6)}  (target >= ${t.atLeast})`);
    }
  }
  return missed === 0 ? 0 : 1;
}
