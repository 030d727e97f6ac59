import type { Point } from '../point.ts';
import { widthOf } from '../types.ts';
import { type Decoded, decoder } from './decode.ts';
import { rawCodec } from './raw.ts';

/** The registers written as hexadecimal digits, four each; undefined where they are none. Blanks, colons and 0x may stand between. */
export function registersOfHex(text: string): number[] | undefined {
  const digits = text.replace(/0x|[\s:,_-]/gi, '');
  if (digits.length === 0 || digits.length % 4 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  return Array.from({ length: digits.length / 4 }, (_, i) => Number.parseInt(digits.slice(4 * i, 4 * i + 4), 16));
}

export interface Inspected extends Decoded {
  /** The registers as they arrived, hexadecimal. */
  readonly raw: string;
  /** The same bytes in the order of the value, highest first. */
  readonly bytes: string;
}

/** What registers read as, with the bytes it was read from. */
export function inspect(point: Point, registers: readonly number[]): Inspected {
  const width = widthOf(point);
  return {
    ...decoder(point, 'ABCD')(registers, 0),
    raw: registers.map((word) => word.toString(16).padStart(4, '0')).join(''),
    bytes: rawCodec(point, 'ABCD')
      .bits(registers, 0)
      .toString(16)
      .padStart(4 * width, '0'),
  };
}
