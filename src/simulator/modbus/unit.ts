// One simulated Modbus device as its registers see it, and the answer it gives to one request. Pure: the wires
// (`tcp-server.ts`, `rtu-server.ts`) carry requests here and answers back.

import type { RegisterImage, Table } from '../../fieldbus/image.ts';

/** A device on a bus. Addresses count from 0, as they travel on the wire. */
export interface ModbusUnit {
  /** The word (0 to 65535) or bit (0 or 1) at an address; undefined where the device has none. */
  read(table: Table, address: number): number | undefined;
  /** Takes a write of consecutive words or bits; false where the device refuses it. */
  write?(table: 'coil' | 'holding', address: number, values: readonly number[]): boolean;
}

/** A unit that shows an image of registers, the newest one at each request. */
export function imageUnit(current: () => RegisterImage): ModbusUnit {
  return {
    read(table, address) {
      const cell = current()[table].get(address);
      return cell === undefined ? undefined : Number(cell);
    },
  };
}

// Exception codes of the Modbus application protocol V1.1b3, section 7.
const illegalFunction = 1;
const illegalAddress = 2;
const illegalValue = 3;

const readTables: Readonly<Record<number, Table>> = { 1: 'coil', 2: 'discrete', 3: 'holding', 4: 'input' };

/**
 * The answer of a unit to one protocol data unit (function code and data, without address and checksum).
 * Functions 1 to 6, 15, 16 and 22; everything else is refused as an illegal function, as a real device does.
 */
export function answer(unit: ModbusUnit, request: Buffer): Buffer {
  const code = request[0] ?? 0;
  const refuse = (exception: number) => Buffer.from([code | 0x80, exception]);
  const table = readTables[code];
  if (request.length < 5) return refuse(illegalValue);
  const address = request.readUInt16BE(1);
  if (table) return read(unit, table, address, request.readUInt16BE(3), code) ?? refuse(illegalAddress);
  if (code === 22) return mask(unit, address, request) ?? refuse(illegalAddress);
  const write = writeOf(request, code);
  if (write === undefined) return refuse(illegalFunction);
  if (write === 'malformed') return refuse(illegalValue);
  if (!unit.write?.(write.table, address, write.values)) return refuse(illegalAddress);
  // All four write functions answer with the first five bytes of the request.
  return Buffer.from(request.subarray(0, 5));
}

function read(unit: ModbusUnit, table: Table, address: number, count: number, code: number): Buffer | undefined {
  const bits = table === 'coil' || table === 'discrete';
  if (count < 1 || count > (bits ? 2000 : 125)) return Buffer.from([code | 0x80, illegalValue]);
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    const value = unit.read(table, address + i);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const data = bits ? packBits(values) : Buffer.alloc(count * 2);
  if (!bits) values.forEach((v, i) => void data.writeUInt16BE(v & 0xffff, i * 2));
  return Buffer.concat([Buffer.from([code, data.length]), data]);
}

/** Function 22: a register becomes (old AND and) OR (or AND NOT and). The answer is the request. */
function mask(unit: ModbusUnit, address: number, request: Buffer): Buffer | undefined {
  const old = unit.read('holding', address);
  if (old === undefined || request.length < 7) return undefined;
  const and = request.readUInt16BE(3);
  const value = (old & and) | (request.readUInt16BE(5) & ~and & 0xffff);
  return unit.write?.('holding', address, [value]) ? Buffer.from(request.subarray(0, 7)) : undefined;
}

function writeOf(
  request: Buffer,
  code: number,
): { table: 'coil' | 'holding'; values: number[] } | 'malformed' | undefined {
  const second = request.readUInt16BE(3);
  if (code === 5) return { table: 'coil', values: [second === 0xff00 ? 1 : 0] };
  if (code === 6) return { table: 'holding', values: [second] };
  if (code !== 15 && code !== 16) return undefined;
  const bytes = request[5] ?? 0;
  const needed = code === 16 ? second * 2 : Math.ceil(second / 8);
  if (second < 1 || bytes !== needed || request.length < 6 + bytes) return 'malformed';
  const data = request.subarray(6, 6 + bytes);
  if (code === 16)
    return { table: 'holding', values: Array.from({ length: second }, (_, i) => data.readUInt16BE(i * 2)) };
  return { table: 'coil', values: Array.from({ length: second }, (_, i) => ((data[i >> 3] ?? 0) >> (i & 7)) & 1) };
}

function packBits(values: readonly number[]): Buffer {
  const packed = Buffer.alloc(Math.ceil(values.length / 8));
  values.forEach((v, i) => {
    if (v) packed[i >> 3] = (packed[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return packed;
}
