import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { seededRandom } from '../random.ts';
import { EmbeddedBroker } from './embedded.ts';
import { type LineConditions, PacedProxy, type ProxyTarget } from './paced-proxy.ts';

const clock = new SystemClock();
const clean: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of clean.splice(0).reverse()) await end();
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function proxyTo(
  target: ProxyTarget & { peers?: unknown },
  conditions: Partial<LineConditions> = {},
): Promise<PacedProxy> {
  const plainMqtt = target.peers === undefined;
  const proxy = new PacedProxy({ target, clock, random: seededRandom(1), conditions, plainMqtt });
  await proxy.start();
  clean.push(() => proxy.stop());
  return proxy;
}
async function broker(): Promise<ProxyTarget> {
  const own = new EmbeddedBroker();
  await own.start();
  clean.push(() => own.stop());
  return { host: '127.0.0.1', port: own.port };
}
async function client(port: number, options: mqtt.IClientOptions = {}): Promise<MqttClient> {
  const c = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 100, ...options });
  clean.push(() => c.endAsync(true));
  return c;
}
/** A server that echoes, and what it got. */
async function echo(): Promise<ProxyTarget & { peers: Socket[] }> {
  const peers: Socket[] = [];
  const server = createServer((socket) => {
    peers.push(socket);
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  clean.push(() => {
    for (const peer of peers) peer.destroy();
    server.close();
  });
  const address = server.address();
  return { host: '127.0.0.1', port: address && typeof address === 'object' ? address.port : 0, peers };
}

describe('the line to a broker', () => {
  it('breaks when it is cut and takes connections again on the same port', async () => {
    const line = await proxyTo(await broker());
    const gateway = await client(line.port);
    const closed = new Promise<void>((resolve) => gateway.once('close', resolve));
    await line.set({ state: 'cut' });
    await closed;
    const back = new Promise<void>((resolve) => gateway.once('connect', () => resolve()));
    await line.set({ state: 'up' });
    await back;
    await gateway.publishAsync('t', 'x', { qos: 1 });
  });

  it('that hangs stays open and lets nothing through until it is up again', async () => {
    const line = await proxyTo(await broker());
    const gateway = await client(line.port);
    await line.set({ state: 'hung' });
    let acknowledged = false;
    const sent = gateway.publishAsync('t', 'x', { qos: 1 }).then(() => {
      acknowledged = true;
    });
    await pause(200);
    expect(acknowledged).toBe(false);
    expect(gateway.connected).toBe(true);
    await line.set({ state: 'up' });
    await sent;
  });

  it('that is a black hole keeps what was open dead for ever, on both sides, and carries what is opened afterwards', async () => {
    const target = await echo();
    const line = await proxyTo(target);
    const before = connect(line.port, '127.0.0.1');
    clean.push(() => before.destroy());
    before.write('a');
    await once(before, 'data');
    await line.set({ state: 'black-hole' });
    before.write('b');
    let heard = 0;
    before.on('data', () => heard++);
    await pause(50);
    await line.set({ state: 'up' });
    before.write('c');
    const after = connect(line.port, '127.0.0.1');
    clean.push(() => after.destroy());
    after.write('d');
    expect(String(await once(after, 'data'))).toBe('d');
    expect(heard).toBe(0);
    expect(before.destroyed).toBe(false);
    before.destroy();
    await pause(20);
    expect(target.peers[0]?.destroyed).toBe(false);
    expect(line.counts.swallowedBytes).toBe(2);
  });

  it('carries no more than its rate, whole and in order, and each byte after its latency', async () => {
    const line = await proxyTo(await echo(), { bitsPerSecond: 800_000, latencyMs: 50 });
    const socket = connect(line.port, '127.0.0.1');
    clean.push(() => socket.destroy());
    const bytes = Buffer.alloc(50_000, 'abcdefg');
    const got: Buffer[] = [];
    const startedMs = performance.now();
    socket.write(bytes);
    let firstMs = 0;
    for await (const chunk of socket) {
      firstMs ||= performance.now() - startedMs;
      got.push(chunk);
      if (Buffer.concat(got).length === bytes.length) break;
    }
    // 50,000 bytes at 100,000 a second, and the latency there and back.
    expect(performance.now() - startedMs).toBeGreaterThan(580);
    expect(firstMs).toBeGreaterThan(95);
    expect(Buffer.concat(got).equals(bytes)).toBe(true);
  });

  it('to a broker that is away closes the connection instead of keeping it', async () => {
    const line = await proxyTo({ host: '127.0.0.1', port: 9 });
    await once(connect(line.port, '127.0.0.1'), 'close');
  });

  it.each([
    ['twice', { duplicateAcks: 0.5 }],
    ['in another order', { reorderAcks: 0.5 }],
  ])('gives acknowledgements %s, each at least once', async (_how, faults) => {
    const line = await proxyTo(await broker(), faults);
    const gateway = await client(line.port);
    const acks: number[] = [];
    gateway.on('packetreceive', (p) => {
      if (p.cmd === 'puback') acks.push(p.messageId ?? 0);
    });
    const sent = Array.from({ length: 100 }, (_, i) => gateway.publishAsync('t', String(i), { qos: 1 }));
    await Promise.all(sent);
    expect(new Set(acks).size).toBe(100);
    const { duplicated, reordered } = line.counts;
    if (duplicated > 0) {
      await expect.poll(() => acks.length).toBe(100 + duplicated);
      expect(duplicated).toBeGreaterThan(25);
    } else {
      expect(reordered).toBeGreaterThan(25);
      expect(acks).not.toEqual([...acks].sort((a, b) => a - b));
    }
  });
});
