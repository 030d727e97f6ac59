// Characters that come with text pasted from Word, Zalo or a web page and look like others: blanks that are none, marks that
// cannot be seen, curly quotes, wide letters. YAML takes them for letters: a user name would end in one, and nobody sees it.
// And numbers with a decimal comma, which YAML takes for two things.
import { isScalar, type parseDocument, visit } from 'yaml';
import { type Message, message } from '../../messages/catalogue.ts';

type Document = ReturnType<typeof parseDocument>;

// Joiners of emoji (200D) and what tells their form (FE0F) are left alone.
const blank = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const unseen = /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;
const wide = /[\uff01-\uff5e]/;
const curly = /^[“”„‘’]|[“”„‘’]$/;
const curlyAnywhere = /[“”„‘’]/;

/** The first character of a text that is not what it looks like. @param isCode curly quotes are none anywhere in it. */
export function oddCharacter(text: string, isCode: boolean): { index: number; message: Message } | undefined {
  const found = [
    [blank, 'config.odd-blank'],
    [unseen, 'config.control-character'],
    [wide, 'config.wide-character'],
    [isCode ? curlyAnywhere : curly, 'config.curly-quote'],
  ] as const;
  for (const [pattern, code] of found) {
    const index = text.search(pattern);
    if (index < 0) continue;
    const char = text[index] ?? '';
    const params = {
      char,
      code: char.charCodeAt(0).toString(16).padStart(4, '0'),
      plain: String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    };
    return { index, message: message(code, params) };
  }
  return undefined;
}

/** Odd characters in keys and values, and decimal commas within { }, with where each stands. */
export function oddTexts(document: Document, text: string): { offset: number; message: Message }[] {
  const found: { offset: number; message: Message }[] = [];
  visit(document, {
    Scalar(_key, { range, type }) {
      if (!range) return;
      const source = text.slice(range[0], range[1]);
      const odd = oddCharacter(type === 'PLAIN' ? source : source.slice(1, -1).replace(curly, ' '), false);
      if (odd) found.push({ offset: range[0] + odd.index + (type === 'PLAIN' ? 0 : 1), message: odd.message });
    },
    Map(_key, { items, flow }) {
      if (!flow) return;
      for (const [i, { key, value }] of items.entries()) {
        const before = items[i - 1]?.value;
        if (value !== null || !isScalar(key) || !isScalar(before)) continue;
        const [start, end] = [before.range?.[0] ?? 0, key.range?.[1] ?? 0];
        const m = decimalComma(text.slice(start, end));
        if (m) found.push({ offset: start, message: m });
      }
    },
  });
  return found;
}

/** "0,5": a number with a decimal comma, perhaps with its unit; "1,280" may be one of more than a thousand as well. */
export function decimalComma(found: string): Message | undefined {
  if (/^[-+]?[1-9]\d{0,2}(,\d{3})+ ?[a-zA-Z%]*$/.test(found)) {
    const [whole, point] = [found.replaceAll(',', ''), found.replace(',', '.')].map((text) => text.replace(' ', ''));
    return message('config.thousands-comma', { found, whole: whole!, point: point! });
  }
  if (!/^[-+]?\d+,\d+ ?[a-zA-Z%]*$/.test(found)) return undefined;
  return message('config.decimal-comma', { found, point: found.replace(',', '.').replace(' ', '') });
}
