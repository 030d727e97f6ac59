// The process that draws the scene of a camera: YUV4MPEG2 on its stdout, complaints in ffmpeg's words on its stderr, as
// those who read it are used to. Writing to a pipe waits for its reader, so it never holds more than one picture; a
// signal ends it at once. Started as scene-program.ts says, never imported.
import { getPriority, setPriority } from 'node:os';
import { every, SystemClock } from '../../runtime/clock.ts';
import { loadScenario } from '../scene/scenario.ts';
import { asCamera, feedScene } from './scene-feed.ts';
import type { SceneOrder } from './scene-program.ts';
import { y4mFrame, y4mHeader } from './yuv.ts';

const leave = (why: string): never => {
  process.stderr.write(`${why}\n`);
  process.exit(1);
};

const order = JSON.parse(process.argv[2] ?? '{}') as SceneOrder;
const clock = new SystemClock();
const parent = process.ppid;
// Whoever read the pictures is gone: told by the pipe, and where no picture is due by there being another parent.
process.stdout.on('error', () => process.exit(0));
every(clock, 1000, () => {
  if (process.ppid !== parent) process.exit(0);
});
try {
  // Looking at pictures goes before drawing them.
  setPriority(Math.max(getPriority(), 2));
} catch {
  // As it is, then.
}
const loaded = loadScenario(order.file);
if ('problems' in loaded) leave(`${order.file}: ${loaded.problems[0]?.message.code ?? 'no scenario'}`);
else {
  let size: string | undefined;
  feedScene({
    scenario: asCamera(loaded.scenario, order.changes, order.maxWidth),
    ...{ fps: order.fps, sinceMs: order.sinceMs, clock },
    onPicture: (frame) => {
      // The one before has not been taken yet.
      if (process.stdout.writableLength > 0) return;
      const now = `${frame.width}x${frame.height}`;
      if (size !== undefined && size !== now) leave('changing video frame properties on the fly is not supported');
      if (size === undefined) process.stdout.write(y4mHeader(frame, order.fps));
      size = now;
      process.stdout.write(y4mFrame(frame));
    },
    onRefused: () => leave('Connection refused'),
  });
}
