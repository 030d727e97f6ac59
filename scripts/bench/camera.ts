// Where the time of a frame goes, counted as processor time of each thread (which a busy machine changes little; two cores,
// 1280x720, YOLOX-nano at 416): bare session.run 17 ms; in the path the inferring thread 17 to 18 ms with decoding and
// suppression, the main thread 2.5 ms (the pipe's 1.4 MB), the preparing thread 1.3 ms, V8's collectors 2.6 ms together
// (0.5 in the bare run; 83 of 142 full collections were the main thread's, asked for by the memory of the pipe's chunks),
// ffmpeg 3.3 ms. So 9 to 10 ms stand beside the 17 and wake up on both cores; that, not waiting, is what is missing to 1.
// Tried: decoder with one thread (2.9 ms, worse in wall time), skip_loop_filter all (2.2 ms, but the stills show it),
// outputs kept from run to run (same processor time, same number of collections), scaling in ffmpeg (2.8 ms, and no
// picture for stills). Not built: reading the pipe into one buffer (a FIFO and `onread` of net.Socket): alone 0.38 to 0.49
// ms in place of 0.87 and no collections.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { Detector } from '../../src/vision/detect/detector.ts';
import { cardOfFile } from '../../src/vision/detect/registry.ts';
import { FfmpegSource } from '../../src/vision/source/ffmpeg-source.ts';
import { type Bench, medianRatio, seconds } from './bench.ts';
import { cameraMaterial, cardFile, type Material } from './material.ts';

/** Frames of a file through ffmpeg, letterbox, network, decoding and NMS, against the bare network in a row. */
export const camera: Bench = {
  name: 'camera',
  async run() {
    const material = cameraMaterial();
    if (!material) return { skipped: 'the shared model and video are not here' };
    const clock = new SystemClock();
    const card = cardOfFile(cardFile);
    const detector = new Detector({ modelFile: material.modelFile, card, threads: 1, clock, logger: silentLogger });
    await detector.start(new AbortController().signal, (e) => console.error(e));
    const session = await InferenceSession.create(material.modelFile, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    const { name, width, height } = card.input;
    const input = {
      [name]: new Tensor('float32', new Float32Array(3 * width * height).fill(114), [1, 3, height, width]),
    };
    let frames = 0;
    const ours = async () => {
      const took = await infer(material, detector, clock);
      frames = took.frames;
      return took.seconds / frames;
    };
    const n = 300;
    const bare = async () => {
      const took = await seconds(async () => {
        for (let i = 0; i < n; i++) await session.run(input);
      });
      return took / n;
    };
    await bare();
    const { ratio, a, b } = await medianRatio(7, ours, bare);
    await detector.stop();
    await session.release();
    return [
      {
        name: 'camera path against bare session.run, one thread',
        value: ratio,
        unit: 'ratio',
        target: { atLeast: 0.9 },
        detail: `${(1 / a).toFixed(1)} and ${(1 / b).toFixed(1)} frames/s, ${frames} frames of 1280x720 H.264`,
      },
    ];
  },
};

/**
 * Two are under way at a time, as in a camera: one is prepared, one inferred.
 * @returns the seconds from the first result to the last, and how many followed the first: the start of ffmpeg, once in
 *   the life of a camera, is not in it.
 */
async function infer(
  material: Material,
  detector: Detector,
  clock: SystemClock,
): Promise<{ readonly seconds: number; readonly frames: number }> {
  const source = new FfmpegSource({
    id: 'bench',
    source: { kind: 'file', path: material.video, loop: false },
    fps: null,
    mode: 'lossless',
    clock,
    logger: silentLogger,
    random: Math.random,
  });
  let frames = -1;
  let [first, last] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    source.start({
      onFrame: (frame, release) => {
        detector.detect(frame).then(() => {
          last = clock.monotonicMs();
          if (++frames === 0) first = last;
          release();
        }, reject);
      },
      onState: () => {},
      onEnd: resolve,
    });
  });
  await source.stop();
  return { seconds: (last - first) / 1000, frames };
}
