// The simulated devices against a Modbus master that nobody here wrote: mbpoll.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import type { Service } from '../../runtime/service.ts';
import { SimulatedLamp } from '../devices/lamp.ts';
import { findExecutable } from '../program.ts';
import { SerialPair } from '../serial-pair.ts';
import { ModbusRtuServer } from './rtu-server.ts';
import { ModbusTcpServer } from './tcp-server.ts';
import { imageUnit } from './unit.ts';

const run = promisify(execFile);
const clock = new SystemClock();
const started: Service[] = [];
const start = async <S extends Service>(service: S): Promise<S> => {
  await service.start(new AbortController().signal, () => {});
  started.push(service);
  return service;
};
afterEach(async () => {
  for (const service of started.splice(0).reverse()) await service.stop();
});

const meter = imageUnit(() => ({
  coil: new Map(),
  discrete: new Map(),
  holding: new Map(),
  input: new Map([
    [0, 0x4366],
    [1, 0x3333],
  ]),
}));
/** What mbpoll prints for one reading; it counts addresses from 1 unless told `-0`. */
const mbpoll = async (...args: string[]) => (await run('mbpoll', ['-0', '-1', '-q', ...args])).stdout;

describe.skipIf(!findExecutable('mbpoll'))('simulated devices, asked by mbpoll', () => {
  it('are read over TCP, refuse connections while they are dead, and are back on the same port', async () => {
    const server = await start(new ModbusTcpServer({ name: 'air', units: new Map([[1, meter]]) }));
    const read = () =>
      mbpoll('-m', 'tcp', '-p', String(server.port), '-a', '1', '-t', '3:float', '-B', '-r', '0', '127.0.0.1');
    expect(await read()).toContain('[0]: \t230.2');
    await server.stop();
    await expect(read()).rejects.toThrow(/Connection/);
    await server.start();
    expect(await read()).toContain('[0]: \t230.2');
  });

  it('take a lamp level over TCP and give it back as they come to it', async () => {
    const registers = { level: 0, feedback: 1, power: 2, fullScale: 254 };
    const lamp = new SimulatedLamp({ clock, registers, ratedWatts: 90, rampSeconds: 0.2 });
    const server = await start(new ModbusTcpServer({ name: 'lamps', units: new Map([[11, lamp]]) }));
    await run('mbpoll', [
      '-0',
      '-1',
      '-q',
      '-m',
      'tcp',
      '-p',
      String(server.port),
      '-a',
      '11',
      '-t',
      '4',
      '-r',
      '0',
      '127.0.0.1',
      '127',
    ]);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const out = await mbpoll(
      '-m',
      'tcp',
      '-p',
      String(server.port),
      '-a',
      '11',
      '-t',
      '4',
      '-r',
      '0',
      '-c',
      '3',
      '127.0.0.1',
    );
    expect(out).toMatch(/\[0\]: \t127\n\[1\]: \t127\n\[2\]: \t4\d\d\n/);
  });

  it.skipIf(!SerialPair.available())('are read over a serial line, and a dead unit stays silent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'haidang-test-'));
    const pair = await start(new SerialPair(clock, folder));
    const options = { name: 'meter', path: pair.deviceEnd, baudRate: 9600, clock, units: new Map([[1, meter]]) };
    const server = await start(new ModbusRtuServer(options));
    const args = ['-m', 'rtu', '-b', '9600', '-P', 'none', '-o', '0.5', '-t', '3:float', '-B', '-r', '0', '-a', '1'];
    const read = () => mbpoll(...args, pair.gatewayEnd);
    expect(await read()).toContain('[0]: \t230.2');
    server.setDead(1, true);
    await expect(read()).rejects.toThrow();
    server.setDead(1, false);
    expect(await read()).toContain('[0]: \t230.2');
    await rm(folder, { recursive: true, force: true });
  });
});
