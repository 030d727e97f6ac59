// Commands over a real broker: each executed at most once, and answered with what really happened.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Centre } from './testing/centre.ts';
import { TestGateway, until } from './testing/gateway.ts';
import { TestBroker } from './testing/mosquitto.ts';

let broker: TestBroker;
let centre: Centre;
let gateway: TestGateway;

beforeEach(async () => {
  broker = new TestBroker();
  await broker.start();
  centre = new Centre(broker.url);
  await centre.start();
  gateway = new TestGateway(broker.url);
});
afterEach(async () => {
  await gateway.close();
  await centre.stop();
  await broker.close();
});

const replies = () =>
  centre
    .of('command.reply')
    .map((e) => e.data)
    .filter((d) => d['outcome'] !== 'accepted');
const answered = (n: number) => until(`${n} answers`, () => replies().length >= n);
const settled = () => new Promise((resolve) => setTimeout(resolve, 300));
const inSeconds = (s: number) => new Date(Date.now() + s * 1000).toISOString();

describe('a command', () => {
  it('is executed with its checked arguments and answered with what was achieved', async () => {
    gateway.onCommand = async () => ({ outcome: 'done', result: { 'l-01': { commanded: 40, fedBack: 40 } } });
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    const args = { group: 'quay', level: 40, forSeconds: 600 };
    await centre.command(gateway.id, 'lamp.set', { id: 'c-1', expires: inSeconds(60), args });
    await answered(1);
    expect(gateway.executed).toEqual([{ id: 'c-1', name: 'lamp.set', args }]);
    expect(replies()).toEqual([
      { command: 'c-1', name: 'lamp.set', outcome: 'done', result: { 'l-01': { commanded: 40, fedBack: 40 } } },
    ]);
    expect(centre.problems).toEqual([]);
  });

  it('sent again is answered again and not executed again, also after a restart', async () => {
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    const ping = { id: 'c-2', args: {} };
    await centre.command(gateway.id, 'gateway.ping', ping);
    await centre.command(gateway.id, 'gateway.ping', ping);
    await answered(1);
    await centre.command(gateway.id, 'gateway.ping', ping);
    await answered(2);
    await gateway.restartUplink(broker.url);
    await until('connected', () => gateway.fact('connected') === true);
    const before = replies().length;
    await centre.command(gateway.id, 'gateway.ping', ping);
    await answered(before + 1);
    expect(gateway.executed).toHaveLength(1);
    expect(replies().every((r) => r['outcome'] === 'done')).toBe(true);
  });

  it('with the id of another one is refused, and does not get the answer of that one', async () => {
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    const release = (lamp: string) =>
      centre.command(gateway.id, 'lamp.release', { id: 'c-2', expires: inSeconds(60), args: { lamp } });
    await release('l-01');
    await answered(1);
    await release('l-02');
    await answered(2);
    expect(gateway.executed).toHaveLength(1);
    expect(replies()[1]).toMatchObject({ command: 'c-2', outcome: 'refused', reason: expect.stringContaining('c-2') });
    await release('l-01');
    await answered(3);
    expect(replies()[2]).toMatchObject({ outcome: 'done' });
  });

  it('that was being executed when the process ended is answered as unknown, and not begun again', async () => {
    gateway.onCommand = () => new Promise(() => {});
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    const write = { id: 'c-3', args: { device: 'meter', point: 'relay', value: true } };
    await centre.command(gateway.id, 'point.write', write);
    await until('begun', () => gateway.executed.length === 1);
    await gateway.restartUplink(broker.url);
    await answered(1);
    expect(replies()[0]).toMatchObject({ command: 'c-3', outcome: 'unknown' });
    await centre.command(gateway.id, 'point.write', write);
    await answered(2);
    expect(gateway.executed).toHaveLength(1);
  });

  it('that fails is answered as failed, with the reason', async () => {
    gateway.onCommand = async () => {
      throw new Error('lamp l-01 does not answer');
    };
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    await centre.command(gateway.id, 'lamp.release', { id: 'c-4', args: { lamp: 'l-01' } });
    await answered(1);
    expect(replies()[0]).toMatchObject({ outcome: 'failed', reason: 'lamp l-01 does not answer' });
  });

  it('waits at the broker while the gateway is away, and is refused where it expired meanwhile', async () => {
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    await gateway.uplink.stop();
    const args = { lamp: 'l-01', level: 10 };
    await centre.command(gateway.id, 'lamp.set', { id: 'late', expires: inSeconds(0.3), args });
    await centre.command(gateway.id, 'lamp.set', { id: 'in-time', expires: inSeconds(60), args });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await gateway.uplink.start();
    await answered(2);
    expect(gateway.executed.map((c) => c.id)).toEqual(['in-time']);
    expect(replies().find((r) => r['command'] === 'late')).toMatchObject({ outcome: 'refused' });
  });

  it('that expires is refused while the clock is not set: it could be hours old', async () => {
    gateway.clock.setQuality('unsynced');
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    await centre.command(gateway.id, 'gateway.ping', { id: 'c-5', expires: inSeconds(60) });
    await answered(1);
    expect(replies()[0]?.['reason']).toMatch(/clock/);
    expect(gateway.executed).toEqual([]);
  });
});

describe('a retained command', () => {
  it.each([5, '3.1.1'])('is never executed on the connections that find it (MQTT %s)', async (version) => {
    await centre.command(gateway.id, 'gateway.ping', { id: 'kept', args: {} }, true);
    await gateway.start();
    for (let i = 0; i < 2; i++) {
      await gateway.restartUplink(broker.url, { version });
      await until('connected', () => gateway.fact('connected') === true);
      await settled();
    }
    expect(gateway.executed).toEqual([]);
    // With 3.1.1 the broker hands it over all the same, and it is refused.
    if (version === 5) expect(replies()).toEqual([]);
    else expect(replies()[0]).toMatchObject({ command: 'kept', outcome: 'refused' });
  });
});

describe('what is no command', () => {
  const wrong: [string, string, unknown, RegExp][] = [
    ['garbage', 'lamp.set', '{"id": "x", ', /not JSON/],
    ['another JSON', 'lamp.set', '[1]', /id|object/],
    ['an unknown name', 'gateway.explode', { id: 'x1' }, /unknown command; known: gateway.ping/],
    ['a name that differs from its topic', 'lamp.set', { id: 'x2', name: 'lamp.release', args: {} }, /topic says/],
    ['two targets', 'lamp.set', { id: 'x3', args: { lamp: 'a', group: 'b', level: 1 } }, /either lamp or group/],
    ['a level out of range', 'lamp.set', { id: 'x4', args: { lamp: 'a', level: 101 } }, /level/],
    ['an unknown argument', 'gateway.ping', { id: 'x5', args: { x: 1 } }, /x/],
    ['an id with a space', 'gateway.ping', { id: 'a b' }, /id: must be/],
    ['something too large', 'gateway.ping', { id: 'x6', args: {}, pad: 'x'.repeat(20_000) }, /too large/],
    ['something huge', 'gateway.ping', 'x'.repeat(200_000), /too large/],
  ];

  it('is refused with the reason, each of them, and the gateway goes on', async () => {
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    for (const [, name, payload] of wrong) await centre.command(gateway.id, name, payload);
    await answered(wrong.length);
    await centre.command(gateway.id, 'gateway.ping', { id: 'fine' });
    await answered(wrong.length + 1);
    const reasons = replies().map((r) => String(r['reason']));
    for (const [i, [what, , , reason]] of wrong.entries()) expect(reasons[i], what).toMatch(reason);
    expect(replies()[0]?.['command']).toMatch(/^sha256:[0-9a-f]{16}$/);
    expect(gateway.executed.map((c) => c.id)).toEqual(['fine']);
    expect(centre.problems).toEqual([]);
  });

  it('sent again and again is answered a bounded number of times', async () => {
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    await centre.command(gateway.id, 'gateway.ping', { id: 'again' });
    await answered(1);
    await Promise.all(Array.from({ length: 300 }, () => centre.command(gateway.id, 'gateway.ping', { id: 'again' })));
    await until('all read', () => gateway.fact('commands') === 301);
    await until('all sent', () => gateway.unsent() === 0);
    await settled();
    expect(gateway.executed).toHaveLength(1);
    expect(replies().length).toBeGreaterThanOrEqual(100);
    expect(replies().length).toBeLessThan(130);
  });

  it('in a flood is answered a bounded number of times', async () => {
    await gateway.start();
    await until('connected', () => gateway.fact('connected') === true);
    await Promise.all(Array.from({ length: 300 }, (_, i) => centre.command(gateway.id, 'no.such', { id: `f${i}` })));
    await until('all read', () => gateway.fact('commands') === 300);
    await settled();
    expect(gateway.fact('commandsRefused')).toBe(300);
    expect(replies().length).toBeGreaterThanOrEqual(100);
    expect(replies().length).toBeLessThan(130);
  });
});
