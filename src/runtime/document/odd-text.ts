// Characters that come with text pasted from Word, Zalo or a web page and look like others: blanks that are none, marks that
// cannot be seen, curly quotes, wide letters. YAML takes them for letters: a user name would end in one, and nobody sees it.
// And numbers with a decimal comma, which YAML takes for two things.
import { isNode, isScalar, type parseDocument, visit } from 'yaml';
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

export interface OddText {
  readonly offset: number;
  /** Where it ends, if it hides keys that are none. */
  readonly end?: number;
  readonly message: Message;
}

/** `poll:10s` and `poll = 10s` are keys, only not written like ones. */
const hasColon = (key: unknown) => isScalar(key) && /^[\w-]+ *[:=]/.test(String(key.value));

/** `{ description: Cột 3, đối diện chợ }`, `{ classes: person, car }`: what stands behind the comma is lost. */
function ofComma(found: string, isText: boolean): Message {
  const plain = found.replace(/\s+/g, ' ');
  if (!isText) return message('config.comma-of-lists', { text: `[${plain}]` });
  return message('config.comma-in-text', {
    found: plain,
    quoted: `"${plain.replaceAll('"', '')}"`,
    list: `[${plain}]`,
  });
}

/** Odd characters in keys and values, and decimal commas within { }, with where each stands. */
export function oddTexts(document: Document, text: string): OddText[] {
  const found: OddText[] = [];
  visit(document, {
    Scalar(_key, { range, type }) {
      if (!range) return;
      const source = text.slice(range[0], range[1]);
      const odd = oddCharacter(type === 'PLAIN' ? source : source.slice(1, -1).replace(curly, ' '), false);
      if (odd) found.push({ offset: range[0] + odd.index + (type === 'PLAIN' ? 0 : 1), message: odd.message });
    },
    Map(_key, { items, flow }) {
      if (!flow) return;
      for (const [i, { value: before }] of items.entries()) {
        // Behind the value of a key, what has no colon of its own.
        const rest = items.slice(i + 1);
        const next = rest.findIndex(({ key, value }) => value !== null || hasColon(key));
        const torn = rest.slice(0, next < 0 ? rest.length : next);
        const last = torn.at(-1)?.key;
        if (!isNode(before) || !isNode(last)) continue;
        const [start, end] = [before.range?.[0] ?? 0, last.range?.[1] ?? 0];
        const whole = text.slice(start, end);
        const m = (torn.length === 1 ? decimalComma(whole) : undefined) ?? ofComma(whole, isScalar(before));
        found.push({ offset: start, end, message: m });
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
