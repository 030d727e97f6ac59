// RTU frames: unit, PDU, checksum. Source: MODBUS over Serial Line Specification V1.02, section 2.5.1.
// An answer is found by what must be in it (unit, function, byte count, checksum), at whatever place it begins: a
// transceiver that turns around likes to leave a stray byte before it.
import { crc16 } from './crc.ts';
import { confirms, isWrite, type ModbusRequest, pduLength, replyPduLength, writePdu } from './pdu.ts';

/** Unit and checksum. */
const overhead = 3;
const exceptionLength = 2 + overhead;

export function rtuFrame(r: ModbusRequest): Buffer {
  const length = pduLength(r) + overhead;
  const frame = Buffer.allocUnsafe(length);
  frame[0] = r.unit;
  writePdu(r, frame, 1);
  frame.writeUInt16LE(crc16(frame, 0, length - 2), length - 2);
  return frame;
}

export const rtuReplyLength = (r: ModbusRequest) => replyPduLength(r) + overhead;

/** A place in what was received, `end` exclusive. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly isException: boolean;
}

/** Where the answer to a request stands in what was received; undefined while it is not all there. */
export function findReply(bytes: Uint8Array, r: ModbusRequest): Found | undefined {
  const length = rtuReplyLength(r);
  for (let start = 0; start + exceptionLength <= bytes.length; start++) {
    if (bytes[start] !== r.unit) continue;
    const code = bytes[start + 1];
    const isException = code === (r.function | 0x80);
    if (!isException && (code !== r.function || !fits(bytes, start, r, length))) continue;
    const end = start + (isException ? exceptionLength : length);
    if (end <= bytes.length && crc16(bytes, start, end) === 0) return { start, end, isException };
  }
  return undefined;
}

/** A read says how many bytes follow, a write what it took: the exact answer and nothing near it. */
function fits(bytes: Uint8Array, start: number, r: ModbusRequest, length: number): boolean {
  if (!isWrite(r)) return bytes[start + 2] === length - 5;
  return start + length <= bytes.length && confirms(r, bytes.subarray(start + 1));
}

/**
 * Length of a whole frame of another station at the beginning of what was received, with a right checksum: an answer that
 * was not asked for, or a request of another master. 0 where there is none.
 */
export function foreignFrameLength(bytes: Uint8Array, ownUnit: number): number {
  if (bytes[0] === ownUnit) return 0;
  for (const length of frameLengths(bytes)) {
    if (length >= exceptionLength && length <= bytes.length && crc16(bytes, 0, length) === 0) return length;
  }
  return 0;
}

/** How long a frame that begins so may be: as an answer and as a request. */
export function frameLengths(bytes: Uint8Array): readonly number[] {
  const code = bytes[1] ?? 0;
  if (code & 0x80) return [exceptionLength];
  if (code >= 1 && code <= 4) return [(bytes[2] ?? 0) + 5, 8];
  if (code === 15 || code === 16) return [8, (bytes[6] ?? 0) + 9];
  return code === 22 ? [10] : [8];
}

/** What bytes are that hold no answer, once no more came. */
export function whatIsWrong(bytes: Uint8Array, r: ModbusRequest): 'timeout' | 'wrong-unit' | 'crc' | 'incomplete' {
  if (bytes.length === 0) return 'timeout';
  const whole = bytes.length >= exceptionLength && crc16(bytes, 0, bytes.length) === 0;
  if (whole && bytes[0] !== r.unit) return 'wrong-unit';
  return bytes.length >= rtuReplyLength(r) ? 'crc' : 'incomplete';
}

/** Bits of one character on the line: start, 8 data, parity or second stop, stop. */
const characterBits = 11;

/** Milliseconds that bytes take on a serial line. */
export const wireMs = (bytes: number, baudRate: number) => (bytes * characterBits * 1000) / baudRate;

/** The silence that separates frames: 3.5 characters, fixed to 1.75 ms above 19200 baud (section 2.5.1.1). */
export const silentMs = (baudRate: number) => (baudRate > 19_200 ? 1.75 : wireMs(3.5, baudRate));
