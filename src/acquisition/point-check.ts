// What one point of a profile must keep beyond the shape of its keys.
import { type Message, message } from '../messages/catalogue.ts';
import { type Point, rangeReversed } from './point.ts';
import { byteOrders64, isBitTable, isFloat, isInteger, isNumeric, widthOf } from './types.ts';
import { wrapOfRegisters } from './wrap.ts';

export interface Found {
  readonly path: (string | number)[];
  readonly message: Message;
}

/** Keys that only some types can have; a key that is not here fits all. */
const keysOfNumbers = [
  'scale',
  'offset',
  'round',
  'range',
  'plausible',
  'maxRate',
  'rollover',
  'sentinels',
  'unit',
  'enum',
] as const;
const keysOfSomeTypes: readonly (readonly [keyof Point, (p: Point) => boolean])[] = [
  ...keysOfNumbers.map((key) => [key, (p: Point) => isNumeric(p.type)] as const),
  ['bit', (p) => p.type === 'bit'],
  ['bits', (p) => isInteger(p.type)],
  ['flags', (p) => isInteger(p.type)],
  ['length', (p) => p.type === 'string'],
  ['padding', (p) => p.type === 'string'],
  ['format', (p) => p.type === 'timestamp'],
  ['utcOffset', (p) => p.type === 'timestamp'],
  ['invert', (p) => p.type === 'bool' || p.type === 'bit'],
  ['nan', (p) => p.type !== 'bool' && p.type !== 'bit' && p.type !== 'string'],
];
const neededKeys = [
  ['bit', 'bit'],
  ['string', 'length'],
  ['timestamp', 'format'],
] as const;

export function* checkPoint(p: Point): Generator<Found> {
  const { type } = p;
  const { table, address } = p.register;
  const width = widthOf(p);
  if (isBitTable(table) && type !== 'bool') {
    yield { path: ['type'], message: message('acquisition.bits-are-bool', { table, type }) };
  }
  if (address <= 0xffff && address + width > 0x10000) {
    const params = { found: String(address), limit: String(0x10000 - width) };
    yield { path: ['register', 'address'], message: message('config.too-big', params) };
  }
  if (p.repeat) yield { path: ['repeat'], message: message('acquisition.repeat-unclear') };
  for (const [of, key] of neededKeys) {
    if (type !== of || p[key] !== undefined) continue;
    yield { path: ['type'], message: message('acquisition.type-needs-key', { type, key }) };
  }
  for (const [key, fits] of keysOfSomeTypes) {
    if (p[key] === undefined || fits(p)) continue;
    yield { path: [key], message: message('acquisition.key-not-for-type', { key, type }) };
  }
  yield* checkNumber(p, width);
  yield* checkWritable(p);
}

function* checkNumber(p: Point, width: number): Generator<Found> {
  const { type } = p;
  if (p.enum && isFloat(type)) {
    yield { path: ['enum'], message: message('acquisition.key-not-for-type', { key: 'enum', type }) };
  }
  for (const text of ['enum', 'flags'] as const) {
    if (!p[text]) continue;
    for (const key of ['scale', 'offset', 'round', 'range', 'plausible', 'maxRate', 'rollover', 'unit'] as const) {
      if (p[key] !== undefined) {
        yield { path: [key], message: message('acquisition.not-with-text', { key, text }) };
      }
    }
  }
  if (p.enum && p.flags) {
    yield { path: ['flags'], message: message('acquisition.not-with-text', { key: 'flags', text: 'enum' }) };
  }
  if (p.order && (byteOrders64 as readonly string[]).includes(p.order) && width !== 4) {
    yield { path: ['order'], message: message('acquisition.order-of-64', { order: p.order, type }) };
  }
  const highest = p.bits && Math.max(16 * width - 1, 0);
  if (p.bits && highest !== undefined && (p.bits[0] > p.bits[1] || p.bits[1] > highest)) {
    yield { path: ['bits'], message: message('acquisition.bits-outside', { type, highest }) };
  }
  const wrap = wrapOfRegisters(p);
  if (p.rollover !== undefined && wrap && p.rollover > wrap.low + wrap.size) {
    const end = String(wrap.low + wrap.size);
    yield { path: ['rollover'], message: message('acquisition.rollover-beyond', { rollover: p.rollover, end }) };
  }
  if (p.scale === 0) yield { path: ['scale'], message: message('acquisition.scale-zero') };
}

function* checkWritable(p: Point): Generator<Found> {
  const { writable, type } = p;
  const { table } = p.register;
  if (!writable) return;
  if (table === 'input' || table === 'discrete') {
    yield { path: ['writable'], message: message('acquisition.table-read-only', { table }) };
  }
  const isPart = type === 'bit' || p.bits !== undefined;
  if (isPart && (!writable.bits || widthOf(p) > 1)) {
    yield { path: ['writable'], message: message('acquisition.bit-not-writable') };
  }
  if (!isPart && writable.bits) {
    yield { path: ['writable', 'bits'], message: message('acquisition.key-not-for-type', { key: 'bits', type }) };
  }
  const { range, values } = writable;
  const isNumber = isNumeric(type) && !p.enum && !p.flags;
  if (isNumber && !range && !values) {
    yield { path: ['writable'], message: message('acquisition.writable-needs-range') };
  }
  if (range && range[0] >= range[1]) {
    yield { path: ['writable', 'range'], message: rangeReversed(range) };
  }
  for (const key of ['range', 'values'] as const) {
    if (writable[key] && !isNumber) {
      yield { path: ['writable', key], message: message('acquisition.key-not-for-type', { key, type }) };
    }
  }
}
