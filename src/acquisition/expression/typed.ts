// What the parts of an expression share: a value that is known by its kind and unit before it is ever computed.
import type { Message, MessageCode, ParamsOf } from '../../messages/catalogue.ts';
import type { Unit } from './unit.ts';

export type Value = number | boolean | string;
export type Evaluate = (values: readonly Value[]) => Value;

/** A part of an expression. `constant`: made of literals alone, so that it takes the unit of what it meets. */
export interface Typed {
  readonly kind: 'number' | 'boolean' | 'text';
  readonly unit: Unit;
  readonly constant: boolean;
  /** Of a text: all that it can be, where that is known. */
  readonly labels?: readonly string[];
  readonly evaluate: Evaluate;
}

/** A node of the parser, of any type: what it has is for the reader to find out. */
export interface Node {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly operator?: unknown;
  readonly argument?: unknown;
  readonly left?: unknown;
  readonly right?: unknown;
  readonly test?: unknown;
  readonly consequent?: unknown;
  readonly alternate?: unknown;
  readonly callee?: unknown;
  readonly arguments?: unknown;
}

/** A mistake in an expression, on its way to the person who wrote it. */
export class Wrong extends Error {
  readonly problem: Message;

  constructor(problem: Message) {
    super(problem.code);
    this.problem = problem;
  }
}

export const wrong = <C extends MessageCode>(code: C, params: ParamsOf<C>) => new Wrong({ code, params });
