// A point of a profile as a plain function from registers to a value with its quality. Made once, run at every poll.
import type { Quality } from '../../domain/reading.ts';
import type { ByteOrder, Point } from '../point.ts';
import { type Cells, type Raw, rawCodec } from './raw.ts';
import { scaling, shortestFloat32 } from './scale.ts';

/** `value` is null exactly where the quality is bad. */
export interface Decoded {
  readonly value: number | string | boolean | null;
  readonly quality: Quality;
}

export type Decode = (cells: Cells, at: number) => Decoded;

export const bad = (reason: string): Decoded => ({ value: null, quality: `bad:${reason}` });
const good = (value: number | string | boolean): Decoded => ({ value, quality: 'good' });

export function decoder(point: Point, profileOrder: ByteOrder): Decode {
  const { type, bit = 0 } = point;
  if (type === 'bool') return (cells, at) => good(Number(cells[at]) !== 0);
  const codec = rawCodec(point, profileOrder);
  if (type === 'bit') return (cells, at) => good(((codec.read(cells, at) as number) & (1 << bit)) !== 0);
  if (type === 'string') {
    return (cells, at) => {
      const text = codec.read(cells, at);
      return text === undefined ? bad('not-text') : good(text as string);
    };
  }
  const understand = numberReader(point);
  return (cells, at) => understand(codec.read(cells, at) as number | bigint);
}

function numberReader(point: Point): (raw: number | bigint) => Decoded {
  const { apply } = scaling(point.scale, point.offset);
  const isFloat32 = point.type === 'float32';
  const [min, max] = point.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const sentinels = new Map<Raw, Decoded>();
  for (const { raw, reason } of point.sentinels ?? []) sentinels.set(isFloat32 ? Math.fround(raw) : raw, bad(reason));
  const names = point.enum && new Map(Object.entries(point.enum).map(([raw, name]) => [Number(raw), good(name)]));
  const notANumber = bad('not-a-number');
  const notFinite = bad('not-finite');
  const outOfRange = bad('out-of-range');
  const unknownCode = bad('unknown-code');
  return (raw) => {
    const sentinel = sentinels.get(raw);
    if (sentinel) return sentinel;
    if (names) return names.get(Number(raw)) ?? unknownCode;
    if (typeof raw === 'number' && !Number.isFinite(raw)) return Number.isNaN(raw) ? notANumber : notFinite;
    const value = apply(isFloat32 ? shortestFloat32(raw as number) : raw);
    if (value < min || value > max) return outOfRange;
    // A counter beyond 2^53 is near, and no more exact.
    return { value, quality: typeof raw === 'bigint' ? 'uncertain:precision' : 'good' };
  };
}
