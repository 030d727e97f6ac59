// The uplink with the real outbox against a real mosquitto, and a centre with a persistent session.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../runtime/clock.ts';
import { PacedProxy } from '../simulator/broker/paced-proxy.ts';
import { Centre } from './testing/centre.ts';
import { TestGateway, until } from './testing/gateway.ts';
import { TestBroker } from './testing/mosquitto.ts';

let broker: TestBroker;
let centre: Centre;
let gateway: TestGateway;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  broker = new TestBroker();
  await broker.start();
  centre = new Centre(broker.url);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await gateway?.close();
  await centre.stop();
  await broker.close();
});

const lineTo = (port: number) =>
  new PacedProxy({ target: { host: '127.0.0.1', port }, clock: new SystemClock(), random: Math.random });
const allArrived = (lane: string, n: number) => until(`${n} of ${lane}`, () => centre.missing(lane, n).length === 0);

describe.each([{ version: 5 }, { version: '3.1.1' }])('with MQTT $version', ({ version }) => {
  it('everything said arrives once, in order, valid, and leaves nothing unsent', async () => {
    await centre.start();
    gateway = new TestGateway(broker.url, { version });
    await gateway.start();
    gateway.say(500);
    gateway.say(3, 'alarm');
    await allArrived('telemetry', 500);
    await allArrived('alarm', 3);
    expect(centre.problems).toEqual([]);
    expect(centre.duplicates).toBe(0);
    const sequences = [...centre.events.values()].filter((e) => e.lane === 'telemetry').map((e) => Number(e.sequence));
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    await until('nothing unsent', () => gateway.unsent() === 0);
    expect(gateway.uplink.health()).toMatchObject({ state: 'ok', facts: { connected: true, sent: 503, inFlight: 0 } });
  });

  it('nothing is lost when the broker is killed in the middle and comes back', async () => {
    await centre.start();
    gateway = new TestGateway(broker.url, { version });
    await gateway.start();
    gateway.say(3000);
    await until('some arrived', () => centre.events.size > 100);
    // Ended in order: what mosquitto has acknowledged is its own to keep.
    await broker.stop('SIGTERM');
    gateway.say(100);
    await until('the loss is noticed', () => gateway.reasons().includes('uplink.disconnected'));
    await broker.start();
    await allArrived('telemetry', 3100);
    expect(centre.problems).toEqual([]);
    await until('nothing unsent', () => gateway.unsent() === 0);
    expect(gateway.fact('connections')).toBe(2);
  });

  it('birth, goodbye and last will are told under the retained status', async () => {
    const link = lineTo(broker.port);
    await link.start();
    ends.push(() => link.stop());
    await centre.start();
    gateway = new TestGateway(`mqtt://127.0.0.1:${link.port}`, { version, willDelay: '0s' });
    await gateway.start();
    const last = () => centre.statuses.at(-1)?.data as Record<string, unknown> | undefined;
    await until('birth', () => last()?.['state'] === 'online');
    await link.set({ state: 'cut' });
    await until('last will', () => last()?.['reason'] === 'connection-lost');
    await link.set({ state: 'up' });
    await until('born again', () => last()?.['state'] === 'online');
    await gateway.uplink.stop();
    await until('goodbye', () => last()?.['reason'] === 'stopped');
    expect(centre.problems).toEqual([]);
    const late = new Centre(broker.url, { clientId: 'late' });
    ends.push(() => late.stop());
    await late.start();
    await until('retained', () => late.statuses.length === 1);
    expect(late.statuses[0]?.data).toMatchObject({ state: 'offline', reason: 'stopped' });
  });

  it('a link that is cut again and again in mid-flight loses nothing', async () => {
    const link = lineTo(broker.port);
    await link.start();
    ends.push(() => link.stop());
    await centre.start();
    gateway = new TestGateway(`mqtt://127.0.0.1:${link.port}`, { version, window: 20 });
    await gateway.start();
    for (let cut = 1; cut <= 4; cut++) {
      gateway.say(500);
      await until('more arrives', () => centre.events.size > (cut - 1) * 500 + 50);
      await link.set({ state: 'cut' });
      await link.set({ state: 'up' });
    }
    await allArrived('telemetry', 2000);
    expect(centre.problems).toEqual([]);
    expect(Number(gateway.fact('resent'))).toBeGreaterThan(0);
  });
});

describe('a link that hangs half-open', () => {
  it('is noticed within 1.5 times the keepalive, idle or busy, and replaced', async () => {
    const link = lineTo(broker.port);
    await link.start();
    ends.push(() => link.stop());
    await centre.start();
    gateway = new TestGateway(`mqtt://127.0.0.1:${link.port}`, { keepaliveMs: 2000 });
    await gateway.start();
    for (const busy of [false, true]) {
      await until('connected', () => gateway.fact('connected') === true);
      await link.set({ state: 'hung' });
      const hungAt = performance.now();
      if (busy) gateway.say(50);
      await until('noticed', () => gateway.reasons().includes('uplink.silent'));
      expect(performance.now() - hungAt).toBeLessThan(3000);
      await link.set({ state: 'cut' });
      await link.set({ state: 'up' });
    }
    await allArrived('telemetry', 50);
  });
});

describe('a centre that is not there', () => {
  it('is noticed: nothing counts as sent until somebody is subscribed, and then all of it arrives', async () => {
    gateway = new TestGateway(broker.url);
    await gateway.start();
    gateway.say(300);
    await until('absence', () => gateway.reasons().includes('uplink.ioc-absent'));
    expect(gateway.fact('sent')).toBe(0);
    expect(gateway.fact('iocAbsent')).toBe(true);
    await centre.start();
    await allArrived('telemetry', 300);
    await until('both said', () => centre.of('ioc.absent').length === 2);
    expect(centre.of('ioc.absent').map((e) => e.data['active'])).toEqual([true, false]);
    expect(centre.problems).toEqual([]);
    await until('healthy', () => gateway.uplink.health().state === 'ok');
  });

  it('for one lane holds back that lane alone, and says so once', async () => {
    centre = new Centre(broker.url, { filter: 'haidang/v1/+/alarm/#' });
    await centre.start();
    gateway = new TestGateway(broker.url);
    await gateway.start();
    // More than two windows, so that the held lane would block what comes after it in a naive queue.
    gateway.say(400);
    await until('absence', () => centre.of('ioc.absent').length === 1);
    gateway.say(5, 'alarm');
    await until('alarms pass', () => centre.of('device.state').length === 5);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(centre.of('ioc.absent')).toHaveLength(1);
    expect(gateway.fact('sent')).toBe(6);
  });
});
