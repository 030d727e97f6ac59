// Makes a whole profile of what a person wrote: the profile it extends comes first, `defaults` go into every point, and a
// point with `repeat` becomes several. Works on plain data before the schema sees it, and remembers where each point
// stood, so that a mistake is still answered in the line where it is. What is not understood here is left as it is: the
// schema says what is wrong with it.

type Plain = Record<string, unknown>;
type Path = readonly (string | number)[];

export interface Expanded {
  readonly value: unknown;
  /**
   * Where something of `value` stands in the file; what came from another file stands at `extends`.
   * @param isAlone it is wrong by itself: what came from `defaults` is told there, once. Else at the point that it does not fit.
   */
  originalPath(path: Path, isAlone?: boolean): Path;
  /** False where the profile it extends is not there. */
  readonly isWhole: boolean;
  /** Names under `without` that the other profile does not have. */
  readonly unknownWithout: readonly { readonly name: string; readonly index: number }[];
}

const isPlain = (v: unknown): v is Plain => typeof v === 'object' && v !== null && !Array.isArray(v);

/** Maps within maps are joined key by key; everything else is replaced, and null takes a key away. */
function merged(base: Plain, over: Plain): Plain {
  const out: Plain = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = out[key];
    if (value === null) delete out[key];
    else out[key] = isPlain(value) && isPlain(below) && !replaced.has(key) ? merged(below, value) : value;
  }
  return out;
}
/** Maps that mean something only as a whole. */
const replaced = new Set(['enum', 'flags', 'maxRate', 'source', 'repeat']);

/** @param baseOf the whole profile of a name, expanded already; undefined where there is none. */
export function expand(written: unknown, baseOf: (id: string) => Plain | undefined): Expanded {
  if (!isPlain(written)) return { value: written, originalPath: (path) => path, isWhole: true, unknownWithout: [] };
  const { extends: extended, without, defaults, points, derived, ...rest } = written;
  const base = typeof extended === 'string' ? baseOf(extended) : undefined;
  const own = pointsOf(points, isPlain(defaults) ? defaults : {});
  const all = base ? joined(list(base['points']), own, list(without)) : own;
  const { examples: _, points: __, derived: inherited, without: ___, ...common } = base ?? {};
  const value: Plain = {
    ...merged(common, rest),
    ...(extended === undefined ? {} : { extends: extended }),
    ...(without === undefined ? {} : { without }),
    ...(points === undefined && !base ? {} : { points: isList(points) || base ? all.map((p) => p.point) : points }),
  };
  const allDerived = base ? joined(list(inherited), pointsOf(derived, {}), list(without)) : undefined;
  if (allDerived) value['derived'] = allDerived.map((p) => p.point);
  else if (derived !== undefined) value['derived'] = derived;
  const known = [...list(base?.['points']), ...list(inherited)].map((p) => (isPlain(p) ? p['name'] : undefined));
  return {
    value,
    isWhole: typeof extended !== 'string' || base !== undefined,
    unknownWithout: list(without).flatMap((name, i) =>
      known.includes(name) ? [] : [{ name: String(name), index: i }],
    ),
    originalPath(path, isAlone = false) {
      const [key, index, ...inner] = path;
      const from = key === 'points' ? all : key === 'derived' ? allDerived : undefined;
      if (!from || typeof index !== 'number') return path;
      const at = from[index]?.at;
      if (at === undefined) return ['extends'];
      const isInherited = key === 'points' && has(defaults, inner) && !has(list(points)[at], inner);
      return isAlone && isInherited ? ['defaults', ...inner] : [key!, at, ...inner];
    },
  };
}

/** Is there something at this path, below the top? A list is taken as a whole. */
function has(value: unknown, path: Path): boolean {
  let at = value;
  for (const key of path) {
    if (isList(at)) return true;
    if (!isPlain(at) || !(key in at)) return false;
    at = at[key];
  }
  return path.length > 0;
}

const isList = (v: unknown): v is unknown[] => Array.isArray(v);
const list = (v: unknown): readonly unknown[] => (isList(v) ? v : []);

interface Placed {
  readonly point: unknown;
  /** Its index in the file; undefined where it came from another one. */
  readonly at: number | undefined;
}

function pointsOf(points: unknown, defaults: Plain): Placed[] {
  return list(points).flatMap((written, at) => {
    if (!isPlain(written)) return [{ point: written, at }];
    const point = merged(defaults, written);
    return repeated(point).map((p) => ({ point: p, at }));
  });
}

/** The points that `repeat` makes of one; one that is not understood stays as it is. */
function repeated(point: Plain): Plain[] {
  const { repeat, ...one } = point;
  if (!isPlain(repeat)) return [point];
  const { names, count, from, step, bitStep } = repeat;
  const first = typeof from === 'number' ? from : 1;
  const labels = isList(names)
    ? names.map(String)
    : typeof count === 'number' && count >= 1 && count <= 1000
      ? Array.from({ length: Math.floor(count) }, (_, i) => String(first + i))
      : undefined;
  if (!labels) return [point];
  return labels.map((label, i) => {
    const named = Object.fromEntries(
      Object.entries(one).map(([k, v]) => [k, typeof v === 'string' ? v.replaceAll('{n}', label) : v]),
    );
    return moved(named, i, step, bitStep);
  });
}

function moved(point: Plain, i: number, step: unknown, bitStep: unknown): Plain {
  const { register, bit, bits } = point;
  const address = isPlain(register) ? register['address'] : undefined;
  if (!isPlain(register) || typeof address !== 'number') return point;
  if (typeof bitStep !== 'number') {
    return { ...point, register: { ...register, address: address + i * (typeof step === 'number' ? step : 1) } };
  }
  const start = typeof bit === 'number' ? bit : isList(bits) && typeof bits[0] === 'number' ? bits[0] : 0;
  const place = start + i * bitStep;
  const here = { ...register, address: address + (place >> 4) };
  if (typeof bit === 'number') return { ...point, register: here, bit: place & 15 };
  const shift = (place & 15) - start;
  return isList(bits) ? { ...point, register: here, bits: bits.map((b) => Number(b) + shift) } : point;
}

/** The points of the other profile with those of this one put in: one of the same name changes it, null keys take away. */
function joined(base: readonly unknown[], own: readonly Placed[], without: readonly unknown[]): Placed[] {
  const out = new Map<unknown, Placed>();
  for (const point of base) {
    const name = isPlain(point) ? point['name'] : undefined;
    if (!without.includes(name)) out.set(name, { point, at: undefined });
  }
  for (const { point, at } of own) {
    const name = isPlain(point) ? point['name'] : Symbol();
    const below = out.get(name)?.point;
    const whole = isPlain(below) && isPlain(point) ? merged(below, point) : point;
    // Two points of one name in one file stay two, so that the schema can say so.
    out.set(out.get(name)?.at === undefined ? name : Symbol(), { point: whole, at });
  }
  return [...out.values()];
}
