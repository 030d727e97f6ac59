// Units of measure, as far as expressions need them: what they are made of, and how large they are. A subset of UCUM
// (The Unified Code for Units of Measure, ucum.org, 2.1): the units that instruments of the field report.

/** Powers of base units by name, and the size in those base units. Temperature on the Celsius scale is a base of its own. */
export interface Unit {
  readonly powers: Readonly<Record<string, number>>;
  readonly size: number;
}

export const one: Unit = { powers: {}, size: 1 };

const unit = (size: number, powers: Record<string, number>): Unit => ({ size, powers });
const atoms: Readonly<Record<string, Unit>> = {
  m: unit(1, { m: 1 }),
  g: unit(1, { g: 1 }),
  s: unit(1, { s: 1 }),
  A: unit(1, { A: 1 }),
  K: unit(1, { K: 1 }),
  mol: unit(1, { mol: 1 }),
  cd: unit(1, { cd: 1 }),
  rad: unit(1, { rad: 1 }),
  deg: unit(Math.PI / 180, { rad: 1 }),
  Cel: unit(1, { Cel: 1 }),
  min: unit(60, { s: 1 }),
  h: unit(3600, { s: 1 }),
  d: unit(86_400, { s: 1 }),
  Hz: unit(1, { s: -1 }),
  N: unit(1000, { g: 1, m: 1, s: -2 }),
  Pa: unit(1000, { g: 1, m: -1, s: -2 }),
  bar: unit(1e8, { g: 1, m: -1, s: -2 }),
  J: unit(1000, { g: 1, m: 2, s: -2 }),
  W: unit(1000, { g: 1, m: 2, s: -3 }),
  V: unit(1000, { g: 1, m: 2, s: -3, A: -1 }),
  Ohm: unit(1000, { g: 1, m: 2, s: -3, A: -2 }),
  S: unit(0.001, { g: -1, m: -2, s: 3, A: 2 }),
  C: unit(1, { A: 1, s: 1 }),
  F: unit(0.001, { g: -1, m: -2, s: 4, A: 2 }),
  L: unit(0.001, { m: 3 }),
  l: unit(0.001, { m: 3 }),
  t: unit(1e6, { g: 1 }),
  lm: unit(1, { cd: 1 }),
  lx: unit(1, { cd: 1, m: -2 }),
  By: unit(8, { bit: 1 }),
  bit: unit(1, { bit: 1 }),
  '%': unit(0.01, {}),
  '[ppth]': unit(1e-3, {}),
  '[ppm]': unit(1e-6, {}),
  '[ppb]': unit(1e-9, {}),
  '[pH]': unit(1, { pH: 1 }),
  dB: unit(1, { dB: 1 }),
  'dB[SPL]': unit(1, { dB: 1 }),
  '1': one,
};
const prefixes: Readonly<Record<string, number>> = {
  G: 1e9,
  M: 1e6,
  k: 1e3,
  h: 100,
  d: 0.1,
  c: 0.01,
  m: 1e-3,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
};

/** a × b^power. */
export function times(a: Unit, b: Unit, power = 1): Unit {
  const powers: Record<string, number> = { ...a.powers };
  for (const [base, n] of Object.entries(b.powers)) {
    const sum = (powers[base] ?? 0) + n * power;
    if (sum === 0) delete powers[base];
    else powers[base] = sum;
  }
  return { powers, size: a.size * b.size ** power };
}

/** Can one be converted into the other? */
export function isSameKind(a: Unit, b: Unit): boolean {
  const names = Object.keys(a.powers);
  return (
    names.length === Object.keys(b.powers).length &&
    names.every((n) => Math.abs((a.powers[n] ?? 0) - (b.powers[n] ?? 0)) < 1e-9)
  );
}

/** Does 1 of one mean the same as 1 of the other? */
export const isSame = (a: Unit, b: Unit) => isSameKind(a, b) && Math.abs(a.size / b.size - 1) < 1e-9;

/** The unit that a UCUM code names; undefined where it is none that is known here. Annotations in braces mean nothing. */
export function parseUnit(code: string): Unit | undefined {
  let result = one;
  let sign = 1;
  for (const part of code.replace(/\{[^}]*\}/g, '').split(/([./])/)) {
    if (part === '.' || part === '/') {
      // In UCUM the solidus holds for the component that follows it.
      sign = part === '/' ? -1 : 1;
      continue;
    }
    if (part === '') continue;
    const match = /^(.*?[^\d+-]|1)([+-]?\d+)?$/.exec(part);
    const atom = match?.[1] && prefixed(match[1]);
    if (!atom) return undefined;
    result = times(result, atom, sign * Number(match[2] ?? 1));
    sign = 1;
  }
  return result;
}

function prefixed(symbol: string): Unit | undefined {
  const whole = atoms[symbol];
  if (whole) return whole;
  const size = prefixes[symbol[0] ?? ''];
  const atom = atoms[symbol.slice(1)];
  return size !== undefined && atom ? { ...atom, size: atom.size * size } : undefined;
}

/** The unit in words, for messages: `g.m2.s-3`. */
export function unitName(u: Unit): string {
  const known = Object.keys(atoms).find((symbol) => symbol !== 'l' && isSame(atoms[symbol]!, u));
  if (known) return known;
  for (const prefix of Object.keys(prefixes)) {
    const near = Object.keys(atoms).find((symbol) => symbol !== 'l' && isSame(prefixed(prefix + symbol) ?? one, u));
    if (near && Object.keys(u.powers).length > 0) return prefix + near;
  }
  const powers = Object.entries(u.powers).map(([base, n]) => (n === 1 ? base : `${base}${n}`));
  const size = u.size === 1 ? [] : [String(Number(u.size.toPrecision(6)))];
  return [...size, ...powers].join('.') || '1';
}
