// The agent as a process of its own while its broker is stopped and started again: what it says meanwhile is kept, and
// arrives complete and once at a centre with a persistent session. Commands are carried out and answered.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../runtime/clock.ts';
import { MosquittoBroker } from '../simulator/broker/mosquitto.ts';
import { ModbusTcpServer } from '../simulator/modbus/tcp-server.ts';
import type { ModbusUnit } from '../simulator/modbus/unit.ts';
import { commandTopic } from '../uplink/topics.ts';
import { eventually, TestIoc } from './testing/ioc.ts';
import { factOf, RunningAgent } from './testing/running-agent.ts';

/** A lamp that does what it is told: register 0 takes the level, register 1 says it back. */
const registers = new Map<number, number>();
const lamp = {
  read: (_table: string, address: number) => registers.get(address) ?? 0,
  write: (_table: string, address: number, values: readonly number[]) => {
    if (address !== 0) return false;
    registers.set(0, values[0] ?? 0);
    registers.set(1, values[0] ?? 0);
    return true;
  },
};

let folder: string;
let broker: MosquittoBroker;
let device: ModbusTcpServer;
let ioc: TestIoc;
let agent: RunningAgent;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-outage-'));
  broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
  device = new ModbusTcpServer({
    name: 'lamps',
    units: new Map<number, ModbusUnit>([
      [1, { read: () => 0 }],
      [11, lamp],
    ]),
  });
  await Promise.all([broker.start(), device.start()]);
  const site = {
    version: 1,
    gateway: { id: 'outage', position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
    lines: [{ id: 'l', kind: 'modbus-tcp', host: '127.0.0.1', port: device.port }],
    devices: [{ id: 'air-1', profile: 'air-station', line: 'l', unit: 1, poll: '200ms' }],
    lighting: { lamps: [{ id: 'l-01', driver: { kind: 'modbus-dimmer', line: 'l', unit: 11, settle: '0s' } }] },
    uplink: { url: `mqtt://127.0.0.1:${broker.port}`, reconnectMax: '1s' },
  };
  writeFileSync(join(folder, 'site.yaml'), JSON.stringify(site));
  ioc = new TestIoc(broker.port);
  await ioc.subscribed();
  agent = new RunningAgent(join(folder, 'site.yaml'), join(folder, 'data'));
  await agent.until((s) => factOf(s, 'uplink', 'connected') === true);
}, 60_000);
afterAll(async () => {
  await agent?.end('SIGKILL');
  await ioc?.close();
  await Promise.all([broker?.stop(), device?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const replies = () =>
  [...ioc.events.values()]
    .filter((e) => e.type.includes('command.reply'))
    .map((e) => e.data)
    .filter((d) => d['outcome'] !== 'accepted');

describe('an agent whose broker comes and goes', () => {
  it('obeys a command once, however often it comes, and answers what the lamp really does', async () => {
    const topic = commandTopic('outage', 'lamp.set');
    for (let i = 0; i < 3; i++)
      await ioc.command(topic, { id: 'c-1', args: { lamp: 'l-01', level: 40, forSeconds: 600 } });
    await eventually(() => replies().length > 0);
    expect(replies()[0]).toMatchObject({
      command: 'c-1',
      outcome: 'done',
      result: { lamps: { 'l-01': { fedBack: 40 } } },
    });
    expect(registers.get(0)).toBe(40);
    await ioc.command(commandTopic('outage', 'lamp.set'), { id: 'c-2', args: { lamp: 'l-99', level: 40 } });
    await eventually(() => replies().some((r) => r['command'] === 'c-2'));
    expect(replies().find((r) => r['command'] === 'c-2')).toMatchObject({ outcome: 'refused' });
  });

  it('delivers all that it said while the broker was away, in one piece', { timeout: 60_000 }, async () => {
    await broker.stop();
    const waiting = await agent.until((s) => Number(factOf(s, 'outbox', 'unsent')) >= 10);
    expect(waiting.parts.find((p) => p.part === 'uplink')?.state).toBe('degraded');
    await broker.start();
    await agent.until(
      (s) => factOf(s, 'uplink', 'connected') === true && Number(factOf(s, 'outbox', 'unsent')) < 10,
      30_000,
    );
    expect(await agent.end('SIGTERM'), agent.log).toBe(0);
    await eventually(() => ioc.gaps().missing.length === 0);
    expect(ioc.gaps()).toEqual({ missing: [], ambiguous: [] });
    expect(ioc.changed).toEqual([]);
    expect(ioc.statuses.length).toBeGreaterThan(1);
  });
});
