// A point of a profile as a plain function from registers to a value with its quality. Made once, run at every poll.
import type { Quality } from '../../domain/reading.ts';
import type { Point } from '../point.ts';
import { type ByteOrder, isInteger, widthOf } from '../types.ts';
import { roundToFloat16 } from './float16.ts';
import { type Cells, type Raw, type RawCodec, rawCodec } from './raw.ts';
import { scaling, shortestFloat16, shortestFloat32 } from './scale.ts';

/** `value` is null exactly where the quality is bad. */
export interface Decoded {
  readonly value: number | string | boolean | null;
  readonly quality: Quality;
}

export type Decode = (cells: Cells, at: number) => Decoded;

export const bad = (reason: string): Decoded => ({ value: null, quality: `bad:${reason}` });

/** @param isVerified false: nobody compared the profile with its device, so nothing it reads is more than uncertain. */
export function decoder(point: Point, profileOrder: ByteOrder, isVerified = true): Decode {
  const { type, bit = 0, invert = false } = point;
  const best: Quality = isVerified && point.unverified === undefined ? 'good' : 'uncertain:profile';
  const yes: Decoded = { value: true, quality: best };
  const no: Decoded = { value: false, quality: best };
  if (type === 'bool') return (cells, at) => ((Number(cells[at]) !== 0) !== invert ? yes : no);
  const codec = rawCodec(point, profileOrder);
  if (type === 'bit') {
    return (cells, at) => ((((codec.read(cells, at) as number) & (1 << bit)) !== 0) !== invert ? yes : no);
  }
  if (type === 'string' || type === 'timestamp') {
    const nothing = bad(type === 'string' ? 'not-text' : 'not-a-time');
    return patternsFirst(point, codec, (cells, at) => {
      const text = codec.read(cells, at);
      return text === undefined ? nothing : { value: text as string, quality: best };
    });
  }
  const understand = numberReader(point, best);
  const notBcd = bad('not-bcd');
  return patternsFirst(point, codec, (cells, at) => {
    const raw = codec.read(cells, at);
    return raw === undefined ? notBcd : understand(raw as number | bigint);
  });
}

/** The patterns of `nan` before all else; those of whole numbers are sentinels, which cost less. */
function patternsFirst(point: Point, codec: RawCodec, decode: Decode): Decode {
  if (!point.nan?.length || isInteger(point.type)) return decode;
  const patterns = new Set(point.nan.map((p) => BigInt.asUintN(16 * widthOf(point), p)));
  const nothing = bad('no-value');
  return (cells, at) => (patterns.has(codec.bits(cells, at)) ? nothing : decode(cells, at));
}

function sentinelsOf(point: Point): Map<Raw, Decoded> {
  const found = new Map<Raw, Decoded>();
  const asRead = point.type === 'float32' ? Math.fround : point.type === 'float16' ? roundToFloat16 : (x: number) => x;
  for (const { raw, reason } of point.sentinels ?? []) found.set(asRead(raw), bad(reason));
  if (!isInteger(point.type)) return found;
  const size = point.bits ? point.bits[1] - point.bits[0] + 1 : 16 * widthOf(point);
  for (const pattern of point.nan ?? []) {
    const n = point.type.startsWith('int') ? BigInt.asIntN(size, pattern) : BigInt.asUintN(size, pattern);
    found.set(Number.isSafeInteger(Number(n)) ? Number(n) : n, bad('no-value'));
  }
  return found;
}

function numberReader(point: Point, best: Quality): (raw: number | bigint) => Decoded {
  const { type } = point;
  const sentinels = sentinelsOf(point);
  const toText = point.enum ? namedBy(point.enum, best) : point.flags ? flagged(point.flags, best) : undefined;
  const measure = measuring(point, best);
  const shorten = type === 'float32' ? shortestFloat32 : type === 'float16' ? shortestFloat16 : undefined;
  const notANumber = bad('not-a-number');
  const notFinite = bad('not-finite');
  return (raw) => {
    const sentinel = sentinels.get(raw);
    if (sentinel) return sentinel;
    if (toText) return toText(raw);
    if (typeof raw === 'number' && !Number.isFinite(raw)) return Number.isNaN(raw) ? notANumber : notFinite;
    return measure(shorten ? shorten(raw as number) : raw);
  };
}

function measuring(point: Point, best: Quality): (raw: number | bigint) => Decoded {
  const { apply, isExact } = scaling(point.scale, point.offset, point.round);
  const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const [min, max] = point.range ?? everything;
  const [low, high] = point.plausible ?? everything;
  const outOfRange = bad('out-of-range');
  const notFinite = bad('not-finite');
  return (raw) => {
    const value = apply(raw);
    // A float near the end of its range may leave it by its scale.
    if (!Number.isFinite(value)) return notFinite;
    if (value < min || value > max) return outOfRange;
    if (value < low || value > high) return { value, quality: 'uncertain:implausible' };
    // A counter beyond 2^53 is near, and no more exact.
    if (typeof raw === 'bigint' && !isExact(raw)) return { value, quality: 'uncertain:precision' };
    return { value, quality: best };
  };
}

function namedBy(names: Readonly<Record<string, string>>, best: Quality): (raw: number | bigint) => Decoded {
  const known = new Map<number | bigint, Decoded>();
  for (const [raw, value] of Object.entries(names)) {
    const isShort = Number.isSafeInteger(Number(raw));
    known.set(isShort ? Number(raw) : BigInt(raw), { value, quality: best });
  }
  const unknownCode = bad('unknown-code');
  return (raw) => known.get(raw) ?? unknownCode;
}

/** The names of the bits that are set, by their number; a bit without a name is called by its number. */
function flagged(names: Readonly<Record<string, string>>, best: Quality): (raw: number | bigint) => Decoded {
  return (raw) => {
    const found: string[] = [];
    for (let rest = BigInt.asUintN(64, BigInt(raw)), i = 0; rest > 0n; rest >>= 1n, i++) {
      if (rest & 1n) found.push(names[i] ?? `bit ${i}`);
    }
    return { value: found.join(', '), quality: best };
  };
}
