import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Agent } from '../../src/agent/agent.ts';
import { loadSite } from '../../src/agent/load.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';
import { ModbusTcpServer } from '../../src/simulator/modbus/tcp-server.ts';
import type { Bench } from './bench.ts';
import { cameraMaterial, type Material } from './material.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const seconds = 20;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Two meters polled each second, four lamps, a broker, and a camera where the material is there. */
async function field(folder: string, material: Material | undefined) {
  const registers = new Map<number, number>();
  const unit = {
    read: (_table: string, address: number) => registers.get(address) ?? 0,
    write: (_table: string, address: number, values: readonly number[]) => {
      for (const [i, v] of values.entries()) {
        registers.set(address + i, v);
        registers.set(address + i + 1, v);
      }
      return true;
    },
  };
  const device = new ModbusTcpServer({ name: 'field', units: new Map([1, 2, 11, 12, 13, 14].map((u) => [u, unit])) });
  const broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
  await Promise.all([device.start(), broker.start()]);
  const data = join(folder, 'data');
  if (material) {
    mkdirSync(join(data, 'models', 'yolox-nano'), { recursive: true });
    symlinkSync(material.modelFile, join(data, 'models', 'yolox-nano', 'yolox-nano.onnx'));
  }
  const site = {
    version: 1,
    gateway: { id: 'bench', position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
    lines: [{ id: 'l', kind: 'modbus-tcp', host: '127.0.0.1', port: device.port }],
    devices: [1, 2].map((u) => ({ id: `meter-${u}`, profile: 'eastron-sdm630', line: 'l', unit: u, poll: '1s' })),
    lighting: {
      programs: [
        {
          id: 'p',
          switches: [
            { at: 'sunset', level: 100 },
            { at: 'sunrise', level: 0 },
          ],
        },
      ],
      lamps: [11, 12, 13, 14].map((u) => ({
        id: `l-${u}`,
        driver: { kind: 'modbus-dimmer', line: 'l', unit: u },
        program: 'p',
      })),
    },
    uplink: { url: `mqtt://127.0.0.1:${broker.port}`, version: '3.1.1' },
    ...(material
      ? {
          cameras: [
            {
              id: 'gate',
              source: { kind: 'file', path: material.video },
              model: 'yolox-nano',
              fps: 5,
              rules: [
                {
                  id: 'line',
                  kind: 'line-crossing',
                  line: [
                    [0.1, 0.5],
                    [0.9, 0.5],
                  ],
                  event: true,
                },
              ],
            },
          ],
        }
      : {}),
  };
  const file = join(folder, 'site.yaml');
  writeFileSync(file, JSON.stringify(site));
  return { file, data, close: () => Promise.all([device.stop(), broker.stop()]) };
}

/** Delay of the event loop while a camera infers and every commit takes 300 ms more. */
export const loop: Bench = {
  name: 'loop',
  async run() {
    const material = cameraMaterial();
    if (!material) return { skipped: 'the shared model and video are not here' };
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
    const { file, data, close } = await field(folder, material);
    const loaded = loadSite(file, {
      profileFolders: [join(root, 'device-profiles')],
      modelFolders: [join(data, 'models'), join(root, 'models')],
      packFolders: [join(root, 'config/rule-packs')],
    });
    if (!loaded.site) throw new Error(`the bench's site is wrong: ${JSON.stringify(loaded.problems)}`);
    const agent = new Agent({
      ...loaded,
      site: loaded.site,
      siteFolder: folder,
      data,
      version: '0',
      clock: new SystemClock(),
      logger: silentLogger,
      random: Math.random,
      commitDelayMs: 300,
    });
    await agent.start();
    await sleep(5000);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await sleep(seconds * 1000);
    delay.disable();
    const camera = agent.status().parts.find((p) => p.part.startsWith('camera'));
    await agent.stop();
    await close();
    rmSync(folder, { recursive: true, force: true });
    const ms = (ns: number) => ns / 1e6;
    const detail = `${seconds} s, camera ${JSON.stringify(camera?.facts)}`;
    return [
      {
        name: 'event loop delay p99, one camera, slow disk',
        value: ms(delay.percentile(99)),
        unit: 'ms',
        target: { atMost: 10 },
        detail,
      },
      {
        name: 'event loop delay max, one camera, slow disk',
        value: ms(delay.max),
        unit: 'ms',
        target: { atMost: 50 },
        detail: '',
      },
    ];
  },
};

/** Resident memory of the whole agent without a camera, as the system counts it. */
export const memory: Bench = {
  name: 'memory',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
    const { file, data, close } = await field(folder, undefined);
    // As scripts/haidang and the image start it.
    const agent: ChildProcess = spawn(
      'node',
      [
        '--max-semi-space-size=2',
        join(root, 'dist', 'main.js'),
        'run',
        '--config',
        file,
        '--data',
        data,
        '--log-level',
        'error',
      ],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        // As scripts/haidang and the image start it.
        env: { ...process.env, MALLOC_ARENA_MAX: '2' },
      },
    );
    await sleep(seconds * 1000);
    const status = readFileSync(`/proc/${agent.pid}/status`, 'utf8');
    const kib = (key: string) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN);
    agent.kill('SIGTERM');
    await new Promise((resolve) => agent.once('exit', resolve));
    await close();
    rmSync(folder, { recursive: true, force: true });
    return [
      {
        name: 'resident memory without a camera',
        value: kib('VmRSS') / 1024,
        unit: 'MB',
        target: { atMost: 150 },
        detail: `after ${seconds} s; highest ${(kib('VmHWM') / 1024).toFixed(0)} MB`,
      },
    ];
  },
};
