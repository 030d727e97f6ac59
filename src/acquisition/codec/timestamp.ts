// Moments as devices write them, and as RFC 3339 in UTC. The device's clock may run in its own zone (`utcOffset`).
// iec-60870: four registers with year (7 bits, from 2000); month (bits 8-11), day (bits 0-4); hour (bits 8-12), minute
// (bits 0-5); milliseconds. It is the DATETIME of Schneider Electric's meters (user manual iEM3000 series, DOCA0005EN,
// "Date/time format", after TI081), which took it from IEC 60870-5-4.
import type { TimestampFormat } from '../types.ts';

interface TimeCodec {
  /** Milliseconds since 1970 by the device's clock; undefined where it is no moment. */
  read(bytes: DataView): number | undefined;
  write(ms: number, bytes: DataView): void;
}

/** Year, month (1 to 12), day, hour, minute, second, millisecond. */
function moment(y: number, mo: number, d: number, h: number, mi: number, s: number, ms = 0): number | undefined {
  const at = Date.UTC(y, mo - 1, d, h, mi, s, ms);
  const back = new Date(at);
  const isReal =
    y >= 1970 && back.getUTCMonth() === mo - 1 && back.getUTCDate() === d && h < 24 && mi < 60 && s < 60 && ms < 1000;
  return isReal ? at : undefined;
}

function parts(ms: number): [number, number, number, number, number, number] {
  const d = new Date(ms);
  return [
    d.getUTCFullYear(),
    d.getUTCMonth() + 1,
    d.getUTCDate(),
    d.getUTCHours(),
    d.getUTCMinutes(),
    d.getUTCSeconds(),
  ];
}

const fromBcd = (b: number) => ((b & 15) > 9 || b >> 4 > 9 ? Number.NaN : (b >> 4) * 10 + (b & 15));
const toBcd = (n: number) => (Math.floor(n / 10) << 4) | (n % 10);

/** Six bytes, the year from 2000 first. */
function sixBytes(from: (byte: number) => number, to: (n: number) => number): TimeCodec {
  return {
    read(v) {
      const [y, mo, d, h, mi, s] = [0, 1, 2, 3, 4, 5].map((i) => from(v.getUint8(i)));
      return moment(2000 + y!, mo!, d!, h!, mi!, s!);
    },
    write(ms, v) {
      for (const [i, n] of parts(ms).entries()) v.setUint8(i, to(i === 0 ? n - 2000 : n));
    },
  };
}

const codecs: Readonly<Record<TimestampFormat, TimeCodec>> = {
  'unix-s': {
    read: (v) => v.getUint32(0) * 1000,
    write: (ms, v) => v.setUint32(0, Math.floor(ms / 1000)),
  },
  'unix-ms': {
    read: (v) => {
      const ms = Number(v.getBigUint64(0));
      return ms <= 8.64e15 ? ms : undefined;
    },
    write: (ms, v) => v.setBigUint64(0, BigInt(ms)),
  },
  ymdhms: {
    read: (v) => {
      const [y, mo, d, h, mi, s] = [0, 2, 4, 6, 8, 10].map((at) => v.getUint16(at));
      return moment(y!, mo!, d!, h!, mi!, s!);
    },
    write: (ms, v) => {
      for (const [i, n] of parts(ms).entries()) v.setUint16(2 * i, n);
    },
  },
  'ymdhms-bytes': sixBytes(
    (b) => b,
    (n) => n,
  ),
  'ymdhms-bcd': sixBytes(fromBcd, toBcd),
  'iec-60870': {
    read: (v) => {
      const [month, day] = [v.getUint8(2) & 0x0f, v.getUint8(3) & 0x1f];
      const ms = v.getUint16(6);
      const isInvalid = (v.getUint8(5) & 0x80) !== 0;
      if (isInvalid) return undefined;
      const [hour, minute] = [v.getUint8(4) & 0x1f, v.getUint8(5) & 0x3f];
      return moment(2000 + (v.getUint16(0) & 0x7f), month, day, hour, minute, Math.floor(ms / 1000), ms % 1000);
    },
    write: (ms, v) => {
      const [y, mo, d, h, mi, s] = parts(ms);
      v.setUint16(0, y - 2000);
      v.setUint16(2, (mo << 8) | d);
      v.setUint16(4, (h << 8) | mi);
      v.setUint16(6, s * 1000 + (ms % 1000));
    },
  },
};

function offsetMs(utcOffset: string): number {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(utcOffset);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

/** @param utcOffset `Z` or `+07:00`. */
export function timestampCodec(format: TimestampFormat, utcOffset = 'Z') {
  const codec = codecs[format];
  const ahead = offsetMs(utcOffset);
  return {
    read(bytes: DataView): string | undefined {
      const ms = codec.read(bytes);
      return ms === undefined ? undefined : new Date(ms - ahead).toISOString();
    },
    /** False where the text is no moment that the device can write. */
    write(text: string, bytes: DataView): boolean {
      const ms = Date.parse(text) + ahead;
      if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(ms) || ms < 0) return false;
      codec.write(ms, bytes);
      return codec.read(bytes) !== undefined;
    },
  };
}
