import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { Detector } from '../../src/vision/detect/detector.ts';
import { cardOfFile } from '../../src/vision/detect/registry.ts';
import { FfmpegSource } from '../../src/vision/source/ffmpeg-source.ts';
import { type Bench, inTurn, seconds } from './bench.ts';
import { cameraMaterial, type Material } from './material.ts';

const cardFile = join(fileURLToPath(new URL('../..', import.meta.url)), 'models', 'yolox-nano', 'card.yaml');

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
      const took = await seconds(async () => {
        frames = await infer(material, detector, clock);
      });
      return took / frames;
    };
    const bare = async () => {
      const n = 300;
      return (
        (await seconds(async () => {
          for (let i = 0; i < n; i++) await session.run(input);
        })) / n
      );
    };
    await bare();
    const { a, b } = await inTurn(5, ours, bare);
    await detector.stop();
    await session.release();
    return [
      {
        name: 'camera path against bare session.run, one thread',
        value: b / a,
        unit: 'ratio',
        target: { atLeast: 0.8 },
        detail: `${(1 / a).toFixed(1)} and ${(1 / b).toFixed(1)} frames/s, ${frames} frames of 1280x720 H.264`,
      },
    ];
  },
};

/** @returns how many frames were inferred. Two are under way at a time, as in a camera: one is prepared, one inferred. */
async function infer(material: Material, detector: Detector, clock: SystemClock): Promise<number> {
  const source = new FfmpegSource({
    id: 'bench',
    source: { kind: 'file', path: material.video } as never,
    fps: null,
    mode: 'lossless',
    clock,
    logger: silentLogger,
    random: Math.random,
  });
  let frames = 0;
  await new Promise<void>((resolve, reject) => {
    source.start({
      onFrame: (frame, release) => {
        detector.detect(frame).then(() => {
          frames++;
          release();
        }, reject);
      },
      onState: () => {},
      onEnd: resolve,
    });
  });
  await source.stop();
  return frames;
}
