import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Acquisition } from '../../src/acquisition/acquisition.ts';
import { deviceSchema } from '../../src/acquisition/config.ts';
import { profileSchema } from '../../src/acquisition/profile.ts';
import { lineSchema } from '../../src/fieldbus/config.ts';
import { createLine } from '../../src/fieldbus/line.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { type Bench, median } from './bench.ts';

const devicesPerLine = 20;
const periodMs = 1000;
const warmUpMs = 3000;
const measuredMs = 20_000;

/** 50 points of the kinds that meters and stations have: floats, scaled words, counters. */
const profile = profileSchema.parse({
  identity: {
    id: 'bench',
    manufacturer: '-',
    model: '-',
    source: { document: 'this benchmark', revision: '1' },
    verified: true,
  },
  points: Array.from({ length: 50 }, (_, i) => ({
    name: `p${i}`,
    register: { table: 'input', address: 2 * i },
    ...(i < 20
      ? { type: 'float32', unit: 'V' }
      : i < 40
        ? { type: 'uint16', scale: 0.1, range: [0, 6553] }
        : { type: 'int32', scale: 0.01 }),
  })),
  examples: [{ name: '-', expect: {} }],
});

/** What reading a whole site costs, everything else left out: 10 lines of 20 devices of 50 points, once a second. */
export const fleet: Bench = {
  name: 'fleet',
  async run() {
    const child = fork(fileURLToPath(new URL('./fleet-server.ts', import.meta.url)));
    const [ports] = (await once(child, 'message')) as [number[]];
    const clock = new SystemClock();
    const deps = { clock, logger: silentLogger, random: Math.random };
    const lines = ports.map((port, i) =>
      createLine(lineSchema.parse({ id: `l${i}`, kind: 'modbus-tcp', host: '127.0.0.1', port }), deps),
    );
    for (const line of lines) await line.start(new AbortController().signal, () => {});
    const arrivals = new Map<string, number[]>();
    let bad = 0;
    const acquisition = new Acquisition({
      ...deps,
      devices: lines.flatMap((line) =>
        Array.from({ length: devicesPerLine }, (_, i) =>
          deviceSchema.parse({ id: `${line.id}-d${i}`, profile: 'bench', line: line.id, unit: i + 1, poll: '1s' }),
        ),
      ),
      profiles: new Map([['bench', profile]]),
      lines: new Map(lines.map((line) => [line.id, line])),
      send: (o) => {
        if (o.kind !== 'device.readings') return;
        if (Object.values(o.readings).some((r) => r.quality !== 'good')) bad++;
        const times = arrivals.get(o.device);
        if (times) times.push(performance.now());
        else arrivals.set(o.device, [performance.now()]);
      },
    });
    await acquisition.start();
    await new Promise((resolve) => setTimeout(resolve, warmUpMs));
    arrivals.clear();
    const before = process.cpuUsage();
    const startMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, measuredMs));
    const { user, system } = process.cpuUsage(before);
    const elapsedMs = performance.now() - startMs;
    await acquisition.stop();
    for (const line of lines) await line.stop();
    child.disconnect();
    const errors = [...arrivals.values()].flatMap((times) =>
      times.slice(1).map((t, i) => Math.abs(t - times[i]! - periodMs) / periodMs),
    );
    errors.sort((a, b) => a - b);
    const polls = [...arrivals.values()].reduce((n, times) => n + times.length, 0);
    const p99 = errors[Math.floor(0.99 * errors.length)] ?? Number.NaN;
    const detail = `${(polls / (elapsedMs / 1000)).toFixed(0)} polls/s of 50 points, ${bad} not good`;
    return [
      {
        name: 'share of a core, 200 devices of 50 points at 1 s',
        value: (user + system) / 1000 / elapsedMs,
        unit: 'ratio',
        target: { atMost: 0.4 },
        detail,
      },
      {
        name: 'error of the period, p99',
        value: bad > 0 ? Number.NaN : p99,
        unit: 'ratio',
        target: { atMost: 0.05 },
        detail: `median ${(100 * median(errors)).toFixed(2)} %, p99 ${(100 * p99).toFixed(2)} %`,
      },
    ];
  },
};
