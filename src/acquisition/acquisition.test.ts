// The whole room on real wires: pymodbus over TCP and over a pair of serial terminals.
import { afterEach, describe, expect, it } from 'vitest';
import type { Outgoing, OutgoingOf } from '../domain/outgoing.ts';
import { outgoingSchema } from '../domain/outgoing.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import { lineDeps, startLine, until } from '../fieldbus/testing/line.ts';
import { startPtyPair, startPymodbus, unitOf } from '../fieldbus/testing/pymodbus.ts';
import { Acquisition } from './acquisition.ts';
import { imageOf } from './codec/image.ts';
import { deviceSchema } from './config.ts';
import { loadProfiles } from './load-profile.ts';

const { profiles } = loadProfiles(new URL('../../device-profiles', import.meta.url).pathname);
const air = profiles.get('air-station')!;
const meter = profiles.get('eastron-sdm630')!;

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function acquire(lines: readonly ModbusLine[], devices: readonly Record<string, unknown>[]) {
  const sent: Outgoing[] = [];
  const acquisition = new Acquisition({
    devices: devices.map((d) => deviceSchema.parse({ confirmed: 'this test', ...d })),
    profiles,
    lines: new Map(lines.map((l) => [l.id, l])),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    ...lineDeps,
  });
  for (const line of lines) cleanUp.push(() => line.stop());
  await acquisition.start();
  cleanUp.push(() => acquisition.stop());
  const readings = (device: string) =>
    sent.filter((o): o is OutgoingOf<'device.readings'> => o.kind === 'device.readings' && o.device === device);
  const states = (device: string) =>
    sent.flatMap((o) => (o.kind === 'device.state' && o.device === device ? [o.state] : []));
  return { acquisition, sent, readings, states };
}

const weather = {
  pm25: 20.3,
  temperature: 31.1,
  humidity: 67.5,
  mode: 'measuring',
  door_open: true,
  firmware: 'v2.14',
};
const load = { voltage_l1: 230.2, active_power_total: 2138.15, frequency: 49.98, energy_import: 12_345.67 };

describe('acquisition over Modbus TCP', () => {
  it('reads stations, lets a dead one among them be, and writes with read-back', async () => {
    const station = unitOf(imageOf(air, { ...weather, averaging_time: 15 }));
    const server = await startPymodbus({ units: { 1: station, 2: unitOf(imageOf(meter, load)) } });
    cleanUp.push(server.stop);
    const line = await startLine({
      id: 'cabinet',
      kind: 'modbus-tcp',
      host: '127.0.0.1',
      port: server.port,
      timeout: '500ms',
    });
    const common = { line: 'cabinet', poll: '300ms', pollSlow: '600ms' };
    const { acquisition, readings, states } = await acquire(
      [line],
      [
        { id: 'air-1', profile: 'air-station', unit: 1, ...common },
        { id: 'dead', profile: 'air-station', unit: 9, ...common },
        { id: 'meter-1', profile: 'eastron-sdm630', unit: 2, ...common },
      ],
    );
    await until(() => states('dead').length === 1 && readings('air-1').length >= 6 && readings('meter-1').length >= 6);
    expect(states('air-1')).toEqual(['online']);
    expect(states('dead')).toEqual(['offline']);
    expect(readings('air-1')[0]?.readings).toMatchObject({
      pm25: { value: 20.3, quality: 'good', unit: 'ug/m3' },
      temperature: { value: 31.1, quality: 'good', unit: 'Cel' },
      door_open: { value: true, quality: 'good' },
      mode: { value: 'measuring', quality: 'good' },
      firmware: { value: 'v2.14', quality: 'good' },
      // Nobody set it: 0 hPa is out of range, and that is what is said.
      pressure: { value: null, quality: 'bad:out-of-range' },
    });
    expect(readings('meter-1')[0]?.readings).toMatchObject({
      voltage_l1: { value: 230.2, unit: 'V' },
      energy_import: { value: 12_345.67, unit: 'kW.h' },
    });
    // At most 100 bytes a reading, as the operations centre was promised.
    const event = readings('meter-1')[0]!;
    expect(JSON.stringify(event).length / Object.keys(event.readings).length).toBeLessThan(100);
    expect(readings('dead').at(-1)?.readings['pm25']).toMatchObject({ value: null, quality: 'bad:timeout' });

    expect(await acquisition.writePoint('air-1', 'averaging_time', 30)).toMatchObject({ readBack: 30, achieved: true });
    expect(await acquisition.writePoint('air-1', 'sampling_pump', true)).toMatchObject({
      readBack: true,
      achieved: true,
    });
    expect(await acquisition.writePoint('meter-1', 'demand_period', 15)).toMatchObject({
      readBack: 15,
      achieved: true,
    });
    expect(acquisition.health()).toMatchObject({ state: 'degraded', facts: { devices: 3, online: 2, offline: 1 } });
  });

  it('has bad:disconnected while the device is away, and good values when it is back', async () => {
    const units = { 1: unitOf(imageOf(air, weather)) };
    const server = await startPymodbus({ units });
    const { port } = server;
    const line = await startLine({ id: 'cabinet', kind: 'modbus-tcp', host: '127.0.0.1', port, timeout: '2s' });
    const { readings, states } = await acquire(
      [line],
      [{ id: 'air-1', profile: 'air-station', line: 'cabinet', unit: 1, poll: '100ms' }],
    );
    await until(() => readings('air-1').length >= 2);
    await server.stop();
    await until(() => states('air-1').at(-1) === 'offline');
    expect(readings('air-1').at(-1)?.readings['pm25']).toMatchObject({ value: null, quality: 'bad:disconnected' });
    const again = await startPymodbus({ units, port });
    cleanUp.push(again.stop);
    await until(() => states('air-1').at(-1) === 'online');
    await until(() => readings('air-1').at(-1)?.readings['pm25']?.value === 20.3);
  });
});

describe('acquisition over a serial line', () => {
  it('reads the meter, splits what it refuses, and goes on beside a unit that is not there', async () => {
    const pty = await startPtyPair();
    cleanUp.push(pty.stop);
    // The image has only the registers of the profile: every hole of it is refused, as some meters do.
    const server = await startPymodbus({ serial: pty.b, units: { 1: unitOf(imageOf(meter, load)) } });
    cleanUp.push(server.stop);
    const line = await startLine({
      id: 'rs485',
      kind: 'modbus-rtu',
      path: pty.a,
      baudRate: 19_200,
      timeout: '3s',
      shortestTimeout: '3s',
    });
    const { readings, states, acquisition } = await acquire(
      [line],
      [
        { id: 'meter-1', profile: 'eastron-sdm630', line: 'rs485', unit: 1, poll: '500ms', pollSlow: '2s' },
        { id: 'meter-2', profile: 'eastron-sdm630', line: 'rs485', unit: 2, poll: '500ms' },
      ],
    );
    await until(() => readings('meter-1').length >= 6 && states('meter-2').length === 1, 15_000);
    for (const { readings: r } of readings('meter-1')) {
      expect(r['active_power_total']).toMatchObject({ value: 2138.15, quality: 'good' });
      expect(r['frequency']).toMatchObject({ value: 49.98, quality: 'good' });
    }
    expect(states('meter-2')).toEqual(['offline']);
    expect(line.health().facts['damaged']).toBe(0);
    const latest = acquisition.latest().find((d) => d.device === 'meter-1')!;
    expect(latest.points.filter((p) => p.quality !== 'good').map((p) => p.point)).toEqual([]);
  });
});
