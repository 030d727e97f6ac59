// Modbus TCP frames: transaction id (2), protocol 0 (2), length of the rest (2), unit (1), PDU. Source: MODBUS Messaging
// on TCP/IP Implementation Guide V1.0b, section 3.1.
import { type ModbusRequest, pduLength, writePdu } from './pdu.ts';

const headerLength = 7;
/** Unit and the longest PDU. */
const maxLength = 254;

export function mbapFrame(r: ModbusRequest, transaction: number): Buffer {
  const length = pduLength(r);
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame.writeUInt16BE(transaction, 0);
  frame.writeUInt16BE(0, 2);
  frame.writeUInt16BE(length + 1, 4);
  frame[6] = r.unit;
  writePdu(r, frame, headerLength);
  return frame;
}

/** Cuts a stream of bytes into frames. Keeps at most one frame that is not whole. */
export class MbapSplitter {
  #rest: Buffer = Buffer.alloc(0);

  /**
   * Calls `onFrame` for each frame that is whole now; `pdu` is only valid during the call.
   * @returns false where the bytes are no Modbus TCP: then there is no way back into step on this connection.
   */
  push(chunk: Buffer, onFrame: (transaction: number, unit: number, pdu: Buffer) => void): boolean {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (bytes.length >= headerLength) {
      const length = bytes.readUInt16BE(4);
      if (bytes.readUInt16BE(2) !== 0 || length < 2 || length > maxLength) return false;
      if (bytes.length < 6 + length) break;
      onFrame(bytes.readUInt16BE(0), bytes[6]!, bytes.subarray(headerLength, 6 + length));
      bytes = bytes.subarray(6 + length);
    }
    this.#rest = bytes;
    return true;
  }

  /** A frame has begun and is not whole yet. */
  get isInside(): boolean {
    return this.#rest.length > 0;
  }

  reset(): void {
    this.#rest = Buffer.alloc(0);
  }
}
