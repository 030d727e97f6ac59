import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { render, renderHint } from '../messages/catalogue.ts';
import { YamlFile } from '../runtime/document/document.ts';
import { formatPath, type Problem } from '../runtime/document/problem.ts';
import { loadProfile, loadProfiles } from './load-profile.ts';
import { profileSchema } from './profile.ts';

const head = `identity:
  id: meter
  manufacturer: M
  model: X
  source: { document: Manual, revision: "1" }
  verified: true
`;
const tail = `examples:
  - { name: one, expect: {} }
`;
const shown = (p: Problem) => `${p.line}:${p.column} ${formatPath(p.path)}: ${render(p.message, 'en')}`;
const problemsOf = (text: string) => new YamlFile('meter.yaml', text).validate(profileSchema).problems.map(shown);
const ofPoints = (...lines: string[]) =>
  problemsOf(`${head}points:\n${lines.map((l) => `  - ${l}\n`).join('')}${tail}`);
const at = (table: string, address = 0) => `register: { table: ${table}, address: ${address} }`;

const dir = mkdtempSync(join(tmpdir(), 'haidang-profiles-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a device profile', () => {
  it('needs little more than its points', () => {
    const text = `${head}points:\n  - { name: v, ${at('input')}, type: float32, unit: V }\n${tail}`;
    const { value } = new YamlFile('meter.yaml', text).validate(profileSchema);
    expect(value).toMatchObject({
      order: 'ABCD',
      connection: { poll: 5000, pollSlow: 60_000 },
      limits: { maxRegisters: 125, maxBits: 2000, maxHole: 10 },
      points: [{ name: 'v', class: 'normal' }],
    });
  });

  it('can be given to an editor as JSON Schema', () => {
    const schema = JSON.stringify(z.toJSONSchema(profileSchema, { io: 'input' }));
    expect(schema).toContain('Order of the bytes in its values; A is the highest.');
    expect(schema).toContain('"CDAB"');
  });

  it('has every mistake of a point answered where it stands', () => {
    expect(
      ofPoints(
        `{ name: Volt, ${at('input')}, type: float23 }`,
        `{ name: b, ${at('coils')}, type: bool, unitt: V }`,
        `{ name: c, register: { table: input, address: 70000 }, type: int16, class: often }`,
      ),
    ).toEqual([
      expect.stringMatching(/^8:13 points\[0\]\.name: "Volt" is not a name of lower-case letters/),
      expect.stringMatching(/^8:65 points\[0\]\.type: "float23" is not allowed here; allowed: bool, bit, int16/),
      '9:35 points[1].register.table: "coils" is not allowed here; allowed: holding, input, coil, discrete',
      expect.stringMatching(/^9:68 points\[1\]\.unitt: unknown key "unitt"; allowed here: name, description/),
      '10:51 points[2].register.address: 70000 is too big: at most 65535 is allowed',
      '10:80 points[2].class: "often" is not allowed here; allowed: fast, normal, slow, once, on-demand',
    ]);
  });

  it.each([
    [
      `{ name: a, ${at('coil')}, type: uint16 }`,
      'points[0].type: the table "coil" holds single bits, so the type cannot be uint16',
    ],
    [`{ name: a, ${at('input')}, type: bit }`, 'points[0].type: the type bit needs the key "bit"'],
    [`{ name: a, ${at('input')}, type: string }`, 'points[0].type: the type string needs the key "length"'],
    [
      `{ name: a, ${at('input')}, type: int16, bit: 3 }`,
      'points[0].bit: the key "bit" means nothing for the type int16',
    ],
    [
      `{ name: a, ${at('input')}, type: bool, scale: 2 }`,
      'points[0].scale: the key "scale" means nothing for the type bool',
    ],
    [
      `{ name: a, ${at('input')}, type: float32, enum: { 1: x } }`,
      'points[0].enum: the key "enum" means nothing for the type float32',
    ],
    [
      `{ name: a, ${at('input')}, type: int16, enum: { 1: x }, range: [0, 1] }`,
      'points[0].range: the key "range" means nothing beside "enum": the reading is a text',
    ],
    [
      `{ name: a, ${at('input')}, type: int16, scale: 0 }`,
      'points[0].scale: with a scale of 0 every value would be the same',
    ],
    [
      `{ name: a, ${at('input')}, type: int16, range: [5, 5] }`,
      'points[0].range: the range begins where it should end',
    ],
    [
      `{ name: a, ${at('input', 65_535)}, type: int32 }`,
      'points[0].register.address: 65535 is too big: at most 65534 is allowed',
    ],
    [
      `{ name: a, ${at('input')}, type: int16, writable: { range: [0, 1] } }`,
      'points[0].writable: the table "input" can only be read',
    ],
    [
      `{ name: a, ${at('holding')}, type: int16, writable: {} }`,
      'points[0].writable: a number that can be written needs limits',
    ],
    [
      `{ name: a, ${at('holding')}, type: bit, bit: 1, writable: {} }`,
      'points[0].writable: single bits of a register cannot be written just so: their neighbours would be overwritten',
    ],
    [
      `{ name: a, ${at('holding')}, type: string, length: 2, writable: { values: [1] } }`,
      'points[0].writable.values: the key "values" means nothing for the type string',
    ],
  ])('with the point %s is refused', (point, expected) => {
    expect(ofPoints(point).map((p) => p.replace(/^\d+:\d+ /, ''))).toEqual([expected]);
  });

  it('with two points of one name, a value wider than its limit, or no word why it is unverified is refused', () => {
    const point = `  - { name: a, ${at('input')}, type: float64 }\n`;
    const text = `${head.replace('verified: true', 'verified: false')}limits: { maxRegisters: 2 }\npoints:\n${point}${point}${tail}`;
    expect(problemsOf(text)).toEqual([
      '6:13 identity.verified: a profile that is not verified must say why',
      expect.stringContaining('limits.maxRegisters: the point "a" takes 4 registers, and the device gives at most 2'),
      '10:13 points[1].name: there are two points named "a"',
    ]);
  });

  it('whose own example does not come out is refused, with what was read instead', () => {
    const text = `${head}points:
  - { name: volts, ${at('input')}, type: float32, order: CDAB }
  - { name: state, ${at('holding', 3)}, type: uint16, enum: { 1: on } }
examples:
  - name: at work
    input: { 0: "4366 3333" }
    holding: { 3: "0002" }
    expect: { volts: 230.2, state: { quality: "bad:no-value" }, volt: 1 }
`;
    const file = join(dir, 'meter.yaml');
    writeFileSync(file, text);
    const withUnknown = loadProfile(file, 'meter.yaml');
    expect('problems' in withUnknown && withUnknown.problems.map(shown)).toEqual([
      '14:71 examples[0].expect.volt: there is no point named "volt"; known: volts, state',
    ]);
    writeFileSync(file, text.replace(', volt: 1', ''));
    const loaded = loadProfile(file, 'meter.yaml');
    expect('problems' in loaded && loaded.problems.map(shown)).toEqual([
      '14:22 examples[0].expect.volts: the example expects 230.2 and the profile reads 4.1737984e-8',
      '14:36 examples[0].expect.state: the example expects bad:no-value and the profile reads bad:unknown-code',
    ]);
  });

  it('that is named otherwise than its file, or cannot be read, is a problem and no exception', () => {
    writeFileSync(join(dir, 'other.yaml'), `${head}points:\n  - { name: v, ${at('input')}, type: float32 }\n${tail}`);
    writeFileSync(join(dir, 'broken.yaml'), 'identity: [\n');
    writeFileSync(join(dir, 'README.md'), 'not a profile');
    const { profiles, broken, problems } = loadProfiles(dir, 'profiles');
    expect([...profiles.keys()]).toEqual(['meter'].filter((id) => profiles.has(id)));
    expect(broken).toContain('other');
    expect(broken).toContain('broken');
    const other = problems.find((p) => p.file === 'profiles/other.yaml');
    expect(other && shown(other)).toBe('2:7 identity.id: the profile calls itself "meter" and its file "other"');
    expect(other && renderHint(other.message, 'vi')).toBe('đặt hai tên giống nhau');
    const missing = loadProfile(join(dir, 'nothing.yaml'), 'nothing.yaml');
    expect('problems' in missing && missing.problems[0]?.message.code).toBe('config.no-such-file');
  });
});
