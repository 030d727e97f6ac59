// What a person reads who wrote a value of another kind: what was found, what is expected, and where it can be told, the same
// value as it is to be written.
import type { z } from 'zod';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Param, Phrase } from '../../messages/text.ts';
import { numberMistake, thousandsPoint } from './meant-number.ts';
import { defOf, unwrap } from './schema-tree.ts';
import type { Words } from './words.ts';

/**
 * @param at the schema of the place, where it is known; @param isWhole nothing stands around the value.
 * @param written a number as it stands in the file: 0123 and 1e3 are not the text "123" and "1000".
 */
export function wrongType(
  found: unknown,
  expected: string,
  {
    word,
    at,
    isWhole,
    written,
  }: { word: Words | undefined; at: z.ZodType | undefined; isWhole: boolean; written: string | undefined },
): Message {
  const isNumber = expected === 'number' || expected === 'int';
  if (word?.isSecret) return message(isPlain(found) ? 'config.secret-in-yaml' : 'config.secret-form');
  if (isWhole) return message('config.no-keys', { found: describe(found) });
  if (found === null) return message('config.nothing', { expected: word ? like(word) : noun(expected) });
  if (Array.isArray(found) && found.length === 1 && isPlain(found[0]) && expected !== 'object') {
    if (!word || at?.safeParse(found[0]).success) {
      return message('config.no-brackets', { expected: noun(expected), text: String(found[0]) });
    }
  }
  if (typeof found === 'string' && isNumber) {
    const m = numberMistake(found, at);
    if (m) return m;
  }
  if (typeof found === 'number' && isNumber) {
    const m = thousandsPoint(written ?? '', at);
    if (m) return m;
  }
  const text = written ?? String(found);
  if (expected === 'string' && isPlain(found) && (at === undefined || at.safeParse(text).success)) {
    return message('config.needs-quotes', { found: described(found, written), text });
  }
  if (expected === 'boolean') {
    const meant = booleanOf(String(found));
    if (meant) return message('config.needs-boolean', { found: describe(found), meant });
  }
  if (expected === 'array' && !word && typeof found === 'object' && !Array.isArray(found)) {
    const [first] = Object.keys(found ?? {});
    // { a, b }: braces where brackets are meant.
    if (first !== undefined && Object.values(found).every((v) => v === null)) {
      return message('config.needs-list', { found: describe(found), text: Object.keys(found).join(', ') });
    }
    if (first?.startsWith('-')) return message('config.dash-no-space', { rest: `${first.slice(1)}: …` });
    const inner = at && defOf(at).element;
    const keys = inner ? Object.keys(defOf(unwrap(inner)).shape ?? {}) : [];
    // programs: { street: … }: the names are values of "id".
    if (first !== undefined && keys.includes('id') && !keys.includes(first)) {
      return message('config.needs-dash-id', { first });
    }
    if (first !== undefined) return message('config.needs-dash', { first });
  }
  if (expected === 'array' && isPlain(found) && found !== '' && !word) {
    const element = at && defOf(at).element;
    // Of groups and lists brackets alone make nothing.
    if (element === undefined || !isNested(element)) {
      const text = String(found)
        .split(/\s*[,;]\s*/)
        .join(', ');
      return message('config.needs-list', { found: describe(found), text });
    }
  }
  if (word) {
    const shown = typeof found === 'number' ? text : show(found);
    const example = word.meant?.(shown) ?? word.example;
    return message('config.bad-format', { found: shown, expected: word.noun, example });
  }
  const example = expected === 'object' && at ? exampleOf(at) : undefined;
  if (example) return message('config.needs-group', { found: describe(found), example });
  return message('config.wrong-type', { found: describe(found), expected: noun(expected) });
}

const isPlain = (v: unknown) => typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean';

/** Groups, lists, or a choice with some of these. */
function isNested(element: z.ZodType): boolean {
  const { shape, options, element: inner, items } = defOf(unwrap(element));
  return (shape ?? inner ?? items) !== undefined || (options ?? []).some(isNested);
}

/** What people write, in both languages and in older YAML. */
function booleanOf(found: string): 'true' | 'false' | undefined {
  const word = found.trim().toLowerCase();
  if (['true', 'yes', 'y', 'on', '1', 'có', 'bật', 'đúng'].includes(word)) return 'true';
  return ['false', 'no', 'n', 'off', '0', 'không', 'tắt', 'sai'].includes(word) ? 'false' : undefined;
}

/** The keys that a group must have: `{ latitude: …, longitude: … }`. */
export function exampleOf(at: z.ZodType): string | undefined {
  const { shape, discriminator, options } = defOf(at);
  if (discriminator && options) return `{ ${discriminator}: …, … }`;
  const keys = Object.entries(shape ?? {});
  const needed = keys.filter(([, s]) => !s.safeParse(undefined).success);
  const shown = (needed.length > 0 ? needed : keys).slice(0, 3).map(([key]) => `${key}: …`);
  return shown.length === 0 ? undefined : `{ ${shown.join(', ')} }`;
}

const nouns: Readonly<Record<string, Phrase>> = {
  string: { en: 'text', vi: 'chữ' },
  number: { en: 'a number', vi: 'một số' },
  int: { en: 'a whole number', vi: 'một số nguyên' },
  boolean: { en: 'true or false', vi: 'true hoặc false' },
  array: { en: 'a list (lines that begin with "- ")', vi: 'một danh sách (các dòng bắt đầu bằng "- ")' },
  object: { en: 'a group of "key: value" lines', vi: 'một nhóm dòng "khóa: giá trị"' },
  record: { en: 'a group of "key: value" lines', vi: 'một nhóm dòng "khóa: giá trị"' },
  tuple: { en: 'a list of fixed length', vi: 'một danh sách có số phần tử cố định' },
};

/** What a person would call a type of zod. */
export const noun = (expected: string): Param => nouns[expected] ?? expected;

/** "a length of time with its unit, like 5s" */
export function like({ noun: what, example }: Words): Phrase {
  const phrase = typeof what === 'string' ? { en: what, vi: what } : what;
  return { en: `${phrase.en}, like ${example}`, vi: `${phrase.vi}, ví dụ ${example}` };
}

/** A number as it stands in the file. */
const described = (found: unknown, written: string | undefined): Param =>
  typeof found === 'number' && written !== undefined
    ? { en: `the number ${written}`, vi: `số ${written}` }
    : describe(found);

export function describe(found: unknown): Param {
  if (found === null) return { en: 'nothing', vi: 'giá trị trống' };
  if (Array.isArray(found)) return { en: 'a list', vi: 'một danh sách' };
  if (typeof found === 'object') return { en: 'a group of keys', vi: 'một nhóm khóa' };
  if (typeof found === 'string') {
    const shown = found.length > 60 ? `${found.slice(0, 57)}…` : found;
    return { en: `the text "${shown}"`, vi: `chữ "${shown}"` };
  }
  if (typeof found === 'boolean') return `${found} (true/false)`;
  return { en: `the number ${found}`, vi: `số ${found}` };
}

export const show = (found: unknown): string =>
  typeof found === 'object' ? JSON.stringify(found).slice(0, 60) : String(found);
