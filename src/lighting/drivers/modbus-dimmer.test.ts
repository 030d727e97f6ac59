import { describe, expect, it } from 'vitest';
import type { ModbusRequest } from '../../fieldbus/pdu.ts';
import { driverDeps } from '../testing/driver-deps.ts';
import { modbusDimmer } from './modbus-dimmer.ts';

const how = { suspect: false };

/** A dimmer from what a site file would say, on registers that answer their own address, or what the test says. */
function dimmer(config: object, registers: Readonly<Record<number, number>> = {}) {
  const asked: ModbusRequest[] = [];
  const ask = async (r: ModbusRequest) => {
    asked.push(r);
    const count = 'count' in r ? r.count : 0;
    return { registers: Array.from({ length: count }, (_, i) => registers[r.address + i] ?? 0), bits: [] };
  };
  const parsed = modbusDimmer.schema.parse({ kind: 'modbus-dimmer', line: 'cabinet', unit: 11, ...config });
  return { asked, driver: modbusDimmer.open(parsed, driverDeps({ ask })) };
}

describe('the Modbus dimmer', () => {
  it('writes per cent to register 0 and reads register 1 where nothing else is said', async () => {
    const { asked, driver } = dimmer({}, { 1: 49 });
    await driver.write(50, how);
    expect(await driver.read(how)).toEqual({ level: 49 });
    expect(asked).toEqual([
      { unit: 11, function: 6, address: 0, value: 50 },
      { unit: 11, function: 3, address: 1, count: 1 },
    ]);
  });

  it.each([
    [254, 50, 127],
    [254, 100, 254],
    [1000, 12.5, 125],
    [100, 0, 0],
    [100, 0.3, 1],
  ])(
    'on a scale of %i writes %f %% as %i, and never darkness for a level above 0',
    async (levelScale, level, value) => {
      const { asked, driver } = dimmer({ levelScale, writeFunction: 16 });
      await driver.write(level, how);
      expect(asked).toEqual([{ unit: 11, function: 16, address: 0, values: [value] }]);
    },
  );

  it('reads feedback and power by one request where they are near each other, else by two', async () => {
    const near = dimmer(
      { feedbackRegister: 10, powerRegister: 8, powerScale: 0.1, feedbackTable: 'input', feedbackScale: 254 },
      { 10: 127, 8: 312 },
    );
    expect(await near.driver.read(how)).toEqual({ level: 50, powerW: expect.closeTo(31.2) });
    expect(near.asked).toEqual([{ unit: 11, function: 4, address: 8, count: 3 }]);
    const far = dimmer({ feedbackRegister: 1, powerRegister: 100 }, { 1: 50, 100: 40 });
    expect(await far.driver.read(how)).toEqual({ level: 50, powerW: 40 });
    expect(far.asked).toHaveLength(2);
  });

  it('takes a feedback far over its scale for a wrong scale or register, and a little over it for full', async () => {
    await expect(dimmer({}, { 1: 65535 }).driver.read(how)).rejects.toMatchObject({ code: 'out-of-range' });
    expect(await dimmer({}, { 1: 101 }).driver.read(how)).toEqual({ level: 100 });
  });
});
