// The little of zod's inner structure that is needed to say what is allowed where.
import type { z } from 'zod';
import type { Path } from './problem.ts';
import { type Words, words } from './words.ts';

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
export const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def;

export function unwrap(schema: z.ZodType): z.ZodType {
  const def = defOf(schema);
  if (def.innerType) return unwrap(def.innerType);
  if (def.type === 'pipe' && def.in) return unwrap(def.in);
  return schema;
}

export function schemaAt(schema: z.ZodType, path: Path, input: unknown): z.ZodType | undefined {
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

export function wordsAt(schema: z.ZodType, path: Path, input: unknown): Words | undefined {
  const at = schemaAt(schema, path, input);
  return at ? words.get(at) : undefined;
}

const literalsOf = (schema: z.ZodType | undefined): string[] =>
  schema ? (defOf(unwrap(schema)).values ?? []).map(String) : [];

/** The keys of a group, each with its schema as it stands there. */
export function shapeAt(schema: z.ZodType, path: Path, input: unknown): Readonly<Record<string, z.ZodType>> {
  const at = schemaAt(schema, path, input);
  return (at && defOf(pickOption(at, valueAt(input, path))).shape) ?? {};
}

export const keysAllowedAt = (schema: z.ZodType, path: Path, input: unknown): string[] =>
  Object.keys(shapeAt(schema, path, input));

export function optionsOf(schema: z.ZodType | undefined, discriminator: string): string[] {
  return (schema ? (defOf(schema).options ?? []) : []).flatMap((o) =>
    literalsOf(defOf(unwrap(o)).shape?.[discriminator]),
  );
}

export function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (v, key) => (v && typeof v === 'object' ? (v as Record<string | number, unknown>)[key] : undefined),
    input,
  );
}

/** The groups of keys right below this one, by their names, each with its keys. */
export function groupsBelow(schema: z.ZodType, path: Path, input: unknown): { name: string; keys: string[] }[] {
  return Object.entries(shapeAt(schema, path, input)).map(([name, inner]) => ({ name, keys: keysOf(unwrap(inner)) }));
}

/** Of one group, or of any of several. */
function keysOf(schema: z.ZodType): string[] {
  const { shape, options } = defOf(schema);
  return shape ? Object.keys(shape) : (options ?? []).flatMap((o) => keysOf(unwrap(o)));
}
