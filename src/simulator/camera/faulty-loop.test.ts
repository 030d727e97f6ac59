// A camera that fails on script, seen by a client that nobody here wrote: ffmpeg.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { createFaults, type Fault, type Frame } from '../scene/picture/faults.ts';
import { hasRtspPeers } from '../testing/rtsp-peers.ts';
import { encodeFaultyLoop, type StreamFaults, streamFaultsOf } from './faulty-loop.ts';
import { RtspCamera } from './rtsp-camera.ts';

const run = promisify(execFile);
const fps = 10;

describe('what the server is told of a film with faults', () => {
  it('is how long it pauses and closes, and before which picture of the file', () => {
    const faults: Fault[] = [
      { kind: 'stall', at: 1000, for: 500 },
      { kind: 'refused', at: 3000, for: 1000 },
      { kind: 'freeze', at: 2000, for: 500 },
    ];
    // 10 pictures, 5 frames of silence, 15 pictures, 10 frames of a closed port, 10 pictures.
    expect(streamFaultsOf(faults, 50, fps, 1)).toEqual({ gaps: [[10, 5]], refused: [[25, 10]] });
  });

  it('counts what is missing at the end before the first picture of the next turn', () => {
    expect(streamFaultsOf([{ kind: 'stall', at: 4000, for: 1000 }], 50, fps, 1).gaps).toEqual([[0, 10]]);
  });
});

describe.skipIf(!hasRtspPeers())('a simulated camera that fails on script', () => {
  let folder = '';
  const cameras: RtspCamera[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haidang-test-'));
  });
  afterAll(async () => {
    for (const camera of cameras) await camera.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const cameraWith = async (name: string, faults: readonly Fault[], seconds: number) => {
    const spoil = createFaults(faults, 1);
    const frames = function* (): Generator<Frame> {
      for (let i = 0; i < seconds * fps; i++) {
        const pixels = Buffer.alloc(160 * 96 * 4, 60 + ((i * 3) % 120));
        yield spoil({ pixels, width: 160, height: 96 }, (i * 1000) / fps);
      }
    };
    const file = join(folder, `${name}.h264`);
    const output = [
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '5'],
      ...['-x264-params', 'aud=1:repeat-headers=1:scenecut=0', '-bitexact', '-f', 'h264'],
    ];
    const stream: StreamFaults = await encodeFaultyLoop({ file, fps, faults, seed: 1, output, frames: frames() });
    const camera = new RtspCamera(new SystemClock(), { file, fps, stream });
    cameras.push(camera);
    await camera.start();
    return camera;
  };
  const framesOf = async (camera: RtspCamera, seconds: number) => {
    const args = ['-rtsp_transport', 'tcp', '-i', camera.url, '-t', String(seconds), '-fps_mode', 'passthrough'];
    const { stdout } = await run('ffmpeg', ['-loglevel', 'error', ...args, '-f', 'framecrc', '-']);
    return stdout.split('\n').filter((l) => l !== '' && !l.startsWith('#'));
  };

  it.concurrent('pauses where it stalls and goes on afterwards', async () => {
    const camera = await cameraWith('stall', [{ kind: 'stall', at: 1000, for: 1500 }], 4);
    const pts = (await framesOf(camera, 4.5)).map((l) => Number(l.split(',')[2]));
    const steps = pts.slice(1).map((t, i) => t - (pts[i] as number));
    // Time stamps are in frames: one pause of 15 frames besides the usual steps of one.
    expect(Math.max(...steps)).toBe(16);
    expect(steps.filter((s) => s === 1).length).toBeGreaterThan(15);
  });

  it.concurrent('refuses clients for a while, throws out those it has, and is there again at the same port', async () => {
    const camera = await cameraWith('refused', [{ kind: 'refused', at: 1500, for: 2000 }], 4);
    const port = Number(new URL(camera.url).port);
    const answers = () =>
      new Promise<boolean>((done) => {
        const socket = connect(port, '127.0.0.1');
        socket.once('connect', () => done(true)).once('error', () => done(false));
        socket.once('connect', () => socket.destroy());
      });
    const until = async (open: boolean) => {
      while ((await answers()) !== open) await new Promise((again) => setTimeout(again, 50));
      return performance.now();
    };
    const client = run('ffmpeg', ['-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', camera.url, '-f', 'null', '-']);
    const ended = client.then(
      () => 'ended',
      () => 'ended',
    );
    const closed = await until(false);
    expect(await ended).toBe('ended');
    const again = await until(true);
    expect(again - closed).toBeGreaterThan(1000);
    expect((await framesOf(camera, 0.5)).length).toBeGreaterThan(2);
  }, 30_000);

  it.concurrent('changes its resolution within the stream and back', async () => {
    const fault: Fault = { kind: 'resolution', at: 1000, for: 1000, width: 96, height: 64 };
    const camera = await cameraWith('resolution', [fault], 3);
    const args = ['-rtsp_transport', 'tcp', '-show_entries', 'frame=width', '-of', 'csv=p=0', '-read_intervals', '%+3'];
    const { stdout } = await run('ffprobe', ['-loglevel', 'error', ...args, '-i', camera.url]);
    expect(new Set(stdout.match(/\d+/g))).toEqual(new Set(['160', '96']));
  });
});
