// The agent as it runs at a site, stopped, killed and started again before a real RTSP camera: one that was turned while it
// was off is told, by the view that was kept; one that was not turned is not, nor after a kill.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { factOf, RunningAgent } from '../../../src/agent/testing/running-agent.ts';
import { hasRtspServer, startRtspServer } from '../../../src/vision/source/testing/rtsp-server.ts';
import type { Bench } from '../bench.ts';

const video = fileURLToPath(new URL('../../../../shared/material/videos/roadside_us_residential.mp4', import.meta.url));
const cache = fileURLToPath(new URL('../../../.cache', import.meta.url));
const part = 'camera gate';
/** A view is learned, and nothing is told, over this long. */
const lookMs = 40_000;
/** A machine that is busy with other things takes long to start an agent and to open a camera. */
const startMs = 400_000;
const moved = 'vision.picture-moved';
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export const turned: Bench = {
  name: 'turned',
  async run() {
    if (!existsSync(video)) return { skipped: 'the shared video is not here' };
    if (!hasRtspServer) return { skipped: 'GStreamer’s RTSP server is not here' };
    const [sound, other] = [filmOf('sound', 0, 0), filmOf('turned', 0.2, 0.1)];
    const folder = await mkdtemp(join(tmpdir(), 'haidang-bench-turned-'));
    let server = await startRtspServer([sound]);
    const port = new URL(server.url).port;
    const site = join(folder, 'site.yaml');
    await writeFile(site, siteOf(server.url));
    const show = async (film: string) => {
      await server.stop();
      server = await startRtspServer([film], ['--port', port]);
    };
    const run = (work: (agent: RunningAgent) => Promise<string[]>, end: NodeJS.Signals) =>
      during(new RunningAgent(site, join(folder, 'data')), work, end);
    try {
      const told = [await run(watched, 'SIGTERM'), await run(watched, 'SIGKILL')].flat();
      await show(other);
      const from = { ms: 0 };
      await run(async (agent) => {
        await seeing(agent);
        from.ms = performance.now();
        await agent.until((s) => reasonsOf(s).includes(moved), startMs);
        from.ms = performance.now() - from.ms;
        return [];
      }, 'SIGKILL');
      await show(sound);
      told.push(...(await run(watched, 'SIGTERM')));
      return [
        {
          name: 'a camera turned while the agent was off, seconds until it is told',
          value: from.ms / 1000,
          unit: 'count',
          target: { atMost: 30 },
          detail: 'from the first picture that was looked at',
        },
        {
          name: 'told of a camera that was not turned: at first, after a stop, after kills',
          value: told.length,
          unit: 'count',
          target: { atMost: 0 },
          detail: `3 runs of ${lookMs / 1000} s ${told.join(' ')}`,
        },
      ];
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function during(
  agent: RunningAgent,
  work: (agent: RunningAgent) => Promise<string[]>,
  end: NodeJS.Signals,
): Promise<string[]> {
  try {
    return await work(agent);
  } finally {
    await agent.end(end);
  }
}

/** Until it has looked whether a picture can be believed; the network is given none that cannot. */
const seeing = (agent: RunningAgent) => agent.until((s) => Number(factOf(s, part, 'pictureLooks')) > 0, startMs);

const reasonsOf = (status: Awaited<ReturnType<RunningAgent['status']>>) =>
  status.parts.filter((p) => p.part === part).flatMap((p) => p.reasons.map((r) => r.code));

/** @returns what was told of the picture in the meantime. */
async function watched(agent: RunningAgent): Promise<string[]> {
  await seeing(agent);
  const seen = new Set<string>();
  for (const end = performance.now() + lookMs; performance.now() < end; await pause(500)) {
    // Asked again where it is too busy to answer.
    const status = await agent.until(() => true, startMs);
    for (const code of reasonsOf(status)) if (code.startsWith('vision.picture-')) seen.add(code);
  }
  return [...seen];
}

/** Four fifths of the picture, from there on: the same camera, looking elsewhere. Small, so that decoding costs little. */
function filmOf(name: string, x: number, y: number): string {
  const film = join(cache, `turned-${name}.mp4`);
  if (existsSync(film)) return film;
  mkdirSync(cache, { recursive: true });
  const filter = `crop=iw*0.8:ih*0.8:iw*${x}:ih*${y},scale=640:360`;
  const coded = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-an'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', video, '-vf', filter, '-r', '10', ...coded, film]);
  return film;
}

const siteOf = (url: string) => `version: 1
gateway: { id: turned-1, position: { latitude: 20.95, longitude: 107.08 }, clock: assume-synced }
cameras:
  - id: gate
    source: { kind: rtsp, url: "${url}" }
    model: haidang-road-s
    fps: 2
    rules:
      - { id: in-out, kind: line-crossing, line: [[0.0, 0.6], [1.0, 0.6]], report: 1min }
`;
