// Numbers that are written otherwise: who follows the answer must get the value that was meant, or be told to look.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { render, renderHint } from '../../messages/catalogue.ts';
import { formSchema, idSchema } from '../schema.ts';
import { YamlFile } from './document.ts';

const schema = z.strictObject({
  id: idSchema.optional(),
  name: z.string().optional(),
  eui: formSchema(/^[0-9a-f]{16}$/, 'a DevEUI', '"0101010101010101"').optional(),
  address: z.int().min(0).max(65_535).optional(),
  baudRate: z.int().min(300).max(1_000_000).optional(),
  share: z.number().min(0).max(0.9).optional(),
  level: z.number().min(0).max(100).optional(),
});
const said = (line: string) =>
  new YamlFile('a.yaml', line)
    .validate(schema)
    .problems.map((p) => `${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`);

describe('a number where text is wanted', () => {
  it('is told with the digits that stand in the file, not with those that YAML made of them', () => {
    expect(said('name: 0123')).toEqual(['found the number 0123 where text is expected -> put it in quotes: "0123"']);
    expect(said('id: 001')).toEqual([expect.stringMatching(/put it in quotes: "001"$/)]);
    expect(said('id: 1e3')).toEqual([expect.stringMatching(/put it in quotes: "1e3"$/)]);
    expect(said('eui: 0101010101010101')).toEqual([expect.stringMatching(/put it in quotes: "0101010101010101"$/)]);
    expect(said('eui: 9999999999999999')).toEqual([expect.stringMatching(/put it in quotes: "9999999999999999"$/)]);
    expect(said('eui: 1234567890123e12')).toEqual([expect.stringMatching(/put it in quotes: "1234567890123e12"$/)]);
  });
});

describe('text where a number is wanted', () => {
  it('never loses a digit that is typed as a letter', () => {
    expect(said('level: 2O')).toEqual([
      'in "2O" stands the letter O where the digit 0 is meant -> write it with digits alone: 20',
    ]);
    expect(said('address: 5O2')).toEqual([expect.stringMatching(/digits alone: 502$/)]);
    expect(said('level: l0')).toEqual([expect.stringMatching(/the letter l where the digit 1 .* digits alone: 10$/)]);
  });

  it('that is hexadecimal is told with its form, and not cut to its decimal digits', () => {
    for (const [found, hex] of [
      ['10h', '0x10'],
      ['0006h', '0x0006'],
      ['9C41', '0x9C41'],
      ['0X0006', '0x0006'],
    ] as const) {
      expect(said(`address: ${found}`), found).toEqual([
        expect.stringContaining(`-> write ${hex} without quotes if it is hexadecimal`),
      ]);
    }
    expect(said('address: "0x0006"')).toEqual([expect.stringMatching(/remove the quotes: 0x0006$/)]);
  });

  it('in per cent is told as the share it is, where a share is wanted', () => {
    expect(said('share: 40%')).toEqual([expect.stringMatching(/write only the number: 0\.4$/)]);
    expect(said('share: 40')).toEqual([
      '40 is too big: it is a share from 0 to 1, at most 0.9, and not per cent -> write 0.4 for 40 %',
    ]);
    expect(said('level: 40%')).toEqual([expect.stringMatching(/write only the number: 40$/)]);
    expect(said('share: 400')).toEqual([expect.stringMatching(/^400 is too big: at most 0\.9/)]);
  });

  it('with units of more than a word is told with the number alone', () => {
    for (const found of ['75 µg/m³', '75 ug/m3', '75 người', '75%']) {
      expect(said(`level: ${found}`), found).toEqual([expect.stringMatching(/write only the number: 75$/)]);
    }
    expect(said('level: 20°57')).toEqual([expect.not.stringContaining('write only the number')]);
  });
});

it('A point between thousands, where a whole number is wanted, is told with the number that was meant', () => {
  expect(said('baudRate: 9.600')).toEqual([
    '9.600 is no whole number here: the point begins decimals -> write it without a sign between thousands: 9600',
  ]);
  expect(said('baudRate: 115.200')).toEqual([expect.stringMatching(/thousands: 115200$/)]);
  expect(said('address: 1.5')).toEqual([expect.stringMatching(/a whole number is expected/)]);
});

describe('a comma within braces', () => {
  const groups = z.strictObject({
    a: z.strictObject({
      name: z.string(),
      list: z.array(z.string()).optional(),
      line: z.array(z.array(z.number())).optional(),
    }),
  });
  const of = (text: string) =>
    new YamlFile('a.yaml', text)
      .validate(groups)
      .problems.map((p) => `${p.line}:${p.column} ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`);

  it('that ends a text is told once, with the whole text in quotes', () => {
    expect(of('a: { name: Cột số 3, đối diện chợ }')).toEqual([
      '1:12 within braces a comma ends the value before it: of "Cột số 3, đối diện chợ" only the part before the comma is read here -> put one text in quotes: "Cột số 3, đối diện chợ"; put several values in brackets: [Cột số 3, đối diện chợ]',
    ]);
    expect(of('a: { name: "Cột số 3, đối diện chợ" }')).toEqual([]);
    expect(of('a: { name: x, list: l-01, l-02, l-03 }')).toEqual([
      expect.stringMatching(/^1:21 .* put several values in brackets: \[l-01, l-02, l-03\]$/),
    ]);
  });

  it('that ends a list is told once, with brackets around all of it', () => {
    expect(of('a: { name: x, line: [0.1, 0.6], [0.9, 0.6] }')).toEqual([
      '1:21 within braces a comma ends the list before it, and what follows has no key -> put brackets around all of it: [[0.1, 0.6], [0.9, 0.6]]',
    ]);
  });

  it('before a key whose colon has no space behind it is none of this', () => {
    expect(of('a: { name:x, list:y }').join()).not.toMatch(/a comma ends/);
  });
});
