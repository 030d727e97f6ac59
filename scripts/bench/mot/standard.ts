// The sequences of the shared material: what the project wants to reach, and what it has.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Size } from '../../../src/vision/track/departure.ts';
import { degraded } from './degrade.ts';
import { identity } from './identity.ts';
import { type Score, score, shown } from './score.ts';
import { createSequence } from './sequence.ts';
import { type Row, readRows } from './text.ts';
import { trackPlain, trackProduct } from './track.ts';

const material = join(fileURLToPath(new URL('../../../..', import.meta.url)), 'shared', 'material', 'mot');

export interface Sequence {
  readonly name: string;
  readonly truth: readonly Row[];
  readonly detections: readonly Row[];
  readonly fps: number;
  /** Of its pictures, pixels, as its seqinfo.ini says. */
  readonly picture: Size;
}

const large = { width: 1920, height: 1080 };

/** How the truth of a sequence is made into detections for the comparison of frame rates. */
const asSeen = { drop: 0.1, jitter: 2, seed: 1 };
const slower = 5;

const file = (...parts: string[]) => readRows(join(material, ...parts));

/** Sequences with the detections of others. */
export const detected: readonly (() => Sequence)[] = [
  ...['TUD-Campus', 'TUD-Stadtmitte'].map((name) => () => ({
    name: `${name}, SORT’s detections`,
    truth: file('sort-mot15', name, 'gt', 'gt.txt'),
    detections: file('sort-mot15', name, 'det', 'det.txt'),
    fps: 25,
    picture: { width: 640, height: 480 },
  })),
  () => ({
    name: 'MOT17-13, DPM detections',
    truth: file('mot17', 'MOT17-13', 'gt', 'gt.txt'),
    detections: file('mot17', 'MOT17-13', 'det', 'det_mot16_dpm.txt'),
    fps: 25,
    picture: large,
  }),
];

/** Sequences whose truth stands for the detections, to hold two frame rates against each other. */
export const seen: readonly (() => Sequence)[] = ['MOT17-02', 'MOT17-09'].map((name) => () => {
  const truth = file('mot17', name, 'gt', 'gt.txt');
  return { name, truth, detections: degraded(truth, asSeen), fps: 30, picture: large };
});

type Track = typeof trackPlain;

/** The truth that counts, and the tracks. */
function tracked({ truth, detections, fps, picture }: Sequence, track: Track, every: number): [Row[], Row[]] {
  const lastFrame = [...truth, ...detections].reduce((last, row) => Math.max(last, row.frame), 0);
  return [truth.filter((row) => (row.frame - 1) % every === 0), track(detections, { fps, every, lastFrame, picture })];
}

export const scoreOf = (sequence: Sequence, track: Track, every = 1): Score =>
  score(...tracked(sequence, track, every));

/** What the product's tracker keeps of its IDF1 at a fifth of the frames. */
export function keptWhenSlower(sequence: Sequence): number {
  const idf1 = (every: number) => identity(createSequence(...tracked(sequence, trackProduct, every))).idf1;
  return idf1(slower) / idf1(1);
}

export const leastKept = 0.85;
/** What SORT has on TUD-Campus with these detections. */
export const sortOnCampus = 62.7;

function measure() {
  const lineOf = (sequence: Sequence, name: string, every = 1) => ({
    name,
    product: scoreOf(sequence, trackProduct, every),
    plain: scoreOf(sequence, trackPlain, every),
  });
  const lines = detected.map((create) => {
    const sequence = create();
    return lineOf(sequence, sequence.name);
  });
  const rates = seen.map((create) => {
    const sequence = create();
    const { name, fps } = sequence;
    const full = lineOf(sequence, `${name}, its truth as seen, ${fps} a second`);
    const few = lineOf(sequence, `${name}, its truth as seen, ${fps / slower} a second`, slower);
    return { name, full, few };
  });
  const targets = [
    { name: 'TUD-Campus: MOTA (SORT’s)', value: 100 * (lines[0]?.product.mota ?? 0), atLeast: sortOnCampus },
    ...rates.map(({ name, full, few }) => ({
      name: `${name}: IDF1 at 6 frames a second over that at 30`,
      value: few.product.idf1 / full.product.idf1,
      atLeast: leastKept,
    })),
  ];
  return { lines: [...lines, ...rates.flatMap(({ full, few }) => [full, few])], targets };
}

/** Prints it. @returns the exit code. */
export function standard(json: boolean): 0 | 1 {
  if (!existsSync(material)) {
    console.log(
      json ? JSON.stringify({ skipped: 'the shared material is not here' }) : 'the shared material is not here',
    );
    return 0;
  }
  const { lines, targets } = measure();
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
