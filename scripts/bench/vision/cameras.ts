// Four RTSP cameras of 1280x720 and 30 pictures a second, looked at 5 times a second each with YOLOX-nano on one thread, in
// a process of their own as the program ships: compiled first, and started with the flags and the environment that
// scripts/haidang and the image give it. From source Node keeps its compiler of types: 40 MB more, and pauses of its own.
// The host of a virtual machine may give its processors to others: no program answers in 50 ms then. Longest delay and
// oldest picture are therefore of the seconds in which nothing was taken, nor in the one before, where these are half of all or more; both are printed.
// HAIDANG_BENCH_SECONDS: how long is measured, 60 without it (the project's figures are taken over 300).
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hasRtspServer, startRtspServer } from '../../../src/vision/source/testing/rtsp-server.ts';
import type { Bench } from '../bench.ts';
import { cameraMaterial, cardFile, type Material } from '../material.ts';
import { quantile } from './figures.ts';
import type { Second, Watched, WatchedOptions } from './watched.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = join('scripts', 'bench', 'vision', 'watched');
const count = 4;
const fps = 5;

export const cameras: Bench = {
  name: 'cameras',
  async run() {
    const material = cameraMaterial();
    if (!material) return { skipped: 'the shared model and video are not here' };
    if (!hasRtspServer) return { skipped: "GStreamer's RTSP server is not here" };
    const seconds = Number(process.env['HAIDANG_BENCH_SECONDS'] ?? 60);
    const { flags, env } = asItStarts();
    const seen = await watch(material, seconds, flags, env);
    if (!seen) return { skipped: 'the cameras did not give pictures in time: is the machine busy?' };
    const { looks, delay } = seen;
    const whole = seen.seconds.filter((s, i) => s.stolenMs === 0 && !seen.seconds[i - 1]?.stolenMs);
    // Too few of them prove nothing: all are judged then.
    const isEnough = whole.length * 2 >= seen.seconds.length;
    const judged = isEnough ? whole : seen.seconds;
    const oldestMs = Math.max(...judged.map((s) => s.oldestMs));
    const due = (seen.measuredMs / 1000) * fps;
    const perCamera = Array.from({ length: count }, (_, i) => {
      return looks.filter((l) => l.camera === `camera-${i + 1}`).length / due;
    });
    const took = looks.map((l) => l.tookMs);
    const interval = 1000 / fps;
    const inference = quantile(
      looks.map((l) => l.inferenceMs),
      0.5,
    );
    const shipped = [...seen.execArgv, ...Object.entries(env).map((pair) => pair.join('='))].join(' ');
    const what = `${count} cameras at ${fps} a second over ${seconds} s, compiled, ${shipped}`;
    const lost = `lost ${isEnough ? 'no processor' : 'processors in most'}`;
    const ofSeconds = `over ${judged.length} s in which the machine ${lost}`;
    return [
      {
        name: 'due frames inferred, the worst of four cameras',
        value: Math.min(...perCamera),
        unit: 'ratio',
        target: { atLeast: 0.99 },
        detail: `${what}; ${looks.length} looks, one inference ${inference.toFixed(1)} ms`,
      },
      {
        name: 'oldest frame at its tracks, in intervals',
        value: oldestMs / interval,
        unit: 'times',
        target: { atMost: 2 },
        detail: `${oldestMs.toFixed(0)} ms ${ofSeconds}; of all ${Math.max(...took).toFixed(0)} ms`,
      },
      {
        name: 'from capture to tracks p95, less inference, in intervals',
        value: (quantile(took, 0.95) - inference) / interval,
        unit: 'times',
        target: { atMost: 2 },
        detail: `p95 ${quantile(took, 0.95).toFixed(1)} ms, median ${quantile(took, 0.5).toFixed(1)} ms`,
      },
      {
        name: 'event loop delay p99, four cameras',
        value: delay.p99,
        unit: 'ms',
        target: { atMost: 10 },
        detail: `median ${delay.median.toFixed(2)} ms at a resolution of 1 ms`,
      },
      {
        name: 'event loop delay max, four cameras',
        value: Math.max(...judged.map((s) => s.ms)),
        unit: 'ms',
        target: { atMost: 50 },
        detail: `${ofSeconds}; of all ${delay.max.toFixed(0)} ms; the worst of those: ${worst(judged)}`,
      },
      {
        name: 'resident memory of the Node process, four cameras',
        value: seen.rssMb,
        unit: 'MB',
        target: { atMost: 450 },
        detail: `ffmpeg children apart: ${seen.childrenMb.toFixed(0)} MB together`,
      },
    ];
  },
};

function worst(seconds: readonly Second[]): string {
  const sorted = [...seconds].sort((a, b) => b.ms - a.ms).slice(0, 5);
  return sorted
    .map((s) => `${s.ms.toFixed(0)} ms in second ${s.second}${s.collections && ` (${s.collections})`}`)
    .join('; ');
}

/** What the start script gives Node, read from it: the bench must not know it better. */
function asItStarts(): { flags: string[]; env: Record<string, string> } {
  const text = (...path: string[]) => readFileSync(join(root, 'scripts', ...path), 'utf8');
  const flags = /^exec node (.*?) "/m.exec(text('haidang'))?.[1]?.split(' ');
  const arenas = /^MALLOC_ARENA_MAX=\$\{MALLOC_ARENA_MAX:-(\d+)\}$/m.exec(text('lib', 'node.sh'))?.[1];
  if (!flags || !arenas) throw new Error('scripts/haidang and scripts/lib/node.sh do not say how Node is started');
  return { flags, env: { MALLOC_ARENA_MAX: arenas } };
}

async function watch(
  material: Material,
  seconds: number,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Watched | undefined> {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), 'shipped', `${program}.ts`], {
    stdio: 'inherit',
  });
  const servers = await Promise.all(Array.from({ length: count }, () => startRtspServer([material.video])));
  const urls = servers.map(({ url }) => url);
  const options: WatchedOptions = { urls, modelFile: material.modelFile, cardFile, fps, seconds };
  const file = join(root, '.cache', 'shipped', `${program}.js`);
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, file, JSON.stringify(options)], {
      env: { ...process.env, ...env },
      maxBuffer: 1 << 26,
    });
    if (stderr) console.error(stderr);
    return stdout ? (JSON.parse(stdout) as Watched) : undefined;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
