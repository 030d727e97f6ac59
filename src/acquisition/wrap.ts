// Where a point that counts begins again: where its profile says so, else where the whole number in its registers ends.
import { scaling } from './codec/scale.ts';
import type { Point } from './point.ts';
import { isInteger, isNumeric, widthOf } from './types.ts';

/** In the unit of the point: after `low + size` comes `low`. */
export interface Wrap {
  readonly low: number;
  readonly size: number;
  /** The profile says so; else it follows from the registers. */
  readonly isDeclared: boolean;
}

export function wrapOf(point: Point): Wrap | undefined {
  if (point.rollover !== undefined) return { low: 0, size: point.rollover, isDeclared: true };
  return wrapOfRegisters(point);
}

/** undefined for floats, for what is a text, and for what goes down as the number in the registers goes up. */
export function wrapOfRegisters(point: Point): Wrap | undefined {
  const { type, bits, scale = 1, offset = 0 } = point;
  if (!isNumeric(type) || point.enum || point.flags || scale <= 0) return undefined;
  const isSigned = type.startsWith('int');
  const digits = /^bcd(\d+)$/.exec(type)?.[1];
  if (digits === undefined && !isInteger(type)) return undefined;
  const width = bits ? bits[1] - bits[0] + 1 : 16 * widthOf(point);
  const size = digits === undefined ? 2 ** width : 10 ** (Number(digits) / 4);
  const low = scaling(scale, offset).apply(isSigned ? -size / 2 : 0);
  return { low, size: scaling(scale).apply(size), isDeclared: false };
}
