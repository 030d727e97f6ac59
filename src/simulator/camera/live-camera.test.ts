// A scene shown live, seen by a client that nobody here wrote: ffmpeg.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { scenarioSchema } from '../scene/scenario.ts';
import { openScene } from '../scene/scene.ts';
import { hasRtspPeers } from '../testing/rtsp-peers.ts';
import { LiveCamera } from './live-camera.ts';

const run = promisify(execFile);

describe.skipIf(!hasRtspPeers())('a scene shown live', () => {
  const scenario = scenarioSchema.parse({
    ...{ version: 1, title: 'test', place: 'border', size: '160x90', fps: 5, duration: '60s', warmUp: '0s' },
    faults: [{ kind: 'stall', at: '40s', for: '1s' }],
  });
  const shots: number[] = [];
  const camera = new LiveCamera({
    clock: new SystemClock(),
    sceneOf: (turn) => openScene(scenario, turn),
    port: 0,
    onShot: (shot) => shots.push(shot.truth.tMs),
  });
  afterAll(() => camera.stop());

  it('gives a client the frames as they come, and the truth of each', { timeout: 40_000 }, async () => {
    await camera.start();
    const args = ['-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', camera.url, '-frames:v', '8'];
    const { stdout } = await run('ffmpeg', [...args, '-f', 'framecrc', '-']);
    const frames = stdout.split('\n').filter((l) => l !== '' && !l.startsWith('#'));
    expect(frames).toHaveLength(8);
    // 160 x 90 pixels of 1.5 bytes.
    for (const line of frames) expect(line.split(',')[4]?.trim()).toBe('21600');
    expect(camera.counts.sent).toBeGreaterThanOrEqual(8);
    expect(shots.slice(0, 3)).toEqual([...shots.slice(0, 3)].sort((a, b) => a - b));
  });

  it('says which port is taken, and what to do', { timeout: 40_000 }, async () => {
    const port = Number(new URL(camera.url).port);
    const second = new LiveCamera({ clock: new SystemClock(), sceneOf: (turn) => openScene(scenario, turn), port });
    const said = { code: 'simulator.port-taken', params: { port } };
    await expect(second.start()).rejects.toMatchObject({ code: 'port-taken', said });
  });
});
