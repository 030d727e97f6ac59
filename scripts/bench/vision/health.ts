// The watch over the picture: how soon it raises each fault of the generator, and that it raises none over the supplied
// footage and over a simulated day (day.ts), both with restarts over which the usual view is kept; and that a camera which
// was turned during such a restart is told.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { frameFrom, spoilt, streetPictures } from '../../../src/simulator/scene/testing/street-pictures.ts';
import type { Frame } from '../../../src/vision/frame.ts';
import { PictureWatch } from '../../../src/vision/picture/picture-watch.ts';
import { FfmpegSource } from '../../../src/vision/source/ffmpeg-source.ts';
import type { Bench } from '../bench.ts';
import { overADay } from './day.ts';
import { keptCamera } from './kept-camera.ts';

const videos = fileURLToPath(new URL('../../../../shared/material/videos/', import.meta.url));

export const health: Bench = {
  name: 'health',
  async run() {
    const raised = faultTimes();
    const slowest = Math.max(...Object.values(raised));
    const footage = await overFootage();
    const day = await overADay();
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
        detail: `${day.looks} looks and ${day.restarts} restarts, ${day.doubts} of the looks with a sign of something ${day.alarms.slice(0, 5).join(' ')}`,
      },
      {
        name: 'cameras turned while the gateway was off, by day: told within 30 s',
        value: day.turned.told / day.turned.of,
        unit: 'ratio',
        target: { atLeast: 1 },
        detail: `${day.turned.told} of ${day.turned.of}; in the dark, where it may not be to be told: ${day.turned.toldInTheDark} of ${day.turned.ofInTheDark}`,
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

/**
 * Every file at a look a second, over and over: a film of 30 s has too few looks to raise anything. Each time over the camera
 * begins anew with the view that it kept.
 */
async function overFootage() {
  const files = existsSync(videos) ? readdirSync(videos).filter((f) => f.endsWith('.mp4')) : [];
  const alarms: string[] = [];
  let looks = 0;
  for (const file of files) {
    const camera = await keptCamera();
    for (let round = 0; round < 4; round++) {
      const watch = await camera.begin();
      // As long as a film of a minute, so that short ones have the looks that an alarm takes.
      for (let seconds = 0; seconds < 60; ) {
        await eachSecond(`${videos}${file}`, (frame) => {
          looks++;
          seconds++;
          camera.clock.advance(1000);
          watch.see({ ...frame, monotonicMs: camera.clock.monotonicMs(), at: camera.clock.now() });
          if (watch.fault) alarms.push(`${file}:${watch.fault.fault}`);
        });
      }
      await camera.end();
    }
    await camera.remove();
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
      // Silent is what a machine is that has no time for the decoder: it is started again.
      onState: ({ state, reason }) =>
        state === 'blind' && reason !== 'silent' && reject(new Error(`${path} cannot be read`)),
      onEnd: () => void source.stop().then(resolve, reject),
    });
  });
}
