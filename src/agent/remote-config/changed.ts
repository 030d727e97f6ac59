// What differs between two site files: where, never what, so that nothing confidential is told by it.
import { formatPath, type Path } from '../../runtime/document/problem.ts';
import { cutText } from '../../runtime/text.ts';

/** More than that say only that much changed. */
const most = 100;

/**
 * The paths that were added, removed or changed, as people write them. Entries of a list that have an `id` are compared
 * by it, and named by it: `devices[air-1].poll`.
 */
export function changedPaths(before: unknown, after: unknown): string[] {
  const found: string[] = [];
  compare(before, after, [], found);
  return found.length <= most ? found : [...found.slice(0, most), `… ${found.length - most} more`];
}

function compare(before: unknown, after: unknown, path: Path, found: string[]): void {
  const [a, b] = [entriesOf(before), entriesOf(after)];
  if (!a || !b || Array.isArray(before) !== Array.isArray(after)) {
    if (JSON.stringify(before) !== JSON.stringify(after)) found.push(shown(path));
    return;
  }
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const at = [...path, key];
    if (!a.has(key) || !b.has(key)) found.push(shown(at));
    else compare(a.get(key), b.get(key), at, found);
  }
  const common = (of: Map<string, unknown>, other: Map<string, unknown>) => [...of.keys()].filter((k) => other.has(k));
  // The order of a list may mean something; that of keys never does.
  if (Array.isArray(before) && common(a, b).join() !== common(b, a).join()) found.push(`${shown(path)} (order)`);
}

/** Undefined for what has no parts. */
function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const named = value.map((v, i) => [nameOf(v) ?? `[${i}]`, v] as const);
  const unique = new Set(named.map(([name]) => name)).size === named.length;
  return new Map(unique ? named : value.map((v, i) => [`[${i}]`, v] as const));
}

function nameOf(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['id'] : undefined;
  return typeof id === 'string' ? `[${cutText(id, 60)}]` : undefined;
}

const shown = (path: Path) => (path.length === 0 ? '(everything)' : formatPath(path).replaceAll('.[', '['));
