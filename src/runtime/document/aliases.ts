// Aliases (`*name`) of a YAML document: those of nothing, and those that go round or multiply without end.
import { isAlias, isNode, type parseDocument, visit } from 'yaml';
import { type Message, message } from '../../messages/catalogue.ts';

type Document = ReturnType<typeof parseDocument>;

/** How often aliases may be followed in a whole document. */
const most = 100;

/** The document as plain data. @throws where `aliasProblem` says why. */
export const plainOf = (document: Document): unknown => document.toJS({ maxAliasCount: most });

/** Why the document cannot be made to plain data, and where in the text; undefined where it can. */
export function aliasProblem(document: Document): { offset: number; message: Message } | undefined {
  /** Where in the text what is named so begins and ends. */
  const anchors = new Map<string, readonly [number, number]>();
  let first: number | undefined;
  let found: { offset: number; message: Message } | undefined;
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node)) {
        const range = isNode(node) ? node.range : undefined;
        if ('anchor' in node && typeof node.anchor === 'string' && range)
          anchors.set(node.anchor, [range[0], range[1]]);
        return undefined;
      }
      const offset = node.range?.[0] ?? 0;
      first ??= offset;
      const meant = anchors.get(node.source);
      if (!meant) found = { offset, message: message('config.unknown-alias', { name: node.source }) };
      else if (offset < meant[1]) found = { offset, message: message('config.aliases', { most }) };
      return found ? visit.BREAK : undefined;
    },
  });
  if (found) return found;
  try {
    plainOf(document);
    return undefined;
  } catch {
    return {
      offset: first ?? 0,
      message: first === undefined ? message('config.too-deep') : message('config.aliases', { most }),
    };
  }
}
