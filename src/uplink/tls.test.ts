// Who may talk to whom: mutual TLS with a real mosquitto, with certificates that openssl makes here.

import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Centre } from './testing/centre.ts';
import { type Signed, TestAuthority } from './testing/certificates.ts';
import { type TestConfig, TestGateway, until } from './testing/gateway.ts';
import { TestBroker } from './testing/mosquitto.ts';

let authority: TestAuthority;
let stranger: TestAuthority;
let server: Signed;
let broker: TestBroker;
let centre: Centre;
const ends: (() => unknown)[] = [];

const listening = ({ cert, key }: Signed, port: number) => [
  'allow_anonymous true',
  `cafile ${authority.ca}`,
  `certfile ${cert}`,
  `keyfile ${key}`,
  'require_certificate true',
  // The centre of the test comes without.
  `listener ${port} 127.0.0.1`,
  'allow_anonymous true',
];

beforeAll(async () => {
  authority = new TestAuthority();
  stranger = new TestAuthority('Another CA');
  server = authority.sign('broker', { names: ['DNS:localhost'] });
  broker = new TestBroker();
  const plain = new TestBroker();
  await plain.start();
  const { port } = plain;
  await plain.close();
  broker.lines = listening(server, port);
  await broker.start();
  centre = new Centre(`mqtt://127.0.0.1:${port}`);
  await centre.start();
});
afterAll(async () => {
  await centre.stop();
  await broker.close();
  authority.remove();
  stranger.remove();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function gatewayWith(config: TestConfig, url = `mqtts://localhost:${broker.port}`): Promise<TestGateway> {
  const gateway = new TestGateway(url, { ca: authority.ca, ...config });
  ends.push(() => gateway.close());
  await gateway.start();
  return gateway;
}
const files = ({ cert, key }: Signed) => ({ cert, key });
const connected = (gateway: TestGateway) => until('connected', () => gateway.fact('connected') === true);

describe('mutual TLS', () => {
  it.each([5, '3.1.1'])(
    'lets a gateway with a certificate of the right authority in, and its data through (MQTT %s)',
    async (version) => {
      const before = centre.events.size;
      const gateway = await gatewayWith({ ...files(authority.sign('gw-1')), version });
      await connected(gateway);
      gateway.say(10);
      await until('all', () => centre.events.size === before + 10);
      expect(gateway.reasons()).toEqual([]);
    },
  );

  it.each([
    ['of another authority', () => files(stranger.sign('gw-1'))],
    ['that has expired', () => files(authority.sign('gw-1', { days: -1 }))],
    ['that is missing', () => ({})],
  ])('keeps a gateway out with a certificate %s, and says that it is the gateway’s', async (_what, config) => {
    const gateway = await gatewayWith(config());
    await until('refused', () => gateway.uplink.health().reasons.length > 1);
    await until('the reason', () => gateway.reasons().includes('uplink.credentials'));
    expect(gateway.uplink.health()).toMatchObject({ state: 'down', facts: { connections: 0 } });
  });

  it('takes a renewed certificate with the next try, without a restart', async () => {
    const { cert, key } = authority.sign('gw-1', { days: -1 });
    const gateway = await gatewayWith({ cert, key });
    await until('refused', () => gateway.reasons().includes('uplink.credentials'));
    const renewed = authority.sign('gw-1');
    writeFileSync(key, readFileSync(renewed.key));
    writeFileSync(cert, readFileSync(renewed.cert));
    await connected(gateway);
  });
});

describe('the certificate of the broker', () => {
  async function brokerWith(signed: Signed): Promise<TestBroker> {
    const own = new TestBroker(['allow_anonymous true', `certfile ${signed.cert}`, `keyfile ${signed.key}`]);
    ends.push(() => own.close());
    await own.start();
    return own;
  }
  const urlOf = (own: TestBroker) => `mqtts://localhost:${own.port}`;

  it('that has expired, or that another authority signed, is never accepted', async () => {
    const expired = await brokerWith(authority.sign('broker', { names: ['DNS:localhost'], days: -1 }));
    const foreign = await brokerWith(stranger.sign('broker', { names: ['DNS:localhost'] }));
    for (const own of [expired, foreign]) {
      const gateway = await gatewayWith({}, urlOf(own));
      await until('the reason', () => gateway.reasons().includes('uplink.tls'));
      expect(gateway.uplink.health()).toMatchObject({ state: 'down', facts: { connections: 0 } });
    }
  });

  it('that ends within 30 days is told to the centre and to whoever looks, one that ends later is not', async () => {
    const soon = await brokerWith(authority.sign('broker', { names: ['DNS:localhost'], days: 12 }));
    const gateway = await gatewayWith({}, urlOf(soon));
    const receiver = new Centre(`mqtts://localhost:${soon.port}`, { ca: authority.pem });
    ends.push(() => receiver.stop());
    await receiver.start();
    await until('told', () => receiver.of('gateway.certificate').length === 1);
    expect(receiver.of('gateway.certificate')[0]?.data).toMatchObject({ file: `localhost:${soon.port}`, daysLeft: 11 });
    expect(gateway.reasons()).toEqual(['uplink.broker-certificate']);
    expect(gateway.uplink.health().state).toBe('degraded');
    const later = await brokerWith(authority.sign('broker', { names: ['DNS:localhost'], days: 60 }));
    const other = await gatewayWith({}, urlOf(later));
    await connected(other);
    expect(other.reasons()).toEqual([]);
  });

  it('is asked for by name (SNI): that of the address, or `serverName` where the address is another', async () => {
    const asked: string[] = [];
    const { cert, key } = server;
    const listener = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (socket: TLSSocket) => {
      asked.push(String(socket.servername));
      socket.on('error', () => {});
      socket.end();
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    ends.push(() => listener.close());
    const { port } = listener.address() as AddressInfo;
    await gatewayWith({}, `mqtts://localhost:${port}`);
    await until('asked', () => asked.length > 0);
    const byName = asked.length;
    await gatewayWith({ serverName: 'localhost' }, `mqtts://127.0.0.1:${port}`);
    await until('asked again', () => asked.length > byName);
    expect(new Set(asked)).toEqual(new Set(['localhost']));
  });
});

describe('the certificate of the gateway', () => {
  it('that ends within 30 days is told at the start, connected or not, and once', async () => {
    const { cert, key } = authority.sign('gateway', { days: 8 });
    const gateway = await gatewayWith({ cert, key });
    const told = () => centre.of('gateway.certificate').flatMap((e) => (e.data['file'] === cert ? [e.data] : []));
    await until('told', () => told().length > 0);
    expect(told()).toMatchObject([{ daysLeft: 7 }]);
    expect(gateway.reasons()).toEqual(['uplink.own-certificate']);
    await gateway.uplink.stop();
    await gateway.uplink.start();
    await connected(gateway);
    expect(told()).toHaveLength(1);
  });
});
