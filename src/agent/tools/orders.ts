// Which type and word order makes the registers say what the display of the device shows? Everything that could be is
// tried at the address and around it, and ranked by how unlikely it is to be right by chance.
import { decoder } from '../../acquisition/codec/decode.ts';
import { pointSchema } from '../../acquisition/point.ts';
import { byteOrders, byteOrders64, registersOf, type ValueType } from '../../acquisition/types.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { Read } from './read-points.ts';

export interface Wanted {
  readonly value: number;
  readonly tolerance: number;
  /** No tolerance was given: the value stands still, and the nearer the better. */
  readonly isSteady: boolean;
}

export interface Candidate {
  readonly function: 3 | 4;
  readonly address: number;
  readonly type: string;
  readonly order: string;
  readonly scale: number;
  readonly value: number;
  /** Bits: how unlikely it is to come out so by chance, less what speaks against such a choice. */
  readonly score: number;
  /** The point for a device profile. */
  readonly yaml: string;
}

export interface RegisterWindow {
  readonly function: 3 | 4;
  readonly from: number;
  readonly registers: readonly number[];
}

const types = [
  'uint16',
  'int16',
  'uint32',
  'int32',
  'float32',
  'uint64',
  'int64',
  'float64',
  'float16',
  'bcd16',
  'bcd32',
] as const;
const scales = [1, 0.1, 0.01, 0.001, 10, 100] as const;
/** Registers before and after the address that are looked at too: manuals count from 1. */
const before = 2;
const after = 6;
/** What an unusual choice costs, bits. */
const cost = {
  scale: 2,
  bigScale: 5,
  swappedWords: 1,
  swappedBytes: 4,
  otherAddress: 4,
  signed: 0.5,
  wide: 1,
  bcd: 3,
  halfEmpty: 3,
};

/** `230±10`, `230+-10`, `230+/-10`, `230`: then one in a hundred. undefined where it is none. */
export function parseWanted(text: string): Wanted | undefined {
  const match = /^(-?\d+(?:[.,]\d+)?)(?:\s*(?:±|\+\/?-)\s*(\d+(?:[.,]\d+)?)(\s*%)?)?$/.exec(text.trim());
  if (!match) return undefined;
  const number = (s: string) => Number(s.replace(',', '.'));
  const value = number(match[1]!);
  const isSteady = match[2] === undefined;
  const off = isSteady ? Math.max(Math.abs(value) / 100, 0.01) : number(match[2]!);
  return { value, tolerance: match[3] ? (Math.abs(value) * off) / 100 : off, isSteady };
}

/** Reads the registers around an address, as far as the device has them. @throws HaidangError where it has not even one. */
export async function readWindow(read: Read, unit: number, fn: 3 | 4, address: number): Promise<RegisterWindow> {
  const first = Math.max(0, address - before);
  const tries = [
    { from: first, count: address - first + 4 + after },
    { from: address, count: 4 + after },
    { from: address, count: 4 },
    { from: address, count: 2 },
    { from: address, count: 1 },
  ];
  let last: unknown;
  for (const { from, count } of tries) {
    try {
      const { registers } = await read({ unit, function: fn, address: from, count });
      return { function: fn, from, registers };
    } catch (error) {
      last = error;
      const isRefused = error instanceof HaidangError && /^illegal-(address|value)$/.test(error.code);
      if (!isRefused) throw error;
    }
  }
  throw last;
}

/** Everything in the window whose value lies near the wanted one, the likeliest first. */
export function findOrders(window: RegisterWindow, address: number, wanted: Wanted): Candidate[] {
  const found: Candidate[] = [];
  for (const type of types) {
    const width = registersOf[type];
    for (const order of ordersOf(type)) {
      for (let at = 0; at + width <= window.registers.length; at++) {
        for (const scale of type.startsWith('float') ? [1, 0.001, 1000] : scales) {
          const place = { function: window.function, address: window.from + at };
          const value = read({ ...place, type, order, scale }, window.registers, at);
          if (value === undefined || Math.abs(value - wanted.value) > wanted.tolerance) continue;
          const elsewhere = place.address === address ? 0 : cost.otherAddress;
          // A float one of whose registers is 0 is seldom one: its other half may belong to a neighbour.
          const half = type === 'float32' && window.registers.slice(at, at + 2).includes(0) ? cost.halfEmpty : 0;
          const score = scoreOf({ type, order, scale }, value, wanted) - elsewhere - half;
          found.push({ ...place, type, order, scale, value, score, yaml: yamlOf({ ...place, type, order, scale }) });
        }
      }
    }
  }
  return found.sort((a, b) => b.score - a.score);
}

interface Choice {
  readonly type: ValueType;
  readonly order: string;
  readonly scale: number;
}
type Place = Choice & { readonly function: 3 | 4; readonly address: number };

function ordersOf(type: (typeof types)[number]): readonly string[] {
  const width = registersOf[type];
  if (width === 1) return ['ABCD', 'BADC'];
  return width === 2 ? byteOrders : byteOrders64;
}

function read(place: Place, registers: readonly number[], at: number): number | undefined {
  const decoded = decoderOf(place)(registers, at);
  return typeof decoded.value === 'number' && Number.isFinite(decoded.value) ? decoded.value : undefined;
}

const decoders = new Map<string, ReturnType<typeof decoder>>();
function decoderOf({ type, order, scale }: Choice) {
  const key = `${type} ${order} ${scale}`;
  let decode = decoders.get(key);
  if (!decode) {
    const point = {
      name: 'x',
      register: { table: 'holding', address: 0 },
      type,
      order,
      ...(scale === 1 ? {} : { scale }),
    };
    decode = decoder(pointSchema.parse(point), 'ABCD', true);
    decoders.set(key, decode);
  }
  return decode;
}

function scoreOf({ type, order, scale }: Choice, value: number, wanted: Wanted): number {
  const bits = 16 * registersOf[type as keyof typeof registersOf];
  // Of all patterns of a float some 1 in 256 share the exponent; of whole numbers those in the tolerance count.
  const share = type.startsWith('float')
    ? Math.min(1, wanted.tolerance / Math.max(Math.abs(wanted.value), 1e-9)) / 128
    : Math.max(1, (2 * wanted.tolerance) / scale) / 2 ** bits;
  // What is half zeros says less than its length: a small number in a wide type may be the neighbour's zero.
  let score = Math.min(-Math.log2(share), 18);
  const near = Math.log2(Math.max(wanted.tolerance, 1e-9) / Math.max(Math.abs(value - wanted.value), 1e-9));
  score += Math.min(near, wanted.isSteady ? 8 : 2);
  if (scale !== 1) score -= scale < 1 && !type.startsWith('float') ? cost.scale - Math.log10(scale) / 2 : cost.bigScale;
  if (/^(CDAB|GHEFCDAB|CDABGHEF|EFGHABCD)$/.test(order)) score -= cost.swappedWords;
  if (/^(BADC|DCBA|BADCFEHG|HGFEDCBA)$/.test(order)) score -= cost.swappedBytes;
  if (type.startsWith('int')) score -= cost.signed;
  if (bits === 64) score -= cost.wide;
  if (type.startsWith('bcd')) score -= cost.bcd;
  return Math.round(score * 10) / 10;
}

function yamlOf({ function: fn, address, type, order, scale }: Place): string {
  const parts = [
    'name: value',
    `register: { table: ${fn === 3 ? 'holding' : 'input'}, address: ${address} }`,
    `type: ${type}`,
    ...(order === 'ABCD' || order === 'ABCDEFGH' ? [] : [`order: ${order}`]),
    ...(scale === 1 ? [] : [`scale: ${scale}`]),
  ];
  return `- { ${parts.join(', ')} }`;
}
