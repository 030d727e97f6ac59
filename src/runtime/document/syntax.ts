// What is wrong with a text that is no YAML, in words for somebody who does not know YAML. Only the first mistake is told: the
// parser loses its place there, and most of what it says of the rest is a consequence.
import { isCollection, isScalar, type parseDocument, visit, type YAMLError } from 'yaml';
import { type Message, message } from '../../messages/catalogue.ts';
import { oddCharacter } from './odd-text.ts';

type Document = ReturnType<typeof parseDocument>;
export interface TextMistake {
  readonly offset: number;
  readonly message: Message;
}

/** The first mistake of the text; undefined where there is none. */
export function syntaxMistake(document: Document, text: string): TextMistake | undefined {
  // What is only warned of (a tag that nobody knows) would be read as something else than it says.
  const first = [...document.errors, ...document.warnings][0];
  if (!first) return undefined;
  if (/call stack/.test(first.message)) return { offset: first.pos[0], message: message('config.too-deep') };
  const start = text.lastIndexOf('\n', first.pos[0] - 1) + 1;
  const end = text.indexOf('\n', first.pos[0]);
  const line = text.slice(start, end < 0 ? text.length : end);
  const odd = oddCharacter(line.replace(/\s#.*$/, ''), true);
  if (odd) return { offset: start + odd.index, message: odd.message };
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  if (indent.includes('\t') && line.trim() !== '') {
    return { offset: start + indent.indexOf('\t'), message: message('config.yaml-tab') };
  }
  const prose = /^\s*([–—−‐‑])/.exec(line)?.[1];
  if (prose) return { offset: start + line.indexOf(prose), message: message('config.dash-of-prose', { char: prose }) };
  const dash = /^\s*-([^\s-].*?)\s*$/.exec(line.replace(/\s#.*$/, ''));
  if (dash && /: |:$/.test(line)) {
    return { offset: start + line.indexOf('-'), message: message('config.dash-no-space', { rest: dash[1] ?? '' }) };
  }
  const found =
    missingDash(text, start) ??
    unclosed(document, text, first) ??
    gluedKey(text, start) ??
    lineWithoutColon(text, start, first);
  return found ?? { offset: onText(text, first.pos[0]), message: ofCode(document, text, first) };
}

function ofCode(document: Document, text: string, { code, pos, message: reason }: YAMLError): Message {
  switch (code) {
    case 'BAD_INDENT':
      return message('config.yaml-indent');
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      // The line has its colon: it stands too far outside for the group before it.
      return hasKey(lineAt(text, pos[0])) ? message('config.yaml-indent') : message('config.yaml-no-colon');
    case 'BLOCK_AS_IMPLICIT_KEY': {
      // The parser took the next line, which is further in, for more of this value.
      const isOverLines = document.errors.some((e) => e.code === 'MULTILINE_IMPLICIT_KEY' && e.pos[0] === pos[0]);
      if (isOverLines || reason.includes('sequence')) return message('config.yaml-indent');
      return message('config.yaml-colon');
    }
    case 'BLOCK_IN_FLOW':
      return message('config.yaml-comma');
    case 'BAD_SCALAR_START':
    case 'TAG_RESOLVE_FAILED':
      return message('config.yaml-start', { char: text[pos[0]] ?? '?' });
    case 'BAD_DQ_ESCAPE':
      return message('config.yaml-escape');
    case 'MULTIPLE_DOCS':
      return message('config.yaml-two');
    case 'UNEXPECTED_TOKEN':
      return message('config.yaml-unexpected');
    default:
      return message('config.yaml-syntax', { reason: reason.split('\n')[0] ?? reason });
  }
}

const lineAt = (text: string, offset: number) => {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, end < 0 ? text.length : end);
};
const hasKey = (line: string) => /^\s*(?:- +)*["']?[\w-]+["']?:(?:\s|$)/.test(line);

/** Empty lines and comments have no mistakes: the parser begins there what is wrong with the line after them. */
function onText(text: string, offset: number): number {
  const [before] = /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(text.slice(offset)) ?? [''];
  const at = offset + before.length;
  const isAtStart = offset === 0 || text[offset - 1] === '\n';
  if (!isAtStart || before === '' || at >= text.length) return offset;
  return at + (/^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0);
}

/** Where the last line before it begins that is neither empty nor a comment. */
function startBefore(text: string, start: number): number | undefined {
  const before = text.slice(0, start).split('\n').slice(0, -1);
  const last = before.findLastIndex((line) => !/^\s*(?:#.*)?$/.test(line));
  return last < 0 ? undefined : before.slice(0, last).join('\n').length + (last > 0 ? 1 : 0);
}

const indentOf = (line: string) => /^ */.exec(line)?.[0].length ?? 0;

/** `{ id: b }` above or below `- { id: a }`. */
function missingDash(text: string, start: number): TextMistake | undefined {
  const before = startBefore(text, start);
  if (before === undefined) return undefined;
  const [above, here] = [lineAt(text, before), lineAt(text, start)];
  const isEntry = (line: string) => /^ *- +\{/.test(line);
  const isBare = (line: string) => /^ *\{.*\}\s*(?:#.*)?$/.test(line);
  const at = isEntry(above) && isBare(here) ? start : isBare(above) && isEntry(here) ? before : undefined;
  return at === undefined
    ? undefined
    : { offset: at + indentOf(lineAt(text, at)), message: message('config.dash-missing') };
}

/** `version:1`: no key, but the beginning of a text that goes on in the next line. */
function gluedKey(text: string, start: number): TextMistake | undefined {
  for (const at of [start, startBefore(text, start)]) {
    if (at === undefined) continue;
    const line = lineAt(text, at);
    const [, key, rest] = /^\s*(?:- +)*([a-z][A-Za-z\d_]*):([^\s/:][^#:]*?)\s*(?:#.*)?$/.exec(line) ?? [];
    if (key === undefined) continue;
    return {
      offset: at + line.indexOf(key),
      message: message('config.key-no-space', { key, fixed: `${key}: ${rest}` }),
    };
  }
  return undefined;
}

/** `version 1` before `gateway:`: the parser takes the first line for a whole document and wonders at the second. */
function lineWithoutColon(text: string, start: number, { code }: YAMLError): TextMistake | undefined {
  if (code !== 'UNEXPECTED_TOKEN' || !hasKey(lineAt(text, start))) return undefined;
  const before = startBefore(text, start);
  if (before === undefined || !/^\w[\w ]*(?:#.*)?$/.test(lineAt(text, before))) return undefined;
  return { offset: before, message: message('config.yaml-no-colon') };
}

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '"': '"', "'": "'" };

/** A quote or bracket that is never closed is told where it was opened: the parser notices it lines later. */
function unclosed(document: Document, text: string, { message: reason, pos }: YAMLError): TextMistake | undefined {
  if (!/^Missing closing|must be sufficiently indented and end with/.test(reason)) return undefined;
  let offset: number | undefined;
  visit(document, {
    Node(_key, node) {
      if (!isScalar(node) && !isCollection(node)) return;
      const [start, end] = node.range ?? [0, 0];
      const close = closing[text[start] ?? ''];
      if (!close || start > pos[0] || end < Math.min(pos[0], text.length) - 1) return;
      const isClosed = end - start > 1 && text[end - 1] === close;
      if (!isClosed && (isScalar(node) ? /^Missing/.test(reason) : node.flow)) offset = start;
    },
  });
  if (offset === undefined) return undefined;
  const mark = text[offset] ?? '';
  const isBracket = mark === '{' || mark === '[';
  const extra = isBracket
    ? extraBracket(lineAt(text, offset).slice(offset - text.lastIndexOf('\n', offset - 1) - 1))
    : undefined;
  if (extra !== undefined) {
    const close = text[offset + extra] ?? '';
    const open = Object.keys(closing).find((m) => closing[m] === close) ?? '';
    return { offset: offset + extra, message: message('config.bracket-too-much', { close, open }) };
  }
  return { offset, message: message('config.yaml-unclosed', { mark, close: closing[mark] ?? '' }) };
}

/** The only closing bracket of a line without which its brackets would be right. */
function extraBracket(line: string): number | undefined {
  const plain = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length)).replace(/\s#.*$/, '');
  const open: string[] = [];
  let extra: number | undefined;
  for (const [i, char] of plain.split('').entries()) {
    if (char === '{' || char === '[') open.push(closing[char] ?? '');
    else if (char !== '}' && char !== ']') continue;
    else if (open.at(-1) === char) open.pop();
    else if (extra === undefined) extra = i;
    else return undefined;
  }
  return open.length === 0 ? extra : undefined;
}
