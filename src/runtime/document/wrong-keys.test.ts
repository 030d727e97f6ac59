// Keys that nobody knows in their group: one answer a mistake, and one that leads to a right file.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { render, renderHint } from '../../messages/catalogue.ts';
import { YamlFile } from './document.ts';
import { formatPath } from './problem.ts';

const tcp = z.strictObject({ kind: z.literal('tcp'), id: z.string(), host: z.string(), port: z.number().optional() });
const rtu = z.strictObject({ kind: z.literal('rtu'), id: z.string(), path: z.string(), parity: z.string().optional() });
const driver = z.strictObject({ kind: z.string(), unit: z.number() });
const schema = z.strictObject({
  position: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
  lines: z.array(z.discriminatedUnion('kind', [tcp, rtu])).optional(),
  lamps: z.array(z.strictObject({ id: z.string(), driver })).optional(),
  switches: z.array(z.strictObject({ at: z.string(), level: z.number() })).optional(),
});
const said = (text: string) =>
  new YamlFile('a.yaml', text)
    .validate(schema)
    .problems.map((p) => `${formatPath(p.path)}: ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`);

describe('keys that nobody knows in their group', () => {
  it('are told as a wrong kind, once, where another kind has all of them', () => {
    expect(said('lines: [{ id: a, kind: rtu, host: 192.0.2.1, port: 502 }]')).toEqual([
      'lines[0].kind: kind is "rtu", which has no host, port; tcp has -> if that is meant, write kind: tcp; else remove host, port',
    ]);
    expect(said('lines: [{ id: a, kind: tcp, path: /dev/ttyS1, parity: none }]')).toEqual([
      expect.stringMatching(/^lines\[0\]\.kind: .* write kind: rtu;/),
    ]);
  });

  it('are told by themselves where no other kind has all of them', () => {
    expect(said('lines: [{ id: a, kind: tcp, host: b, parity: none }]')).toEqual([
      expect.stringMatching(/^lines\[0\]\.parity: unknown key "parity"/),
    ]);
  });

  it('are told as the only key that is missing, where their value would be right for it', () => {
    expect(said('switches: [{ at: sunset, lvl: 60 }]')).toEqual([
      'switches[0].lvl: unknown key "lvl"; allowed here: at, level -> did you mean "level"?',
    ]);
    expect(said('switches: [{ at: sunset, colour: red }]')).toHaveLength(2);
  });

  it('that belong into a group further in are told at once, and the group is not told as missing', () => {
    expect(said('lamps: [{ id: a, kind: dimmer, unit: 3 }]')).toEqual([
      'lamps[0].kind: the keys kind, unit stand too far outside: they are of "driver" -> put them below "driver:", further in; where that has braces, within them',
    ]);
  });

  it('and have no values are told as the group that was meant', () => {
    expect(said('position: { 20.95, 107.08 }')).toEqual([
      'position: found words without a value where a group of "key: value" lines is expected -> write it like this: { latitude: …, longitude: … }',
    ]);
  });

  it('and lack only the space behind their colon are told as that', () => {
    expect(said('position: { latitude:20.95, longitude:107.08 }')[0]).toMatch(/write "latitude: 20\.95"$/);
  });

  it('where a list is wanted are told as the ids of its entries', () => {
    expect(said('lamps:\n  l-01:\n    driver: { kind: x, unit: 1 }')).toEqual([
      expect.stringMatching(/^lamps: .* -> begin each entry with "- id: l-01"/),
    ]);
  });
});
