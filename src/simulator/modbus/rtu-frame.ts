// Modbus RTU framing on the side of the devices: requests out of a stream of bytes, answers with their checksum.

/** CRC-16/MODBUS (polynomial 0xA001 reflected, start 0xFFFF), sent low byte first. */
export function crc16(data: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** A frame as it goes on the wire: unit address, protocol data unit, checksum. */
export function rtuFrame(unit: number, pdu: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from([unit]), pdu]);
  const crc = crc16(body);
  return Buffer.concat([body, Buffer.from([crc & 0xff, crc >> 8])]);
}

/** Length of a request frame by its function code; undefined while more bytes are needed to know it. */
function requestLength(bytes: Buffer): number | undefined {
  const code = bytes[1];
  if (code === undefined) return undefined;
  if (code === 22) return 10;
  if (code !== 15 && code !== 16) return 8;
  const count = bytes[6];
  return count === undefined ? undefined : 9 + count;
}

export interface RtuRequest {
  readonly unit: number;
  readonly pdu: Buffer;
}

/**
 * Collects bytes and gives the whole requests among them. Bytes that cannot begin a valid frame are skipped one by one,
 * so that noise, or an answer of another device on the line, costs no more than itself.
 */
export class RtuRequestSplitter {
  #pending: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): RtuRequest[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const found: RtuRequest[] = [];
    for (;;) {
      const length = requestLength(this.#pending);
      if (length === undefined || this.#pending.length < length) return found;
      const frame = this.#pending.subarray(0, length);
      if (frame.readUInt16LE(length - 2) === crc16(frame.subarray(0, length - 2))) {
        found.push({ unit: frame[0] ?? 0, pdu: Buffer.from(frame.subarray(1, length - 2)) });
        this.#pending = this.#pending.subarray(length);
      } else {
        this.#pending = this.#pending.subarray(1);
      }
    }
  }

  /** The line was silent for longer than 3.5 characters: what is pending can no longer become a frame. */
  silence(): void {
    this.#pending = Buffer.alloc(0);
  }
}
