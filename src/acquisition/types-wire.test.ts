// Every type written to a device that nobody here wrote and read by a client that nobody here wrote either (mbpoll).
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLine } from '../fieldbus/testing/line.ts';
import { startPymodbus, unitOf } from '../fieldbus/testing/pymodbus.ts';
import { SystemClock } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import { profileOf } from './testing/profile.ts';

const run = promisify(execFile);
const at = (name: string, address: number, type: string, more: Record<string, unknown> = {}) => ({
  name,
  register: { table: 'holding', address },
  type,
  class: 'on-demand',
  writable: { range: [-1e12, 1e12] },
  ...more,
});
const profile = profileOf([
  at('int16', 0, 'int16'),
  at('uint32', 2, 'uint32', { scale: 0.1 }),
  at('float32', 4, 'float32'),
  at('swapped', 6, 'float32', { order: 'CDAB' }),
  at('float64', 8, 'float64'),
  at('int64', 12, 'int64', { order: 'HGFEDCBA' }),
  at('bcd32', 16, 'bcd32'),
  at('half', 18, 'float16'),
  at('text', 20, 'string', { length: 4, padding: 'space', writable: {} }),
  at('when', 24, 'timestamp', { format: 'ymdhms', utcOffset: '+07:00', writable: {} }),
  at('word', 30, 'uint16', { writable: undefined }),
  at('bit', 30, 'bit', { bit: 9, writable: { bits: 'read-modify-write' } }),
  at('nibble', 30, 'uint16', { bits: [4, 7], writable: { bits: 'read-modify-write', range: [0, 15] } }),
  {
    name: 'relay',
    register: { table: 'coil', address: 3 },
    type: 'bool',
    class: 'on-demand',
    writable: { multiple: true },
  },
]);

describe('every type on the wire', () => {
  let port: number;
  let acquisition: Acquisition;
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const server = await startPymodbus({ units: { 1: unitOf(imageOf(profile, { word: 0xf00f })) } });
    port = server.port;
    const line = await startLine({ kind: 'modbus-tcp', host: '127.0.0.1', port, timeout: '3s' });
    acquisition = new Acquisition({
      devices: [deviceSchema.parse({ id: 'd', profile: 'test', line: 'test', unit: 1 })],
      profiles: new Map([['test', profile]]),
      lines: new Map([['test', line]]),
      send: () => {},
      clock: new SystemClock(),
      logger: silentLogger,
      random: () => 0.5,
    });
    await acquisition.start();
    stops.push(
      () => acquisition.stop(),
      () => line.stop(),
      () => server.stop(),
    );
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  /** What mbpoll reads: holding registers from an address on, `:hex` words. */
  async function words(address: number, count: number): Promise<string> {
    const { stdout } = await run('mbpoll', [
      ...['-m', 'tcp', '-p', String(port), '-a', '1', '-0', '-r', String(address), '-c', String(count)],
      ...['-t', '4:hex', '-1', '-q', '127.0.0.1'],
    ]);
    return [...stdout.matchAll(/0x([0-9A-F]{4})/g)].map((m) => m[1]).join(' ');
  }

  it.each<[string, number | string | boolean, number, string]>([
    ['int16', -2, 0, 'FFFE'],
    ['uint32', 123_456.7, 2, '0012 D687'],
    ['float32', 50, 4, '4248 0000'],
    ['swapped', 50, 6, '0000 4248'],
    ['float64', 0.1, 8, '3FB9 9999 9999 999A'],
    ['int64', -2, 12, 'FEFF FFFF FFFF FFFF'],
    ['bcd32', 12_345_678, 16, '1234 5678'],
    ['half', -0.5, 18, 'B800'],
    ['text', 'Hạ', 20, '48E1 BAA1 2020 2020'],
    ['when', '2026-11-21T17:30:05.000Z', 24, '07EA 000B 0016 0000 001E 0005'],
    ['bit', true, 30, 'F20F'],
    ['nibble', 10, 30, 'F2AF'],
  ])('%s = %s', async (point, value, address, expected) => {
    const written = await acquisition.writePoint('d', point, value);
    expect(written).toMatchObject({ readBack: value, quality: 'good', achieved: true });
    expect(await words(address, expected.split(' ').length)).toBe(expected);
    expect(await acquisition.readPoint('d', point)).toMatchObject({ value, quality: 'good' });
  });

  it('relay = true, with function 15', async () => {
    expect(await acquisition.writePoint('d', 'relay', true)).toMatchObject({ readBack: true, achieved: true });
  });
});
