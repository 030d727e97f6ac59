// Several cameras at RTSP servers with one detector, as the agent runs them. Knows nothing of the servers nor of the
// material: compiled, it is measured as the program ships.
import { type Clock, SystemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { Camera } from '../../../src/vision/camera.ts';
import { cameraSchema } from '../../../src/vision/config.ts';
import { Detector } from '../../../src/vision/detect/detector.ts';
import { cardOfFile } from '../../../src/vision/detect/registry.ts';

export interface RigCamera {
  readonly camera: Camera;
  readonly id: string;
}

/** One frame that was looked at. */
export interface Look {
  readonly camera: string;
  readonly atMs: number;
  /** From its arrival to its tracks, milliseconds. */
  readonly tookMs: number;
  /** Of that the network's share. */
  readonly inferenceMs: number;
}

export interface Columns {
  readonly cameras: readonly RigCamera[];
  /** Of the processes of ffmpeg that run now. */
  pids(): number[];
  stop(): Promise<void>;
}

export interface ColumnsOptions {
  readonly urls: readonly string[];
  readonly modelFile: string;
  readonly cardFile: string;
  readonly fps: number;
  readonly onLook: (look: Look) => void;
  /** Told of each state of a camera. */
  readonly onState?: ((camera: string, state: 'online' | 'blind', reason: string) => void) | undefined;
}

export async function startColumns(o: ColumnsOptions): Promise<Columns> {
  const clock: Clock = new SystemClock();
  const card = cardOfFile(o.cardFile);
  const detector = new Detector({ modelFile: o.modelFile, card, threads: 1, clock, logger: silentLogger });
  const abort = new AbortController();
  await detector.start(abort.signal, (error) => console.error(error));
  const cameras: RigCamera[] = [];
  for (const [i, url] of o.urls.entries()) {
    const id = `camera-${i + 1}`;
    const camera = new Camera({
      config: cameraSchema.parse({
        id,
        source: { kind: 'rtsp', url },
        model: card.id,
        fps: o.fps,
        rules: [
          {
            id: 'line',
            kind: 'line-crossing',
            line: [
              [0, 0.6],
              [1, 0.6],
            ],
            report: '10s',
          },
        ],
      }),
      detector: {
        sha256: detector.sha256,
        detect: async (frame, owner) => {
          const found = await detector.detect(frame, owner);
          // The tracks are made in the same turn of the event loop.
          setImmediate(() => {
            const now = clock.monotonicMs();
            o.onLook({ camera: id, atMs: now, tookMs: now - frame.monotonicMs, inferenceMs: found.inferenceMs });
          });
          return found;
        },
      },
      storeMedia: () => Promise.reject(new Error('no media in a benchmark')),
      send: (said) => {
        if (said.kind === 'camera.state') o.onState?.(id, said.state, said.reason);
      },
      bootId: 'bench000',
      clock,
      logger: silentLogger,
      random: Math.random,
    });
    cameras.push({ camera, id });
    await camera.start(abort.signal);
  }
  return {
    cameras,
    pids: () =>
      cameras.flatMap(({ camera }) => {
        const pid = camera.health().facts?.['pid'];
        return typeof pid === 'number' ? [pid] : [];
      }),
    stop: async () => {
      await Promise.all(cameras.map(({ camera }) => camera.stop()));
      await detector.stop();
    },
  };
}
