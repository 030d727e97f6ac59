// What a profile must keep beyond the shape of its keys. Each mistake is said at the key where it is.
import { type Message, message } from '../messages/catalogue.ts';
import { unknownName } from '../runtime/document/problem.ts';
import { refuse } from '../runtime/schema.ts';
import { compileExpression } from './expression/expression.ts';
import type { Found } from './point-check.ts';
import { checkPoint } from './point-check.ts';
import type { DeviceProfile, ProfileExample } from './profile.ts';
import { isBitTable, widthOf } from './types.ts';

export function checkProfile(ctx: { issues: unknown[]; value: DeviceProfile }): void {
  for (const f of findings(ctx.value)) refuse(ctx, f.message, f.path);
}

function* findings(profile: DeviceProfile): Generator<Found> {
  const { identity, points, limits, examples } = profile;
  if (!identity.verified && !identity.reason) {
    yield { path: ['identity', 'verified'], message: message('acquisition.unverified-needs-reason') };
  }
  const names = new Set<string>();
  for (const [i, point] of points.entries()) {
    if (names.has(point.name)) yield { path: ['points', i, 'name'], message: twice(point.name) };
    names.add(point.name);
    for (const f of checkPoint(point)) yield { path: ['points', i, ...f.path], message: f.message };
  }
  const most = limits.maxRegisters;
  const widest = points.find((p) => !isBitTable(p.register.table) && widthOf(p) > most);
  if (widest) {
    const params = { name: widest.name, width: widthOf(widest), most };
    yield { path: ['limits', 'maxRegisters'], message: message('acquisition.wider-than-limit', params) };
  }
  yield* checkUnreadable(profile);
  for (const f of checkDerived(profile, names)) yield f;
  for (const [i, example] of examples.entries()) yield* checkExample(example, i, [...names]);
}

const twice = (name: string): Message => message('acquisition.point-twice', { name });

/** A point that lies where the device must not be read can never be read. */
function* checkUnreadable({ points, limits }: DeviceProfile): Generator<Found> {
  for (const [i, p] of points.entries()) {
    const { table, address } = p.register;
    const hit = limits.unreadable?.[table]?.find(([from, to]) => address <= to && address + widthOf(p) > from);
    if (!hit) continue;
    const range = `${hit[0]}-${hit[1]}`;
    yield {
      path: ['points', i, 'register', 'address'],
      message: message('acquisition.point-unreadable', { name: p.name, range }),
    };
  }
}

function* checkDerived(profile: DeviceProfile, names: Set<string>): Generator<Found> {
  for (const [i, d] of profile.derived.entries()) {
    const path = ['derived', i];
    if (names.has(d.name)) yield { path: [...path, 'name'], message: twice(d.name) };
    else {
      const compiled = compileExpression(d, profile.points);
      if ('problem' in compiled) yield { path: [...path, 'expression'], message: compiled.problem };
    }
    names.add(d.name);
  }
}

function* checkExample(example: ProfileExample, index: number, names: readonly string[]): Generator<Found> {
  for (const name of Object.keys(example.expect)) {
    if (names.includes(name)) continue;
    yield { path: ['examples', index, 'expect', name], message: unknownName('point', name, names) };
  }
}
