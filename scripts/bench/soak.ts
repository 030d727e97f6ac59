// npm run soak -- [--minutes 30] [--json FILE]: four RTSP cameras run for that long while their streams are broken again
// and again, and the memory of the process is watched. Every fault must be told and be over within its time, and the
// memory of the second half of the run must be that of the first: exit code 0, else 1. Loopback only.
//   kill      ffmpeg of a camera is killed (the decoder died)
//   stop      ffmpeg is stopped and stays (no frame for 20 s: the watchdog)
//   hang-up   the server of a camera ends and comes back (the camera restarts)
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/simulator/random.ts';
import { cameraMaterial } from './material.ts';
import { quantile, type Rig, residentMb, startRig } from './vision/rig.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    json: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const minutes = Number(values.minutes);
const random = seededRandom(Number(values.seed));
const kinds = ['kill', 'kill', 'stop', 'hang-up'] as const;
/** Megabytes that the second half may have more than the first. */
const growthAllowed = 15;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const material = cameraMaterial();
if (!material) {
  console.error('the shared model and video are not here');
  process.exit(1);
}
const states = new Map<string, { state: string; atMs: number }>();
const told: Record<string, number> = {};
const rig: Rig = await startRig({
  material,
  count: 4,
  fps: 5,
  onState: (camera, state, reason) => {
    states.set(camera, { state, atMs: performance.now() });
    if (state === 'blind') told[reason] = (told[reason] ?? 0) + 1;
  },
});
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

const faults: Record<string, number> = {};
const missed: string[] = [];
const recoveries: number[] = [];
const samples: { seconds: number; mb: number }[] = [];
const from = performance.now();
const elapsed = () => (performance.now() - from) / 1000;
const isOver = () => elapsed() > minutes * 60;

const sampling = (async () => {
  while (!isOver()) {
    await pause(5000);
    samples.push({ seconds: Math.round(elapsed()), mb: Math.round((process.memoryUsage().rss / 1e6) * 10) / 10 });
  }
})();

await pause(15_000);
while (!isOver()) {
  const i = Math.floor(random() * rig.cameras.length);
  const { id, camera } = rig.cameras[i]!;
  const pid = camera.health().facts?.['pid'];
  if (typeof pid === 'number' && states.get(id)?.state === 'online') {
    const kind = kinds[Math.floor(random() * kinds.length)]!;
    const before = performance.now();
    if (kind === 'hang-up') await rig.hangUp(i, 2000);
    else process.kill(pid, kind === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    faults[kind] = (faults[kind] ?? 0) + 1;
    const within = kind === 'stop' ? 60_000 : 30_000;
    await reached(id, 'blind', before, within);
    await reached(id, 'online', before, within + 60_000);
    recoveries.push((performance.now() - before) / 1000);
  }
  await pause(2000 + 4000 * random());
}
await sampling;
const children = rig.pids().reduce((sum, p) => sum + residentMb(p), 0);
const looks = rig.looks.length;
await rig.stop();

const settled = samples.filter((s) => s.seconds > Math.min(60, (minutes * 60) / 4));
const half = settled.length >> 1;
const median = (part: typeof samples) =>
  quantile(
    part.map((s) => s.mb),
    0.5,
  );
const growth = median(settled.slice(half)) - median(settled.slice(0, half));
const isFlat = growth <= growthAllowed;
const result = {
  ...{ minutes, looks, faults, told, missed, isFlat },
  memoryMb: { firstHalf: median(settled.slice(0, half)), secondHalf: median(settled.slice(half)), growth },
  childrenMb: Math.round(children),
  recoverySeconds: { median: quantile(recoveries, 0.5), max: Math.max(0, ...recoveries) },
  eventLoopMs: { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
  samples,
};
if (values.json) writeFileSync(values.json, JSON.stringify(result, null, 1));
const { samples: _samples, ...short } = result;
console.log(JSON.stringify(short, null, 1));
process.exit(isFlat && missed.length === 0 ? 0 : 1);

/** Waits until a camera is in a state since then; notes it where it is not in time. */
async function reached(id: string, state: string, sinceMs: number, withinMs: number): Promise<void> {
  const isSo = () => {
    const now = states.get(id);
    return now?.state === state && now.atMs >= sinceMs;
  };
  const end = performance.now() + withinMs;
  while (!isSo() && performance.now() < end) await pause(100);
  if (!isSo()) missed.push(`${id} was not ${state} ${Math.round(withinMs / 1000)} s after its fault`);
}
