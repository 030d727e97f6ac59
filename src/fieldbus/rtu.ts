// RTU frames: unit, PDU, checksum. Source: MODBUS over Serial Line Specification V1.02, section 2.5.1.
// An answer is found by what must be in it (unit, function, byte count, checksum), at whatever place it begins: a
// transceiver that turns around likes to leave a stray byte before it.
import { crc16 } from './crc.ts';
import { type ModbusRequest, pduLength, replyPduLength, writePdu } from './pdu.ts';

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

/** Where the answer to a request stands in what was received, `end` exclusive; undefined while it is not all there. */
export function findReply(bytes: Uint8Array, r: ModbusRequest): { start: number; end: number } | undefined {
  const length = rtuReplyLength(r);
  for (let start = 0; start + exceptionLength <= bytes.length; start++) {
    if (bytes[start] !== r.unit) continue;
    const code = bytes[start + 1];
    let end: number;
    if (code === (r.function | 0x80)) end = start + exceptionLength;
    else if (code !== r.function || (r.function <= 4 && bytes[start + 2] !== length - 5)) continue;
    else end = start + length;
    if (end <= bytes.length && crc16(bytes, start, end) === 0) return { start, end };
  }
  return undefined;
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
