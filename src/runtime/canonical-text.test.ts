import { describe, expect, it } from 'vitest';
import { seededRandom } from '../simulator/random.ts';
import { canonicalText, sortKeys } from './canonical-text.ts';
import { canonical } from './signed.ts';

const random = seededRandom(8785);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** Names and texts as awkward as JSON allows: order by UTF-16 units, escapes, what JavaScript treats as an index. */
const names = [
  '',
  'a',
  'b',
  'aa',
  'A',
  '7',
  '07',
  '4294967294',
  '4294967295',
  '-1',
  'é',
  'e\u0301',
  'ơ',
  'Đ',
  '\u{1f600}',
];
const odd = ['\ufb33', '\u20ac', '\r', '\n', '"', '\\', '\u0080', '\u2028', '__proto__', 'constructor', 'toString'];
const texts = [...names, ...odd, '\u0000', '\ud800', 'Trạm "A"\t/', '\u007f'];
const numbers = [0, -0, 1, -1, 1e21, 1e-7, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 123456789012345680000, 4.5, 1e23];

function anything(depth: number): unknown {
  const kind = random();
  if (depth > 0 && kind < 0.35) {
    const entries = Array.from({ length: Math.floor(random() * 6) }, () => [
      pick([...names, ...odd]),
      anything(depth - 1),
    ]);
    return Object.fromEntries(entries as [string, unknown][]);
  }
  if (depth > 0 && kind < 0.5) return Array.from({ length: Math.floor(random() * 5) }, () => anything(depth - 1));
  if (kind < 0.65) return pick(numbers);
  if (kind < 0.75) return (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
  if (kind < 0.8) return pick([true, false, null]);
  return `${pick(texts)}${pick(texts)}`;
}

/** Whether a text holds half a surrogate pair, which RFC 8785 does not allow and the library refuses or keeps. */
const attempt = (make: () => string): string | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};

describe('the canonical text', () => {
  it('is what the library makes of any JSON', () => {
    let compared = 0;
    for (let i = 0; i < 20_000; i++) {
      const value = JSON.parse(JSON.stringify(anything(4))) as unknown;
      const wanted = attempt(() => canonical(value));
      if (wanted === undefined) continue;
      compared++;
      if (canonicalText(value) !== wanted) expect(canonicalText(value)).toBe(wanted);
    }
    expect(compared).toBeGreaterThan(15_000);
  });

  it('keeps a key of one escaped letter, which V8 parses as a backslash where it has parsed such a key before', () => {
    JSON.parse('{"at the same place":1,"\\\\":1}');
    // A key like "7" and half a character go the slow way.
    for (const [more, last] of [
      [{ 7: 0 }, 7],
      [{ z: 'Đ\ud800' }, 'z'],
    ] as const) {
      const text = canonicalText({ 'at the same place': 1, '\n': 2, ...more });
      expect(text).toContain('"\\n":2');
      expect(text).toContain(`"${last}":`);
    }
  });

  it('leaves out what JSON.stringify leaves out, and writes what writes itself', () => {
    const date = new Date(0);
    for (const value of [
      { b: undefined, a: 1 },
      { d: date, c: [date, undefined] },
      [undefined, () => 1],
      { z: { f() {} } },
    ]) {
      expect(canonicalText(value)).toBe(canonical(JSON.parse(JSON.stringify(value))));
    }
    expect(canonicalText({ b: Number.NaN, a: { toJSON: () => ({ d: 1, c: 2 }) } })).toBe(
      '{"a":{"c":2,"d":1},"b":null}',
    );
  });

  it('refuses what JSON cannot hold', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => canonicalText(circle)).toThrow();
    expect(() => canonicalText({ a: 1n })).toThrow(TypeError);
  });

  it('does not change what it was given', () => {
    const value = { b: [{ d: 1, c: 2 }], a: 1 };
    expect(canonicalText(value)).toBe('{"a":1,"b":[{"c":2,"d":1}]}');
    expect(JSON.stringify(value)).toBe('{"b":[{"d":1,"c":2}],"a":1}');
  });

  it('sorts names by their UTF-16 units, few and many', () => {
    for (const count of [0, 1, 5, 32, 33, 100]) {
      const some = Array.from({ length: count }, () => `${pick([...names, ...odd])}${Math.floor(random() * 50)}`);
      expect(sortKeys([...some])).toEqual([...some].sort());
    }
  });
});
