import { open } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../../domain/outgoing.ts';
import { until } from '../../fieldbus/testing/line.ts';
import { startPtyPair } from '../../fieldbus/testing/pymodbus.ts';
import { render } from '../../messages/catalogue.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { inputsSchema } from './config.ts';
import { Inputs } from './inputs.ts';
import { sentenceLine } from './nmea/sentence.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function start(inputs: readonly Record<string, unknown>[]) {
  const sent: Outgoing[] = [];
  const service = new Inputs({
    inputs: inputsSchema.parse(inputs),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    clock: new SystemClock(),
    logger: silentLogger,
    random: () => 0.5,
  });
  await service.start();
  cleanUp.push(() => service.stop());
  const readings = () => sent.flatMap((o) => (o.kind === 'device.readings' ? [o.readings] : []));
  const states = () => sent.flatMap((o) => (o.kind === 'device.state' ? [`${o.state} ${o.code}`] : []));
  return { service, sent, readings, states };
}

/** A sender on a TCP port; `say` reaches all who listen. */
async function sender(port = 0) {
  const sockets = new Set<Socket>();
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => heard.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const end = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  const say = (text: string | Buffer) => {
    for (const socket of sockets) socket.write(text);
  };
  return { port: (server.address() as { port: number }).port, say, end, sockets, heard };
}

const position = (latitude: string) =>
  sentenceLine(`GPGGA,063000.00,${latitude},N,10704.8000,E,1,08,0.9,3.4,M,-28.0,M,,`) +
  sentenceLine(`GPRMC,063000.00,A,${latitude},N,10704.8000,E,10.0,084.4,211126,,,A`);

describe('an input on a serial port', () => {
  it('is a boat whose way and whose harbours are told, with time and motion of the same moment', async () => {
    const pair = await startPtyPair();
    cleanUp.push(pair.stop);
    const { service, readings, states } = await start([
      {
        id: 'boat-7',
        kind: 'nmea0183',
        source: { kind: 'serial', path: pair.a },
        report: '200ms',
        distance: 100,
        fences: [
          {
            id: 'harbour',
            area: [
              [20.9, 107],
              [20.9, 107.2],
              [20.96, 107.2],
              [20.96, 107],
            ],
          },
        ],
      },
    ]);
    const receiver = await open(pair.b, 'w');
    cleanUp.push(() => receiver.close());
    // Three positions in the harbour, and more out of it, a nautical mile apart. Two sentences each.
    const way = ['2055.0000', '2055.0010', '2055.0020', '2058.0000', '2059.0000', '2059.9990', '2059.0000'];
    for (const [i, latitude] of way.entries()) {
      await receiver.write(position(latitude));
      await until(() => service.health().facts['samples'] === 2 * (i + 1));
      // Longer than a position takes to be complete, and than two reports must lie apart.
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await until(() => readings().some((r) => r['in_harbour']?.value === false));
    expect(states()).toEqual(['online answers']);
    expect(readings()[0]).toMatchObject({
      latitude: { value: 20.916_666_7, quality: 'good', unit: 'deg' },
      speed: { value: 5.144, unit: 'm/s' },
      time: { value: '2026-11-21T06:30:00.000Z' },
    });
    // The two that moved by some metres were left out, but for the one by which it was sure to be in the harbour.
    expect(readings().map((r) => r['in_harbour']?.value)).toEqual([undefined, true, true, true, false, false]);
  });
});

describe('an input over TCP', () => {
  it('that falls silent is offline and bad:timeout once, and back with the first frame', async () => {
    const far = await sender();
    cleanUp.push(far.end);
    const { service, readings, states } = await start([
      {
        id: 'text-1',
        kind: 'ascii',
        source: { kind: 'tcp', host: '127.0.0.1', port: far.port },
        pattern: 'T=(?<temperature>\\S+)',
        points: [{ name: 'temperature', unit: 'Cel' }],
        ask: '?\\r\\n',
        askEvery: '100ms',
        timeout: '600ms',
        report: '100ms',
      },
    ]);
    await until(() => far.heard.length >= 2);
    expect(String(far.heard[0])).toContain('?\r\n');
    far.say('T=20.5\r\nT=2');
    await until(() => readings().length === 1);
    await until(() => states().includes('offline timeout'));
    expect(service.health().reasons.map((r) => render(r, 'en'))).toEqual([
      expect.stringMatching(/^input text-1 \(127\.0\.0\.1:\d+\) says nothing that can be understood$/),
    ]);
    expect(service.latest()).toMatchObject([
      {
        device: 'text-1',
        profile: 'ascii',
        state: 'offline',
        points: [{ point: 'temperature', quality: 'bad:timeout' }],
      },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    far.say('1.5\r\n');
    await until(() => readings().length === 3);
    expect(readings()).toEqual([
      { temperature: { value: 20.5, quality: 'good', unit: 'Cel' } },
      { temperature: { value: null, quality: 'bad:timeout', unit: 'Cel' } },
      { temperature: { value: 21.5, quality: 'good', unit: 'Cel' } },
    ]);
    expect(states()).toEqual(['online answers', 'offline timeout', 'online answers']);
    expect(service.health().state).toBe('ok');
  });

  it('whose sender goes away is found again; half a frame from before is not completed by what comes after', async () => {
    const far = await sender();
    const { readings, states } = await start([
      {
        id: 'air',
        kind: 'ascii',
        source: { kind: 'tcp', host: '127.0.0.1', port: far.port },
        pattern: '^(?<a>\\d+)$',
        points: [{ name: 'a' }],
        timeout: '500ms',
        report: '100ms',
      },
    ]);
    await until(() => far.sockets.size === 1);
    far.say('0\n1\n2');
    await until(() => readings().length === 1);
    await far.end();
    await until(() => states().includes('offline disconnected'));
    const again = await sender(far.port);
    cleanUp.push(again.end);
    await until(() => again.sockets.size === 1);
    again.say('2\n3\n');
    await until(() => readings().at(-1)?.['a']?.value === 3);
    expect(readings().map((r) => r['a']?.value)).toEqual([1, null, 3]);
  });
});
