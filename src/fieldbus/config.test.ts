import { describe, expect, it } from 'vitest';
import { type LineConfig, linesSchema } from './config.ts';

const lines = (...all: Readonly<Record<string, unknown>>[]) =>
  linesSchema.safeParse(all.map((line, i) => ({ id: `l${i}`, ...line })));
const one = (line: Readonly<Record<string, unknown>>) => lines(line).data?.[0] as LineConfig;

describe('the lines of a site', () => {
  it('are careful where nothing is said: one request at a time, timeouts learned down to 200 ms, echoes found out', () => {
    expect(one({ kind: 'modbus-tcp', host: '10.0.0.5' })).toMatchObject({
      port: 502,
      pipelining: 1,
      timeout: 1000,
      shortestTimeout: 200,
      pauseAfterConnect: 0,
    });
    expect(one({ kind: 'modbus-rtu', path: '/dev/ttyUSB0' })).toMatchObject({
      baudRate: 9600,
      parity: 'none',
      echo: 'auto',
      direction: 'auto',
      turnaround: 100,
    });
    expect(one({ kind: 'modbus-rtu-over-tcp', host: '10.0.0.6', port: 4001 })).toMatchObject({ echo: 'auto' });
  });

  it('may not share a serial port, unless a pattern or a serial number says which adapter is meant', () => {
    const rtu = { kind: 'modbus-rtu', path: '/dev/ttyUSB0' };
    expect(lines(rtu, rtu).success).toBe(false);
    expect(lines({ ...rtu, serialNumber: 'A1' }, { ...rtu, serialNumber: 'B2' }).success).toBe(true);
    expect(lines({ ...rtu, path: '/dev/ttyUSB*' }, { ...rtu, path: '/dev/ttyUSB*' }).success).toBe(true);
  });

  it.each([
    { kind: 'modbus-tcp', host: '10.0.0.5', pipelining: 0 },
    { kind: 'modbus-tcp', host: '10.0.0.5', echo: 'yes' },
    { kind: 'modbus-rtu', path: '/dev/ttyUSB0', direction: 'dtr' },
    { kind: 'modbus-rtu', path: '/dev/ttyUSB0', pipelining: 2 },
    { kind: 'modbus-rtu', path: 'ttyUSB0' },
    { kind: 'modbus-tcp', host: '192.168.001.010' },
    { kind: 'modbus-tcp', host: '192.0.2.999' },
    { kind: 'modbus-tcp', host: '192.0.210' },
  ])('refuse what makes no sense: %o', (line) => {
    expect(lines(line).success).toBe(false);
  });
});
