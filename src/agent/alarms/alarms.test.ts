// Alarms dealt with as an operator does: `haidang ioc send` over a real broker to the agent as a process of its own, with a
// station that raises one alarm and a device that does not answer.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../../cli/cli.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { MosquittoBroker } from '../../simulator/broker/mosquitto.ts';
import { ModbusTcpServer } from '../../simulator/modbus/tcp-server.ts';
import { eventually, TestIoc } from '../testing/ioc.ts';
import { factOf, RunningAgent } from '../testing/running-agent.ts';

const gateway = 'alarm-test';
let folder: string;
let broker: MosquittoBroker;
let device: ModbusTcpServer;
let ioc: TestIoc;
let agent: RunningAgent;
/** PM2.5 in tenths of µg/m³. */
let dust = 200;
/** A process of its own, on a machine that may be busy. */
const startMs = 45_000;

const start = () => new RunningAgent(join(folder, 'site.yaml'), join(folder, 'data'));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-alarms-'));
  broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
  const air = { read: (_table: unknown, address: number) => (address === 0 ? dust : 300) };
  device = new ModbusTcpServer({ name: 'air', units: new Map([[1, air]]) });
  await Promise.all([broker.start(), device.start()]);
  mkdirSync(join(folder, 'data'));
  writeFileSync(
    join(folder, 'site.yaml'),
    `version: 1
gateway: { id: ${gateway}, position: { latitude: 20.95, longitude: 107.08 }, clock: assume-synced }
lines:
  - { id: l, kind: modbus-tcp, host: 127.0.0.1, port: ${device.port} }
  - { id: dead, kind: modbus-tcp, host: 127.0.0.1, port: 1 }
devices:
  - { id: air-1, profile: air-station, line: l, unit: 1, poll: 200ms, pollFast: 200ms, confirmed: "for this test" }
  - { id: gone, profile: air-station, line: dead, unit: 1, poll: 200ms, confirmed: "for this test" }
alarms: { shelve: { longest: 1h, most: 1 } }
station:
  points:
    - { id: pm25, device: air-1, point: pm25, every: 200ms, windows: [1min], alarms: [{ id: high, kind: limit, above: 50, hysteresis: 5, severity: error }] }
uplink: { url: "mqtt://127.0.0.1:${broker.port}" }
`,
  );
  ioc = new TestIoc(broker.port);
  await ioc.subscribed();
  agent = start();
}, 60_000);
afterAll(async () => {
  await agent?.end('SIGKILL');
  await ioc?.close();
  await Promise.all([broker?.stop(), device?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

async function send(name: string, args: object, ...flags: string[]) {
  const out: string[] = [];
  const to = ['--broker', `mqtt://127.0.0.1:${broker.port}`, '--gateway', gateway, '--wait', '20', '--json'];
  const command = ['ioc', 'send', name, '--args', JSON.stringify(args)];
  const code = await cli([...command, ...to, ...flags], {
    out: (l) => out.push(l),
    err: (l) => out.push(l),
    env: {},
  });
  return { code, ...(JSON.parse(out.at(-1) ?? '{}') as { outcome?: string; reason?: string; result?: unknown }) };
}
/** What was told of an alarm since the test began, in its order. */
const told = (): ({ lane: string } & Record<string, unknown>)[] =>
  [...ioc.events.values()]
    .filter((e) => /station\.alarm|alarm\.handled/.test(e.type))
    .map(({ lane, data }) => ({ lane, ...data }));
const raise = async (value: number, alarms: number) => {
  dust = value;
  await agent.until((s) => Number(factOf(s, 'station', 'alarms')) === alarms, startMs);
};

describe('an alarm', () => {
  it('is acknowledged by an operator: kept over a kill, and said by its next event', async () => {
    await agent.until(
      (s) => factOf(s, 'uplink', 'connected') === true && Number(factOf(s, 'station', 'readings')) > 2,
      startMs,
    );
    expect(await send('alarm.ack', { alarm: 'pm25/high' })).toMatchObject({
      code: 1,
      outcome: 'refused',
      reason: expect.stringContaining('does not stand'),
    });
    expect(await send('alarm.ack', { alarm: 'pm25/hihg' })).toMatchObject({
      code: 1,
      reason: 'there is no alarm pm25/hihg; did you mean pm25/high?',
    });
    expect(await send('alarm.ack', { alarm: 'pm25/high' }, '--role', 'viewer')).toMatchObject({
      code: 1,
      reason: expect.stringContaining('needs the role operator'),
    });
    await raise(700, 1);
    const done = await send('alarm.ack', { alarm: 'pm25/high' }, '--issuer', 'desk-3', '--id', 'ack-1');
    const acknowledged = { by: 'desk-3', command: 'ack-1' };
    expect(done).toMatchObject({
      code: 0,
      outcome: 'done',
      result: { alarm: 'pm25/high', active: true, acknowledged, shelved: null },
    });
    // Somebody else does so again: what holds is the first.
    expect(await send('alarm.ack', { alarm: 'pm25/high' })).toMatchObject({
      outcome: 'done',
      result: { acknowledged },
    });

    await agent.end('SIGKILL');
    agent = start();
    const again = await agent.until((s) => (s.alarms?.active ?? 0) >= 2, startMs);
    expect(again.alarms?.first).toContainEqual(
      expect.objectContaining({
        alarm: 'pm25/high',
        active: true,
        acknowledged: expect.objectContaining(acknowledged),
      }),
    );
    await raise(300, 1);
    await eventually(() => told().length >= 3, startMs);
    expect(told()).toMatchObject([
      { lane: 'alarm', state: 'raised', severity: 'error' },
      { lane: 'event', state: 'acknowledged', ...acknowledged, texts: { vi: 'desk-3 đã xác nhận pm25/high' } },
      { lane: 'event', state: 'cleared', acknowledged },
    ]);
    const audit = [...ioc.events.values()].find(
      (e) => e.type.includes('command.audited') && e.data['command'] === 'ack-1',
    );
    expect(audit?.data).toMatchObject({
      name: 'alarm.ack',
      issuer: 'desk-3',
      role: 'operator',
      outcome: 'done',
      signed: false,
    });
  }, 90_000);

  it('is shelved: recorded meanwhile, told again when that ends while it stands; not for longer, nor more, than the site allows', async () => {
    const before = told().length;
    expect(await send('alarm.shelve', { alarm: 'pm25/high', forSeconds: 7200 })).toMatchObject({
      code: 1,
      reason: expect.stringContaining('60 minutes at the most'),
    });
    const done = await send('alarm.shelve', { alarm: 'pm25/high', forSeconds: 600, why: 'calibrated' });
    expect(done).toMatchObject({ code: 0, result: { active: false, shelved: { by: 'operator' } } });
    expect(await send('alarm.shelve', { alarm: 'device/gone/offline', forSeconds: 60 })).toMatchObject({
      code: 1,
      reason: expect.stringContaining('1 alarms are shelved'),
    });
    expect(await agent.end('SIGTERM')).toBe(0);
    agent = start();
    const again = await agent.until((s) => Number(factOf(s, 'station', 'readings')) > 2, startMs);
    expect(again.alarms).toMatchObject({ shelved: 1 });
    await raise(700, 1);
    await send('alarm.shelve', { alarm: 'pm25/high', forSeconds: 0 });
    await eventually(() => told().length >= before + 4, startMs);
    // Lanes travel each for itself.
    const [first, second, ...ended] = told().slice(before);
    expect([first, second, ...ended.sort((a, b) => b.lane.localeCompare(a.lane))]).toMatchObject([
      { lane: 'event', state: 'shelved', why: 'calibrated', by: 'operator' },
      { lane: 'event', state: 'raised', value: 70, shelvedUntil: expect.any(String) },
      { lane: 'event', state: 'unshelved', by: 'operator', since: expect.any(String) },
      {
        lane: 'alarm',
        state: 'raised',
        since: expect.any(String),
        texts: { en: expect.stringContaining('still stands') },
      },
    ]);
  }, 90_000);

  it('of the gateway itself is dealt with likewise: a device that does not answer', async () => {
    const alarm = 'device/gone/offline';
    await agent.until((s) => s.alarms?.first.some((a) => a.alarm === alarm) === true, startMs);
    expect(await send('alarm.ack', { alarm })).toMatchObject({
      code: 0,
      result: { active: true, acknowledged: { by: 'operator' } },
    });
    expect(await send('alarm.shelve', { alarm, forSeconds: 60 })).toMatchObject({
      code: 0,
      result: { acknowledged: { by: 'operator' }, shelved: {} },
    });
    const shown: string[] = [];
    await cli(['status', '--data', join(folder, 'data')], {
      out: (l) => shown.push(l),
      err: (l) => shown.push(l),
      env: {},
    });
    expect(shown.join('\n')).toMatch(
      /device\/gone\/offline {2}since .*; acknowledged by operator at .*; shelved by operator until/,
    );
    expect(await send('alarm.shelve', { alarm, forSeconds: 0 })).toMatchObject({ code: 0, result: { shelved: null } });
    await eventually(() => told().at(-1)?.['state'] === 'unshelved');
    expect(told().slice(-3)).toMatchObject([
      { alarm, device: 'gone', state: 'acknowledged', active: true },
      { alarm, state: 'shelved' },
      { lane: 'alarm', alarm, state: 'unshelved', active: true, by: 'operator' },
    ]);
  }, 90_000);
});
