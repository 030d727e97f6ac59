// What the motion gate spares on a road with little traffic, and whether it misses anything: a generated street with its
// exact truth, coded as H.264 and read as a camera's, by day and by night in the rain. The truth stands for the detector,
// so that all that differs between the two runs is the gate. Cars park and set off again, one of them at a crawl.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Box, Detection } from '../../../src/domain/detection.ts';
import { SystemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { writeFilm } from '../../../src/simulator/scene/film.ts';
import { scenarioSchema } from '../../../src/simulator/scene/scenario.ts';
import { openScene } from '../../../src/simulator/scene/scene.ts';
import type { Frame } from '../../../src/vision/frame.ts';
import { MotionGate } from '../../../src/vision/gate/motion-gate.ts';
import { FfmpegSource } from '../../../src/vision/source/ffmpeg-source.ts';
import { RoadUsers } from '../../../src/vision/track/road-users.ts';
import { readTracks } from '../../../src/vision/tracks-file.ts';
import type { Bench, Measure } from '../bench.ts';

const fps = 5;
const seconds = 100;
/** Smaller or more hidden ones no network of these sizes sees. */
const least = { height: 12, visible: 0.4 };

const street = (light: 'day' | 'night', rain: number) => ({
  ...{ version: 1, title: 'Little traffic', place: 'street', size: '640x360' },
  conditions: { light, rain },
  traffic: {},
  warmUp: '1s',
  script: [
    // Parks, and comes back into the traffic.
    { do: 'drive', at: '2s', class: 'car', way: 'west', from: 80, halts: [{ s: 172, for: '30s', offset: -2.3 }] },
    // Creeps along at walking pace and less.
    { do: 'drive', at: '52s', class: 'car', way: 'west', from: 150, speedKmh: 1, exact: true },
    { do: 'drive', at: '60s', class: 'motorcycle', way: 'west', from: 90 },
    { do: 'drive', at: '75s', class: 'person', way: 'west', from: 165, speedKmh: 4 },
  ],
  seed: 7,
  duration: `${seconds}s`,
});

export const gate: Bench = {
  name: 'gate',
  async run() {
    return [...(await measured('day', 0)), ...(await measured('night', 0.4))];
  },
};

async function measured(light: 'day' | 'night', rain: number): Promise<Measure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-gate-'));
  try {
    const [video, truth] = [join(folder, 'scene.mp4'), join(folder, 'truth.jsonl')];
    await writeFilm(openScene(scenarioSchema.parse(street(light, rain))), { fps, out: video, truth });
    const detections: Real[][] = [];
    for await (const { objects } of readTracks(truth)) {
      const seen = objects.filter((o) => o.visible >= least.visible && o.box[3] >= least.height);
      detections.push(seen.map((o) => ({ id: o.id, class: o.class, score: 0.9, box: boxOf(o.box) })));
    }
    const all = await follow(video, detections, false);
    const gated = await follow(video, detections, true);
    return [
      {
        name: `frames the network is spared, ${light}`,
        value: gated.spared / gated.frames,
        unit: 'ratio',
        target: { atLeast: 0.3 },
        detail: `${gated.spared} of ${gated.frames}; ${all.ids} road users followed without the gate, ${gated.ids} with it`,
      },
      {
        name: `road users missed by the gate, ${light}`,
        value: gated.missed,
        unit: 'times',
        target: { atMost: 0 },
        detail: `seen late by ${gated.latestMs} ms at most; a box given again fits the truth by ${gated.worst.toFixed(2)} or better`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const boxOf = ([x, y, width, height]: readonly [number, number, number, number]): Box => ({ x, y, width, height });

interface Real extends Detection {
  readonly id: string;
}

interface Followed {
  readonly frames: number;
  readonly spared: number;
  /** Confirmed tracks. */
  readonly ids: number;
  /** Boxes of the truth that no frame with them in it gave within two seconds. */
  readonly missed: number;
  readonly latestMs: number;
  /** Worst overlap of a box that was given again with the truth of its frame. */
  readonly worst: number;
}

async function follow(video: string, truth: readonly (readonly Real[])[], isGated: boolean): Promise<Followed> {
  let next = 0;
  const users = new RoadUsers(() => `t${++next}`);
  const gated = new MotionGate({
    detect: async ({ index }) => ({ detections: truth[index] ?? [] }),
    isSettled: () => users.isSettled,
    longestMs: 2000,
  });
  const ids = new Set<string>();
  let [frames, missed, latestMs, worst] = [0, 0, 0, 1];
  const unseenSince = new Map<string, number>();
  await eachFrame(video, async (frame) => {
    frames++;
    const real = truth[frame.index] ?? [];
    const { detections } = isGated ? await gated.detect(frame, 'gate') : { detections: real };
    for (const t of users.update(frame.monotonicMs, detections).tracks) if (t.confirmed) ids.add(t.id);
    for (const { id, box } of real) {
      const fit = Math.max(0, ...detections.map((d) => overlap(d.box, box)));
      if (fit >= 0.3) {
        worst = Math.min(worst, fit);
        unseenSince.delete(id);
        continue;
      }
      const since = unseenSince.get(id) ?? frame.monotonicMs;
      unseenSince.set(id, since);
      const late = frame.monotonicMs - since + 1000 / fps;
      latestMs = Math.max(latestMs, late);
      if (late > 2000) missed++;
    }
  });
  return { frames, spared: gated.spared, ids: ids.size, missed, latestMs, worst };
}

function overlap(a: Box, b: Box): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, across) * Math.max(0, down);
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Every frame of a file in order, one at a time. */
function eachFrame(path: string, look: (frame: Frame) => Promise<void>): Promise<void> {
  const source = new FfmpegSource({
    id: 'gate',
    source: { kind: 'file', path, loop: false },
    fps: null,
    mode: 'lossless',
    clock: new SystemClock(),
    logger: silentLogger,
    random: Math.random,
  });
  return new Promise((resolve, reject) => {
    let tail: Promise<void> = Promise.resolve();
    source.start({
      onFrame: (frame, release) => {
        tail = tail
          .then(() => look(frame))
          .catch(reject)
          .finally(release);
      },
      onState: ({ state }) => state === 'blind' && reject(new Error('the film cannot be read')),
      onEnd: () => void tail.then(() => source.stop()).then(resolve, reject),
    });
  });
}
