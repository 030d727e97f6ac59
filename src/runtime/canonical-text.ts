// The canonical text of a value (JCS, RFC 8785) at the price of about two `JSON.stringify`: everything that the gateway
// says goes through here. It sorts the keys and leaves the writing of numbers and texts to JSON.stringify, which writes
// them as JCS wants them. What that way cannot keep in order (keys like "7", which JavaScript puts first whatever we
// do) takes the slow one through the library. Halves of a character (lone surrogates) become U+FFFD: they have no UTF-8.
//
// On no way is the value written and parsed again: V8 reads a key of one escaped letter ("\n") as a backslash where an object
// with that key was read before (nodejs/node issue 63785, seen with Node 24.21).
import { canonical } from './signed.ts';
import { wellFormed } from './text.ts';

/**
 * What `JSON.stringify` would write, with the keys of every object in the order of JCS.
 * @throws TypeError, RangeError for what JSON cannot hold, as `JSON.stringify` does.
 */
export function canonicalText(value: unknown): string {
  const ordered = inOrder(value);
  if (ordered === odd) return canonical(wellFormed(plain(value)));
  const text = JSON.stringify(ordered) ?? 'null';
  // JSON.stringify writes nothing but a half of a character as `\ud…`; somebody's own backslash costs the slow way only.
  return text.includes('\\ud') ? canonical(wellFormed(plain(value))) : text;
}

/** A key that JavaScript does not leave where it is put, or an object that writes itself. */
const odd = Symbol('odd');

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return listInOrder(value);
  const kind = Object.getPrototypeOf(value);
  if (kind !== Object.prototype && kind !== null) return odd;
  const from = value as Record<string, unknown>;
  const keys = Object.keys(from);
  const first = keys[0]?.charCodeAt(0) ?? 0;
  // Keys that are indices come before all others, so the first key tells.
  if (first >= 48 && first <= 57) return odd;
  const to: Record<string, unknown> = {};
  for (const key of sortKeys(keys)) {
    const ordered = inOrder(from[key]);
    if (ordered === odd || key === '__proto__' || key === 'toJSON') return odd;
    to[key] = ordered;
  }
  return to;
}

function listInOrder(list: readonly unknown[]): unknown {
  const ordered = list.map(inOrder);
  return ordered.includes(odd) ? odd : ordered;
}

/** What JSON has of a value: what `JSON.parse(JSON.stringify(value))` should give. */
function plain(value: unknown, key = ''): unknown {
  const written = canWriteItself(value) ? value.toJSON(key) : value;
  const one =
    written instanceof Number || written instanceof String || written instanceof Boolean ? written.valueOf() : written;
  if (typeof one === 'number') return Number.isFinite(one) ? one : null;
  if (typeof one === 'bigint') throw new TypeError('JSON has no BigInt');
  if (typeof one === 'function' || typeof one === 'symbol') return undefined;
  if (typeof one !== 'object' || one === null) return one;
  if (Array.isArray(one)) return one.map((v, i) => plain(v, String(i)) ?? null);
  const entries = Object.entries(one).map(([k, v]) => [k, plain(v, k)] as const);
  return Object.fromEntries(entries.filter(([, v]) => v !== undefined));
}

const canWriteItself = (value: unknown): value is { toJSON(key: string): unknown } =>
  typeof value === 'object' && value !== null && typeof (value as { toJSON?: unknown }).toJSON === 'function';

/** In place. Keys come in few and often in order: then this is several times quicker than `sort`. */
export function sortKeys(keys: string[]): string[] {
  if (keys.length > 32) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}
