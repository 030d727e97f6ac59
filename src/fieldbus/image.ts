/** The four tables of a Modbus device: coils and holding registers can be written, the other two only be read. */
export type Table = 'coil' | 'discrete' | 'input' | 'holding';

/**
 * What a device holds: per table, address (from 0) to value. An address that is not there does not exist in the device:
 * reading it is answered with exception 2.
 */
export interface RegisterImage {
  readonly coil: ReadonlyMap<number, boolean>;
  readonly discrete: ReadonlyMap<number, boolean>;
  /** 0 to 65535 each. */
  readonly input: ReadonlyMap<number, number>;
  readonly holding: ReadonlyMap<number, number>;
}

/** The function that reads a table. */
export const readFunction = { coil: 1, discrete: 2, holding: 3, input: 4 } as const satisfies Record<Table, number>;
