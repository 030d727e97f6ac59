// What a profile must keep beyond the shape of its keys. Each mistake is said at the key where it is.
import { type Message, message } from '../messages/catalogue.ts';
import { unknownName } from '../runtime/document/problem.ts';
import { refuse } from '../runtime/schema.ts';
import { isBitTable, type Point, widthOf } from './point.ts';
import type { DeviceProfile, ProfileExample } from './profile.ts';

type Found = { message: Message; path: readonly (string | number)[] };

export function checkProfile(ctx: { issues: unknown[]; value: DeviceProfile }): void {
  const { identity, points, limits, examples } = ctx.value;
  const found: Found[] = [];
  if (!identity.verified && !identity.reason) {
    found.push({ path: ['identity', 'verified'], message: message('acquisition.unverified-needs-reason') });
  }
  const names = new Set<string>();
  for (const [i, point] of points.entries()) {
    const at = (...keys: string[]) => ['points', i, ...keys];
    if (names.has(point.name)) {
      found.push({ path: at('name'), message: message('acquisition.point-twice', { name: point.name }) });
    }
    names.add(point.name);
    for (const f of checkPoint(point)) found.push({ path: at(...(f.path as string[])), message: f.message });
  }
  const most = limits.maxRegisters;
  const widest = points.find((p) => !isBitTable(p.register.table) && widthOf(p) > most);
  if (widest) {
    const params = { name: widest.name, width: widthOf(widest), most };
    found.push({ path: ['limits', 'maxRegisters'], message: message('acquisition.wider-than-limit', params) });
  }
  for (const [i, example] of examples.entries()) found.push(...checkExample(example, i, [...names]));
  for (const f of found) refuse(ctx, f.message, f.path);
}

function* checkPoint(p: Point): Generator<Found> {
  const { type } = p;
  const { table, address } = p.register;
  if (isBitTable(table) && type !== 'bool') {
    yield { path: ['type'], message: message('acquisition.bits-are-bool', { table, type }) };
  }
  if (address + widthOf(p) > 0x10000) {
    yield {
      path: ['register', 'address'],
      message: message('config.too-big', { found: String(address), limit: String(0x10000 - widthOf(p)) }),
    };
  }
  for (const [key, forType] of [
    ['bit', 'bit'],
    ['length', 'string'],
  ] as const) {
    if (type === forType && p[key] === undefined) {
      yield { path: ['type'], message: message('acquisition.type-needs-key', { type, key }) };
    }
    if (type !== forType && p[key] !== undefined) {
      yield { path: [key], message: message('acquisition.key-not-for-type', { key, type }) };
    }
  }
  const isNumber = type !== 'bool' && type !== 'bit' && type !== 'string';
  for (const key of ['scale', 'offset', 'range', 'sentinels', 'unit', 'enum'] as const) {
    if (!isNumber && p[key] !== undefined) {
      yield { path: [key], message: message('acquisition.key-not-for-type', { key, type }) };
    }
  }
  if (p.enum && type.startsWith('float')) {
    yield { path: ['enum'], message: message('acquisition.key-not-for-type', { key: 'enum', type }) };
  }
  for (const key of ['scale', 'offset', 'range', 'unit'] as const) {
    if (p.enum && p[key] !== undefined) yield { path: [key], message: message('acquisition.not-with-enum', { key }) };
  }
  if (p.scale === 0) yield { path: ['scale'], message: message('acquisition.scale-zero') };
  if (p.range && p.range[0] >= p.range[1]) yield { path: ['range'], message: message('acquisition.range-reversed') };
  yield* checkWritable(p, isNumber);
}

function* checkWritable(p: Point, isNumber: boolean): Generator<Found> {
  const { writable, type } = p;
  const { table } = p.register;
  if (!writable) return;
  if (table === 'input' || table === 'discrete') {
    yield { path: ['writable'], message: message('acquisition.table-read-only', { table }) };
  }
  if (type === 'bit') yield { path: ['writable'], message: message('acquisition.bit-not-writable') };
  const { range, values } = writable;
  if (isNumber && !p.enum && !range && !values) {
    yield { path: ['writable'], message: message('acquisition.writable-needs-range') };
  }
  if (range && range[0] >= range[1]) {
    yield { path: ['writable', 'range'], message: message('acquisition.range-reversed') };
  }
  for (const key of ['range', 'values'] as const) {
    if (writable[key] && (!isNumber || p.enum)) {
      yield { path: ['writable', key], message: message('acquisition.key-not-for-type', { key, type }) };
    }
  }
}

function* checkExample(example: ProfileExample, index: number, names: readonly string[]): Generator<Found> {
  for (const name of Object.keys(example.expect)) {
    if (names.includes(name)) continue;
    yield { path: ['examples', index, 'expect', name], message: unknownName('point', name, names) };
  }
}
