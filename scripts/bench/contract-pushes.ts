import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, TestIoc } from '../../src/agent/testing/ioc.ts';
import { factOf, RunningAgent } from '../../src/agent/testing/running-agent.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';
import { ModbusTcpServer } from '../../src/simulator/modbus/tcp-server.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { commandTopic } from '../../src/uplink/topics.ts';
import type { Bench } from './bench.ts';

/** HAIDANG_PUSHES: fewer, for a look. */
const count = Number(process.env['HAIDANG_PUSHES'] ?? 500);
const gateway = 'push-bench';
/** What an agent on a busy machine needs to start and to be well. */
const patienceMs = 120_000;

const profile = `
identity:
  id: one-register
  manufacturer: bench
  model: one register
  source: { document: this benchmark, revision: "1" }
  verified: true
points:
  - { name: count, register: { table: holding, address: 0 }, type: uint16 }
examples:
  - { name: one, holding: { "0": "0001" }, expect: { count: 1 } }
`;

/** A push, and how it must end. */
interface Push {
  readonly fate: 'done' | 'failed' | 'refused';
  readonly args: Record<string, unknown>;
}

function pushOf(n: number, site: Readonly<Record<string, unknown>>, random: () => number): Push {
  const text = JSON.stringify(site);
  const r = random();
  if (r < 0.12) return { fate: 'done', args: { patch: { gateway: { name: `n${n}` } } } };
  const line = { id: 'l', kind: 'modbus-tcp', host: '127.0.0.1', port: 1 };
  if (r < 0.14) return { fate: 'failed', args: { patch: { lines: [line] }, withinSeconds: 5 } };
  if (r < 0.155)
    return { fate: 'failed', args: { patch: { uplink: { url: 'mqtt://127.0.0.1:1' } }, withinSeconds: 5 } };
  const bad: readonly Record<string, unknown>[] = [
    { patch: { gateway: { id: `x${n}` } } },
    { patch: { [`k${n}`]: random() } },
    { patch: { devices: random() < 0.5 ? [{ id: 'one' }] : n } },
    { patch: { uplink: null } },
    { site: text.slice(0, 1 + Math.floor(random() * (text.length - 2))) },
    { site: Array.from({ length: 200 }, () => String.fromCharCode(random() * 200)).join('') },
    { site: `a: &a [x]\n${'b: *a\n'.repeat(300)}` },
  ];
  return { fate: 'refused', args: bad[Math.floor(random() * bad.length)] as Record<string, unknown> };
}

/** Site files pushed to an agent over a real broker, bad ones among them: after each it must be well, on the last good one. */
export const contractPushes: Bench = {
  name: 'contract-pushes',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-pushes-'));
    const broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
    const device = new ModbusTcpServer({ name: 'one', units: new Map([[1, { read: () => 1 }]]) });
    await Promise.all([broker.start(), device.start()]);
    mkdirSync(join(folder, 'data', 'device-profiles'), { recursive: true });
    writeFileSync(join(folder, 'data', 'device-profiles', 'one-register.yaml'), profile);
    const site = {
      version: 1,
      gateway: { id: gateway, position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
      lines: [{ id: 'l', kind: 'modbus-tcp', host: '127.0.0.1', port: device.port }],
      devices: [{ id: 'one', profile: 'one-register', line: 'l', unit: 1, poll: '200ms' }],
      uplink: { url: `mqtt://127.0.0.1:${broker.port}`, commands: { perMinute: { config: 100_000 } } },
    };
    writeFileSync(join(folder, 'site.yaml'), JSON.stringify(site));
    const ioc = new TestIoc(broker.port);
    await ioc.subscribed();
    const agent = new RunningAgent(join(folder, 'site.yaml'), join(folder, 'data'));
    const well = () =>
      agent.until(
        (s) => factOf(s, 'uplink', 'connected') === true && factOf(s, 'acquisition', 'online') === 1,
        patienceMs,
      );
    const random = seededRandom(7);
    const wrong: string[] = [];
    const ends = { done: 0, failed: 0, refused: 0 };
    try {
      let { configHash: good } = await well();
      for (let n = 0; n < count; n++) {
        const { fate, args } = pushOf(n, site, random);
        const id = `p-${n}`;
        const answers = () =>
          [...ioc.events.values()].flatMap(({ type, data }) =>
            type.includes('command.reply') && data['command'] === id && data['outcome'] !== 'accepted' ? [data] : [],
          );
        await ioc.command(commandTopic(gateway, 'config.apply', 'config'), { id, args });
        await eventually(() => answers().length > 0, patienceMs);
        const [answer] = answers();
        if (answer?.['outcome'] !== fate)
          wrong.push(`${JSON.stringify(args).slice(0, 100)}: ${answer?.['outcome'] ?? 'no answer'}, not ${fate}`);
        ends[fate]++;
        const { configHash } = await well();
        if (fate === 'done') good = configHash;
        if (configHash !== good) wrong.push(`${JSON.stringify(args).slice(0, 100)}: not on the last good one`);
      }
      const { rssBytes } = await agent.status();
      const detail = `${count} pushes: ${ends.done} good, ${ends.refused} refused, ${ends.failed} taken back; ${ioc.gaps().missing.length} gaps in what it told, ${Math.round(rssBytes / 1e6)} MB`;
      const name = 'pushed site files that end otherwise than they should';
      return [{ name, value: wrong.length, unit: 'count', target: { atMost: 0 }, detail: wrong[0] ?? detail }];
    } finally {
      await agent.end('SIGTERM');
      await ioc.close();
      await Promise.all([broker.stop(), device.stop()]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
