import { describe, expect, it } from 'vitest';
import { breaksOf } from './compatible.ts';
import type { JsonSchema } from './schemas.ts';

const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
const text = { type: 'string' };
const level = { type: 'number', minimum: 0, maximum: 100 };
/** One of things that are told apart by their kind. */
const oneOf = (...choices: [kind: string, properties: Record<string, JsonSchema>][]): JsonSchema => ({
  oneOf: choices.map(([kind, more]) => object({ kind: { type: 'string', const: kind }, ...more }, ['kind'])),
});
const state = (...values: string[]) => ({ type: 'string', enum: values });

describe('a change of the contract within version 1', () => {
  it('of a message may bring keys and values, and make sure of what was optional', () => {
    const before = object({ a: text, s: state('on', 'off') }, ['a']);
    const after = object({ a: { ...text, description: 'new' }, s: state('on', 'off', 'dim'), b: level }, [
      'a',
      's',
      'b',
    ]);
    expect(breaksOf(before, after, 'message')).toEqual([]);
  });

  it('of a command may bring optional arguments and values', () => {
    const before = object({ a: text, s: state('on') }, ['a']);
    expect(breaksOf(before, object({ a: text, s: state('on', 'off'), b: level }, ['a']), 'command')).toEqual([]);
    expect(breaksOf(before, object({ a: text, s: state('on') }), 'command')).toEqual([]);
  });

  it('may bring keys to one of several things that are told apart by their kind', () => {
    const before = object({ said: oneOf(['a', {}], ['b', { x: text }]) });
    expect(breaksOf(before, object({ said: oneOf(['a', { y: text }], ['b', { x: text }]) }), 'message')).toEqual([]);
  });

  it('must not bring one more of such things, nor take one away: nobody is prepared for it', () => {
    const [one, two] = [oneOf(['a', {}]), oneOf(['a', {}], ['b', {}])];
    expect(breaksOf(one, two, 'message')).toEqual([expect.stringMatching(/^schema: oneOf .* became /)]);
    expect(breaksOf(two, one, 'message')).toHaveLength(1);
  });

  it.each([
    ['a key that is gone', object({ a: text }), object({}), 'message', 'a: is gone'],
    [
      'a key that may now be absent',
      object({ a: text }, ['a']),
      object({ a: text }),
      'message',
      'a: may now be absent',
    ],
    [
      'another type',
      object({ a: text }),
      object({ a: { type: 'number' } }),
      'message',
      'a: type "string" became "number"',
    ],
    [
      'a value that is gone',
      object({ s: state('on', 'off') }),
      object({ s: state('on') }),
      'message',
      's: no longer allowed: "off"',
    ],
    [
      'a limit that moved',
      object({ l: level }),
      object({ l: { ...level, maximum: 50 } }),
      'command',
      'l: maximum 100 became 50',
    ],
    ['an argument that is now required', object({}), object({ a: text }, ['a']), 'command', 'a: is now required'],
    [
      'a break deep inside',
      object({ list: { type: 'array', items: object({ a: text }) } }),
      object({ list: { type: 'array', items: object({}) } }),
      'message',
      'list[].a: is gone',
    ],
    [
      'a break in a dictionary',
      object({ by: { type: 'object', additionalProperties: text } }),
      object({ by: { type: 'object', additionalProperties: level } }),
      'message',
      'by{}: type "string" became "number"',
    ],
    [
      'a break in one of several things',
      object({ said: oneOf(['a', {}], ['b', { x: text }]) }),
      object({ said: oneOf(['a', {}], ['b', { x: level }]) }),
      'message',
      'said<b>.x: type "string" became "number"',
    ],
  ] as const)('must not bring %s', (_, before, after, direction, problem) => {
    expect(breaksOf(before, after, direction)).toContain(problem);
  });
});
