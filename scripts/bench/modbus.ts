import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import modbusSerial from 'modbus-serial';
import { compilePoints } from '../../src/acquisition/compile.ts';
import { loadProfile } from '../../src/acquisition/load-profile.ts';
import { planReads, readRequest } from '../../src/acquisition/plan.ts';
import { BlockReader, newResult } from '../../src/acquisition/reader.ts';
import { lineSchema } from '../../src/fieldbus/config.ts';
import { createLine } from '../../src/fieldbus/line.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { type Bench, medianRatio, seconds } from './bench.ts';

const polls = 250;
const rounds = 41;
const warmUps = 8;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Whole polls of the shipped energy meter, decoded, against the same requests by bare modbus-serial, not decoded. */
export const modbus: Bench = {
  name: 'modbus',
  async run() {
    const loaded = loadProfile(here('../../device-profiles/eastron-sdm630.yaml'));
    if (!('profile' in loaded)) return { skipped: 'the meter profile has mistakes' };
    const points = compilePoints(loaded.profile);
    const blocks = planReads(points, loaded.profile.limits);
    const child: ChildProcess = fork(here('./modbus-server.ts'));
    const [port] = (await once(child, 'message')) as [number];
    const clock = new SystemClock();
    const line = createLine(lineSchema.parse({ id: 'bench', kind: 'modbus-tcp', host: '127.0.0.1', port }), {
      clock,
      logger: silentLogger,
      random: Math.random,
    });
    await line.start(new AbortController().signal, () => {});
    const bare = new modbusSerial.default();
    await bare.connectTCP('127.0.0.1', { port });
    bare.setID(1);
    const reader = new BlockReader(line, 1, {});
    const ours = () =>
      seconds(async () => {
        for (let i = 0; i < polls; i++) {
          const result = newResult();
          for (const block of blocks) await reader.read(block, result);
          if (result.values.size !== points.length || result.error)
            throw new Error(`poll failed: ${result.error?.message}`);
        }
      });
    const theirs = () =>
      seconds(async () => {
        for (let i = 0; i < polls; i++) {
          for (const block of blocks) {
            const { address, count } = readRequest(block, 1);
            if (block.table === 'input') await bare.readInputRegisters(address, count);
            else await bare.readHoldingRegisters(address, count);
          }
        }
      });
    for (let i = 0; i < warmUps; i++) {
      await ours();
      await theirs();
    }
    const { ratio, a, b } = await medianRatio(rounds, ours, theirs);
    bare.close(() => {});
    await line.stop();
    child.disconnect();
    return [
      {
        name: 'Modbus TCP polls against bare modbus-serial',
        value: ratio,
        unit: 'ratio',
        target: { atLeast: 0.8 },
        detail: `${(polls / a).toFixed(0)} and ${(polls / b).toFixed(0)} polls/s of ${blocks.length} requests`,
      },
      {
        name: 'requests saved against one per tag, shipped meter',
        value: points.length / blocks.length,
        unit: 'times',
        target: { atLeast: 5 },
        detail: `${points.length} points in ${blocks.length} requests`,
      },
    ];
  },
};
