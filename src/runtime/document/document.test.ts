import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { render, renderHint } from '../../messages/catalogue.ts';
import { durationSchema, idSchema, percentSchema, secretSchema } from '../schema.ts';
import { wellFormed } from '../text.ts';
import { YamlFile } from './document.ts';
import { formatPath, type Problem } from './problem.ts';

const dimmer = z.strictObject({ kind: z.literal('dimmer'), level: percentSchema });
const relay = z.strictObject({ kind: z.literal('relay'), circuits: z.int().min(1).max(9) });
const schema = z.strictObject({
  id: idSchema,
  poll: durationSchema({ minMs: 100 }).optional(),
  password: secretSchema.optional(),
  mode: z.enum(['fast', 'normal', 'slow']).optional(),
  lamps: z.array(z.discriminatedUnion('kind', [dimmer, relay])).default([]),
});

const shown = (p: Problem) =>
  `${p.line}:${p.column} ${formatPath(p.path)} ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`;
const problemsOf = (text: string) => new YamlFile('site.yaml', text).validate(schema).problems.map(shown);

describe('a YAML file with mistakes', () => {
  it('gives the typed value where there is none', () => {
    const result = new YamlFile('site.yaml', 'id: air-1\npoll: 5s\n').validate(schema);
    expect(result).toEqual({ problems: [], value: { id: 'air-1', poll: 5000, lamps: [] } });
  });

  it('answers every mistake at once, each with its line, what is allowed and what was probably meant', () => {
    const text = [
      'id: Air 1',
      'pol: 5s',
      'poll: 5',
      'mode: fats',
      'password: hunter2',
      'lamps:',
      '  - kind: dimer',
      '    level: 50',
      '  - kind: dimmer',
      '    level: 140',
      '  - kind: relay',
      '    circuit: 3',
      '    circuits: many',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^1:5 id "Air 1" is not a name of lower-case/),
      '2:1 pol unknown key "pol"; allowed here: id, poll, password, mode, lamps -> did you mean "poll"?',
      '3:7 poll "5" is not a length of time with its unit (ms, s, min, h, d) -> write it like this: 5s',
      '4:7 mode "fats" is not allowed here; allowed: fast, normal, slow -> did you mean "fast"?',
      expect.stringMatching(
        /^5:11 password a password stands in the file itself -> put it into a file or an environment/,
      ),
      '7:11 lamps[0].kind "dimer" is not allowed here; allowed: dimmer, relay -> did you mean "dimmer"?',
      '10:12 lamps[1].level 140 is too big: at most 100 is allowed -> write a value of 100 or less',
      '12:5 lamps[2].circuit unknown key "circuit"; allowed here: kind, circuits -> did you mean "circuits"?',
      '13:15 lamps[2].circuits found the text "many" where a number is expected -> write a number here',
    ]);
  });

  it('says which key is missing at the group that lacks it', () => {
    expect(problemsOf('poll: 5s\n')).toEqual([
      expect.stringMatching(/^1:1 {2}the key "id" is missing here -> add a line "id: …" \(a name .*, like air-1\)$/),
    ]);
    expect(problemsOf('id: a\nlamps:\n  - level: 3\n')).toEqual([
      '3:5 lamps[0] the key "kind" is missing here -> add a line "kind: …" (dimmer | relay)',
    ]);
  });

  it('answers tabs, duplicate keys and an empty file without a stack trace', () => {
    expect(problemsOf('id: a\nid: b\n')[0]).toMatch(/^2:1 {2}the key "id" stands here twice/);
    expect(problemsOf('id:\n\t- a\n')[0]).toMatch(/^2:1 {2}a tab stands at the beginning of the line/);
    expect(problemsOf('# nothing\n')[0]).toMatch(/the file is empty/);
  });

  it('shortens what is far too long without leaving half a character', () => {
    const short = z.strictObject({ note: z.string().max(40) });
    const note = `${'a'.repeat(56)}😀${'b'.repeat(20)}`;
    const told = new YamlFile('site.yaml', `note: ${note}\n`).validate(short).problems.map(shown).join();
    expect(told).toContain(`${'a'.repeat(56)}…`);
    expect(told).toBe(wellFormed(told));
    const long = new YamlFile('site.yaml', `id: ${'a'.repeat(99)}😀${'b'.repeat(500)}\n`).validate(schema);
    const all = long.problems.map(shown).join();
    expect(all).toBe(wellFormed(all));
  });

  it('never repeats a password that stands in the file', () => {
    expect(problemsOf('id: a\npassword: hunter2\n').join()).not.toContain('hunter2');
    expect(problemsOf('id: a\npassword: 123456\n')).toEqual([
      expect.stringMatching(/^2:11 password a password stands/),
    ]);
    expect(problemsOf('id: a\npassword: 123456\n').join()).not.toContain('123456');
  });
});
