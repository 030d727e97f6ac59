// Turns an issue of zod into messages a technician can act on: what was found, what is allowed, the nearest known name.
import type { z } from 'zod';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Param } from '../../messages/text.ts';
import { cutText } from '../text.ts';
import { perCentOfShare } from './meant-number.ts';
import { notOneOf, type Path } from './problem.ts';
import { defOf, optionsOf, schemaAt, valueAt, wordsAt } from './schema-tree.ts';
import type { Words } from './words.ts';
import { explainKeys } from './wrong-keys.ts';
import { describe, like, noun, show, wrongType } from './wrong-value.ts';

export interface Explained {
  readonly path: Path;
  /** True where the mistake is the key itself. */
  readonly onKey: boolean;
  readonly message: Message;
}

type Issue = z.core.$ZodIssue;

/** How a number is written in the file; undefined where it is none, or made of something else. */
export type Written = (path: Path) => string | undefined;

export function explainIssue(issue: Issue, schema: z.ZodType, input: unknown, written: Written): Explained[] {
  const path = issue.path.filter((k): k is string | number => typeof k !== 'symbol');
  const found = valueAt(input, path);
  const one = (m: Message, onKey = false): Explained[] => [{ path, onKey, message: m }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return explainKeys(issue.keys, schema, path, input);
    case 'invalid_type': {
      const word = wordsAt(schema, path, input);
      if (found === undefined) {
        const key = String(path.at(-1) ?? '');
        const expected = word ? like(word) : noun(issue.expected);
        return [{ path: path.slice(0, -1), onKey: true, message: message('config.missing-key', { key, expected }) }];
      }
      const at = schemaAt(schema, path, input);
      return one(wrongType(found, issue.expected, { word, at, isWhole: path.length === 0, written: written(path) }));
    }
    case 'invalid_value':
      if (found === undefined) {
        const key = String(path.at(-1) ?? '');
        return [
          {
            path: path.slice(0, -1),
            onKey: true,
            message: message('config.missing-key', { key, expected: issue.values.join(' | ') }),
          },
        ];
      }
      return one(notAllowed(found, issue.values.map(String)));
    case 'invalid_format': {
      const word = wordsAt(schema, path, input);
      if (!word) break;
      return one(message('config.bad-format', { found: show(found), expected: word.noun, example: word.example }));
    }
    case 'invalid_key':
      // What is wrong with the key itself.
      return issue.issues.flatMap((inner) => {
        const carried = inner.code === 'custom' ? (inner.params?.['message'] as Message | undefined) : undefined;
        return one(carried ?? message('config.invalid', { reason: inner.message }), true);
      });
    case 'too_small':
    case 'too_big': {
      // A text has a length too, but what is wrong with it is that it is no list.
      if (issue.origin === 'array' && (!Array.isArray(found) || isFlat(found, schema, path, input))) return [];
      const share =
        issue.code === 'too_big' && typeof found === 'number'
          ? perCentOfShare(found, Number(issue.maximum), schemaAt(schema, path, input))
          : undefined;
      return one(share ?? outOfBounds(issue, found, wordsAt(schema, path, input)));
    }
    case 'invalid_union':
      return explainUnion(issue, { schema, input, written }, path, found);
    case 'custom': {
      const carried = issue.params?.['message'] as Message | undefined;
      if (carried) return one(carried);
      break;
    }
    default:
      break;
  }
  return one(message('config.invalid', { reason: issue.message }));
}

function explainUnion(
  issue: Issue & { code: 'invalid_union' },
  { schema, input, written }: { schema: z.ZodType; input: unknown; written: Written },
  path: Path,
  found: unknown,
): Explained[] {
  const discriminator = 'discriminator' in issue ? String(issue.discriminator) : undefined;
  if (discriminator && issue.errors.length === 0) {
    const at = path.at(-1) === discriminator ? path : [...path, discriminator];
    const options = optionsOf(schemaAt(schema, at.slice(0, -1), input), discriminator);
    const value = valueAt(input, at);
    if (value === undefined) {
      return [
        {
          path: at.slice(0, -1),
          onKey: true,
          message: message('config.missing-key', { key: discriminator, expected: options.join(' | ') }),
        },
      ];
    }
    return [{ path: at, onKey: false, message: notOneOf(show(value), options) }];
  }
  // Single values, one a branch: all of them are allowed.
  const literals = issue.errors.map((e) => (e.length === 1 && e[0]?.code === 'invalid_value' ? e[0] : undefined));
  if (literals.every((e) => e !== undefined && e.path.length === 0) && found !== undefined) {
    const values = literals.flatMap((e) => e?.values.map(String) ?? []);
    return [{ path, onKey: false, message: notAllowed(found, values) }];
  }
  // The branch that came furthest is the one that was meant.
  const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  const best = branches[0];
  if (!best)
    return [{ path, onKey: false, message: message('config.wrong-type', { found: describe(found), expected: '?' }) }];
  return best.flatMap((inner) =>
    explainIssue({ ...inner, path: [...path, ...inner.path] } as Issue, schema, input, written),
  );
}

/** [0.1, 0.6, 0.9, 0.6] for a list of points: each element is told by itself, and their number says nothing. */
function isFlat(found: readonly unknown[], schema: z.ZodType, path: Path, input: unknown): boolean {
  const element = schemaAt(schema, [...path, 0], input);
  const isListed = element !== undefined && ['array', 'tuple'].includes(defOf(element).type);
  return isListed && found.length > 0 && !Array.isArray(found[0]);
}

type Bounds = Issue & { code: 'too_small' | 'too_big' };

function outOfBounds(issue: Bounds, found: unknown, word: Words | undefined): Message {
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  if (Array.isArray(found)) {
    // [0,5, 0,7]: YAML takes it for four numbers.
    if (issue.code === 'too_big' && found.length > 1 && found.every((v) => typeof v === 'number')) {
      return message('config.list-of-commas', { found: amount(found), limit });
    }
    const bound =
      issue.code === 'too_small'
        ? { en: `at least ${limit}`, vi: `ít nhất ${limit}` }
        : { en: `at most ${limit}`, vi: `tối đa ${limit}` };
    const params = { found: amount(found), limit: bound };
    return word
      ? message('config.list-length-like', { ...params, example: word.example })
      : message('config.list-length', params);
  }
  if (issue.origin === 'string') return lengthOfText(issue, String(found), limit);
  const params = { found: amount(found), limit };
  if (issue.code === 'too_big') return message('config.too-big', params);
  // Of a number that must be more than the limit, the limit itself is refused.
  const isAbove = issue.inclusive === false;
  return isAbove ? message('config.not-above', params) : message('config.too-small', params);
}

/** "1" where 1 is allowed: the quotes are too much. */
function notAllowed(found: unknown, allowed: readonly string[]): Message {
  if (typeof found === 'string' && /^\d+$/.test(found) && allowed.includes(found)) {
    return message('config.quoted-number', { found });
  }
  return notOneOf(show(found), allowed);
}

function lengthOfText(issue: Bounds, found: string, limit: string): Message {
  if (found === '') return message('config.text-empty');
  const code = issue.code === 'too_big' ? 'config.text-long' : 'config.text-short';
  return message(code, { found: found.length > 60 ? `${cutText(found, 57)}…` : found, length: found.length, limit });
}

const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map((i) => i.path.length));

function amount(found: unknown): Param {
  if (Array.isArray(found)) return { en: `a list of ${found.length}`, vi: `danh sách ${found.length} mục` };
  return String(found);
}
