// npm run bench:mot: a tracker on the detections of a sequence, and how well its tracks follow the truth.
import { writeFileSync } from 'node:fs';
import { messageOf } from '../../../src/runtime/errors.ts';
import { degraded } from './degrade.ts';
import { type MotOptions, readOptions, usage } from './options.ts';
import { type Score, score, shown } from './score.ts';
import { standard } from './standard.ts';
import { formatRows, type Row, readRows } from './text.ts';
import { trackPlain, trackProduct } from './track.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (!options.det && !options.fromGt && !options.tracks) process.exit(standard(options.json));
  const { tracks, result } = run(options);
  if (options.out !== undefined) writeFileSync(options.out, formatRows(tracks));
  const ids = new Set(tracks.map((t) => t.id)).size;
  if (options.json) console.log(JSON.stringify({ boxes: tracks.length, ids, ...result }));
  else console.log(`${tracks.length} boxes of ${ids} ids${result ? `\n${shown(result)}` : ''}`);
} catch (error) {
  console.error(`${messageOf(error)}\n\n${usage}`);
  process.exit(2);
}

function run(o: MotOptions): { tracks: Row[]; result: Score | undefined } {
  const truth = o.gt === undefined ? undefined : readRows(o.gt);
  const looked = truth?.filter((row) => (row.frame - 1) % o.every === 0);
  const scored = (tracks: Row[]) => ({ tracks, result: looked && score(looked, tracks) });
  if (o.tracks !== undefined) return scored(readRows(o.tracks));
  const detections = o.fromGt === undefined ? readRows(o.det!) : degraded(readRows(o.fromGt), o.degrade);
  const lastNamed = [...detections, ...(truth ?? [])].reduce((last, row) => Math.max(last, row.frame), 0);
  const timing = { fps: o.fps, every: o.every, lastFrame: o.lastFrame ?? lastNamed, picture: o.picture };
  return scored(o.plain ? trackPlain(detections, timing) : trackProduct(detections, timing));
}
