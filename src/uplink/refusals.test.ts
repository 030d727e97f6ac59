// A broker that says no: to the connection, to a topic, to one message. Nothing spins, nothing blocks the rest, nothing
// is lost in silence, and whoever asks is told what to do.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Centre } from './testing/centre.ts';
import { type TestConfig, TestGateway, until } from './testing/gateway.ts';
import { TestBroker } from './testing/mosquitto.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function brokerWith(...lines: string[]): Promise<TestBroker> {
  const broker = new TestBroker(lines);
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
async function gatewayAt(url: string, config: TestConfig = {}): Promise<TestGateway> {
  const gateway = new TestGateway(url, config);
  ends.push(() => gateway.close());
  await gateway.start();
  return gateway;
}
/** A file that the broker reads, in a folder that is there before the broker. */
function fileFor(broker: TestBroker, name: string, text: string): string {
  const path = join(broker.folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a broker that is not there', () => {
  it('is tried until it is there, and the reason is told', async () => {
    const broker = await brokerWith('allow_anonymous true');
    await broker.stop();
    const gateway = await gatewayAt(broker.url);
    await until('reason', () => gateway.reasons().includes('uplink.unreachable'));
    expect(gateway.uplink.health().state).toBe('degraded');
    gateway.say(20);
    await broker.start();
    const centre = await centreAt(broker);
    await until('all', () => centre.missing('telemetry', 20).length === 0);
  });

  it('and something else that answers in its place is tried again with growing waits, without leaving sockets', async () => {
    let opened = 0;
    let closed = 0;
    const server = createServer((socket) => {
      opened++;
      socket.on('close', () => closed++).on('error', () => {});
      socket.resume().write('HTTP/1.1 400 Bad Request\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const gateway = await gatewayAt(`mqtt://127.0.0.1:${port}`, { reconnectMaxMs: 1000 });
    await pause(2000);
    expect(opened).toBeGreaterThan(2);
    expect(opened).toBeLessThan(12);
    await until('closed', () => closed === opened);
    expect(gateway.reasons()).toEqual(['uplink.disconnected', 'uplink.closed']);
  });
});

describe('a broker that refuses the login', () => {
  it.each([5, '3.1.1'])(
    'is not hammered, the reason names the login, the password stays out of the log (MQTT %s)',
    async (version) => {
      const broker = new TestBroker();
      ends.push(() => broker.close());
      const passwords = fileFor(broker, 'passwords', '');
      execFileSync('mosquitto_passwd', ['-b', passwords, 'gw', 'right']);
      broker.lines = ['allow_anonymous false', `password_file ${passwords}`];
      await broker.start();
      const secret = fileFor(broker, 'secret', 'wrong-secret-71\n');
      const gateway = await gatewayAt(broker.url, { version, username: 'gw', password: `\${file:${secret}}` });
      await until('reason', () => gateway.reasons().includes('uplink.credentials'));
      expect(gateway.uplink.health().state).toBe('down');
      expect(JSON.stringify([gateway.log, gateway.uplink.health(), gateway.uplink])).not.toContain('wrong-secret-71');
      await gateway.uplink.stop();
      writeFileSync(secret, 'right\n');
      await gateway.uplink.start();
      await until('connected', () => gateway.fact('connected') === true);
    },
  );

  it('because a secret cannot be read, it does not start and says which', async () => {
    const gateway = new TestGateway('mqtt://127.0.0.1:1', { username: 'gw', password: '${file:/nowhere/mqtt}' });
    ends.push(() => gateway.close());
    await expect(gateway.start()).rejects.toThrow('/nowhere/mqtt');
  });
});

describe('a broker that refuses some topics', () => {
  it('gets the others, the refused lane waits, and the operator is told what to allow', async () => {
    const broker = new TestBroker();
    ends.push(() => broker.close());
    const acl = fileFor(
      broker,
      'acl',
      ['topic read haidang/#', 'topic write haidang/v1/gw-1/alarm/#', 'topic write haidang/v1/gw-1/event/#'].join('\n'),
    );
    broker.lines = ['allow_anonymous true', `acl_file ${acl}`];
    await broker.start();
    const centre = await centreAt(broker);
    const gateway = await gatewayAt(broker.url);
    gateway.say(200);
    gateway.say(5, 'alarm');
    await until('alarms', () => centre.of('device.state').length === 5);
    await until('held', () => gateway.reasons().includes('uplink.lane-refused'));
    expect(gateway.reasons()).toContain('uplink.status-refused');
    const sentBefore = gateway.log.filter((l) => String(l['msg']).includes('does not take messages')).length;
    expect(sentBefore).toBeLessThan(10);
    await pause(500);
    expect(gateway.unsent()).toBe(200);
    // The operator allows it; the broker reads its list again.
    fileFor(broker, 'acl', 'topic readwrite haidang/#');
    broker.signal('SIGHUP');
    await until('all', () => centre.missing('telemetry', 200).length === 0);
    expect(centre.of('outbox.evicted')).toEqual([]);
  });
});

describe('a broker that refuses one message for good', () => {
  const fat = (gateway: TestGateway) =>
    gateway.send({
      kind: 'gateway.part',
      at: gateway.clock.now(),
      part: 'x',
      state: 'recovered',
      reason: 'long '.repeat(4000),
    });

  it('by its announced packet size gets all others, and the centre is told which one it will not see', async () => {
    const broker = await brokerWith('allow_anonymous true', 'max_packet_size 8000');
    const centre = await centreAt(broker);
    const gateway = await gatewayAt(broker.url);
    gateway.send({ kind: 'gateway.started', at: gateway.clock.now(), previousStop: 'clean' });
    fat(gateway);
    gateway.send({ kind: 'gateway.started', at: gateway.clock.now(), previousStop: 'clean' });
    gateway.say(50);
    await until('all others', () => centre.events.size === 52);
    await until('told', () => centre.of('outbox.evicted').length === 1);
    expect(centre.of('outbox.evicted')[0]?.data).toMatchObject({
      lane: 'event',
      firstSequence: '00000000000000000002',
      lastSequence: '00000000000000000002',
      count: 1,
      reason: 'refused',
    });
    expect(gateway.fact('setAside')).toBe(1);
    await until('nothing unsent', () => gateway.unsent() === 0);
    expect(centre.problems).toEqual([]);
  });

  it.each([
    { how: 'by ending the connection', version: '3.1.1', line: 'max_packet_size 8000' },
    // This mosquitto answers with a code that MQTT does not allow there (0x95), which ends the connection as well.
    { how: 'by a forbidden acknowledgement', version: 5, line: 'message_size_limit 8000' },
  ])('$how (MQTT $version) still gets all others, and the culprit is found', async ({ version, line }) => {
    const broker = await brokerWith('allow_anonymous true', line);
    const centre = await centreAt(broker);
    const gateway = await gatewayAt(broker.url, { version });
    fat(gateway);
    gateway.say(300);
    const more = setInterval(() => gateway.say(1), 100);
    ends.push(async () => clearInterval(more));
    await until('told', () => centre.of('outbox.evicted').length === 1, 15_000);
    expect(centre.missing('telemetry', 300)).toEqual([]);
    expect(centre.of('outbox.evicted')[0]?.data).toMatchObject({ lane: 'event', count: 1, reason: 'refused' });
  });
});

describe('a broker with TLS', () => {
  it('is trusted by its certificate only: there is no way around it', async () => {
    const broker = new TestBroker();
    ends.push(() => broker.close());
    const at = (name: string) => join(broker.folder, name);
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const pair = (name: string) => ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)];
    openssl(...request, ...pair('broker'), '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost');
    openssl(...request, ...pair('other'), '-subj', '/CN=localhost');
    broker.lines = ['allow_anonymous true', `certfile ${at('broker.pem')}`, `keyfile ${at('broker.key')}`];
    await broker.start();
    const url = `mqtts://localhost:${broker.port}`;
    for (const ca of [undefined, 'other.pem']) {
      const gateway = await gatewayAt(url, ca ? { ca: at(ca) } : {});
      await until('not trusted', () => gateway.reasons().includes('uplink.tls'));
      expect(gateway.uplink.health().state).toBe('down');
    }
    const wrongName = await gatewayAt(`mqtts://127.0.0.1:${broker.port}`, { ca: at('broker.pem') });
    await until('another name', () => wrongName.reasons().includes('uplink.tls'));
    const gateway = await gatewayAt(url, { ca: at('broker.pem') });
    await until('connected', () => gateway.fact('connected') === true);
  });
});
