// New site files pushed to an agent process over a real broker, bad ones among them, with the power cut once: the gateway
// always ends well on the last good one, and every command is answered with what became of it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { MosquittoBroker } from '../../simulator/broker/mosquitto.ts';
import { ModbusTcpServer } from '../../simulator/modbus/tcp-server.ts';
import { eventually, TestIoc } from '../testing/ioc.ts';
import { RunningAgent } from '../testing/running-agent.ts';

const profile = `
identity:
  id: one-register
  manufacturer: test
  model: one register
  source: { document: this test, revision: "1" }
  verified: true
points:
  - { name: count, register: { table: holding, address: 0 }, type: uint16 }
examples:
  - name: one
    holding: { "0": "0001" }
    expect: { count: 1 }
`;

let folder: string;
let broker: MosquittoBroker;
let device: ModbusTcpServer;
let ioc: TestIoc;
let agent: RunningAgent;
let serial = 0;

const siteFile = () => join(folder, 'site.yaml');
const start = () => new RunningAgent(siteFile(), join(folder, 'data'));
const kept = () => JSON.parse(readFileSync(join(folder, 'data', 'site', 'kept.json'), 'utf8'));
const answersTo = (id: string) =>
  [...ioc.events.values()].filter(
    (e) => e.type.includes('command.reply') && e.data['command'] === id && e.data['outcome'] !== 'accepted',
  );

async function send(name: string, args: Record<string, unknown>): Promise<string> {
  const id = `c-${++serial}`;
  await ioc.command(`haidang/v1/config-test/command/config/${name}`, { id, args });
  return id;
}

async function answered(id: string) {
  await eventually(() => answersTo(id).length > 0, 30_000);
  const answers = answersTo(id).map((e) => e.data);
  expect(answers, `answers to ${id}; the agent said:\n${agent.log.slice(-3000)}`).toHaveLength(1);
  return answers[0] ?? {};
}

const push = async (args: Record<string, unknown>) => answered(await send('config.apply', args));
const well = () =>
  agent.until((s) => {
    const facts = (part: string) => s.parts.find((p) => p.part === part)?.facts ?? {};
    return facts('uplink')['connected'] === true && facts('acquisition')['online'] === 1;
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-config-'));
  broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
  device = new ModbusTcpServer({ name: 'one', units: new Map([[1, { read: () => 1 }]]) });
  await Promise.all([broker.start(), device.start()]);
  mkdirSync(join(folder, 'data', 'device-profiles'), { recursive: true });
  writeFileSync(join(folder, 'data', 'device-profiles', 'one-register.yaml'), profile);
  const site = {
    version: 1,
    gateway: { id: 'config-test', position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
    lines: [{ id: 'l', kind: 'modbus-tcp', host: '127.0.0.1', port: device.port }],
    devices: [{ id: 'one', profile: 'one-register', line: 'l', unit: 1, poll: '200ms' }],
    uplink: { url: `mqtt://127.0.0.1:${broker.port}` },
  };
  writeFileSync(siteFile(), JSON.stringify(site));
  ioc = new TestIoc(broker.port);
  await ioc.subscribed();
  agent = start();
  await well();
});
afterAll(async () => {
  await agent?.end('SIGTERM');
  await ioc?.close();
  await Promise.all([broker?.stop(), device?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe('a site file from the centre', () => {
  it('that is bad is refused with what is wrong, and nothing changes', { timeout: 60_000 }, async () => {
    const { configHash, bootId } = await agent.status();
    const bad: [Record<string, unknown>, RegExp][] = [
      [{ patch: { gatewy: {} } }, /mistakes/],
      [{ patch: { gateway: { id: 'another' } } }, /gateway\.id/],
      [{ patch: { uplink: null } }, /uplink/],
      [{ patch: { uplink: { username: 'u', password: 'hunter2' } } }, /mistakes/],
      [{ patch: JSON.parse(`${'{"a":'.repeat(900)}1${'}'.repeat(900)}`) }, /deep/],
      [{ patch: { uplink: { username: 'u', password: '${env:HOME}' } } }, /uplink\.password.*on site/],
      [{ patch: { uplink: { commands: { perMinute: { config: 99 } } } } }, /uplink\.commands.*on site/],
      [{ site: 'a: [' }, /mistakes/],
      [{ site: '['.repeat(9000) }, /./],
      [{ site: `a: &a [x]\n${'b: *a\n'.repeat(300)}` }, /./],
      [{ site: '\u0000' }, /mistakes/],
      [{ site: 'null' }, /mistakes/],
      [{}, /either site or patch/],
      [{ site: 'x', patch: {} }, /either site or patch/],
    ];
    for (const [args, reason] of bad) {
      const answer = await push(args);
      expect(answer, JSON.stringify(args).slice(0, 80)).toMatchObject({ outcome: 'refused' });
      expect(answer['reason']).toMatch(reason);
    }
    const { result } = await push({ patch: { lines: 5 } });
    const wanted = { line: expect.any(Number), path: 'lines', message: expect.any(String) };
    expect(result).toMatchObject({ problems: expect.arrayContaining([expect.objectContaining(wanted)]) });
    expect(JSON.stringify([...ioc.events.values()])).not.toContain('hunter2');
    expect(await agent.status()).toMatchObject({ configHash, bootId });
    expect(await answered(await send('config.rollback', {}))).toMatchObject({ outcome: 'refused' });
  });

  it('is tried, stays where it does, and is answered once with what changed', { timeout: 60_000 }, async () => {
    const { pid, configHash } = await agent.status();
    const id = await send('config.apply', { patch: { gateway: { name: 'Bãi Cháy' } } });
    expect(await answered(id)).toMatchObject({ outcome: 'done', result: { changed: ['gateway.name'] } });
    const now = await well();
    expect(now.pid).toBe(pid);
    expect(now.configHash).not.toBe(configHash);
    expect(await push({ patch: { gateway: { name: 'Bãi Cháy' } } })).toMatchObject({
      outcome: 'done',
      result: { changed: [] },
    });
  });

  it('with which a device is lost is taken back by itself', { timeout: 60_000 }, async () => {
    const { configHash } = await agent.status();
    const line = { id: 'l', kind: 'modbus-tcp', host: '127.0.0.1', port: 1 };
    const answer = await push({ patch: { lines: [line] }, withinSeconds: 5 });
    expect(answer).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('device/one') });
    expect((await well()).configHash).toBe(configHash);
  });

  it('over which the power is cut is taken back, and that is answered', { timeout: 60_000 }, async () => {
    const { configHash } = await agent.status();
    const id = await send('config.apply', { patch: { uplink: { url: 'mqtt://127.0.0.1:1' } }, withinSeconds: 60 });
    await eventually(() => kept().trial?.tried === true);
    await agent.end('SIGKILL');
    agent = start();
    expect((await well()).configHash).toBe(configHash);
    expect(await answered(id)).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('ended while') });
  });

  it('is gone back from by command, and an edit on the spot wins over it', { timeout: 60_000 }, async () => {
    const back = await answered(await send('config.rollback', {}));
    expect(back).toMatchObject({ outcome: 'done', result: { changed: ['gateway.name'] } });
    await well();
    expect(await push({ patch: { gateway: { name: 'Tuần Châu' } } })).toMatchObject({ outcome: 'done' });
    await well();
    await agent.end('SIGTERM');
    const site = JSON.parse(readFileSync(siteFile(), 'utf8'));
    writeFileSync(siteFile(), JSON.stringify({ ...site, gateway: { ...site.gateway, name: 'Hồng Gai' } }));
    agent = start();
    await well();
    await eventually(() => [...ioc.events.values()].some((e) => e.data['state'] === 'local-edit'));
    expect([...ioc.events.values()].map((e) => e.data['state'])).toContain('local-edit');
    expect(kept().versions[0]).toMatchObject({ by: 'local' });
  });
});
