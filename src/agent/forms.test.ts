// Every text of a form, in every kind of file that a person writes: who writes another one is told what is expected.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { profileSchema } from '../acquisition/profile.ts';
import { words } from '../runtime/document/words.ts';
import { modelCardSchema } from '../vision/detect/card.ts';
import { siteSchema } from './config.ts';

interface Def {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly items?: readonly z.ZodType[];
  readonly options?: readonly z.ZodType[];
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[];
  readonly [key: string]: unknown;
}

/** Texts whose form only zod knows: their answer would be a regular expression. */
function withoutWords(schema: z.ZodType, path: string, seen = new Set<z.ZodType>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = schema.def as unknown as Def;
  const isForm = def['format'] !== undefined || def.checks?.some((c) => c._zod.def.check === 'string_format');
  const own =
    schema instanceof z.ZodString || isForm
      ? isForm && schema.def.type === 'string' && !words.get(schema)
        ? [path]
        : []
      : [];
  const inner: [string, z.ZodType][] = [
    ...Object.entries(def.shape ?? {}),
    ...[...(def.items ?? []), ...(def.options ?? [])].map((s, i): [string, z.ZodType] => [String(i), s]),
    ...['innerType', 'in', 'element', 'valueType', 'keyType', 'left', 'right'].flatMap((key): [string, z.ZodType][] =>
      def[key] === undefined ? [] : [[key === 'innerType' || key === 'in' ? '' : key, def[key] as z.ZodType]],
    ),
  ];
  return [...own, ...inner.flatMap(([key, s]) => withoutWords(s, key === '' ? path : `${path}.${key}`, seen))];
}

describe('texts of a form', () => {
  it.each([
    ['site file', siteSchema],
    ['device profile', profileSchema],
    ['model card', modelCardSchema],
  ] as const)('in a %s have words for what is expected', (_name, schema) => {
    expect(withoutWords(schema, '')).toEqual([]);
  });
});
