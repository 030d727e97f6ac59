import { once } from 'node:events';
import { wireMs } from '../../src/fieldbus/rtu.ts';
import { WireSite } from '../../src/lighting/testing/wire-site.ts';
import type { Bench } from './bench.ts';
import { openPacedLine } from './paced-line.ts';

const baudRate = 9600;
const count = 240;
const rounds = 3;

/**
 * A line of 240 dimmers at 9600 baud whose bytes take their time: a level for all by one message, then an emergency while
 * all are being read back. Looked at from the lamps' side. The limit is one exchange a lamp on that line.
 */
export const lightingBroadcast: Bench = {
  name: 'lighting-broadcast',
  async run() {
    const paced = await openPacedLine('street', baudRate, `${count}`);
    if (!paced) return { skipped: 'socat is missing' };
    const { line, device } = paced;
    const levels = async (): Promise<number[]> => {
      const answer = once(device, 'message');
      device.send('levels');
      const [found] = await answer;
      return found;
    };
    /** Milliseconds until every lamp gives a level. */
    const allAt = async (level: number): Promise<number> => {
      const began = performance.now();
      while (!(await levels()).every((l) => Math.abs(l - level) < 1)) await new Promise((r) => setTimeout(r, 20));
      return performance.now() - began;
    };
    const lamps = Array.from({ length: count }, (_, i) => ({
      id: `l-${i + 1}`,
      groups: ['all'],
      driver: { kind: 'modbus-dimmer', line: 'street', unit: i + 1, broadcast: true },
    }));
    const site = new WireSite({ lamps, verify: '1h', report: '24h' }, [line]);
    await site.lighting.start();
    const obeying = () => site.lighting.status().filter((s) => s.verdict === 'obeys').length;
    while (obeying() < count) await new Promise((r) => setTimeout(r, 50));
    const dimmed: number[] = [];
    const proven: number[] = [];
    const urgent: number[] = [];
    let expectedMs = 0;
    for (let i = 0; i < rounds; i++) {
      const began = performance.now();
      const asking = site.set('all', 40 + i, `dim-${i}`);
      dimmed.push(await allAt(40 + i));
      await asking;
      while (obeying() < count) await new Promise((r) => setTimeout(r, 50));
      proven.push(performance.now() - began);
      // All are to be read back when the emergency comes.
      void site.set('all', 20 + i, `low-${i}`);
      await allAt(20 + i);
      const emergency = site.lighting.emergency({ target: 'street', id: `e-${i}` });
      urgent.push(await allAt(100));
      expectedMs = (await emergency).expectedMs;
      while (obeying() < count) await new Promise((r) => setTimeout(r, 50));
    }
    const { writes, messagesToSeveral } = site.lighting.health().facts;
    await site.lighting.stop();
    await paced.close();
    // A write and its answer of 8 bytes each, and a silence of 3.5 characters before both.
    const oneByOneMs = count * wireMs(8 + 8 + 7, baudRate);
    const worst = (all: readonly number[]) => Math.max(...all);
    const exchange = `one by one the line could not do it under ${(oneByOneMs / 1000).toFixed(1)} s`;
    return [
      {
        name: `${count} lamps at ${baudRate} baud dimmed by one message`,
        value: worst(dimmed),
        unit: 'ms',
        target: { atMost: 10_000 },
        detail: `longest of ${rounds}, fade of 0.4 s included; ${exchange}`,
      },
      {
        name: `the same, every lamp read back`,
        value: worst(proven),
        unit: 'ms',
        target: { atMost: 15_000 },
        detail: `longest of ${rounds}; ${messagesToSeveral} messages to all for ${writes} levels`,
      },
      {
        name: 'emergency: full light on the line while it is busy',
        value: worst(urgent),
        unit: 'ms',
        target: { atMost: 1000 },
        detail: `longest of ${rounds}, fade included; answered as expected within ${expectedMs} ms`,
      },
    ];
  },
};
