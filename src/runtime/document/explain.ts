// Turns an issue of zod into messages a technician can act on: what was found, what is allowed, the nearest known name.
import type { z } from 'zod';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Param, Phrase } from '../../messages/text.ts';
import { decimalComma } from './odd-text.ts';
import { notOneOf, type Path, unknownKey } from './problem.ts';
import { type Words, words } from './words.ts';

export interface Explained {
  readonly path: Path;
  /** True where the mistake is the key itself. */
  readonly onKey: boolean;
  readonly message: Message;
}

type Issue = z.core.$ZodIssue;

/** Unknown keys of one group that are told one by one. */
const mostKeys = 100;

export function explainIssue(issue: Issue, schema: z.ZodType, input: unknown): Explained[] {
  const path = issue.path.filter((k): k is string | number => typeof k !== 'symbol');
  const found = valueAt(input, path);
  const one = (m: Message, onKey = false): Explained[] => [{ path, onKey, message: m }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = keysAllowedAt(schema, path, input);
      const more = issue.keys.length - mostKeys;
      const told = issue.keys.slice(0, mostKeys);
      return [
        ...told.map((key) => ({ path: [...path, key], onKey: true, message: unknownKey(key, allowed) })),
        ...(more > 0 ? one(message('config.more-mistakes', { count: more })) : []),
      ];
    }
    case 'invalid_type': {
      const word = wordsAt(schema, path, input);
      if (found === undefined) {
        const key = String(path.at(-1) ?? '');
        const expected = word ? like(word) : noun(issue.expected);
        return [{ path: path.slice(0, -1), onKey: true, message: message('config.missing-key', { key, expected }) }];
      }
      if (word?.isSecret) return one(message('config.secret-in-yaml'));
      const comma = typeof found === 'string' ? decimalComma(found) : undefined;
      if (comma && /number|int/.test(issue.expected)) return one(comma);
      if (typeof found === 'string' && /^-?\d+(\.\d+)?$/.test(found) && /number|int/.test(issue.expected)) {
        return one(message('config.quoted-number', { found }));
      }
      if (word && typeof found !== 'object') {
        return one(message('config.bad-format', { found: show(found), expected: word.noun, example: word.example }));
      }
      if (path.length === 0) return one(message('config.no-keys', { found: describe(found) }));
      return one(message('config.wrong-type', { found: describe(found), expected: noun(issue.expected) }));
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
      return one(notOneOf(show(found), issue.values.map(String)));
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
    case 'too_big':
      return one(outOfBounds(issue, found, wordsAt(schema, path, input)));
    case 'invalid_union':
      return explainUnion(issue, schema, input, path, found);
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
  schema: z.ZodType,
  input: unknown,
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
    return [{ path, onKey: false, message: notOneOf(show(found), values) }];
  }
  // The branch that came furthest is the one that was meant.
  const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  const best = branches[0];
  if (!best)
    return [{ path, onKey: false, message: message('config.wrong-type', { found: describe(found), expected: '?' }) }];
  return best.flatMap((inner) => explainIssue({ ...inner, path: [...path, ...inner.path] } as Issue, schema, input));
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

function lengthOfText(issue: Bounds, found: string, limit: string): Message {
  if (found === '') return message('config.text-empty');
  const code = issue.code === 'too_big' ? 'config.text-long' : 'config.text-short';
  return message(code, { found: found.length > 60 ? `${found.slice(0, 57)}…` : found, length: found.length, limit });
}

const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map((i) => i.path.length));

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (v, key) => (v && typeof v === 'object' ? (v as Record<string | number, unknown>)[key] : undefined),
    input,
  );
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
const noun = (expected: string): Param => nouns[expected] ?? expected;

/** "a length of time with its unit, like 5s" */
function like({ noun: what, example }: Words): Phrase {
  const phrase = typeof what === 'string' ? { en: what, vi: what } : what;
  return { en: `${phrase.en}, like ${example}`, vi: `${phrase.vi}, ví dụ ${example}` };
}

function describe(found: unknown): Param {
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

const show = (found: unknown): string =>
  typeof found === 'object' ? JSON.stringify(found).slice(0, 60) : String(found);

function amount(found: unknown): Param {
  if (Array.isArray(found)) return { en: `a list of ${found.length}`, vi: `danh sách ${found.length} mục` };
  return String(found);
}

// The little of zod's inner structure that is needed to say which keys are allowed where.
interface Def {
  type: string;
  shape?: Record<string, z.ZodType>;
  innerType?: z.ZodType;
  element?: z.ZodType;
  valueType?: z.ZodType;
  options?: z.ZodType[];
  discriminator?: string;
  in?: z.ZodType;
  items?: z.ZodType[];
  values?: unknown[];
  left?: z.ZodType;
  right?: z.ZodType;
}
const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def;

function unwrap(schema: z.ZodType): z.ZodType {
  const def = defOf(schema);
  if (def.innerType) return unwrap(def.innerType);
  if (def.type === 'pipe' && def.in) return unwrap(def.in);
  return schema;
}

function schemaAt(schema: z.ZodType, path: Path, input: unknown): z.ZodType | undefined {
  let at: z.ZodType | undefined = unwrap(schema);
  let value = input;
  for (const key of path) {
    if (!at) return undefined;
    at = pickOption(at, value);
    const def = defOf(at);
    const inner: z.ZodType | undefined =
      def.shape?.[String(key)] ?? def.element ?? def.valueType ?? def.items?.[Number(key)];
    at = inner ? unwrap(inner) : undefined;
    value = valueAt(value, [key]);
  }
  return at;
}

/** In a union told apart by a key, the member that the value names. */
function pickOption(schema: z.ZodType, value: unknown): z.ZodType {
  const def = defOf(schema);
  if (!def.options) return schema;
  const { discriminator } = def;
  const members = def.options.map(unwrap);
  if (discriminator) {
    const name = valueAt(value, [discriminator]);
    return members.find((m) => literalsOf(defOf(m).shape?.[discriminator]).includes(String(name))) ?? schema;
  }
  if (Array.isArray(value)) return members.find((m) => defOf(m).element ?? defOf(m).items) ?? schema;
  return members.find((m) => defOf(m).shape) ?? schema;
}

function wordsAt(schema: z.ZodType, path: Path, input: unknown): Words | undefined {
  const at = schemaAt(schema, path, input);
  return at ? words.get(at) : undefined;
}

const literalsOf = (schema: z.ZodType | undefined): string[] =>
  schema ? (defOf(unwrap(schema)).values ?? []).map(String) : [];

function keysAllowedAt(schema: z.ZodType, path: Path, input: unknown): string[] {
  const at = schemaAt(schema, path, input);
  return at ? Object.keys(defOf(pickOption(at, valueAt(input, path))).shape ?? {}) : [];
}

function optionsOf(schema: z.ZodType | undefined, discriminator: string): string[] {
  return (schema ? (defOf(schema).options ?? []) : []).flatMap((o) =>
    literalsOf(defOf(unwrap(o)).shape?.[discriminator]),
  );
}
