// Texts that are no YAML: the place and the remedy of the slip that was made, not of what the parser stumbled over.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { render, renderHint } from '../../messages/catalogue.ts';
import { YamlFile } from './document.ts';

const said = (text: string) =>
  new YamlFile('a.yaml', text)
    .validate(z.any())
    .problems.map((p) => `${p.line}:${p.column} ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`);

it('A first line without the space behind its colon is told there', () => {
  expect(said('# a site\nversion:1\ngateway:\n  id: a\n')).toEqual([
    '2:1 the space after "version:" is missing -> write "version: 1"',
  ]);
});

it('An entry in braces without its dash is told as that', () => {
  expect(said('devices:\n  - { id: a }\n    { id: b }\n')).toEqual([
    '3:5 the "- " before this entry is missing -> write "- " before it, in the same column as those of the other entries',
  ]);
  expect(said('devices:\n  { id: a }\n  - { id: b }\n')).toEqual([
    '2:3 the "- " before this entry is missing -> write "- " before it, in the same column as those of the other entries',
  ]);
});

it('A bracket too much is told where it stands, and not as one that is missing', () => {
  expect(said('rules:\n  - { id: a, line: [[0.1, 0.6], [0.9, 0.6]]], report: 5min }\n')).toEqual([
    '2:44 the bracket ] closes nothing here -> remove it, or open it with [ where it begins',
  ]);
  expect(said('rules:\n  - { id: a, text: "]]]", line: [[1, 2] }\n')).toEqual([
    expect.stringMatching(/^2:33 what begins here with \[ is not closed/),
  ]);
  expect(said('rules:\n  - { id: a, unit: 1 ]\n  - { id: b }\n')).toEqual([
    expect.stringMatching(/^2:5 what begins here with \{ is not closed/),
  ]);
});

it('A value with a colon in it above another mistake is not blamed for it', () => {
  expect(said('hostKeys:\n  - SHA256:abc\n ports: 2\n')).toEqual([
    expect.stringMatching(/the indentation does not fit the lines around it/),
  ]);
});

it('A quote that is not closed is told as that, whatever brackets stand behind it', () => {
  expect(said('switches:\n  - { at: "22:30, level: 60 }\n  - { at: sunset }\n')).toEqual([
    '2:11 what begins here with " is not closed -> write " where it ends',
  ]);
});
