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
import type { Bench } from './bench.ts';

const units = 10;
const measuredMs = 30_000;

const profile = profileSchema.parse({
  identity: { id: 'bench', manufacturer: '-', model: '-', source: { document: '-', revision: '1' }, verified: true },
  points: [{ name: 'p', register: { table: 'input', address: 0 }, type: 'uint16' }],
  examples: [{ name: '-', expect: {} }],
});

/** Ten units of one line are polled; then one dies. How much seldomer are the nine others read, its dying included? */
export const deadUnit: Bench = {
  name: 'dead-unit',
  async run() {
    const child = fork(fileURLToPath(new URL('./gateway.ts', import.meta.url)));
    const [port] = (await once(child, 'message')) as [number];
    const clock = new SystemClock();
    const deps = { clock, logger: silentLogger, random: Math.random };
    const line = createLine(lineSchema.parse({ id: 'bus', kind: 'modbus-tcp', host: '127.0.0.1', port }), deps);
    await line.start(new AbortController().signal, () => {});
    let read = 0;
    const acquisition = new Acquisition({
      ...deps,
      devices: Array.from({ length: units }, (_, i) =>
        deviceSchema.parse({ id: `d${i + 1}`, profile: 'bench', line: 'bus', unit: i + 1, poll: '200ms' }),
      ),
      profiles: new Map([['bench', profile]]),
      lines: new Map([['bus', line]]),
      send: (o) => {
        if (o.kind === 'device.readings' && o.device !== `d${units}` && o.readings['p']?.quality === 'good') read++;
      },
    });
    await acquisition.start();
    const count = async () => {
      const before = read;
      const startMs = performance.now();
      await new Promise((resolve) => setTimeout(resolve, measuredMs));
      return (read - before) / ((performance.now() - startMs) / 1000);
    };
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const alive = await count();
    child.send(units);
    const withDead = await count();
    await acquisition.stop();
    await line.stop();
    child.disconnect();
    return [
      {
        name: 'reads of nine units lost to a dead tenth',
        value: 1 - withDead / alive,
        unit: 'ratio',
        target: { atMost: 0.05 },
        detail: `${alive.toFixed(1)} and ${withDead.toFixed(1)} reads/s, its dying included`,
      },
    ];
  },
};
