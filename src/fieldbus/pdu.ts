// The Modbus protocol data unit: what is the same on every wire. Source: MODBUS Application Protocol Specification
// V1.1b3 (modbus.org), sections 4 to 7. All numbers are big-endian; bits are packed from the lowest bit of the first byte.
import { HaidangError } from '../runtime/errors.ts';
import { busError, exceptionError } from './errors.ts';

interface To {
  /** Address of the device on its line: 1 to 247 on a serial line, 0 to 255 over TCP. 0 on a serial line is everyone. */
  readonly unit: number;
  /** Of the first register or bit, counted from 0 (the "40001" of a manual is holding register 0). */
  readonly address: number;
}

/** 1 coils, 2 discrete inputs (1 to 2000 bits), 3 holding registers, 4 input registers (1 to 125). */
export type ReadRequest = To & { readonly function: 1 | 2 | 3 | 4; readonly count: number };
/**
 * 5 and 15 write one or more coils, 6 and 16 one or more holding registers (0 to 65535 each). 22 changes single bits of a
 * holding register in the device itself: it becomes (old AND `and`) OR (`or` AND NOT `and`).
 */
export type WriteRequest =
  | (To & { readonly function: 5; readonly value: boolean })
  | (To & { readonly function: 6; readonly value: number })
  | (To & { readonly function: 15; readonly values: readonly boolean[] })
  | (To & { readonly function: 16; readonly values: readonly number[] })
  | (To & { readonly function: 22; readonly and: number; readonly or: number });
export type ModbusRequest = ReadRequest | WriteRequest;

/** What a device answered: registers of functions 3 and 4, bits of 1 and 2, neither for a write. */
export interface ModbusReply {
  readonly registers: readonly number[];
  readonly bits: readonly boolean[];
}

export const limits = { readBits: 2000, readRegisters: 125, writeBits: 1968, writeRegisters: 123 } as const;

export const isWrite = (r: ModbusRequest): r is WriteRequest => r.function >= 5;

const bytesForBits = (count: number) => (count + 7) >> 3;

/** How many bits or registers a request is about. */
function countOf(r: ModbusRequest): number {
  if ('count' in r) return r.count;
  return 'values' in r ? r.values.length : 1;
}

/** @throws HaidangError (`ours`, `bad-request`) for a request that no device could be asked. */
export function checkRequest(r: ModbusRequest): void {
  const count = countOf(r);
  const most = { 1: 2000, 2: 2000, 3: 125, 4: 125, 5: 1, 6: 1, 15: 1968, 16: 123, 22: 1 }[r.function];
  const isUint16 = (n: number) => Number.isInteger(n) && n >= 0 && n <= 0xffff;
  const bad = (why: string) => new HaidangError('ours', 'bad-request', `function ${r.function}: ${why}`);
  if (!Number.isInteger(r.unit) || r.unit < 0 || r.unit > 255) throw bad(`unit ${r.unit}`);
  if (!Number.isInteger(count) || count < 1 || count > most) throw bad(`count ${count}, allowed 1 to ${most}`);
  if (!isUint16(r.address) || r.address + count > 0x10000) throw bad(`address ${r.address} and count ${count}`);
  if (r.function === 6 && !isUint16(r.value)) throw bad(`value ${r.value}`);
  if (r.function === 16 && !r.values.every(isUint16)) throw bad('a value is no 16-bit number');
  if (r.function === 22 && !(isUint16(r.and) && isUint16(r.or))) throw bad('a mask is no 16-bit number');
}

/** Length of the request's PDU in bytes. */
export function pduLength(r: ModbusRequest): number {
  if (r.function === 15) return 6 + bytesForBits(r.values.length);
  if (r.function === 22) return 7;
  return r.function === 16 ? 6 + 2 * r.values.length : 5;
}

/** Length in bytes of the PDU of a reply that is no exception. */
export function replyPduLength(r: ModbusRequest): number {
  if (r.function <= 2) return 2 + bytesForBits(countOf(r));
  if (r.function === 22) return 7;
  return r.function <= 4 ? 2 + 2 * countOf(r) : 5;
}

/** True where the answer to a write repeats the whole request, byte for byte. */
export const repeatsRequest = (r: ModbusRequest) => r.function === 5 || r.function === 6 || r.function === 22;

/** Writes the request's PDU into a buffer at an offset; the buffer has `pduLength` bytes left there. */
export function writePdu(r: ModbusRequest, into: Buffer, at: number): void {
  into[at] = r.function;
  into.writeUInt16BE(r.address, at + 1);
  switch (r.function) {
    case 5:
      into.writeUInt16BE(r.value ? 0xff00 : 0, at + 3);
      return;
    case 6:
      into.writeUInt16BE(r.value, at + 3);
      return;
    case 15:
      into.writeUInt16BE(r.values.length, at + 3);
      into[at + 5] = bytesForBits(r.values.length);
      into.fill(0, at + 6, at + 6 + bytesForBits(r.values.length));
      for (const [i, on] of r.values.entries()) if (on) into[at + 6 + (i >> 3)]! |= 1 << (i & 7);
      return;
    case 16:
      into.writeUInt16BE(r.values.length, at + 3);
      into[at + 5] = 2 * r.values.length;
      for (const [i, value] of r.values.entries()) into.writeUInt16BE(value, at + 6 + 2 * i);
      return;
    case 22:
      into.writeUInt16BE(r.and, at + 3);
      into.writeUInt16BE(r.or, at + 5);
      return;
    default:
      into.writeUInt16BE(r.count, at + 3);
  }
}

const nothing: ModbusReply = { registers: [], bits: [] };

/**
 * Reads the reply to a request from a PDU.
 * @throws HaidangError with the exception the device gave (`illegal-address`, …), or `bad-reply` where the PDU is no
 * answer to this request.
 */
export function readReply(r: ModbusRequest, pdu: Buffer): ModbusReply {
  if (pdu[0] === (r.function | 0x80) && pdu.length === 2) throw exceptionError(pdu[1]!, r);
  if (pdu[0] !== r.function) throw badReply(r, `function ${pdu[0]}`);
  if (pdu.length !== replyPduLength(r)) throw badReply(r, `${pdu.length} bytes instead of ${replyPduLength(r)}`);
  if (isWrite(r)) {
    if (!confirms(r, pdu)) throw badReply(r, 'another write confirmed');
    return nothing;
  }
  if (pdu[1] !== pdu.length - 2) throw badReply(r, `byte count ${pdu[1]}`);
  if (r.function <= 2) {
    const bits = new Array<boolean>(r.count);
    for (let i = 0; i < r.count; i++) bits[i] = (pdu[2 + (i >> 3)]! & (1 << (i & 7))) !== 0;
    return { registers: [], bits };
  }
  const registers = new Array<number>(r.count);
  for (let i = 0, at = 2; i < r.count; i++, at += 2) registers[i] = (pdu[at]! << 8) | pdu[at + 1]!;
  return { registers, bits: [] };
}

/** Does an answer, from its function code on, confirm this write? The device repeats the address and what it took. */
export function confirms(r: WriteRequest, pdu: Uint8Array): boolean {
  const word = (at: number) => (pdu[at]! << 8) | pdu[at + 1]!;
  if (word(1) !== r.address) return false;
  switch (r.function) {
    case 5:
      return word(3) === (r.value ? 0xff00 : 0);
    case 6:
      return word(3) === r.value;
    case 22:
      return word(3) === r.and && word(5) === r.or;
    default:
      return word(3) === r.values.length;
  }
}

const badReply = (r: ModbusRequest, what: string) => busError('bad-reply', `${describe(r)}: answered with ${what}`);

/** A request in words, for messages: `unit 1, function 4, address 0, count 40`. */
export function describe(r: ModbusRequest): string {
  return `unit ${r.unit}, function ${r.function}, address ${r.address}, count ${countOf(r)}`;
}
