import { notOneOf } from '../../runtime/document/problem.ts';
import { type Evaluate, type Typed, type Value, Wrong, wrong } from './typed.ts';
import { isSame, one, times, type Unit, unitName } from './unit.ts';

type Arithmetic = (a: number, b: number) => number;

const sums: Readonly<Record<string, Arithmetic>> = { '+': (a, b) => a + b, '-': (a, b) => a - b, '%': (a, b) => a % b };
const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

export function unary(operator: string, x: Typed): Typed {
  if (operator === '!') {
    need(x, 'boolean', '!');
    return { ...x, evaluate: (v) => x.evaluate(v) !== true };
  }
  if (operator !== '-' && operator !== '+') throw wrong('acquisition.expression-forbidden', { what: operator });
  need(x, 'number', operator);
  return operator === '+' ? x : { ...x, evaluate: (v) => -(x.evaluate(v) as number) };
}

export function binary(operator: string, a: Typed, b: Typed): Typed {
  if (operator === '&&' || operator === '||') return logical(operator, a, b);
  const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (compare) return compared(operator, compare, a, b);
  for (const x of [a, b]) need(x, 'number', operator);
  const constant = a.constant && b.constant;
  const sum = Object.hasOwn(sums, operator) ? sums[operator] : undefined;
  if (sum) return { kind: 'number', unit: commonUnit(operator, [a, b]), constant, evaluate: both(a, b, sum) };
  if (operator === '*' || operator === '/') {
    const unit = times(a.unit, b.unit, operator === '*' ? 1 : -1);
    const work: Arithmetic = operator === '*' ? (x, y) => x * y : (x, y) => x / y;
    const product: Typed = { kind: 'number', unit, constant, evaluate: both(a, b, work) };
    return hasPowers(a.unit) && hasPowers(b.unit) && !hasPowers(unit) ? bareRatio(product) : product;
  }
  if (operator === '**') return power(a, b);
  throw wrong('acquisition.expression-forbidden', { what: operator });
}

const hasPowers = (u: Unit) => Object.keys(u.powers).length > 0;

/** Kilowatts by watts are a thousand: where units cancel out, what remains is a bare number. */
function bareRatio(x: Typed): Typed {
  const { size } = x.unit;
  return size === 1 ? x : { ...x, unit: one, evaluate: (v) => (x.evaluate(v) as number) * size };
}

const both =
  (a: Typed, b: Typed, work: Arithmetic): Evaluate =>
  (v) =>
    work(a.evaluate(v) as number, b.evaluate(v) as number);

function logical(operator: '&&' | '||', a: Typed, b: Typed): Typed {
  for (const x of [a, b]) need(x, 'boolean', operator);
  const evaluate: Evaluate =
    operator === '&&'
      ? (v) => a.evaluate(v) === true && b.evaluate(v) === true
      : (v) => a.evaluate(v) === true || b.evaluate(v) === true;
  return { kind: 'boolean', unit: one, constant: false, evaluate };
}

function compared(operator: string, compare: (a: Value, b: Value) => boolean, a: Typed, b: Typed): Typed {
  if (a.kind !== b.kind || (a.kind !== 'number' && operator.length > 0 && !/^[!=]=$/.test(operator))) {
    throw wrong('acquisition.expression-kind', { what: operator, expected: a.kind });
  }
  if (a.kind === 'number') commonUnit(operator, [a, b]);
  for (const [point, text] of [
    [a, b],
    [b, a],
  ] as const)
    checkLabel(point, text);
  return { kind: 'boolean', unit: one, constant: false, evaluate: (v) => compare(a.evaluate(v), b.evaluate(v)) };
}

/** A text that the point never says would never be equal, without a word. */
function checkLabel({ labels }: Typed, text: Typed): void {
  if (!labels || !text.constant) return;
  const found = String(text.evaluate([]));
  if (!labels.includes(found)) throw new Wrong(notOneOf(found, labels));
}

/** x to a power that is written down: its unit goes along. */
export function power(a: Typed, b: Typed): Typed {
  if (!b.constant && Object.keys(a.unit.powers).length > 0) {
    throw wrong('acquisition.expression-kind', { what: '**', expected: 'x ** 2' });
  }
  if (!isSame(b.unit, one))
    throw wrong('acquisition.expression-units', { what: '**', left: unitName(b.unit), right: '1' });
  const unit = b.constant ? times(one, a.unit, b.evaluate([]) as number) : one;
  return { kind: 'number', unit, constant: a.constant && b.constant, evaluate: both(a, b, (x, y) => x ** y) };
}

/** The unit that all have; bare numbers take that of the others. */
export function commonUnit(what: string, parts: readonly Typed[]): Unit {
  const first = parts.find((p) => !p.constant);
  if (!first) return one;
  for (const p of parts) {
    if (p.constant || isSame(p.unit, first.unit)) continue;
    throw wrong('acquisition.expression-units', { what, left: unitName(first.unit), right: unitName(p.unit) });
  }
  return first.unit;
}

export function need(x: Typed, kind: Typed['kind'], what: string): void {
  if (x.kind !== kind) throw wrong('acquisition.expression-kind', { what, expected: kind });
}
