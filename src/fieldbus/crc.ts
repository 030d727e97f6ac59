// CRC-16/MODBUS: polynomial 0x8005 reflected (0xA001), start 0xFFFF, sent low byte first. Source: MODBUS over Serial Line
// V1.02, section 6.2.2.
const table = new Uint16Array(256);
for (let i = 0; i < 256; i++) {
  let crc = i;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  table[i] = crc;
}

/** The checksum of bytes from `from` (inclusive) to `to` (exclusive). Over a frame with its own checksum it is 0. */
export function crc16(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffff;
  for (let i = from; i < to; i++) crc = (crc >> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}
