// What is left of a document when its mistakes are taken out. One mistake must not hide the others: a site file with a
// misspelt key in one camera still has its links checked everywhere else. The key (or list element) with the mistake is
// taken out, and what cannot do without it, until the rest is valid; the rest remembers where it stood.
import type { z } from 'zod';
import type { Message } from '../../messages/catalogue.ts';
import type { Path } from './problem.ts';

export interface Salvaged<T> {
  readonly value: T;
  /** The path in the original document of a path in `value`. */
  originalPath(path: Path): Path;
  /** Values of the `id` keys of what was taken out: a reference to one of these is no mistake of its own. */
  readonly lostIds: ReadonlySet<string>;
  /** Lists that lost an element of which nobody knows the id: `lines` where one stands there without its name. */
  readonly lostLists: ReadonlySet<string>;
  /** Mistakes that showed only when others were out of the way (checks over a whole list), at their original paths. */
  readonly more: readonly { readonly path: Path; readonly message: Message }[];
}

const maxRounds = 20;

/** @param fallback what to put in place of a required part that is lost as a whole, by top-level key. */
export function salvage<T extends z.ZodType>(
  schema: T,
  input: unknown,
  fallback: Readonly<Record<string, unknown>>,
): Salvaged<z.output<T>> | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const indices = new WeakMap<unknown[], number[]>();
  const lostIds = new Set<string>();
  const lostLists = new Set<string>();
  const more: { path: Path; message: Message }[] = [];
  /** Where the mistakes are that are known anyway. */
  let known: Path[] = [];
  let rest = copy(input, indices) as Record<string, unknown>;
  for (let round = 0; round < maxRounds; round++) {
    const result = schema.safeParse(rest);
    if (result.success) {
      const kept = rest;
      return { value: result.data, lostIds, lostLists, more, originalPath: (path) => original(kept, path, indices) };
    }
    const mistakes = customMistakes(result.error.issues, rest, indices);
    if (round > 0)
      more.push(...mistakes.filter((m) => !known.some((path) => isAround(path, m.path) || isBeside(path, m.path))));
    else known = result.error.issues.map(pathOf);
    const doomed = result.error.issues.flatMap((issue) => targets(rest, issue));
    // From the back to the front and from the inside out, so that no removal moves what another one names.
    for (const path of distinct(doomed).sort(fromTheBack)) remove(rest, path, indices, { lostIds, lostLists });
    // From the second round on a required part may be missing altogether.
    if (round > 0) rest = { ...fallback, ...rest };
  }
  return undefined;
}

function customMistakes(issues: readonly z.core.$ZodIssue[], rest: unknown, indices: WeakMap<unknown[], number[]>) {
  return issues.flatMap((issue) => {
    const carried = issue.code === 'custom' ? (issue.params?.['message'] as Message | undefined) : undefined;
    return carried ? [{ path: original(rest, pathOf(issue), indices), message: carried }] : [];
  });
}

const pathOf = (issue: z.core.$ZodIssue): Path => issue.path.filter((k): k is string | number => typeof k !== 'symbol');

/** One of the two places holds the other: a list that is too short because of a mistake in it is no second mistake. */
const isAround = (a: Path, b: Path) => a.slice(0, b.length).every((key, i) => key === b[i]);

/** Two keys of one group: what is wrong with one may only follow from the loss of the other (a password without a name). */
const isBeside = (a: Path, b: Path) =>
  a.length === b.length && typeof b.at(-1) === 'string' && b.slice(0, -1).every((key, i) => key === a[i]);

/** What has to go because of one mistake. */
function targets(root: unknown, issue: z.core.$ZodIssue): Path[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  const parent = valueAt(root, path.slice(0, -1));
  const isMissing = typeof parent === 'object' && parent !== null && !((path.at(-1) ?? '') in parent);
  // A required key that is missing cannot go: what lacks it does.
  return [isMissing ? atDeepestElement(path.slice(0, -1)) : path];
}

/** The path up to its last list index; a path without one, as it is. */
function atDeepestElement(path: Path): Path {
  const last = path.findLastIndex((k) => typeof k === 'number');
  return last < 0 ? path : path.slice(0, last + 1);
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (v, k) => (v && typeof v === 'object' ? (v as Record<string | number, unknown>)[k] : undefined),
    root,
  );
}

const distinct = (paths: readonly Path[]) => [...new Map(paths.map((p) => [JSON.stringify(p), p])).values()];

function fromTheBack(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (typeof x === 'number' && typeof y === 'number' && x !== y) return y - x;
    if (x !== y) return String(y).localeCompare(String(x));
  }
  return b.length - a.length;
}

function copy(value: unknown, indices: WeakMap<unknown[], number[]>): unknown {
  if (Array.isArray(value)) {
    const list = value.map((v) => copy(v, indices));
    indices.set(list, [...list.keys()]);
    return list;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, copy(v, indices)]));
}

function remove(
  root: Record<string, unknown>,
  path: Path,
  indices: WeakMap<unknown[], number[]>,
  { lostIds, lostLists }: { readonly lostIds: Set<string>; readonly lostLists: Set<string> },
): void {
  const key = path.at(-1);
  const parent = valueAt(root, path.slice(0, -1));
  if (key === undefined || typeof parent !== 'object' || parent === null || !(key in parent)) return;
  const lost = (parent as Record<string | number, unknown>)[key];
  rememberIds(lost, lostIds);
  const list = path.at(-2);
  const isNamed = typeof lost === 'object' && lost !== null && typeof (lost as { id?: unknown }).id === 'string';
  if (typeof key === 'number' && typeof list === 'string' && !isNamed) lostLists.add(list);
  if (Array.isArray(parent) && typeof key === 'number') {
    parent.splice(key, 1);
    indices.get(parent)?.splice(key, 1);
  } else delete (parent as Record<string | number, unknown>)[key];
}

function rememberIds(value: unknown, lostIds: Set<string>): void {
  if (Array.isArray(value)) for (const v of value) rememberIds(v, lostIds);
  else if (typeof value === 'object' && value !== null) {
    const id = (value as Record<string, unknown>)['id'];
    if (typeof id === 'string') lostIds.add(id);
    for (const v of Object.values(value)) if (typeof v === 'object') rememberIds(v, lostIds);
  }
}

function original(root: unknown, path: Path, indices: WeakMap<unknown[], number[]>): Path {
  const out: (string | number)[] = [];
  let at: unknown = root;
  for (const key of path) {
    out.push(Array.isArray(at) && typeof key === 'number' ? (indices.get(at)?.[key] ?? key) : key);
    at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[key] : undefined;
  }
  return out;
}
