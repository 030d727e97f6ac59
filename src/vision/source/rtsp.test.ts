// The source against a real RTSP server (GStreamer), and against servers that are none.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, SystemClock } from '../../runtime/clock.ts';
import { createLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { until, type Watched, watch } from './testing/bench.ts';
import { hasRtspServer, type RtspServer, startRtspServer } from './testing/rtsp-server.ts';

let folder: string;
const stops: (() => Promise<unknown>)[] = [];
const roadside = fileURLToPath(
  new URL('../../../../shared/material/videos/roadside_us_residential.mp4', import.meta.url),
);

/** Four seconds of a test picture with a key frame twice a second. */
function makeVideo(name: string, size: string): string {
  const file = join(folder, name);
  const input = ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=20:duration=4`];
  const code = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '10', '-bf', '0', '-tune', 'zerolatency'];
  execFileSync('ffmpeg', ['-v', 'error', ...input, ...code, file]);
  return file;
}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-rtsp-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serve(files: readonly string[], flags: readonly string[] = []): Promise<RtspServer> {
  const server = await startRtspServer(files, flags);
  stops.push(() => server.stop());
  return server;
}
function look(url: string, more: object = {}, options: object = {}, clock: Clock = new SystemClock()): Watched {
  const w = watch(clock, { kind: 'rtsp', url, transport: 'tcp', ...more } as never, { fps: 5, ...options });
  stops.push(async () => {
    // A process that does not heed the polite signal is killed when two seconds of this clock have passed.
    const pump = setInterval(() => clock instanceof ManualClock && clock.advance(500), 20);
    await w.source.stop().finally(() => clearInterval(pump));
  });
  return w;
}
/** Command lines of all processes that have it in them. */
const processesWith = (text: string) =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(text));

describe.runIf(hasRtspServer)('an RTSP camera', () => {
  it('gives frames at the rate that is wanted, over TCP and over UDP', async () => {
    const { url } = await serve([makeVideo('plain.mp4', '320x240')]);
    for (const transport of ['tcp', 'udp']) {
      const w = look(url, { transport });
      await until(() => w.frames.length >= 8, `eight frames over ${transport}`);
      expect(w.frames[0]).toMatchObject({ width: 320, height: 240 });
      const late = w.frames.slice(3);
      const perSecond = ((late.length - 1) * 1000) / (late.at(-1)!.monotonicMs - late[0]!.monotonicMs);
      expect(perSecond).toBeGreaterThan(3.5);
      expect(perSecond).toBeLessThan(7);
      await w.source.stop();
    }
  }, 30_000);

  it('with a password of odd characters is let in; neither log nor process list shows it', async () => {
    const password = "p@ss'/%41 #?é&:+";
    const server = await serve([makeVideo('secret.mp4', '160x120')], ['--user', 'admin', `--password=${password}`]);
    const lines: string[] = [];
    const logger = createLogger({ clock: new SystemClock(), level: 'debug', write: (line) => lines.push(line) });
    const login = { username: 'admin', password: { kind: 'env', name: 'CAM' } };
    const right = look(server.url, login, { env: { CAM: password }, logger });
    await until(() => right.frames.length > 0, 'a frame');
    const port = /:(\d+)\//.exec(server.url)![1]!;
    expect(processesWith('p@ss').filter((line) => !line.includes('rtsp-server.py'))).toEqual([]);
    expect(processesWith(`127.0.0.1:${port}`)).toEqual([]);
    const wrong = look(server.url, login, { env: { CAM: 'wrong-one' }, logger });
    await until(() => wrong.states.length > 0, 'the refusal');
    expect(wrong.states[0]).toMatchObject({ state: 'blind', reason: 'unauthorized' });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join()).not.toMatch(/p@ss|p%40ss|wrong-one|127\.0\.0\.1/);
    logger.close();
  });

  it('that changes the size of its picture is opened anew, with the reason', async () => {
    const { url } = await serve([makeVideo('small.mp4', '160x120'), makeVideo('large.mp4', '320x240')]);
    const w = look(url);
    await until(() => w.reasons().includes('resolution-changed'), 'the change', 15_000);
    const before = w.frames.length;
    await until(() => w.frames.length > before, 'frames after it', 15_000);
    expect(w.reasons().slice(0, 3)).toEqual(['online', 'resolution-changed', 'online']);
    expect(w.frames.slice(0, before).every((f) => f.width === 160)).toBe(true);
  }, 40_000);

  it('that falls silent is told after 20 s, and comes back with its server', async () => {
    const clock = new ManualClock();
    const { url } = await serve([makeVideo('freeze.mp4', '160x120')], ['--freeze-after', '4']);
    const w = look(url, {}, {}, clock);
    await until(() => w.frames.length >= 3, 'three frames');
    const quiet = () => w.source.stats().frames;
    for (let n = -1; n !== quiet(); await new Promise((done) => setTimeout(done, 800))) n = quiet();
    for (let s = 0; s < 21; s++) clock.advance(1_000);
    // ffmpeg waits in a read and heeds only the second signal.
    clock.advance(2_000);
    await until(() => w.reasons().includes('stalled'), 'stalled');
    clock.advance(1_000);
    await until(() => w.reasons().length === 3, 'pictures again');
    expect(w.reasons()).toEqual(['online', 'stalled', 'online']);
  }, 30_000);

  it('whose server ends is blind, and sees again when it is back on the same port', async () => {
    const video = makeVideo('again.mp4', '160x120');
    const first = await startRtspServer([video]);
    const port = /:(\d+)\//.exec(first.url)![1]!;
    const w = look(first.url);
    await until(() => w.frames.length > 0, 'a frame');
    await first.stop();
    await until(() => w.source.stats().state === 'blind', 'blind');
    await serve([video], ['--port', port]);
    await until(() => w.source.stats().state === 'online', 'online again', 15_000);
  }, 30_000);

  it('of a real road gives its pictures', async (context) => {
    if (!existsSync(roadside)) context.skip('../shared/material is not here');
    const { url } = await serve([roadside]);
    const w = look(url);
    await until(() => w.frames.length >= 3, 'three frames');
    expect(w.frames[0]).toMatchObject({ width: 640, height: 352 });
  });

  it('with a path that the server does not know', async () => {
    const { url } = await serve([makeVideo('path.mp4', '160x120')]);
    const w = look(url.replace('/stream', '/other'));
    await until(() => w.states.length > 0, 'the refusal');
    expect(w.reasons()).toEqual(['not-found']);
  });
});

describe('an address with no camera behind it', () => {
  const sockets = new Set<Socket>();
  async function listen(onSocket: (socket: Socket) => void): Promise<string> {
    const server: Server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      onSocket(socket);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    stops.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    });
    return `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/s`;
  }

  it('nobody listens', async () => {
    const url = await listen(() => {});
    await stops.pop()?.();
    const w = look(url);
    await until(() => w.states.length > 0, 'the reason');
    expect(w.reasons()).toEqual(['refused']);
  });

  it('somebody takes the call and says nothing: told after 20 s', async () => {
    const clock = new ManualClock();
    let calls = 0;
    const url = await listen(() => calls++);
    const w = look(url, {}, {}, clock);
    await until(() => calls > 0, 'the call');
    for (let s = 0; s < 21; s++) clock.advance(1_000);
    await until(() => w.states.length > 0, 'the reason');
    expect(w.reasons()).toEqual(['silent']);
  });

  it('somebody answers with noise', async () => {
    const url = await listen((socket) => {
      socket.end(Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) & 0xff)));
    });
    const w = look(url);
    await until(() => w.states.length > 0, 'the reason');
    expect(w.states[0]?.state).toBe('blind');
    expect(['garbage', 'closed', 'ffmpeg-failed']).toContain(w.states[0]?.reason);
  });
});
