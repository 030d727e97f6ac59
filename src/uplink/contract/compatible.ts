// What may change within version 1 of the contract: it grows, and nothing else. A centre that was built on an older
// version must understand every message of a newer gateway, and a newer gateway must understand every command of an older
// centre. What cannot be told to be harmless counts as a break: it needs a type of its own (`….v2`) beside the old one.
import type { JsonSchema } from './schemas.ts';

/** `message`: gateways write it and centres read it. `command`: the other way. */
export type Direction = 'message' | 'command';

/** Keywords that tell a reader something and check nothing. */
const notes = new Set(['$schema', '$id', 'title', 'description', 'examples', 'default', 'deprecated', '$comment']);
/** Keywords that the comparison knows how to compare. */
const known = new Set(['properties', 'required', 'enum', 'items', 'type', 'additionalProperties']);

/**
 * What a change breaks, a line each with the path in the schema; empty where it is compatible.
 * @param before the published schema. @param after the schema of this program.
 */
export function breaksOf(before: JsonSchema, after: JsonSchema, direction: Direction, path = ''): string[] {
  const at = (what: string) => `${path || 'schema'}: ${what}`;
  const problems: string[] = [];
  if (!same(before['type'], after['type']))
    problems.push(at(`type ${show(before['type'])} became ${show(after['type'])}`));
  problems.push(...enumBreaks(before, after, at));
  problems.push(...propertyBreaks(before, after, direction, path));
  const items = [before['items'], after['items']];
  if (isSchema(items[0]) && isSchema(items[1])) problems.push(...breaksOf(items[0], items[1], direction, `${path}[]`));
  else if (!same(items[0], items[1])) problems.push(at('the items of the list changed'));
  const rest = [before['additionalProperties'], after['additionalProperties']];
  if (isSchema(rest[0]) && isSchema(rest[1])) problems.push(...breaksOf(rest[0], rest[1], direction, `${path}{}`));
  else if (!same(rest[0], rest[1])) problems.push(at('other keys are treated otherwise'));
  const choices = choicesOf(before, after);
  for (const { kind, was, is } of choices ?? []) problems.push(...breaksOf(was, is, direction, `${path}<${kind}>`));
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (key === 'oneOf' && choices) continue;
    if (known.has(key) || notes.has(key) || same(before[key], after[key])) continue;
    problems.push(at(`${key} ${show(before[key])} became ${show(after[key])}`));
  }
  return problems;
}

/**
 * The same choices of one thing or another, told apart by the constant of their `kind`: each grows by itself. Undefined
 * where that cannot be said, or where a choice came or went.
 */
function choicesOf(before: JsonSchema, after: JsonSchema) {
  const [was, is] = [byKind(before['oneOf']), byKind(after['oneOf'])];
  if (!was || !is || !same([...was.keys()].sort(), [...is.keys()].sort())) return undefined;
  return [...was].flatMap(([kind, schema]) => {
    const now = is.get(kind);
    return now ? [{ kind, was: schema, is: now }] : [];
  });
}

function byKind(choices: unknown): Map<string, JsonSchema> | undefined {
  if (!Array.isArray(choices)) return undefined;
  const found = new Map<string, JsonSchema>();
  for (const choice of choices) {
    const kind = isSchema(choice) ? propertiesOf(choice)['kind']?.['const'] : undefined;
    if (typeof kind !== 'string' || !requiredOf(choice).has('kind') || found.has(kind)) return undefined;
    found.set(kind, choice);
  }
  return found;
}

/** Values may come; a value that goes leaves a command refused, or a reader waiting for what never comes again. */
function enumBreaks(before: JsonSchema, after: JsonSchema, at: (what: string) => string): string[] {
  const [was, is] = [before['enum'], after['enum']];
  if (!Array.isArray(was) || !Array.isArray(is)) {
    return same(was, is) ? [] : [at('the list of allowed values came or went')];
  }
  const gone = was.filter((value) => !is.includes(value));
  return gone.length > 0 ? [at(`no longer allowed: ${gone.map(show).join(', ')}`)] : [];
}

function propertyBreaks(before: JsonSchema, after: JsonSchema, direction: Direction, path: string): string[] {
  const [was, is] = [propertiesOf(before), propertiesOf(after)];
  const [needed, needs] = [requiredOf(before), requiredOf(after)];
  const problems: string[] = [];
  for (const [key, schema] of Object.entries(was)) {
    const inner = path ? `${path}.${key}` : key;
    const now = is[key];
    if (!now) problems.push(`${inner}: is gone`);
    else problems.push(...breaksOf(schema, now, direction, inner));
    // A reader relies on what was always there; a writer must not suddenly owe something.
    if (now && direction === 'message' && needed.has(key) && !needs.has(key))
      problems.push(`${inner}: may now be absent`);
  }
  if (direction === 'command') {
    for (const key of needs) if (!needed.has(key)) problems.push(`${path ? `${path}.` : ''}${key}: is now required`);
  }
  return problems;
}

const propertiesOf = (schema: JsonSchema) => (schema['properties'] ?? {}) as Record<string, JsonSchema>;
const requiredOf = (schema: JsonSchema) => new Set((schema['required'] ?? []) as string[]);
const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const show = (value: unknown) => JSON.stringify(value) ?? 'nothing';
