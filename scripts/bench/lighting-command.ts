import { lineSchema } from '../../src/fieldbus/config.ts';
import { createLine } from '../../src/fieldbus/line.ts';
import { WireSite } from '../../src/lighting/testing/wire-site.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { SimulatedLamp } from '../../src/simulator/devices/lamp.ts';
import { ModbusTcpServer } from '../../src/simulator/modbus/tcp-server.ts';
import { type Bench, median } from './bench.ts';

const count = 20;
const commands = 200;
const rampSeconds = 0.3;

/** Commands to single lamps on an idle Modbus TCP line: from the call to the level that was read back. */
export const lightingCommand: Bench = {
  name: 'lighting-command',
  async run() {
    const clock = new SystemClock();
    const registers = { level: 0, feedback: 1, fullScale: 100 };
    const units = new Map(
      Array.from({ length: count }, (_, i) => [
        i + 1,
        new SimulatedLamp({ clock, registers, ratedWatts: 60, rampSeconds }),
      ]),
    );
    const server = new ModbusTcpServer({ name: 'street', units });
    await server.start();
    const config = lineSchema.parse({ id: 'street', kind: 'modbus-tcp', host: '127.0.0.1', port: server.port });
    const line = createLine(config, { clock, logger: silentLogger, random: Math.random });
    await line.start(new AbortController().signal, () => {});
    const lamps = Array.from({ length: count }, (_, i) => ({
      id: `l-${i + 1}`,
      driver: { kind: 'modbus-dimmer', line: 'street', unit: i + 1 },
    }));
    const site = new WireSite({ lamps, verify: '1h' }, [line]);
    await site.lighting.start();
    while (site.lighting.status().some((s) => s.verdict !== 'obeys')) await new Promise((r) => setTimeout(r, 20));
    const took: number[] = [];
    let achieved = 0;
    for (let i = 0; i < commands; i++) {
      const began = performance.now();
      const outcome = await site.set(`l-${(i % count) + 1}`, 10 + ((i * 37) % 90), `c-${i}`);
      took.push(performance.now() - began);
      achieved += Object.values(outcome).filter((o) => o === 'achieved').length;
    }
    await site.lighting.stop();
    await line.stop();
    await server.stop();
    return [
      {
        name: 'command to fed-back level, p99, idle Modbus TCP',
        value: took.toSorted((a, b) => a - b)[Math.ceil(0.99 * commands) - 1] ?? Number.NaN,
        unit: 'ms',
        target: { atMost: 1000 },
        detail: `${achieved} of ${commands} read back at their level; median ${median(took).toFixed(0)} ms, lamps fade ${rampSeconds} s from dark to full`,
      },
    ];
  },
};
