// The functions an expression may call; there are no others.
import { commonUnit, need, power } from './operators.ts';
import { type Typed, wrong } from './typed.ts';
import { isSameKind, one, parseUnit, times, type Unit, unitName } from './unit.ts';

type Make = (name: string, args: readonly Typed[]) => Typed;

const radian = parseUnit('rad') ?? one;

function expectArgs(name: string, args: readonly Typed[], count: number): void {
  if (args.length !== count) {
    throw wrong('acquisition.expression-kind', { what: `${name}()`, expected: `${name}(${'x, '.repeat(count - 1)}x)` });
  }
  for (const a of args) need(a, 'number', `${name}()`);
}

const number = (unit: Unit, args: readonly Typed[], work: (...x: number[]) => number): Typed => ({
  kind: 'number',
  unit,
  constant: args.every((a) => a.constant),
  evaluate: (v) => work(...args.map((a) => a.evaluate(v) as number)),
});

/** The result has the unit of the argument. */
const keeps =
  (work: (x: number) => number): Make =>
  (name, args) => {
    expectArgs(name, args, 1);
    return number(args[0]!.unit, args, work);
  };

/** The argument is a bare number, and so is the result. */
const bare =
  (work: (x: number) => number): Make =>
  (name, args) => {
    expectArgs(name, args, 1);
    const { unit } = args[0]!;
    if (!isSameKind(unit, one)) {
      throw wrong('acquisition.expression-units', { what: `${name}()`, left: unitName(unit), right: '1' });
    }
    return number(one, args, (x) => work(x * unit.size));
  };

const trigonometric =
  (work: (x: number) => number): Make =>
  (name, args) => {
    expectArgs(name, args, 1);
    const { unit } = args[0]!;
    if (!isSameKind(unit, radian) && !isSameKind(unit, one)) {
      throw wrong('acquisition.expression-units', { what: `${name}()`, left: unitName(unit), right: 'deg' });
    }
    return number(one, args, (x) => work(x * unit.size));
  };

const most =
  (work: (...x: number[]) => number): Make =>
  (name, args) => {
    if (args.length === 0) expectArgs(name, args, 2);
    for (const a of args) need(a, 'number', `${name}()`);
    return number(commonUnit(`${name}()`, args), args, work);
  };

export const functions: Readonly<Record<string, Make>> = {
  abs: keeps(Math.abs),
  round: keeps(Math.round),
  floor: keeps(Math.floor),
  ceil: keeps(Math.ceil),
  min: most(Math.min),
  max: most(Math.max),
  sqrt: (name, args) => {
    expectArgs(name, args, 1);
    return number(times(one, args[0]!.unit, 0.5), args, Math.sqrt);
  },
  pow: (name, args) => {
    expectArgs(name, args, 2);
    return power(args[0]!, args[1]!);
  },
  exp: bare(Math.exp),
  ln: bare(Math.log),
  log10: bare(Math.log10),
  sin: trigonometric(Math.sin),
  cos: trigonometric(Math.cos),
  tan: trigonometric(Math.tan),
  atan2: (name, args) => {
    expectArgs(name, args, 2);
    commonUnit('atan2()', args);
    return number(radian, args, Math.atan2);
  },
  /** The bare number of a value, in its own unit: where the rules of units are in the way of a formula. */
  num: (name, args) => {
    expectArgs(name, args, 1);
    return { ...args[0]!, unit: one, constant: false };
  },
};
