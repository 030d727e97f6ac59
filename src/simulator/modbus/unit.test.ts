import { describe, expect, it } from 'vitest';
import { crc16, RtuRequestSplitter, rtuFrame } from './rtu-frame.ts';
import { answer, imageUnit, type ModbusUnit } from './unit.ts';

const meter = imageUnit(() => ({
  coil: new Map([
    [0, true],
    [1, false],
    [2, true],
  ]),
  discrete: new Map(),
  holding: new Map([[10, 0x1234]]),
  input: new Map([
    [0, 0x4366],
    [1, 0x3333],
  ]),
}));
const ask = (unit: ModbusUnit, ...bytes: number[]) => [...answer(unit, Buffer.from(bytes))];

describe('a simulated Modbus unit', () => {
  it('answers a read of input registers', () => {
    // function 4, from 0, 2 registers -> function, 4 bytes, two words
    expect(ask(meter, 4, 0, 0, 0, 2)).toEqual([4, 4, 0x43, 0x66, 0x33, 0x33]);
  });

  it('packs coils lowest bit first', () => {
    expect(ask(meter, 1, 0, 0, 0, 3)).toEqual([1, 1, 0b101]);
  });

  it('refuses a register that it has not with exception 2', () => {
    expect(ask(meter, 3, 0, 10, 0, 2)).toEqual([0x83, 2]);
  });

  it('refuses a count beyond the limit with exception 3 and an unknown function with exception 1', () => {
    expect(ask(meter, 3, 0, 10, 0, 126)).toEqual([0x83, 3]);
    expect(ask(meter, 23, 0, 10, 0, 1)).toEqual([0x97, 1]);
  });

  it('refuses a write where nothing can be written', () => {
    expect(ask(meter, 6, 0, 10, 0, 1)).toEqual([0x86, 2]);
  });

  it('takes single and multiple writes and echoes what the protocol asks for', () => {
    const written: [string, number, readonly number[]][] = [];
    const unit: ModbusUnit = {
      read: () => 0,
      write: (table, address, values) => {
        written.push([table, address, values]);
        return true;
      },
    };
    expect(ask(unit, 6, 0, 5, 0, 80)).toEqual([6, 0, 5, 0, 80]);
    expect(ask(unit, 16, 0, 7, 0, 2, 4, 0, 1, 0, 2)).toEqual([16, 0, 7, 0, 2]);
    expect(ask(unit, 5, 0, 3, 0xff, 0)).toEqual([5, 0, 3, 0xff, 0]);
    expect(ask(unit, 15, 0, 0, 0, 3, 1, 0b110)).toEqual([15, 0, 0, 0, 3]);
    expect(written).toEqual([
      ['holding', 5, [80]],
      ['holding', 7, [1, 2]],
      ['coil', 3, [1]],
      ['coil', 0, [0, 1, 1]],
    ]);
  });

  it('changes single bits of a register', () => {
    let register = 0x1234;
    const unit: ModbusUnit = {
      read: () => register,
      write: (_table, _address, [value = 0]) => {
        register = value;
        return true;
      },
    };
    // function 22, address 5, and 0xff0f, or 0x0070
    expect(ask(unit, 22, 0, 5, 0xff, 0x0f, 0, 0x70)).toEqual([22, 0, 5, 0xff, 0x0f, 0, 0x70]);
    expect(register).toBe(0x1274);
  });

  it('refuses a write whose byte count and register count do not agree', () => {
    expect(ask(meter, 16, 0, 7, 0, 2, 2, 0, 1)).toEqual([0x90, 3]);
  });
});

describe('requests on a serial line', () => {
  it('carry the checksum of the specification', () => {
    // The example of the Modbus serial line guide: 02 07 -> 41 12 on the wire.
    expect(crc16(Buffer.from([2, 7]))).toBe(0x1241);
  });

  it('are found whole in pieces, and noise before them is skipped', () => {
    const frame = rtuFrame(3, Buffer.from([4, 0, 0, 0, 2]));
    const splitter = new RtuRequestSplitter();
    expect(splitter.push(Buffer.concat([Buffer.from([0xff, 0x00]), frame.subarray(0, 5)]))).toEqual([]);
    expect(splitter.push(frame.subarray(5))).toEqual([{ unit: 3, pdu: Buffer.from([4, 0, 0, 0, 2]) }]);
  });

  it('with a wrong checksum are never answered', () => {
    const frame = rtuFrame(3, Buffer.from([4, 0, 0, 0, 2]));
    frame[6] = (frame[6] ?? 0) ^ 1;
    expect(new RtuRequestSplitter().push(frame)).toEqual([]);
  });
});
