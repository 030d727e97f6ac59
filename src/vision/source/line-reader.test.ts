import { expect, it } from 'vitest';
import { wellFormed } from '../../runtime/text.ts';
import { LineReader } from './line-reader.ts';

it('a line that is too long is cut before a character, never in it, also where it comes in pieces', () => {
  const lines: string[] = [];
  const reader = new LineReader((line) => lines.push(line));
  reader.push(`${'a'.repeat(LineReader.longest - 1)}\u{1f600}b\n`);
  reader.push(`${'c'.repeat(LineReader.longest - 1)}\u{1f600}`);
  reader.push('\nd\n');
  expect(lines.map((l) => wellFormed(l))).toEqual(lines);
  expect(lines.map((l) => l.length)).toEqual([LineReader.longest - 1, LineReader.longest - 1, 1]);
});
