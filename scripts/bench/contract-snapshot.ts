import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, TestIoc } from '../../src/agent/testing/ioc.ts';
import { factOf, RunningAgent } from '../../src/agent/testing/running-agent.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';
import { commandTopic } from '../../src/uplink/topics.ts';
import { hasRtspServer, startRtspServer } from '../../src/vision/source/testing/rtsp-server.ts';
import type { Bench } from './bench.ts';

const count = 60;
const gateway = 'snap-bench';

/** From the command of the centre to its answer with a fresh picture, over a broker and an RTSP camera of 1280 x 720. */
export const contractSnapshot: Bench = {
  name: 'contract-snapshot',
  async run() {
    if (!hasRtspServer) return { skipped: "GStreamer's RTSP server is not installed" };
    const folder = mkdtempSync(join(tmpdir(), 'haidang-snap-'));
    const film = join(folder, 'film.mp4');
    const picture = ['-f', 'lavfi', '-i', 'testsrc=s=1280x720:r=15:d=60', '-pix_fmt', 'yuv420p', '-g', '30'];
    execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...picture, '-preset', 'ultrafast', film]);
    const broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
    const [server] = await Promise.all([startRtspServer([film]), broker.start()]);
    const site = {
      version: 1,
      gateway: { id: gateway, position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
      cameras: [{ id: 'gate', source: { kind: 'rtsp', url: server.url }, model: 'haidang-road-s' }],
      uplink: { url: `mqtt://127.0.0.1:${broker.port}` },
    };
    writeFileSync(join(folder, 'site.yaml'), JSON.stringify(site));
    const ioc = new TestIoc(broker.port);
    await ioc.subscribed();
    const agent = new RunningAgent(join(folder, 'site.yaml'), join(folder, 'data'));
    try {
      await agent.until(
        (s) =>
          factOf(s, 'uplink', 'connected') === true &&
          s.parts.some((p) => p.part === 'camera gate' && p.state === 'ok'),
        120_000,
      );
      const tookMs: number[] = [];
      const wrong: string[] = [];
      for (let n = 0; n < count; n++) {
        const id = `s-${n}`;
        const [began, asked] = [performance.now(), Date.now()];
        await ioc.command(commandTopic(gateway, 'camera.snapshot'), { id, args: { camera: 'gate' } });
        const answer = () =>
          [...ioc.events.values()].find(
            ({ type, data }) =>
              type.includes('command.reply') && data['command'] === id && data['outcome'] !== 'accepted',
          )?.data;
        await eventually(() => answer() !== undefined, 30_000);
        tookMs.push(performance.now() - began);
        const result = answer()?.['result'] as { takenAt?: string } | undefined;
        if (answer()?.['outcome'] !== 'done') wrong.push(String(answer()?.['reason'] ?? 'no answer'));
        // A picture from before it was asked for is not fresh; a frame may have been on its way for a second.
        else if (Date.parse(result?.takenAt ?? '') < asked - 1000) wrong.push(`${id}: taken ${result?.takenAt}`);
      }
      tookMs.sort((a, b) => a - b);
      const at = (share: number) => tookMs[Math.min(count - 1, Math.floor(share * count))] ?? Number.NaN;
      const detail = `${count} pictures, median ${at(0.5).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms`;
      return [
        {
          name: 'camera.snapshot, p95 from command to answer',
          value: at(0.95),
          unit: 'ms',
          target: { atMost: 3000 },
          detail,
        },
        {
          ...{ name: 'camera.snapshot without a fresh picture', value: wrong.length, unit: 'count' },
          ...{ target: { atMost: 0 }, detail: wrong[0] ?? detail },
        },
      ];
    } finally {
      await agent.end('SIGTERM');
      await ioc.close();
      await Promise.all([broker.stop(), server.stop()]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
