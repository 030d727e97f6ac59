// How a value can stand in registers: its type, the registers it takes, and the order of its bytes.

/** Registers that a value takes; `string` and `timestamp` say it themselves, bits of the bit tables take one bit. */
export const registersOf = {
  bool: 1,
  bit: 1,
  int16: 1,
  uint16: 1,
  int32: 2,
  uint32: 2,
  int64: 4,
  uint64: 4,
  float16: 1,
  float32: 2,
  float64: 4,
  bcd8: 1,
  bcd16: 1,
  bcd24: 2,
  bcd32: 2,
} as const;

export const valueTypes = [
  ...(Object.keys(registersOf) as (keyof typeof registersOf)[]),
  'string',
  'timestamp',
] as const;
export type ValueType = (typeof valueTypes)[number];

/** How a device writes a moment, and the registers that takes; codec/timestamp.ts says what stands in them. */
export const timestampRegisters = {
  'unix-s': 2,
  'unix-ms': 4,
  ymdhms: 6,
  'ymdhms-bytes': 3,
  'ymdhms-bcd': 3,
  'iec-60870': 4,
} as const;
export const timestampFormats = Object.keys(timestampRegisters) as (keyof typeof timestampRegisters)[];
export type TimestampFormat = keyof typeof timestampRegisters;

/** The bytes of a value in the order in which they arrive; A is the highest. The four of 32 bits hold for all widths. */
export const byteOrders = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
/** Orders that say all of a 64-bit value; the first four are what ABCD, CDAB, BADC and DCBA mean for it. */
export const byteOrders64 = ['ABCDEFGH', 'GHEFCDAB', 'BADCFEHG', 'HGFEDCBA', 'CDABGHEF', 'EFGHABCD'] as const;
export const anyOrder = [...byteOrders, ...byteOrders64] as const;
export type ByteOrder = (typeof anyOrder)[number];

/** once: after each time the device comes online; on-demand: only when it is asked for. */
export const pollClasses = ['fast', 'normal', 'slow', 'once', 'on-demand'] as const;
export type PollClass = (typeof pollClasses)[number];

export const isFloat = (type: ValueType) => type === 'float16' || type === 'float32' || type === 'float64';
export const isInteger = (type: ValueType) => /^u?int/.test(type);
/** Types whose reading is a number unless `enum` or `flags` make a text of it. */
export const isNumeric = (type: ValueType) => isFloat(type) || isInteger(type) || type.startsWith('bcd');

/** Registers, or bits of a bit table, that a value takes. */
export function widthOf(point: {
  readonly type: ValueType;
  readonly length?: number | undefined;
  readonly format?: TimestampFormat | undefined;
}): number {
  if (point.type === 'string') return point.length ?? 1;
  if (point.type === 'timestamp') return timestampRegisters[point.format ?? 'unix-s'];
  return registersOf[point.type];
}

export const isBitTable = (table: string) => table === 'coil' || table === 'discrete';
