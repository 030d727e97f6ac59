// The agent as a process of its own with a station, against a Modbus device: what it says is read in its outbox. Windows
// last a minute at least: they are tested by a clock that the test moves (src/station/station.test.ts).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModbusTcpServer } from '../simulator/modbus/tcp-server.ts';
import type { ModbusUnit } from '../simulator/modbus/unit.ts';
import { readArchive } from '../station/archive/read.ts';
import { factOf, RunningAgent } from './testing/running-agent.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
let folder: string;
let agent: RunningAgent;
let device: ModbusTcpServer;
/** PM2.5 in tenths of µg/m³. */
let dust = 200;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-station-'));
  const air: ModbusUnit = { read: (_table, address) => (address === 0 ? dust : 300) };
  device = new ModbusTcpServer({ name: 'air', units: new Map([[1, air]]) });
  await device.start();
  writeFileSync(
    join(folder, 'site.yaml'),
    `version: 1
gateway: { id: st-1, position: { latitude: 20.95, longitude: 107.08 }, clock: assume-synced }
lines: [{ id: l, kind: modbus-tcp, host: 127.0.0.1, port: ${device.port} }]
devices: [{ id: air-1, profile: air-station, line: l, unit: 1, poll: 200ms, pollFast: 200ms, confirmed: "for this test" }]
station:
  grace: 500ms
  points:
    - id: pm25
      device: air-1
      point: pm25
      every: 200ms
      windows: [1min]
      publish: { change: 5, max: 1h }
      alarms: [{ id: high, kind: limit, above: 50, hysteresis: 5 }]
`,
  );
  agent = new RunningAgent(join(folder, 'site.yaml'), join(folder, 'data'));
}, 60_000);
afterAll(async () => {
  await agent?.end('SIGKILL');
  await device?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Event {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('an agent with a station', () => {
  it('tells alarms and changed readings, and ends in order', async () => {
    await agent.until((s) => Number(factOf(s, 'station', 'readings')) > 5);
    dust = 700;
    await agent.until((s) => Number(factOf(s, 'station', 'alarms')) === 1);
    dust = 300;
    await agent.until((s) => Number(factOf(s, 'station', 'alarms')) === 2);
    expect(await agent.end('SIGTERM')).toBe(0);

    const out = execFileSync(process.execPath, [main, 'outbox', 'export', '--data', join(folder, 'data')], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);
    const of = (kind: string) => events.filter((e) => e.type === `vn.quangninh.edge.${kind}.v1`).map((e) => e.data);
    expect(of('station.alarm')).toMatchObject([
      { point: 'pm25', alarm: 'high', state: 'raised', value: 70 },
      { point: 'pm25', alarm: 'high', state: 'cleared', value: 30 },
    ]);
    const { alarms } = await readArchive(join(folder, 'data'), '2020-01-01', '2099-12-31');
    expect(alarms.map((a) => [a.alarm, a.state])).toEqual([
      ['high', 'raised'],
      ['high', 'cleared'],
    ]);
    const told = of('device.readings').flatMap(
      (d) => (d['readings'] as Record<string, { value: number }>)['pm25']?.value ?? [],
    );
    expect(told).toEqual([20, 70, 30]);
  }, 60_000);
});
