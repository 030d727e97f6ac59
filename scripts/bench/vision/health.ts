// The watch over the picture: how soon it raises each fault of the generator, and that it raises none over the supplied
// footage and over a simulated day. The day is 86,400 looks, one a second, at a drawn street: the light goes from night to
// noon and back with clouds, lamps come on, vehicles pass and stand, the sensor's noise grows in the dark, a mast sways.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { seededRandom } from '../../../src/simulator/random.ts';
import { frameFrom, spoilt, streetPictures } from '../../../src/simulator/scene/testing/street-pictures.ts';
import type { Frame } from '../../../src/vision/frame.ts';
import { PictureWatch } from '../../../src/vision/picture/picture-watch.ts';
import { FfmpegSource } from '../../../src/vision/source/ffmpeg-source.ts';
import type { Bench } from '../bench.ts';

const videos = fileURLToPath(new URL('../../../../shared/material/videos/', import.meta.url));

export const health: Bench = {
  name: 'health',
  async run() {
    const raised = faultTimes();
    const slowest = Math.max(...Object.values(raised));
    const footage = await overFootage();
    const day = overADay();
    return [
      {
        name: 'seconds until a fault of the generator is raised',
        value: slowest,
        unit: 'times',
        target: { atMost: 30 },
        detail: Object.entries(raised)
          .map(([fault, seconds]) => `${fault} ${seconds}`)
          .join(', '),
      },
      {
        name: 'false alarms over the supplied footage',
        value: footage.alarms.length,
        unit: 'times',
        target: { atMost: 0 },
        detail: `${footage.files} files, each four times over, ${footage.looks} looks ${footage.alarms.join(' ')}`,
      },
      {
        name: 'false alarms in a simulated day',
        value: day.alarms.length,
        unit: 'times',
        target: { atMost: 0 },
        detail: `${day.looks} looks, ${day.doubts} of them with a sign of something ${day.alarms.slice(0, 5).join(' ')}`,
      },
    ];
  },
};

const kinds = ['freeze', 'grey', 'green-stripes', 'covered', 'defocused', 'black', 'moved-view'] as const;

function faultTimes(): Record<string, number> {
  // Not a divisor of the looks between two pictures that are compared for standing still.
  const day = streetPictures(5);
  const framesOf = (pictures: typeof day) => pictures.map((p) => frameFrom(p, 0));
  const sound = framesOf(day);
  const turned = { faults: [{ kind: 'moved-view', at: '0s', for: '1h' }] };
  return Object.fromEntries(
    kinds.map((kind) => {
      const bad =
        kind === 'freeze'
          ? sound.slice(0, 1)
          : framesOf(kind === 'moved-view' ? streetPictures(5, turned) : spoilt(day, kind));
      const watch = new PictureWatch({ everyMs: 1000, ignore: [] });
      let second = 0;
      const look = (frames: readonly Frame[]) =>
        watch.see({ ...frames[++second % frames.length]!, monotonicMs: second * 1000 });
      for (let i = 0; i < 30; i++) look(sound);
      if (watch.fault) throw new Error(`${watch.fault.fault} was raised over sound pictures`);
      let took = 0;
      while (!watch.fault && took < 120) {
        look(bad);
        took++;
      }
      return [kind, took];
    }),
  );
}

/** Every file at a look a second, over and over: a film of 30 s has too few looks to raise anything. */
async function overFootage() {
  const files = existsSync(videos) ? readdirSync(videos).filter((f) => f.endsWith('.mp4')) : [];
  const alarms: string[] = [];
  let looks = 0;
  for (const file of files) {
    const watch = new PictureWatch({ everyMs: 1000, ignore: [] });
    for (let round = 0, offset = 0; round < 4; round++) {
      let last = 0;
      await eachSecond(`${videos}${file}`, (frame) => {
        last = frame.monotonicMs;
        looks++;
        watch.see({ ...frame, monotonicMs: offset + frame.monotonicMs });
        if (watch.fault) alarms.push(`${file}:${watch.fault.fault}`);
      });
      offset += last + 1000;
    }
  }
  return { files: files.length, looks, alarms: [...new Set(alarms)] };
}

function eachSecond(path: string, look: (frame: Frame) => void): Promise<void> {
  const source = new FfmpegSource({
    ...{ id: 'health', source: { kind: 'file', path, loop: false }, fps: 1, mode: 'lossless' },
    ...{ clock: new SystemClock(), logger: silentLogger, random: Math.random },
  });
  return new Promise((resolve, reject) => {
    source.start({
      onFrame: (frame, release) => {
        look(frame);
        release();
      },
      onState: ({ state }) => state === 'blind' && reject(new Error(`${path} cannot be read`)),
      onEnd: () => void source.stop().then(resolve, reject),
    });
  });
}

const width = 320;
const height = 180;
const daySeconds = 86_400;

interface Passing {
  readonly y: number;
  readonly size: number;
  readonly speed: number;
  readonly level: number;
  x: number;
  /** Stands until then, seconds of the day. */
  standsUntil: number;
}

function overADay() {
  const random = seededRandom(11);
  const [picture] = streetPictures(1, { traffic: {}, size: '320x180' }).map((p) => frameFrom(p, 0));
  const base = picture!.data;
  const luma = width * height;
  // Noise is drawn once; each look begins somewhere else in it.
  const noise = Float32Array.from({ length: 3 * luma }, () => random() + random() + random() - 1.5);
  const watch = new PictureWatch({ everyMs: 1000, ignore: [] });
  const data = new Uint8Array(base);
  const alarms: string[] = [];
  let [cloud, doubts] = [0, 0];
  let passing: Passing[] = [];
  for (let second = 0; second < daySeconds; second++) {
    const hour = second / 3600;
    // Full light from 7 to 17, dark from 18:30 to 5:30; lamps from 18 to 6 light the middle of the street.
    const sun = Math.min(1, Math.max(0, (5.5 - Math.abs(hour - 12) + 1) / 1.5));
    cloud += 0.01 * (random() - 0.5) - 0.0005 * cloud;
    const light = 0.06 + 0.94 * sun * (1 - 0.4 * Math.min(1, Math.abs(cloud)));
    const lamps = hour < 6 || hour > 18 ? 0.22 : 0;
    const sigma = 2 + 8 * (1 - sun);
    const sway = Math.round(1.5 * Math.sin(second / 7) * Math.abs(Math.sin(second / 900)));
    const start = Math.floor(random() * 2 * luma);
    for (let y = 0, i = 0; y < height; y++) {
      const lit = light + lamps * Math.max(0, 1 - Math.abs(y / height - 0.6) * 2.2);
      for (let x = 0; x < width; x++, i++) {
        const from = Math.min(luma - 1, Math.max(0, i + sway));
        data[i] = Math.max(16, Math.min(235, 16 + (base[from]! - 16) * lit + noise[start + i]! * sigma));
      }
    }
    const busy = hour > 6 && hour < 22 ? 0.25 : 0.02;
    if (random() < busy) {
      const size = 14 + Math.floor(random() * 40);
      const stands = random() < 0.1 ? second + 300 * random() : 0;
      const y = 80 + Math.floor(random() * 60);
      passing.push({ y, size, speed: 20 + random() * 40, level: 40 + random() * 170, x: -size, standsUntil: stands });
    }
    for (const p of passing) {
      if (p.x < width / 3 || second >= p.standsUntil) p.x += p.speed;
      const [left, right] = [Math.max(0, Math.round(p.x)), Math.min(width, Math.round(p.x + p.size))];
      const level = 16 + p.level * (light + lamps);
      for (let y = p.y; y < Math.min(height, p.y + p.size / 2); y++)
        if (right > left) data.fill(level, y * width + left, y * width + right);
    }
    passing = passing.filter((p) => p.x < width);
    watch.see({ width, height, data, index: second, monotonicMs: second * 1000, at: { ms: 0, quality: 'synced' } });
    if (watch.isDoubtful) doubts++;
    if (watch.fault) alarms.push(`${watch.fault.fault}@${hour.toFixed(2)}`);
  }
  return { looks: watch.facts.pictureLooks, doubts, alarms: [...new Set(alarms.map((a) => a.replace(/\d$/, '')))] };
}
