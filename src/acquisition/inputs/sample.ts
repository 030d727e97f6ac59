// What the inputs beside Modbus have in common: bytes come in, values come out.
import type { Quality } from '../../domain/reading.ts';
import { bad, type Decoded } from '../codec/decode.ts';

/** A point that an input can give. */
export interface InputPoint {
  readonly name: string;
  readonly unit?: string | undefined;
}

/** Values by the names of points, as they came. */
export type Sample = ReadonlyMap<string, Decoded>;

/** Understands what one sender says. It keeps no more than one unfinished frame. */
export interface InputDecoder {
  readonly points: readonly InputPoint[];
  /** The samples that these bytes complete, in their order. Never throws. */
  push(chunk: Buffer): Sample[];
  /** The connection was lost: an unfinished frame is forgotten. */
  reset(): void;
  /** Frames that were damaged, since the start. */
  readonly damaged: number;
}

export const good = (value: number | string | boolean): Decoded => ({ value, quality: 'good' });
export const doubtful = (value: number | string | boolean, quality: Quality): Decoded => ({ value, quality });

/** Within what the sensor can measure, both ends included. */
export function inRange(value: number, [min, max]: readonly [number, number]): Decoded {
  return value >= min && value <= max ? good(value) : bad('out-of-range');
}
