// JSON Merge Patch as RFC 7386 says it: objects are merged key by key, null removes, everything else replaces.
import { HaidangError } from '../../runtime/errors.ts';

/** Deeper than any site file; what is deeper is meant to harm. */
const deepest = 50;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * @returns a new value; neither of the two given is changed.
 * @throws HaidangError (`configuration`, `too-deep`)
 */
export function mergePatch(target: unknown, patch: unknown, depth = 0): unknown {
  if (depth > deepest) throw new HaidangError('configuration', 'too-deep', `a patch may be ${deepest} levels deep`);
  if (!isObject(patch)) return patch;
  // A map knows no `__proto__` that would be anything but a key.
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value, depth + 1));
  }
  return Object.fromEntries(merged);
}
