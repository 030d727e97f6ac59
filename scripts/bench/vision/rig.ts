// Several cameras at real RTSP servers, as the agent runs them, with one detector: what the live benchmarks and the soak
// share. Times are from the arrival of a picture's last byte.
import { readFileSync } from 'node:fs';
import { type Clock, SystemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { Camera } from '../../../src/vision/camera.ts';
import { cameraSchema } from '../../../src/vision/config.ts';
import { Detector } from '../../../src/vision/detect/detector.ts';
import { cardOfFile } from '../../../src/vision/detect/registry.ts';
import { startRtspServer } from '../../../src/vision/source/testing/rtsp-server.ts';
import { cardFile, type Material } from '../material.ts';

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

export interface Rig {
  readonly cameras: readonly RigCamera[];
  /** Of the processes of ffmpeg that run now. */
  pids(): number[];
  /** Ends the server of a camera and starts it again at the same port after a while, with that film. */
  hangUp(i: number, awayMs: number, film?: string): Promise<void>;
  /** Of the process of a camera's server. */
  serverPid(i: number): number;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly material: Material;
  readonly count: number;
  readonly fps: number;
  readonly onLook: (look: Look) => void;
  /** Told of each state of a camera. */
  readonly onState?: (camera: string, state: 'online' | 'blind', reason: string) => void;
}

export async function startRig({ material, count, fps, onLook, onState }: RigOptions): Promise<Rig> {
  const clock: Clock = new SystemClock();
  const card = cardOfFile(cardFile);
  const detector = new Detector({ modelFile: material.modelFile, card, threads: 1, clock, logger: silentLogger });
  const abort = new AbortController();
  await detector.start(abort.signal, (error) => console.error(error));
  const servers = await Promise.all(Array.from({ length: count }, () => startRtspServer([material.video])));
  const cameras: RigCamera[] = [];
  for (let i = 0; i < count; i++) {
    const id = `camera-${i + 1}`;
    const camera = new Camera({
      config: cameraSchema.parse({
        id,
        source: { kind: 'rtsp', url: servers[i]!.url },
        model: card.id,
        fps,
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
            onLook({ camera: id, atMs: now, tookMs: now - frame.monotonicMs, inferenceMs: found.inferenceMs });
          });
          return found;
        },
      },
      storeMedia: () => Promise.reject(new Error('no media in a benchmark')),
      send: (o) => {
        if (o.kind === 'camera.state') onState?.(id, o.state, o.reason);
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
    hangUp: async (i, awayMs, film = material.video) => {
      const port = new URL(servers[i]!.url).port;
      await servers[i]!.stop();
      await new Promise((done) => setTimeout(done, awayMs));
      servers[i] = await startRtspServer([film], ['--port', port]);
    },
    serverPid: (i) => servers[i]!.pid!,
    stop: async () => {
      await Promise.all(cameras.map(({ camera }) => camera.stop()));
      await detector.stop();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

/** Resident memory of a process of this machine, MB; 0 where it is gone. */
export function residentMb(pid: number): number {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
