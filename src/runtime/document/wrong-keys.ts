// What is said of the keys of a group that nobody knows there: one answer a mistake. Four unknown keys of a serial line are one
// mistake if its kind is that of a network line; a key that is unknown where another one is missing is that key, misnamed.
import type { z } from 'zod';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Explained } from './explain.ts';
import { formatPath, type Path, unknownKey } from './problem.ts';
import { defOf, groupsBelow, keysAllowedAt, schemaAt, shapeAt, unwrap, valueAt } from './schema-tree.ts';
import { exampleOf } from './wrong-value.ts';

/** Unknown keys of one group that are told one by one. */
const mostKeys = 100;

type Group = Readonly<Record<string, unknown>>;

export function explainKeys(keys: readonly string[], schema: z.ZodType, path: Path, input: unknown): Explained[] {
  const at = schemaAt(schema, path, input);
  const group = (valueAt(input, path) ?? {}) as Group;
  const onValue = (m: Message, ...more: Path): Explained[] => [{ path: [...path, ...more], onKey: false, message: m }];
  const example = at && exampleOf(at);
  // { 20.95, 107.08 }
  if (
    example &&
    path.length > 0 &&
    keys.length === Object.keys(group).length &&
    keys.every((k) => group[k] === null && !/[:=]/.test(k))
  ) {
    const found = { en: 'words without a value', vi: 'các từ không có giá trị' };
    return onValue(message('config.needs-group', { found, example }));
  }
  const discriminator = at && defOf(at).discriminator;
  const others = at && discriminator ? otherKinds(at, discriminator, group) : [];
  if (discriminator && others.length > 0) {
    const params = {
      keys: keys.join(', '),
      kind: String(group[discriminator]),
      others: { en: others.join(' or '), vi: others.join(' hoặc ') },
      discriminator,
    };
    return onValue(message('config.key-of-other-kind', params), discriminator);
  }
  const allowed = keysAllowedAt(schema, path, input);
  const told = keys.slice(0, mostKeys).map((key) => ({
    path: [...path, key],
    onKey: true,
    message: wrongKey(key, allowed, schema, path, input),
  }));
  const [only] = told;
  if (only && keys.length === 1 && only.message.code === 'config.unknown-key') {
    const [found = ''] = keys;
    const near = misnamed(shapeAt(schema, path, input), group, found);
    const params = { found, allowed: only.message.params['allowed'] ?? '', near: near ?? '' };
    if (near !== undefined) return [{ ...only, message: message('config.unknown-key-near', params) }];
  }
  const more = keys.length - mostKeys;
  return [...together(told), ...(more > 0 ? onValue(message('config.more-mistakes', { count: more })) : [])];
}

/** The kinds under which the group would have every key that it has, and all that it needs. */
function otherKinds(at: z.ZodType, discriminator: string, group: Group): string[] {
  const kinds = (defOf(at).options ?? []).flatMap((option) => {
    const literal = defOf(unwrap(option)).shape?.[discriminator];
    const [kind] = literal ? (defOf(unwrap(literal)).values ?? []) : [];
    if (kind === undefined || kind === group[discriminator]) return [];
    const { error } = option.safeParse({ ...group, [discriminator]: kind });
    const isOff = (error?.issues ?? []).some(
      (i) =>
        (i.code === 'unrecognized_keys' && i.path.length === 0) ||
        (i.path.length === 1 && !Object.hasOwn(group, i.path[0] as string)),
    );
    return isOff ? [] : [String(kind)];
  });
  // Of many, none is likelier than a key that is only wrong.
  return kinds.length <= 3 ? kinds : [];
}

/** The only key that the group lacks, where what stands under the unknown one would be right for it. */
function misnamed(shape: ReturnType<typeof shapeAt>, group: Group, key: string): string | undefined {
  const lacking = Object.keys(shape).filter(
    (name) => !Object.hasOwn(group, name) && !shape[name]?.safeParse(undefined).success,
  );
  const [only] = lacking;
  if (only === undefined || lacking.length > 1) return undefined;
  return shape[only]?.safeParse(group[key]).success ? only : undefined;
}

/** Keys that all belong into one group further in are told at once. */
function together(told: readonly Explained[]): Explained[] {
  const inside = told.filter((e) => e.message.code === 'config.key-inside');
  const [first] = inside;
  const place = first?.message.params['place'];
  if (!first || inside.length < 2 || inside.some((e) => e.message.params['place'] !== place)) return [...told];
  const found = inside.map((e) => String(e.message.params['found'])).join(', ');
  const one = { ...first, message: message('config.keys-inside', { found, place: String(place) }) };
  return [one, ...told.filter((e) => !inside.includes(e))];
}

/** A key that nobody knows here, and that is most likely only at the wrong depth. */
function wrongKey(found: string, allowed: readonly string[], schema: z.ZodType, path: Path, input: unknown): Message {
  const unknown = unknownKey(found, allowed);
  if (unknown.code !== 'config.unknown-key') return unknown;
  // The nearest group around it that has such a key.
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const around = path.slice(0, depth);
    if (!keysAllowedAt(schema, around, input).includes(found)) continue;
    const top = { en: 'the top of the file', vi: 'mức ngoài cùng của tệp' };
    return message('config.key-outside', { found, place: depth === 0 ? top : formatPath(around) });
  }
  const below = groupsBelow(schema, path, input).filter(({ keys }) => keys.includes(found));
  const [only] = below;
  return only && below.length === 1 ? message('config.key-inside', { found, place: only.name }) : unknown;
}
