// Where the time of a frame goes, counted as processor time of each thread (which a busy machine changes little; two cores,
// 1280x720, YOLOX-nano at 416). Beside the 13 to 17 ms of session.run itself:
//   main thread 0.8 ms, of which the pipe's 1.4 MB are 0.3 (1.7 to 2.5 while the pipe came in buffers of 64 KB);
//   preparing thread 1.0 to 1.3 ms; inferring thread 0.2 ms (1.4 while its outputs waited for a collection);
//   V8's collectors 0.3 ms (1.8 to 2.6 before: of 314 frames 15 to 20 full collections in each of the two threads);
//   ffmpeg 3.3 ms, of which 2.4 are decoding.
// The inferring thread never waits for a frame: what is missing to 1 is that the others run on its core now and then.
// Tried: decoder with one thread (2.9 ms, worse in wall time), skip_loop_filter all (2.2 ms, but the stills show it),
// outputs kept from run to run (the runtime copies them all the same), scaling in ffmpeg (2.8 ms, and no picture for
// stills), a FIFO in place of the socket (0.5 to 0.6 ms for the pipe: its 64 KB wake both ends twice as often), ffmpeg's scaler left
// out where there is nothing to scale (without out_range=tv: 0.3 ms less, but AV1 and VP9 of full range would come as it is).
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { Detector } from '../../src/vision/detect/detector.ts';
import { giveBack } from '../../src/vision/detect/give-back.ts';
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
        // As the path does it, or the bare network would wait for collections and the path seem faster than it.
        for (let i = 0; i < n; i++) giveBack(await session.run(input));
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
      onEnd: () => resolve(),
    });
  });
  await source.stop();
  return { seconds: (last - first) / 1000, frames };
}
