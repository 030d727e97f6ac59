// Expressions of derived points. They are parsed by jsep and made into plain functions once; what the parser may give
// and this file does not name is refused, so an expression can compute and nothing else: no members, no assignment, no
// strings but those it compares. Units are checked on the way: volts are not added to amperes, nor kilowatts to watts.
import jsep from 'jsep';
import { type Message, message } from '../../messages/catalogue.ts';
import { unknownName } from '../../runtime/document/problem.ts';
import type { DerivedPoint } from '../derived.ts';
import type { Point } from '../point.ts';
import { isNumeric } from '../types.ts';
import { functions } from './functions.ts';
import { binary, unary } from './operators.ts';
import { type Evaluate, type Node, type Typed, Wrong, wrong } from './typed.ts';
import { isSame, isSameKind, one, parseUnit, unitName } from './unit.ts';

export interface CompiledExpression {
  /** Names of the points it reads, in the order in which `evaluate` wants their values. */
  readonly inputs: readonly string[];
  readonly evaluate: Evaluate;
  readonly kind: 'number' | 'boolean';
}

/** What a derived point computes, or why it cannot. Pure. */
export function compileExpression(
  derived: DerivedPoint,
  points: readonly Point[],
): CompiledExpression | { readonly problem: Message } {
  let parsed: jsep.Expression;
  try {
    parsed = jsep(derived.expression);
  } catch (error) {
    return { problem: message('acquisition.expression-syntax', { reason: (error as Error).message }) };
  }
  const inputs: string[] = [];
  const inputOf = (name: string): Typed => {
    const point = points.find((p) => p.name === name);
    if (!point) {
      throw new Wrong(
        unknownName(
          'point',
          name,
          points.map((p) => p.name),
        ),
      );
    }
    if (!inputs.includes(name)) inputs.push(name);
    const at = inputs.indexOf(name);
    return { ...typeOf(point), evaluate: (values) => values[at]!, constant: false };
  };
  try {
    const result = typed(parsed as Node, inputOf);
    checkResult(derived, result);
    return { inputs, evaluate: result.evaluate, kind: result.kind as 'number' | 'boolean' };
  } catch (error) {
    if (error instanceof Wrong) return { problem: error.problem };
    throw error;
  }
}

function typeOf(point: Point): Pick<Typed, 'kind' | 'unit' | 'labels'> {
  if (point.type === 'bool' || point.type === 'bit') return { kind: 'boolean', unit: one };
  if (point.enum) return { kind: 'text', unit: one, labels: Object.values(point.enum) };
  if (!isNumeric(point.type) || point.flags) return { kind: 'text', unit: one };
  const unit = parseUnit(point.unit ?? '1');
  if (!unit) throw new Wrong(message('acquisition.expression-unit-unknown', { unit: point.unit ?? '1' }));
  return { kind: 'number', unit };
}

function typed(node: Node, inputOf: (name: string) => Typed): Typed {
  const inner = (n: Node) => typed(n, inputOf);
  switch (node.type) {
    case 'Literal':
      return literal(node.value);
    case 'Identifier':
      return inputOf(String(node.name));
    case 'UnaryExpression':
      return unary(String(node.operator), inner(node.argument as Node));
    case 'BinaryExpression':
    case 'LogicalExpression':
      return binary(String(node.operator), inner(node.left as Node), inner(node.right as Node));
    case 'ConditionalExpression':
      return conditional(inner(node.test as Node), inner(node.consequent as Node), inner(node.alternate as Node));
    case 'CallExpression':
      return call(node, inner);
    default:
      throw wrong('acquisition.expression-forbidden', { what: String(node.type) });
  }
}

function literal(value: unknown): Typed {
  if (typeof value === 'number') return { kind: 'number', unit: one, constant: true, evaluate: () => value };
  if (typeof value === 'boolean') return { kind: 'boolean', unit: one, constant: true, evaluate: () => value };
  if (typeof value === 'string') return { kind: 'text', unit: one, constant: true, evaluate: () => value };
  throw wrong('acquisition.expression-forbidden', { what: String(value) });
}

function conditional(test: Typed, yes: Typed, no: Typed): Typed {
  if (test.kind !== 'boolean') throw wrong('acquisition.expression-kind', { what: '? :', expected: 'true | false' });
  if (yes.kind !== no.kind) throw wrong('acquisition.expression-kind', { what: '? :', expected: yes.kind });
  const unit = yes.constant ? no.unit : yes.unit;
  if (!yes.constant && !no.constant && !isSame(yes.unit, no.unit)) throw unitsDiffer('? :', yes, no);
  return {
    kind: yes.kind,
    unit,
    constant: yes.constant && no.constant,
    evaluate: (v) => (test.evaluate(v) === true ? yes.evaluate(v) : no.evaluate(v)),
  };
}

const unitsDiffer = (what: string, a: Typed, b: Typed) =>
  wrong('acquisition.expression-units', { what, left: unitName(a.unit), right: unitName(b.unit) });

function call(node: Node, inner: (n: Node) => Typed): Typed {
  const callee = node.callee as Node;
  const name = callee.type === 'Identifier' ? String(callee.name) : '';
  const args = (node.arguments as Node[]) ?? [];
  if (name === 'to') return converted(args, inner);
  const make = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!make)
    throw wrong('acquisition.expression-function', { name: name || '?', known: Object.keys(functions).join(', ') });
  return make(name, args.map(inner));
}

/** `to(x, "kW")`: the one way from a unit to another. */
function converted(args: readonly Node[], inner: (n: Node) => Typed): Typed {
  const [x, target] = args;
  const code = target?.type === 'Literal' ? target.value : undefined;
  if (!x || typeof code !== 'string' || args.length !== 2) {
    throw wrong('acquisition.expression-kind', { what: 'to()', expected: 'to(x, "kW")' });
  }
  const value = inner(x);
  const unit = parseUnit(code);
  if (!unit) throw wrong('acquisition.expression-unit-unknown', { unit: code });
  if (value.kind !== 'number') throw wrong('acquisition.expression-kind', { what: 'to()', expected: 'number' });
  if (!isSameKind(value.unit, unit)) {
    throw wrong('acquisition.expression-units', { what: 'to()', left: unitName(value.unit), right: code });
  }
  const factor = value.unit.size / unit.size;
  return { ...value, unit, evaluate: (v) => (value.evaluate(v) as number) * factor };
}

function checkResult(derived: DerivedPoint, result: Typed): void {
  if (result.kind === 'text') throw wrong('acquisition.expression-kind', { what: derived.name, expected: 'number' });
  if (result.kind === 'boolean') {
    if (derived.unit === undefined) return;
    throw wrong('acquisition.expression-units', { what: derived.name, left: '-', right: derived.unit });
  }
  const declared = parseUnit(derived.unit ?? '1');
  if (!declared) throw wrong('acquisition.expression-unit-unknown', { unit: derived.unit ?? '1' });
  if (isSame(result.unit, declared)) return;
  const params = { gives: unitName(result.unit), unit: derived.unit ?? '1' };
  throw isSameKind(result.unit, declared)
    ? wrong('acquisition.expression-convert', params)
    : wrong('acquisition.expression-gives', params);
}
