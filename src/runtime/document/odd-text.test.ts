import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { render, renderHint } from '../../messages/catalogue.ts';
import { YamlFile } from './document.ts';

const schema = z.strictObject({
  name: z.string().optional(),
  level: z.number().optional(),
  above: z.number().gt(0).optional(),
  stopBits: z.union([z.literal(1), z.literal(2)]).optional(),
  at: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
});
const answers = (text: string) =>
  new YamlFile('site.yaml', text)
    .validate(schema)
    .problems.map((p) => `${p.line}:${p.column} ${render(p.message, 'en')} => ${renderHint(p.message, 'en')}`);

describe('text that was pasted', () => {
  it.each([
    ['a blank that is none', 'name: viewer\u00a0\n', '1:13 there is a character here that looks like a space'],
    ['a mark that cannot be seen', 'name: view\u200ber\n', '1:11 there is a character here that cannot be seen'],
    ['a mark within quotes', 'name: "view\u200ber"\n', '1:12 there is a character here that cannot be seen'],
    ['curly quotes', 'name: “viewer”\n', '1:7 the curly quote “ is a letter here'],
    ['a wide letter', 'name: boat／engine\n', '1:11 the character "／" is a wide form of "/"'],
    ['a wide colon', 'level: 1\nname：x\n', '2:5 the character "：" is a wide form of ":"'],
    ['a blank that is none after a colon', 'level:\u00a05\n', '1:7 there is a character here that looks like a space'],
  ])('is refused for %s, which would silently be a part of the value', (_what, text, answer) => {
    const found = answers(text);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(answer), found[0]).toBe(true);
  });

  it('may hold Vietnamese letters, emoji, and anything in comments and quotes within a sentence', () => {
    expect(answers('name: Bãi Cháy – “cổng” chính 👷‍♀️ # a\u00a0b “c”\n')).toEqual([]);
    expect(answers('\ufeffname: x\r\n')).toEqual([]);
  });
});

describe('a decimal comma', () => {
  it('is told as what it is, where YAML takes it for two things too', () => {
    expect(answers('level: 0,3\n')).toEqual(['1:8 0,3 is written with a decimal comma => write it with a point: 0.3']);
    expect(answers('at: { latitude: 20,95, longitude: 107 }\n')).toEqual([
      '1:17 20,95 is written with a decimal comma => write it with a point: 20.95',
    ]);
  });
});

describe('a text that is no YAML', () => {
  it.each([
    ['a missing brace', 'at: { latitude: 1, longitude: 2\nlevel: 3\n', '1:5 what begins here with { is not closed'],
    ['an open quote', "name: 'x\nlevel: 3\n", "1:7 what begins here with ' is not closed"],
    ['an open double quote', 'name: "x\nlevel: 3\n', '1:7 what begins here with " is not closed'],
    ['a bracket too many', 'at: { latitude: 1, longitude: 2 }}\nname: x\n', '1:34 this does not belong here'],
    ['a missing colon', 'name x\nlevel: 3\n', '1:1 here is a key without a colon'],
    ['a missing comma', 'at: { latitude: 1 longitude: 2 }\n', '1:17 a comma is missing here'],
    ['a tab after blanks', 'at:\n  latitude: 1\n \tlongitude: 2\n', '3:2 a tab stands at the beginning'],
    ['a line too far in', 'name: x\n  level: 3\n', '1:7 the indentation does not fit'],
    ['a colon in a value', 'name: a: b\n', '1:7 this value holds a colon and a space'],
    ['a second document', 'name: a\n---\nname: b\n', '2:1 a second document begins here'],
    ['a value that begins with @', 'name: @a\n', '1:7 a value cannot begin with @'],
  ])('has one answer in plain words for %s', (_what, text, answer) => {
    const found = answers(text);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(answer), found[0]).toBe(true);
  });
});

describe('one mistake', () => {
  it('has one answer: a key that stands there misspelt is not missing too', () => {
    expect(answers('at: { latitude: 1, lon: 2 }\n')).toEqual([
      '1:20 unknown key "lon"; allowed here: latitude, longitude => did you mean "longitude"?',
    ]);
    expect(answers('at: { latitude: 1, longitude:2 }\n')).toEqual([
      '1:20 the space after "longitude:" is missing => write "longitude: 2"',
    ]);
  });

  it('is told with what is really allowed', () => {
    expect(answers('stopBits: 3\n')[0]).toContain('allowed: 1, 2');
    expect(answers('above: 0\n')).toEqual(['1:8 0 is too small: it must be more than 0 => write a value above 0']);
    expect(answers('level: "5"\n')[0]).toContain('remove the quotes: 5');
  });
});
