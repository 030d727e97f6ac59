// The simulated camera with a client that nobody here wrote: ffmpeg.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { hasRtspPeers } from '../testing/rtsp-peers.ts';
import { loopOfFile } from './loop-video.ts';
import { RtspCamera } from './rtsp-camera.ts';

const run = promisify(execFile);

describe.skipIf(!hasRtspPeers())('the simulated RTSP camera', () => {
  let folder = '';
  let camera: RtspCamera;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haidang-test-'));
    const source = join(folder, 'source.mp4');
    // A source at another rate, with B-frames and an odd size: the loop is made fit to be served.
    const test = ['-f', 'lavfi', '-i', 'testsrc=size=321x241:rate=25:duration=1.5', '-pix_fmt', 'yuv444p'];
    await run('ffmpeg', ['-loglevel', 'error', ...test, '-c:v', 'libx264', '-bf', '2', source]);
    camera = new RtspCamera(new SystemClock(), await loopOfFile(source, folder));
    await camera.start();
  });
  afterAll(async () => {
    await camera?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const timestamps = async (seconds: number) => {
    const args = ['-rtsp_transport', 'tcp', '-i', camera.url, '-t', String(seconds), '-fps_mode', 'passthrough'];
    const { stdout } = await run('ffmpeg', ['-loglevel', 'error', ...args, '-f', 'framecrc', '-']);
    const frames = stdout.split('\n').filter((l) => l !== '' && !l.startsWith('#'));
    return frames.map((l) => Number(l.split(',')[2]));
  };

  it('shows its loop over and over: time goes on by one frame at each turn, without a pause or a step back', async () => {
    const pts = await timestamps(6);
    expect(pts.length).toBeGreaterThan(60);
    const steps = pts.slice(2).map((t, i) => t - (pts[i + 1] as number));
    expect(new Set(steps)).toEqual(new Set([1]));
  });

  it('serves two clients at once and one that comes back', async () => {
    const [a, b] = await Promise.all([timestamps(3), timestamps(3)]);
    expect(a.length).toBeGreaterThan(8);
    expect(b.length).toBeGreaterThan(8);
    expect((await timestamps(3)).length).toBeGreaterThan(8);
  });

  it('says why where the video is none', async () => {
    await expect(loopOfFile('/dev/null', folder)).rejects.toMatchObject({ fault: 'configuration', code: 'no-video' });
  });
});
