import { bad, type Decoded } from '../codec/decode.ts';
import { scaling } from '../codec/scale.ts';
import { inRange } from './sample.ts';

/** A number as a sensor writes it, with a decimal point or comma, scaled and checked. */
export function numberReader(point: {
  readonly scale?: number | undefined;
  readonly offset?: number | undefined;
  readonly range?: readonly [number, number] | undefined;
}): (found: string | number) => Decoded {
  const { apply } = scaling(point.scale, point.offset);
  const range = point.range ?? ([-Number.MAX_VALUE, Number.MAX_VALUE] as const);
  return (found) => {
    const text = String(found).trim();
    const number = text === '' ? Number.NaN : Number(text.replace(',', '.'));
    return Number.isFinite(number) ? inRange(apply(number), range) : bad('not-a-number');
  };
}
