// Media files over MQTT through a real mosquitto, and by HTTPS PUT to a server of our own.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Outgoing } from '../../domain/outgoing.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { PacedProxy } from '../../simulator/broker/paced-proxy.ts';
import { RateLimit } from '../drain/limit.ts';
import { Centre } from '../testing/centre.ts';
import { TestAuthority } from '../testing/certificates.ts';
import { TestGateway, until } from '../testing/gateway.ts';
import { TestBroker } from '../testing/mosquitto.ts';
import { sha256Of } from './chunk.ts';
import { type MediaFetchArgs, mediaFetchArgs } from './transfer.ts';
import { Transfers } from './transfers.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const ref = '2026/06/21/120000000-camera-gate-0123456789ab.jpg';
function fileOf(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-media-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'still.jpg'), bytes);
  return join(folder, 'still.jpg');
}

describe('a media file over MQTT', () => {
  async function setUp(size: number, media: object = {}) {
    const broker = new TestBroker();
    await broker.start();
    const centre = new Centre(broker.url);
    await centre.start();
    const target = { host: '127.0.0.1', port: broker.port };
    const line = new PacedProxy({ target, clock: new SystemClock(), random: Math.random });
    await line.start();
    const url = `mqtt://127.0.0.1:${line.port}`;
    const config = { media: { bytesPerSecond: 10_000_000, ...media } };
    const gateway = new TestGateway(url, config);
    const bytes = randomBytes(size);
    gateway.media.set(ref, fileOf(bytes));
    gateway.onCommand = async (c) => {
      if (c.name === 'media.fetch') gateway.uplink.past.sendMedia(c.id, c.args);
      return { outcome: 'done' };
    };
    await gateway.start();
    ends.push(async () => {
      await gateway.close();
      await centre.stop();
      await line.stop();
      await broker.close();
    });
    // The birth is said after the subscription to commands.
    await until('born', () => centre.statuses.length > 0);
    const whole = () => {
      const file = Buffer.alloc(size);
      for (const { header, bytes } of centre.pieces) bytes.copy(file, header.offset);
      return file;
    };
    const end = () => centre.of('media.sent')[0]?.data;
    return { centre, gateway, line, bytes, whole, end, url, config };
  }

  it('comes in pieces with their places and hashes, once, and its end is told', async () => {
    const { centre, gateway, bytes, whole, end } = await setUp(100_000);
    await centre.command(gateway.id, 'media.fetch', { id: 'm-1', args: { ref } });
    await until('its end', () => end() !== undefined);
    expect(whole().equals(bytes)).toBe(true);
    expect(centre.pieces.reduce((sum, p) => sum + p.bytes.length, 0)).toBe(100_000);
    const sha256 = sha256Of(bytes);
    expect(centre.pieces[0]).toMatchObject({ transfer: 'm-1', header: { ref, size: 100_000, sha256, offset: 0 } });
    expect(end()).toEqual({ command: 'm-1', ref, via: 'mqtt', outcome: 'done', bytes: 100_000, sha256 });
    expect(centre.problems).toEqual([]);
  });

  it('goes on where it was after a cut and after a restart', async () => {
    const { centre, gateway, line, bytes, whole, end, url, config } = await setUp(200_000, {
      bytesPerSecond: 200_000,
      chunk: '4KiB',
    });
    await centre.command(gateway.id, 'media.fetch', { id: 'm-2', args: { ref } });
    await until('some', () => centre.pieces.length > 3);
    await line.set({ state: 'cut' });
    await line.set({ state: 'up' });
    const before = centre.pieces.length;
    await until('more', () => centre.pieces.length > before + 3);
    await gateway.restartUplink(url, config);
    await until('its end', () => end() !== undefined, 15_000);
    expect(whole().equals(bytes)).toBe(true);
    // What was on its way came twice, and no more than that.
    expect(centre.pieces.reduce((sum, p) => sum + p.bytes.length, 0)).toBeLessThan(320_000);
  });

  it('from an offset is its rest; one that is not kept is refused in words', async () => {
    const { centre, gateway, bytes, end } = await setUp(50_000);
    await centre.command(gateway.id, 'media.fetch', { id: 'm-3', args: { ref, offset: 40_000 } });
    await until('its end', () => end() !== undefined);
    expect(Buffer.concat(centre.pieces.map((p) => p.bytes)).equals(bytes.subarray(40_000))).toBe(true);
    expect(end()).toMatchObject({ outcome: 'done', from: 40_000 });
    await centre.command(gateway.id, 'media.fetch', { id: 'm-4', args: { ref: 'no/such.jpg' } });
    await until('an answer', () => centre.of('command.reply').length === 2);
    expect(centre.of('command.reply')[1]?.data).toMatchObject({ outcome: 'failed', reason: /not kept/ });
  });

  it('is sent by itself with an alarm where the site says so', async () => {
    const { centre, gateway, bytes, end } = await setUp(3000, { send: 'alarms' });
    const still = { ref, mime: 'image/jpeg', bytes: 3000, sha256: sha256Of(bytes) };
    const at = gateway.clock.now();
    const event = {
      kind: 'camera.event',
      at,
      camera: 'gate',
      rule: 'r',
      type: 'intrusion',
      phase: 'instant',
      explanation: 'x',
    } as const;
    gateway.send({ ...event, severity: 'info', still });
    gateway.send({ ...event, severity: 'warning', still });
    await until('its end', () => end() !== undefined);
    expect(end()).toMatchObject({ command: `auto-${still.sha256.slice(0, 16)}`, outcome: 'done' });
    expect(centre.pieces.reduce((sum, p) => sum + p.bytes.length, 0)).toBe(3000);
  });
});

describe('a media file by HTTPS PUT', () => {
  let authority: TestAuthority;
  let port: number;
  let server: ReturnType<typeof createServer>;
  let got: Buffer;
  const asked: { range: string | undefined; length: number }[] = [];
  let answer: (req: IncomingMessage, res: ServerResponse) => void;

  beforeAll(async () => {
    authority = new TestAuthority();
    const { cert, key } = authority.sign('server', { names: ['IP:127.0.0.1'] });
    server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (req, res) => {
      asked.push({ range: req.headers['content-range'], length: Number(req.headers['content-length']) });
      req.on('error', () => {});
      answer(req, res);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    authority.remove();
  });

  /** Takes bytes from an offset on, and breaks the connection when it has `most`. */
  const take = (req: IncomingMessage, res: ServerResponse, most = Number.POSITIVE_INFINITY) => {
    const from = Number(/^bytes (\d+)-/.exec(req.headers['content-range'] ?? '')?.[1] ?? 0);
    got = got.subarray(0, from);
    req.on('data', (part: Buffer) => {
      got = Buffer.concat([got, part]);
      if (got.length >= most) req.socket.destroy();
    });
    req.on('end', () => res.writeHead(200).end());
  };

  async function send(bytes: Buffer, args: Partial<MediaFetchArgs>, ca: Buffer | null = authority.pem) {
    got = Buffer.alloc(0);
    asked.length = 0;
    const path = fileOf(bytes);
    const said: Outgoing[] = [];
    const clock = new SystemClock();
    const transfers = new Transfers({
      media: { pathOf: () => path },
      store: { get: () => undefined, set: async () => {} },
      send: (o) => said.push(o),
      limit: new RateLimit({}),
      ca: async () => ca ?? undefined,
      clock,
      logger: silentLogger,
      random: () => 0,
      wake: () => {},
    });
    ends.push(() => transfers.stop());
    transfers.start();
    transfers.ask(
      'm',
      mediaFetchArgs.parse({ ref, url: `https://127.0.0.1:${port}/bucket/key?signature=s3cret`, ...args }),
    );
    await until('its end', () => said.length > 0, 15_000);
    expect(JSON.stringify(said)).not.toContain('s3cret');
    return said[0];
  }

  it('arrives whole with the signed header lines', async () => {
    let type: string | undefined;
    answer = (req, res) => {
      type = req.headers['content-type'];
      take(req, res);
    };
    const bytes = randomBytes(150_000);
    expect(await send(bytes, { headers: { 'Content-Type': 'image/jpeg' } })).toMatchObject({
      via: 'https',
      outcome: 'done',
    });
    expect(type).toBe('image/jpeg');
    expect(got.equals(bytes)).toBe(true);
  });

  it('goes on where the server stands after a cut, where it can resume', async () => {
    answer = (req, res) => {
      if (/\*\/\d+$/.test(req.headers['content-range'] ?? '')) {
        res.writeHead(308, got.length > 0 ? { Range: `bytes=0-${got.length - 1}` } : {}).end();
      } else take(req, res, asked.length === 1 ? 60_000 : undefined);
    };
    const bytes = randomBytes(200_000);
    expect(await send(bytes, { resume: true })).toMatchObject({ outcome: 'done' });
    expect(got.equals(bytes)).toBe(true);
    expect(asked[1]).toEqual({ range: 'bytes */200000', length: 0 });
    expect(asked[2]?.length).toBeLessThan(140_001);
  });

  it('is sent anew after a cut, where the server cannot', async () => {
    answer = (req, res) => take(req, res, asked.length === 1 ? 60_000 : undefined);
    const bytes = randomBytes(200_000);
    expect(await send(bytes, {})).toMatchObject({ outcome: 'done' });
    expect(got.equals(bytes)).toBe(true);
    expect(asked).toEqual([
      { range: undefined, length: 200_000 },
      { range: undefined, length: 200_000 },
    ]);
  });

  it('is given up at once where the address is refused', async () => {
    answer = (req, res) => {
      req.resume();
      res.writeHead(403).end();
    };
    expect(await send(randomBytes(10), {})).toMatchObject({ outcome: 'failed', reason: 'the server answers 403' });
    expect(asked).toHaveLength(1);
  });

  it('never goes to a server that cannot prove who it is, nor without encryption', async () => {
    answer = take;
    expect(await send(randomBytes(10), {}, null)).toMatchObject({ outcome: 'failed', reason: /certificate/ });
    expect(asked).toEqual([]);
    expect(mediaFetchArgs.safeParse({ ref, url: 'http://127.0.0.1/x' }).success).toBe(false);
  });
});
