// Cameras that speak something else than plain RTSP, against real servers on the loopback and the real ffmpeg.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { until, watch } from './testing/bench.ts';
import { hasRtspServer, startRtspServer } from './testing/rtsp-server.ts';

let folder: string;
const stops: (() => Promise<unknown>)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-network-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ffmpeg = (...args: string[]) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((done) => server.close(done)));
  return (server.address() as AddressInfo).port;
}

function look(source: object, options: object = {}) {
  const w = watch(new SystemClock(), source as never, { fps: 5, ...options });
  stops.push(() => w.source.stop());
  return w;
}

/** All command lines of this machine. */
const commandLines = () =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return [];
      }
    });

describe('a camera that gives JPEG over HTTP', () => {
  it('is read with its password, which stands in no command line', async () => {
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=10:duration=1', join(folder, 'p%d.jpg'));
    const pictures = Array.from({ length: 10 }, (_, i) => readFileSync(join(folder, `p${i + 1}.jpg`)));
    const wanted = `Basic ${Buffer.from('admin:p@ss w/ord%').toString('base64')}`;
    let refused = 0;
    const server = createHttpServer((request, response) => {
      if (request.headers.authorization !== wanted) {
        refused++;
        response.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
      let i = 0;
      const timer = setInterval(() => {
        const jpeg = pictures[i++ % pictures.length]!;
        response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
        response.write(jpeg);
        response.write('\r\n');
      }, 100);
      response.on('close', () => clearInterval(timer));
    });
    stops.push(async () => server.closeAllConnections());
    const url = `http://127.0.0.1:${await listening(server)}/video.mjpg`;
    const login = { username: 'admin', password: { kind: 'env', name: 'CAM' } };
    const w = look({ kind: 'mjpeg', url, ...login }, { env: { CAM: 'p@ss w/ord%' } });
    await until(() => w.frames.length >= 5, 'five frames', 20_000);
    expect(w.frames[0]).toMatchObject({ width: 160, height: 120 });
    expect(new Set(w.frames.map((f) => f.sum)).size).toBeGreaterThan(1);
    expect(commandLines().filter((line) => /p@ss|p%40ss/.test(line))).toEqual([]);
    const wrong = look({ kind: 'mjpeg', url, ...login }, { env: { CAM: 'wrong' } });
    await until(() => wrong.states.length > 0, 'the refusal');
    expect(wrong.reasons()).toEqual(['unauthorized']);
    expect(refused).toBeGreaterThan(0);
  }, 40_000);
});

describe.runIf(hasRtspServer)('a camera that speaks RTSPS', () => {
  it('is read through TLS, whoever signed its certificate', async () => {
    const video = join(folder, 'plain.mp4');
    const code = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '10', '-bf', '0'];
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=10:duration=4', ...code, video);
    const rtsp = await startRtspServer([video]);
    stops.push(() => rtsp.stop());
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=camera', '-days', '2'];
    execFileSync('openssl', ['req', ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    const port = Number(new URL(rtsp.url).port);
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (secure) => {
      const plain = connect(port, '127.0.0.1');
      secure.pipe(plain).pipe(secure);
      for (const end of [secure, plain]) {
        end.on('error', () => {});
        stops.push(async () => end.destroy());
      }
    });
    const w = look({ kind: 'rtsp', url: `rtsps://127.0.0.1:${await listening(server)}/stream`, transport: 'tcp' });
    await until(() => w.frames.length >= 3, 'three frames', 20_000);
    expect(w.frames[0]).toMatchObject({ width: 160, height: 120 });
  }, 40_000);

  it('of plain RTSP, whose way is left open, is read too', async () => {
    const rtsp = await startRtspServer([join(folder, 'plain.mp4')]);
    stops.push(() => rtsp.stop());
    const w = look({ kind: 'rtsp', url: rtsp.url, transport: 'auto' });
    await until(() => w.frames.length >= 3, 'three frames', 20_000);
  }, 30_000);
});

describe('a stream whose time stamps jump', () => {
  it('costs a frame at most, whether they jump ahead by a day or back', async () => {
    // Three parts of a second each: as it is, a day later, an hour before. The camera's clock was set twice.
    const code = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '5', '-bf', '0'];
    const parts = [0, 86_400, 3_600].map((offset, i) => {
      const file = join(folder, `part${i}.ts`);
      const source = 'testsrc=size=160x120:rate=10:duration=1.5';
      ffmpeg('-f', 'lavfi', '-i', source, ...code, '-output_ts_offset', String(offset), '-f', 'mpegts', file);
      return readFileSync(file);
    });
    const video = join(folder, 'jumps.ts');
    writeFileSync(video, Buffer.concat(parts));
    const w = look({ kind: 'file', path: video, loop: false });
    await until(() => w.isOver(), 'the end', 20_000);
    // 4.5 s at 5 frames a second.
    expect(w.frames.length).toBeGreaterThanOrEqual(18);
    expect(w.frames.length).toBeLessThanOrEqual(27);
  }, 40_000);
});
