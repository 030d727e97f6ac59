import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factOf, RunningAgent } from '../agent/testing/running-agent.ts';
import { SystemClock } from '../runtime/clock.ts';
import { SimulatedLamp } from '../simulator/devices/lamp.ts';
import { ModbusTcpServer } from '../simulator/modbus/tcp-server.ts';
import { cli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-live-'));
const site = join(folder, 'site.yaml');
const clock = new SystemClock();
const registers = { level: 0, feedback: 1, fullScale: 100, power: 2 };
const lamp = () => new SimulatedLamp({ clock, registers, ratedWatts: 60, rampSeconds: 0.2 });
const units = new Map([1, 2, 3].map((u) => [u, lamp()]));
const server = new ModbusTcpServer({ name: 'street', units });
let agent: RunningAgent;

beforeAll(async () => {
  await server.start();
  writeFileSync(
    site,
    `version: 1
gateway: { id: live, position: { latitude: 20.95, longitude: 107.08 }, clock: assume-synced }
lines: [{ id: street, kind: modbus-tcp, host: 127.0.0.1, port: ${server.port} }]
lighting:
  programs: [{ id: low, switches: [{ at: "12:00", level: 30 }] }]
  lampTypes: [{ id: led, power: [[0, 0.5], [100, 60]] }]
  selectors: [{ id: cab, groups: [quay] }]
  lamps:
    - { id: l-1, type: led, program: low, groups: [quay], driver: { kind: modbus-dimmer, line: street, unit: 1, powerRegister: 2, powerScale: 0.1 } }
    - { id: l-2, program: low, groups: [quay], driver: { kind: modbus-dimmer, line: street, unit: 2 } }
    - { id: l-3, program: low, driver: { kind: modbus-dimmer, line: street, unit: 3 } }
`,
  );
  agent = new RunningAgent(site, folder);
  await agent.until((s) => factOf(s, 'lighting', 'starting') === 0);
}, 40_000);

afterAll(async () => {
  await agent?.end('SIGTERM');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (l: string) => void out.push(l),
    err: (l: string) => void err.push(l),
    lang: 'en' as const,
    env: {},
  };
  const data = argv.includes('--data') ? [] : ['--data', folder];
  const code = await cli(['lighting', ...argv, ...data], io);
  return { code, out, err: err.join('\n') };
}

const explain = async (at: string, ...more: string[]) => {
  const { out } = await run('explain', '--config', site, '--at', at, '--lamp', 'l-1', '--json', ...more);
  return JSON.parse(out[0] ?? 'null');
};
const now = () => new Date().toISOString();

describe('the lamps of a running agent', () => {
  it('are at full light by one command, which says what it took and what each was read back at', async () => {
    const { code, out } = await run('emergency', '--target', 'quay', '--json');
    const answer = JSON.parse(out[0] ?? '');
    expect(code).toBe(0);
    expect(answer.lines).toMatchObject([{ line: 'street', lamps: 2, messages: { shared: 0, single: 2 } }]);
    // A lamp fades: it counts as there when what it feeds back is within the driver's tolerance.
    for (const { outcome, fedBack } of answer.lamps as { outcome: string; fedBack: number }[]) {
      expect(outcome).toBe('achieved');
      expect(fedBack).toBeGreaterThan(95);
    }
    await agent.until(() => [1, 2].every((u) => Math.round(units.get(u)?.level() ?? 0) === 100));
    expect(Math.round(units.get(3)?.level() ?? 0)).toBe(30);
  });

  it('are explained with what was asked of them meanwhile', async () => {
    const said = await explain(now());
    expect(said).toMatchObject({ level: 100, reason: 'override', rule: 'local-emergency', live: true });
    expect(said.losers[0]).toMatchObject({ source: 'program', level: 30 });
  });

  it('return to their program when it is released', async () => {
    expect((await run('emergency', '--release', '--target', 'quay')).code).toBe(0);
    expect(Math.round(units.get(1)?.level() ?? 0)).toBe(30);
    expect(await explain(now())).toMatchObject({ level: 30, reason: 'program', live: true });
  });

  it('are shown with what they are told, what they answer, and what their power means', async () => {
    const { now: known } = await explain(now());
    expect(known).toMatchObject({ lamp: 'l-1', commanded: 30, fedBack: 30, verdict: 'obeys', faults: [] });
    expect(known.powerW).toBeGreaterThan(10);
    expect(Math.abs(known.actual - 30)).toBeLessThan(5);
    const { out } = await run('explain', '--config', site, '--at', now(), '--lamp', 'l-1');
    expect(out.at(-1)).toMatch(/^just now: commanded 30 %, fed back 30 %, by its power [\d.]+ % \([\d.]+ W\); obeys/);

    const said: string[] = [];
    const io = { out: (l: string) => void said.push(l), err: () => {}, lang: 'vi' as const, env: {} };
    expect(await cli(['status', '--lamps', '--data', folder], io)).toBe(0);
    expect(said.find((l) => l.startsWith('  l-1'))).toContain('theo công suất');
    // Without a type, watts say nothing of a level.
    expect(said.find((l) => l.startsWith('  l-3'))).toContain('theo công suất -');
  });

  it('obey the switch of their cabinet, and a mode that nobody knows is refused', async () => {
    expect((await run('mode', '--switch', 'cab', '--to', 'maintenance', '--json')).code).toBe(0);
    await agent.until(() => Math.round(units.get(2)?.level() ?? 0) === 100);
    expect((await run('mode', '--switch', 'cab', '--to', 'party')).code).toBe(2);
    const wrong = await run('emergency', '--target', 'nowhere');
    expect([wrong.code, wrong.err.includes('nowhere')]).toEqual([3, true]);
  });
});

describe('without an agent', () => {
  it('a lamp is explained by its configuration, and it is said that nothing else is known', async () => {
    const away = mkdtempSync(join(tmpdir(), 'haidang-away-'));
    expect(await explain(now(), '--data', away)).toMatchObject({ level: 30, live: false });
    const { code, err } = await run('emergency', '--data', away);
    expect([code, err.includes('agent.sock')]).toEqual([3, true]);
    rmSync(away, { recursive: true });
  });
});
