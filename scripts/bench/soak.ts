// npm run soak -- [--minutes 30] [--json FILE] [--seed N] [--light]: four RTSP cameras run for that long with one detector while each
// of them is broken again and again, by every kind of fault in turn (scripts/bench/soak/kinds.ts); the process is watched.
// Loopback only, ends by itself. Exit code 0 where all of this holds, else 1:
//   - every fault is told within 30 s, its camera sees again within 180 s after it, and no camera is blind for nothing;
//   - at the end all cameras see, and after their stop no ffmpeg is left, nor one descriptor more than before;
//   - memory is flat: its middle of the second half is at most 15 MB above that of the first.
// A machine that is starved tells late whatever the program does: a fault may be told later by what the processes behind its
// camera waited for a processor meanwhile (scripts/bench/soak/waits.ts), which is printed as late because of the machine. Where
// that was more than one fault in ten, the machine was too busy to say anything, and the exit code is 2.
// The load is printed beside it: a decoder that is starved falls behind the camera by what the
// kernel's buffers hold (half a minute of film): it tells a fault as much later. --light asks a tenth of the work: films of
// 640x360 at 10 pictures a second, 2 of them looked at, in place of 1280x720 at 30 and 5.
import { readdirSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { type Random, seededRandom } from '../../src/simulator/random.ts';
import { number, orSay, whole } from '../lib/flags.ts';
import { cameraMaterial } from './material.ts';
import { Diary, Missed } from './soak/diary.ts';
import { soakFilms } from './soak/films.ts';
import { faults, recovery } from './soak/kinds.ts';
import { ffmpegChildren, readVitals, trendOf, type Vitals } from './soak/vitals.ts';
import { Waits } from './soak/waits.ts';
import { quantile, type Rig, startRig } from './vision/rig.ts';

const { values } = orSay(() =>
  parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      json: { type: 'string' },
      seed: { type: 'string', default: '1' },
      light: { type: 'boolean', default: false },
    },
  }),
);
const minutes = orSay(() => number('minutes', values.minutes, 0.1, 100_000));
const seed = orSay(() => whole('seed', values.seed, 0));
/** Megabytes that the second half may have more than the first. */
const growthAllowed = 15;
const sampleEveryMs = 5000;
/** A camera that is blind after its processes waited this much of the last 30 s is starved; seconds. */
const starvedSeconds = 10;
/** Share of the faults told late because of the machine from which nothing can be said. */
const tooManyLate = 0.1;
/** The last faults of all cameras with all their waits are over by then; seconds after the time. */
const longestEnd = 900;
/** Quiet between two faults of a camera, seconds. */
const quiet = { from: 5, to: 30 };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const material = cameraMaterial();
if (!material) {
  console.error('the shared model and video are not here');
  process.exit(1);
}
const films = soakFilms(material.video, values.light);
const diaries = [0, 1, 2, 3].map((i) => new Diary(`camera-${i + 1}`, (sinceMs) => waits.since(i, sinceMs)));
const waits = new Waits(diaries.length, (i) => pidsBehind(i));
const descriptors = () => readdirSync('/proc/self/fd').length;
let [looks, starts] = [0, 0];
const each = { material: { ...material, video: films.sound }, fps: values.light ? 2 : 5, onLook: () => looks++ };
// What the libraries open once and keep is no leak.
const rehearsal = await startRig({ ...each, count: 1 });
await rehearsal.stop();
await pause(1000);
const descriptorsBefore = descriptors();
const rig: Rig = await startRig({
  ...each,
  count: diaries.length,
  onState: (id, state, reason) => {
    diaries.find((d) => d.id === id)!.write(state, reason, performance.now());
  },
});
waits.start();
const tooLong = setTimeout(giveUp, (minutes * 60 + longestEnd) * 1000);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

const from = performance.now();
const elapsed = () => (performance.now() - from) / 1000;
const isOver = () => elapsed() > minutes * 60;
const done: Record<string, { alarms: number[]; backs: number[] }> = {};
const missed: string[] = [];
/** Told after their time, by no more than the machine took. */
const late: { readonly what: string; readonly seconds: number; readonly machineSeconds: number }[] = [];
const samples: Vitals[] = [];
const sampling = setInterval(() => samples.push(readVitals(elapsed())), sampleEveryMs);

await Promise.all(diaries.map((_, i) => disturb(i, seededRandom(seed * 100 + i))));
clearInterval(sampling);
const notBack = diaries.filter((d) => !d.isOnline).map((d) => d.id);
const children = ffmpegChildren().length;
for (const { camera } of rig.cameras) starts += Number(camera.health().facts?.['restarts'] ?? 0);
waits.stop();
await rig.stop();
clearTimeout(tooLong);
await pause(1000);
const left = { children: ffmpegChildren().length, descriptors: descriptors() - descriptorsBefore };

// What is opened and learned at first is no growth.
const settled = samples.filter((s) => s.seconds > Math.min(120, (minutes * 60) / 4));
const rss = trendOf(settled, (s) => s.rssMb);
const alarms = diaries.flatMap((d) =>
  d.falseAlarms.map((a) => ({ ...a, what: `${d.id} ${second(a.atMs)} s: ${a.reason}` })),
);
const falseAlarms = alarms.filter((a) => a.waited < starvedSeconds).map((a) => a.what);
const starved = alarms.filter((a) => a.waited >= starvedSeconds);
const seen = Object.fromEntries(
  Object.entries(done).map(([kind, { alarms, backs }]) => [
    kind,
    { times: alarms.length, alarmSeconds: spread(alarms), backSeconds: spread(backs) },
  ]),
);
const neverDone = Object.keys(faults).filter((kind) => !(kind in done));
const hours = Math.round(elapsed() / 36) / 100;
const result = {
  ...{
    minutes,
    hours,
    light: values.light,
    looks,
    restarts: starts,
    faults: seen,
    neverDone,
    missed,
    late,
    falseAlarms,
    blindBecauseOfTheMachine: starved.map((a) => `${a.what}, waited ${oneDigit(a.waited)} s`),
    notBack,
    left,
  },
  rssMb: rss,
  heapMb: trendOf(settled, (s) => s.heapMb),
  externalMb: trendOf(settled, (s) => s.externalMb),
  descriptors: trendOf(settled, (s) => s.fds),
  childrenAtTheEnd: children,
  childrenMb: trendOf(settled, (s) => s.childrenMb),
  load: spread(settled.map((s) => s.load)),
  eventLoopMs: { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
  isFlat: rss.secondHalf - rss.firstHalf <= growthAllowed,
};
const isClean = left.children === 0 && left.descriptors <= 0;
const isSeen = [missed, falseAlarms, notBack].every((list) => list.length === 0);
const times = Object.values(seen).reduce((sum, kind) => sum + kind.times, 0);
const isStarved = late.length + starved.length > tooManyLate * times;
const isGood = result.isFlat && isClean && isSeen;
// A machine that is starved does not come round to every kind.
const verdict = isGood && isStarved ? 'machine too busy' : isGood && neverDone.length === 0 ? 'good' : 'bad';
if (values.json) writeFileSync(values.json, JSON.stringify({ verdict, ...result, samples }, null, 1));
console.log(JSON.stringify({ verdict, ...result }, null, 1));
process.exit({ good: 0, bad: 1, 'machine too busy': 2 }[verdict]);

/** The processes behind a camera: what sends its pictures, and its decoder. */
function pidsBehind(i: number): number[] {
  const pid = rig.cameras[i]!.camera.health().facts?.['pid'];
  return typeof pid === 'number' ? [rig.serverPid(i), pid] : [rig.serverPid(i)];
}

/** What hangs at the end is said, and ends it. */
function giveUp(): void {
  const state = { verdict: 'bad', why: 'the soak did not end', missed, late, faults: done };
  if (values.json) writeFileSync(values.json, JSON.stringify({ ...state, samples }, null, 1));
  console.log(JSON.stringify(state, null, 1));
  for (const pid of ffmpegChildren()) process.kill(pid, 'SIGKILL');
  process.exit(1);
}

/** The life of one camera: quiet, a fault, its return; every kind once before any comes again. Ends with the time. */
async function disturb(i: number, random: Random): Promise<void> {
  const diary = diaries[i]!;
  let bag: string[] = [];
  await expect(diary.back(recovery));
  for (;;) {
    await pause(1000 * (quiet.from + (quiet.to - quiet.from) * random()));
    if (isOver()) return;
    const pid = rig.cameras[i]!.camera.health().facts?.['pid'];
    if (!diary.isOnline || typeof pid !== 'number') continue;
    if (bag.length === 0) bag = shuffled(Object.keys(faults), random);
    await one(i, bag.pop()!, pid);
  }
}

async function one(i: number, kind: string, pid: number): Promise<void> {
  const diary = diaries[i]!;
  diary.isDisturbed = true;
  const now = done[kind] ?? { alarms: [], backs: [] };
  done[kind] = now;
  const alarm = await expect(
    faults[kind]!.run({
      ...{ rig, camera: i, films, pid },
      told: async (state, within, reason) => {
        const since = performance.now();
        const seconds = await diary.told(state, since, within, reason);
        if (seconds > within) {
          const machineSeconds = oneDigit(waits.since(i, since));
          late.push({ what: `${second(since)} s: ${diary.id} ${kind}`, seconds: oneDigit(seconds), machineSeconds });
        }
        return seconds;
      },
    }),
  );
  const back = await expect(diary.back(recovery));
  if (alarm !== undefined) now.alarms.push(alarm);
  if (back !== undefined) now.backs.push(back);
  diary.isDisturbed = false;
  const text = (s: number | undefined) => (s === undefined ? 'not in time' : `${s.toFixed(1)} s`);
  console.error(`${Math.round(elapsed())} s: ${diary.id} ${kind}: told ${text(alarm)}, back ${text(back)}`);
}

/** What was not seen in time is noted, and the soak goes on. */
async function expect(seconds: Promise<number>): Promise<number | undefined> {
  try {
    return await seconds;
  } catch (error) {
    if (!(error instanceof Missed)) throw error;
    missed.push(`${Math.round(elapsed())} s: ${error.message}`);
    return undefined;
  }
}

function shuffled<T>(of: readonly T[], random: Random): T[] {
  const items = [...of];
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

function spread(of: readonly number[]) {
  return { median: oneDigit(quantile(of, 0.5)), max: oneDigit(Math.max(...of)) };
}

function oneDigit(value: number): number {
  return Math.round(value * 10) / 10;
}

function second(atMs: number): number {
  return Math.round((atMs - from) / 1000);
}
