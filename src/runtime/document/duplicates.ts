// Keys that stand twice in a group, and keys that are no names. The YAML library compares every key with every other one: a file with many thousand keys,
// which somebody who means harm can send, held the program up for many seconds.
import { isNode, isScalar, type parseDocument, visit } from 'yaml';

/** Where in the text each key stands that stood in its group before, or that is a list or a group itself. */
export function wrongKeys(
  document: ReturnType<typeof parseDocument>,
): { readonly offset: number; readonly isTwice: boolean }[] {
  const found: { offset: number; isTwice: boolean }[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const offset = (isNode(key) ? key.range?.[0] : undefined) ?? 0;
        if (!isScalar(key)) {
          found.push({ offset, isTwice: false });
          continue;
        }
        const name = String(key.value);
        if (seen.has(name)) found.push({ offset, isTwice: true });
        seen.add(name);
      }
    },
  });
  return found;
}
