import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { render } from '../messages/catalogue.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { loadProfile } from './load-profile.ts';

const dir = mkdtempSync(join(tmpdir(), 'haidang-expand-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const base = `identity:
  id: meter
  manufacturer: M
  model: One
  source: { document: Manual, revision: "1" }
  verified: true
connection: { baudRate: 9600, parity: even }
limits: { maxRegisters: 40, maxHole: 4 }
order: CDAB
defaults: { register: { table: input }, type: float32, unit: V, range: [0, 500] }
points:
  - { name: "voltage_{n}", register: { address: 0 }, description: "Phase {n}", repeat: { names: [l1, l2, l3], step: 2 } }
  - { name: frequency, register: { address: 70 }, unit: Hz, class: slow, range: null }
  - { name: "relay_{n}", register: { table: coil, address: 8 }, type: bool, unit: null, range: null, repeat: { count: 2 } }
  - { name: "alarm_{n}", register: { address: 90 }, type: bit, bit: 14, unit: null, range: null, repeat: { count: 3, bitStep: 1 } }
derived:
  - { name: sum, expression: voltage_l1 + voltage_l2, unit: V }
examples:
  - { name: one, expect: {} }
`;
const save = (name: string, text: string) => writeFileSync(join(dir, `${name}.yaml`), text);
const load = (name: string) => loadProfile(join(dir, `${name}.yaml`), `${name}.yaml`);
const profileOf = (name: string) => {
  const loaded = load(name);
  if (!('profile' in loaded)) throw new Error(loaded.problems.map((p) => render(p.message, 'en')).join('; '));
  return loaded.profile;
};
const problemsOf = (name: string) => {
  const loaded = load(name);
  if ('profile' in loaded) return [];
  return loaded.problems.map((p) => `${p.line} ${formatPath(p.path)}: ${render(p.message, 'en')}`);
};

describe('a profile that says things once', () => {
  it('has its defaults in every point, and several points of one that is repeated', () => {
    save('meter', base);
    const { points } = profileOf('meter');
    expect(points.map((p) => [p.name, p.register.table, p.register.address, p.bit ?? p.type])).toEqual([
      ['voltage_l1', 'input', 0, 'float32'],
      ['voltage_l2', 'input', 2, 'float32'],
      ['voltage_l3', 'input', 4, 'float32'],
      ['frequency', 'input', 70, 'float32'],
      ['relay_1', 'coil', 8, 'bool'],
      ['relay_2', 'coil', 9, 'bool'],
      ['alarm_1', 'input', 90, 14],
      ['alarm_2', 'input', 90, 15],
      ['alarm_3', 'input', 91, 0],
    ]);
    expect(points[1]).toMatchObject({ description: 'Phase l2', unit: 'V', range: [0, 500] });
    expect(points[3]?.range).toBeUndefined();
  });

  it('extends another: what it says is added or replaced, what it lacks is left out', () => {
    save('meter', base);
    save(
      'meter-two',
      `extends: meter
identity: { id: meter-two, model: Two }
without: [relay_2, sum]
order: ABCD
points:
  - { name: frequency, register: { address: 72 } }
  - { name: serial, register: { table: holding, address: 1 }, type: uint32 }
examples:
  - { name: two, input: { 72: "4248 0000" }, expect: { frequency: 50 } }
`,
    );
    const two = profileOf('meter-two');
    expect(two.identity).toMatchObject({ id: 'meter-two', manufacturer: 'M', model: 'Two', verified: true });
    expect(two).toMatchObject({ order: 'ABCD', connection: { parity: 'even' }, limits: { maxHole: 4 }, derived: [] });
    expect(two.points.find((p) => p.name === 'frequency')).toMatchObject({
      register: { table: 'input', address: 72 },
      unit: 'Hz',
      class: 'slow',
    });
    expect(two.points.map((p) => p.name)).not.toContain('relay_2');
    expect(two.points.at(-1)?.name).toBe('serial');
  });

  it('has its mistakes answered in the line where they stand', () => {
    save('meter', base);
    save(
      'bad',
      base.replace('id: meter', 'id: bad').replace('address: 70', 'address: 70000').replace('unit: Hz', 'unti: Hz'),
    );
    expect(problemsOf('bad')).toEqual([
      '13 points[1].register.address: 70000 is too big: at most 65535 is allowed',
      expect.stringMatching(/^13 points\[1\]\.unti: unknown key "unti"; allowed here: name, /),
    ]);
    save('two', 'extends: meters\nidentity: { id: two }\n');
    expect(problemsOf('two')).toEqual([
      '1 extends: the profile extends "meters", and there is no such profile without mistakes',
    ]);
    save('two', 'extends: two\nidentity: { id: two }\n');
    expect(problemsOf('two')[0]).toContain('extends "two"');
    save('two', 'extends: meter\nidentity: { id: two }\nwithout: [relay_9]\nexamples: [{ name: a, expect: {} }]\n');
    expect(problemsOf('two')).toEqual([
      '3 without[0]: the other profile has no point named "relay_9" that could be left out',
    ]);
    save(
      'two',
      'extends: meter\nidentity: { id: two }\npoints: [{ name: a, type: bit }]\nexamples: [{ name: a, expect: {} }]\n',
    );
    expect(problemsOf('two').every((p) => p.startsWith('3 points[0]'))).toBe(true);
    save('two', base.replace('count: 2', 'size: 2').replace('id: meter', 'id: two'));
    expect(problemsOf('two').join()).toContain('14 points[2].repeat.size: unknown key "size"');
  });

  it('has a mistake in its defaults told once, where it stands, with nothing of what follows from it', () => {
    const mistakes = (from: string, to: string) => {
      save('meter', base.replace(from, to));
      return problemsOf('meter');
    };
    expect(mistakes('type: float32, unit', 'type: flaot32, unit')).toEqual([
      expect.stringMatching(/^10 defaults\.type: "flaot32" is not allowed here/),
    ]);
    expect(mistakes('type: float32, unit', 'tpye: float32, unit')).toEqual([
      expect.stringMatching(/^10 defaults\.tpye: unknown key "tpye"/),
    ]);
    expect(mistakes('range: [0, 500] }', 'range: [0, high] }')).toEqual([
      expect.stringMatching(/^10 defaults\.range\[1\]: found the text "high"/),
    ]);
    expect(mistakes('defaults: {', 'defalts: {')).toEqual([
      expect.stringMatching(/^10 defalts: unknown key "defalts"/),
    ]);
    expect(mistakes(/defaults: .*/.exec(base)?.[0] ?? '', 'defaults: float32')).toEqual([
      '10 defaults: "defaults" is no group of "key: value" lines',
    ]);
    // What does not fit one point is told at that point.
    expect(mistakes('type: bool, unit: null, range: null', 'type: bool, range: null')).toEqual([
      expect.stringMatching(/^14 points\[2\]\.unit: the key "unit" means nothing for the type bool/),
    ]);
  });
});
