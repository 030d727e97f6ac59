// Several brokers, lines that fail in their own ways, and what MQTT 5 is told besides.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import mqtt from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../runtime/clock.ts';
import { type LineConditions, PacedProxy } from '../simulator/broker/paced-proxy.ts';
import { seededRandom } from '../simulator/random.ts';
import { Centre } from './testing/centre.ts';
import { type TestConfig, TestGateway, until } from './testing/gateway.ts';
import { TestBroker } from './testing/mosquitto.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function aBroker(): Promise<TestBroker> {
  const broker = new TestBroker();
  ends.push(() => broker.close());
  await broker.start();
  return broker;
}
async function centreAt(broker: TestBroker): Promise<Centre> {
  const centre = new Centre(broker.url);
  ends.push(() => centre.stop());
  await centre.start();
  return centre;
}
async function lineTo(broker: TestBroker, conditions: Partial<LineConditions> = {}): Promise<PacedProxy> {
  const target = { host: '127.0.0.1', port: broker.port };
  const line = new PacedProxy({ target, clock: new SystemClock(), random: seededRandom(7), conditions });
  ends.push(() => line.stop());
  await line.start();
  return line;
}
async function gatewayAt(url: string, config: TestConfig = {}): Promise<TestGateway> {
  const gateway = new TestGateway(url, config);
  ends.push(() => gateway.close());
  await gateway.start();
  return gateway;
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('several brokers', () => {
  it('are tried in their order; an earlier one that comes back is used again, and nothing is lost on the way', async () => {
    const [first, second] = [await aBroker(), await aBroker()];
    const [here, there] = [await centreAt(first), await centreAt(second)];
    await first.stop();
    const gateway = await gatewayAt(first.url, { fallbacks: [second.url], failBack: '1s' });
    await until(
      'the second',
      () => gateway.fact('broker') === `127.0.0.1:${second.port}` && gateway.fact('connected') === true,
    );
    gateway.say(100);
    await until('there', () => there.missing('telemetry', 100).length === 0);
    await first.start();
    await until(
      'the first',
      () => gateway.fact('broker') === `127.0.0.1:${first.port}` && gateway.fact('connected') === true,
    );
    gateway.say(100);
    const all = () => new Set([...there.events.keys(), ...here.events.keys()]);
    await until('all', () => all().size === 200);
    expect(there.statuses.at(-1)?.data).toMatchObject({ state: 'offline', reason: 'moved' });
    await until('online here', () => here.statuses.at(-1)?.data['state'] === 'online');
    // The way back: the first one is gone again, and the second is used at once.
    await first.stop();
    await until(
      'the second again',
      () => gateway.fact('broker') === `127.0.0.1:${second.port}` && gateway.fact('connected') === true,
    );
  });

  it('are tried in their order also where one takes the connection and ends it at once', async () => {
    const second = await aBroker();
    const there = await centreAt(second);
    // CONNACK of MQTT 5, and then the end: a broker that is overloaded, or half of one behind a balancer.
    const server = createServer((socket) => {
      socket
        .on('error', () => {})
        .once('data', () => {
          socket.write(Buffer.from('2003000000', 'hex'));
          setTimeout(() => socket.destroy(), 20);
        });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const gateway = await gatewayAt(`mqtt://127.0.0.1:${port}`, { fallbacks: [second.url], failBack: '1h' });
    gateway.say(20);
    await until('all', () => there.missing('telemetry', 20).length === 0);
  });
});

describe('a line', () => {
  it('that is a black hole is noticed within 1.5 times the keepalive, idle or busy', async () => {
    const broker = await aBroker();
    const centre = await centreAt(broker);
    const line = await lineTo(broker);
    const gateway = await gatewayAt(`mqtt://127.0.0.1:${line.port}`, { keepaliveMs: 2000 });
    for (const busy of [false, true]) {
      await until('connected', () => gateway.fact('connected') === true);
      await line.set({ state: 'black-hole' });
      const sinceMs = performance.now();
      if (busy) gateway.say(20);
      await until('noticed', () => gateway.reasons().includes('uplink.silent'));
      expect(performance.now() - sinceMs).toBeLessThan(3000);
      await line.set({ state: 'up' });
    }
    await until('all', () => centre.missing('telemetry', 20).length === 0, 15_000);
  });

  it.each([{ duplicateAcks: 0.3 }, { reorderAcks: 0.3 }])(
    'with %j neither loses nor marks as sent what did not arrive',
    async (faults) => {
      const broker = await aBroker();
      const centre = await centreAt(broker);
      const line = await lineTo(broker, faults);
      const gateway = await gatewayAt(`mqtt://127.0.0.1:${line.port}`, { window: 20 });
      for (let cut = 1; cut <= 3; cut++) {
        gateway.say(300);
        await until('more', () => centre.events.size > (cut - 1) * 300 + 100);
        await line.set({ state: 'cut' });
        await line.set({ state: 'up' });
      }
      await until('all', () => centre.missing('telemetry', 900).length === 0);
      await until('nothing unsent', () => gateway.unsent() === 0);
      expect(line.counts.duplicated + line.counts.reordered).toBeGreaterThan(50);
      expect(centre.problems).toEqual([]);
    },
  );
});

describe('what MQTT 5 is told besides', () => {
  it('is how long the broker may keep a message, what is of the past, and who connects', async () => {
    const broker = await aBroker();
    const seen: { topic: string; expiry: number | undefined; type: string | undefined; historical: unknown }[] = [];
    const receiver = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
    ends.push(() => receiver.endAsync(true));
    receiver.on('message', (topic, _payload, { properties: p }) => {
      const historical = p?.userProperties?.['historical'];
      seen.push({ topic, expiry: p?.messageExpiryInterval, type: p?.contentType, historical });
    });
    await receiver.subscribeAsync('haidang/v1/#', { qos: 1 });
    const gateway = new TestGateway(broker.url, { messageExpiry: '1h' });
    ends.push(() => gateway.close());
    await gateway.start();
    gateway.say(1);
    gateway.say(1, 'alarm');
    const of = (lane: string) => seen.find((s) => s.topic.includes(`/${lane}/`));
    await until('both', () => of('telemetry') !== undefined && of('alarm') !== undefined);
    const type = 'application/cloudevents+json';
    expect(of('telemetry')).toMatchObject({ expiry: 3600, type, historical: undefined });
    expect(of('alarm')).toMatchObject({ expiry: undefined, type });
    gateway.uplink.past.askBackfill('b', { lane: 'telemetry' }, () => {});
    await until('of the past', () => seen.some((s) => s.historical === 'true'));
  });

  it('and told by the broker, how many it takes at a time, is kept to', async () => {
    const few = new TestBroker(['allow_anonymous true', 'max_inflight_messages 5']);
    ends.push(() => few.close());
    await few.start();
    const centre = await centreAt(few);
    // A slow line, so that much would like to be on its way.
    const line = await lineTo(few, { latencyMs: 20 });
    const gateway = await gatewayAt(`mqtt://127.0.0.1:${line.port}`);
    let most = 0;
    const look = setInterval(() => {
      most = Math.max(most, Number(gateway.fact('inFlight')));
    }, 1);
    ends.push(() => clearInterval(look));
    gateway.say(150);
    await until('all', () => centre.missing('telemetry', 150).length === 0);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('is a last will that waits: a gateway that is back in time was never offline', async () => {
    const broker = await aBroker();
    const centre = await centreAt(broker);
    const line = await lineTo(broker);
    const gateway = await gatewayAt(`mqtt://127.0.0.1:${line.port}`, { willDelay: '2s', reconnectMaxMs: 100 });
    await until('born', () => centre.statuses.length === 1);
    await line.set({ state: 'cut' });
    await line.set({ state: 'up' });
    await until('born again', () => centre.statuses.length === 2);
    await pause(2500);
    expect(centre.statuses.map((s) => s.data['state'])).toEqual(['online', 'online']);
    expect(gateway.fact('sessionResumed')).toBe(true);
    await line.set({ state: 'cut' });
    await until('the last will', () => centre.statuses.at(-1)?.data['reason'] === 'connection-lost');
  });
});

describe('a centre that is absent', () => {
  it('over a restart of the gateway is told to be back by the next run', async () => {
    const broker = await aBroker();
    const gateway = await gatewayAt(broker.url);
    gateway.say(5);
    await until('absent', () => gateway.fact('iocAbsent') === true);
    await gateway.uplink.stop();
    const centre = await centreAt(broker);
    await gateway.restartUplink(broker.url);
    await until('all', () => centre.missing('telemetry', 5).length === 0);
    await until('told', () => centre.of('ioc.absent').length === 2);
    expect(centre.of('ioc.absent').map((e) => e.data['active'])).toEqual([true, false]);
    expect(gateway.fact('iocAbsent')).toBe(false);
    expect(gateway.kept.get('uplink.absent')).toBeUndefined();
  });
});

describe('events of the past', () => {
  it('come together where the site says so, each whole and with its own place', async () => {
    const broker = await aBroker();
    const centre = await centreAt(broker);
    const gateway = await gatewayAt(broker.url, { history: { batch: 50 } });
    await gateway.uplink.stop();
    gateway.say(300);
    await gateway.outbox.flush();
    await pause(50);
    await gateway.restartUplink(broker.url, { history: { batch: 50 } }, { liveMs: 1 });
    await until('all', () => centre.missing('telemetry', 300).length === 0);
    expect(centre.batches).toBeGreaterThan(2);
    expect(centre.problems).toEqual([]);
    expect([...centre.events.values()].every((e) => e['historical'] === true)).toBe(true);
    await until('nothing unsent', () => gateway.unsent() === 0);
  });
});
