// Four RTSP cameras of 1280x720 and 30 pictures a second, looked at 5 times a second each with YOLOX-nano on one thread.
// HAIDANG_BENCH_SECONDS: how long is measured, 60 without it (the project's figures are taken over 300).
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { hasRtspServer } from '../../../src/vision/source/testing/rtsp-server.ts';
import type { Bench } from '../bench.ts';
import { cameraMaterial } from '../material.ts';
import { type Look, quantile, residentMb, startRig } from './rig.ts';

const count = 4;
const fps = 5;
/** Every camera must have been looked at this often before anything is measured, within this time. */
const warmUp = { looks: 20, withinMs: 90_000 };

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export const cameras: Bench = {
  name: 'cameras',
  async run() {
    const material = cameraMaterial();
    if (!material) return { skipped: 'the shared model and video are not here' };
    if (!hasRtspServer) return { skipped: "GStreamer's RTSP server is not here" };
    const seconds = Number(process.env['HAIDANG_BENCH_SECONDS'] ?? 60);
    const looks: Look[] = [];
    const rig = await startRig({ material, count, fps, onLook: (look) => looks.push(look) });
    const end = performance.now() + warmUp.withinMs;
    const isWarm = () => rig.cameras.every(({ id }) => looks.filter((l) => l.camera === id).length >= warmUp.looks);
    while (!isWarm() && performance.now() < end) await pause(250);
    if (!isWarm()) {
      await rig.stop();
      return { skipped: `the cameras did not give pictures within ${warmUp.withinMs / 1000} s: is the machine busy?` };
    }
    looks.length = 0;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const from = performance.now();
    let [rss, children] = [0, 0];
    for (let i = 0; i < seconds; i++) {
      await pause(1000);
      rss = Math.max(rss, process.memoryUsage().rss / 1e6);
      children = Math.max(
        children,
        rig.pids().reduce((sum, pid) => sum + residentMb(pid), 0),
      );
    }
    const measured = (performance.now() - from) / 1000;
    delay.disable();
    await rig.stop();
    const due = measured * fps;
    const perCamera = rig.cameras.map(({ id }) => looks.filter((l) => l.camera === id).length / due);
    const took = looks.map((l) => l.tookMs);
    const interval = 1000 / fps;
    const inference = quantile(
      looks.map((l) => l.inferenceMs),
      0.5,
    );
    const ms = (ns: number) => ns / 1e6;
    const what = `${count} cameras at ${fps} a second over ${seconds} s`;
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
        value: Math.max(...took) / interval,
        unit: 'times',
        target: { atMost: 2 },
        detail: `${Math.max(...took).toFixed(0)} ms`,
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
        value: ms(delay.percentile(99)),
        unit: 'ms',
        target: { atMost: 10 },
        detail: `median ${ms(delay.percentile(50)).toFixed(2)} ms at a resolution of 1 ms`,
      },
      {
        name: 'event loop delay max, four cameras',
        value: ms(delay.max),
        unit: 'ms',
        target: { atMost: 50 },
        detail: what,
      },
      {
        name: 'resident memory of the Node process, four cameras',
        value: rss,
        unit: 'MB',
        target: { atMost: 450 },
        detail: `ffmpeg children apart: ${children.toFixed(0)} MB together`,
      },
    ];
  },
};
