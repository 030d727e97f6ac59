import { describe, expect, it } from 'vitest';
import { exceptionError } from '../../fieldbus/errors.ts';
import { checkRequest, type ModbusRequest } from '../../fieldbus/pdu.ts';
import { driverDeps } from '../testing/driver-deps.ts';
import { relayCircuit } from './relay-circuit.ts';

const how = { suspect: false };

/** Circuits of one cabinet that has these coils, each closed, and refuses a request that touches any other. */
function cabinetOf(coils: readonly number[], has: readonly number[] = coils) {
  const asked: ModbusRequest[] = [];
  const ask = async (r: ModbusRequest) => {
    asked.push(r);
    checkRequest(r);
    const count = 'count' in r ? r.count : 1;
    const addresses = Array.from({ length: count }, (_, i) => r.address + i);
    if (!addresses.every((a) => has.includes(a))) throw exceptionError(2, r);
    return { registers: [], bits: addresses.map(() => true) };
  };
  const deps = driverDeps({ ask });
  const circuits = coils.map((coil) =>
    relayCircuit.open(relayCircuit.schema.parse({ kind: 'relay-circuit', line: 'cabinet', unit: 1, coil }), deps),
  );
  return { asked, read: () => Promise.all(circuits.map((c) => c.read(how).catch((e) => e.code))) };
}

const closed = { level: 100, on: true, flags: [] };

describe('the circuits of a relay cabinet', () => {
  it('are read by one request where they stand together', async () => {
    const { asked, read } = cabinetOf([0, 1, 2]);
    expect(await read()).toEqual([closed, closed, closed]);
    expect(asked).toEqual([{ unit: 1, function: 1, address: 0, count: 3 }]);
  });

  it('are read all the same where they stand further apart than one request reaches', async () => {
    expect(await cabinetOf([0, 3000]).read()).toEqual([closed, closed]);
  });

  it('are read all the same where the cabinet has nothing between them, and asked so from then on', async () => {
    const { asked, read } = cabinetOf([0, 1, 100]);
    expect(await read()).toEqual([closed, closed, closed]);
    asked.length = 0;
    expect(await read()).toEqual([closed, closed, closed]);
    expect(asked).toHaveLength(3);
  });

  it('are read all the same where one of them is not there, which only that one says', async () => {
    expect(await cabinetOf([0, 1, 9], [0, 1]).read()).toEqual([closed, closed, 'illegal-address']);
  });
});
