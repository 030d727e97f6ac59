// What the store reads out of the text of a stored event without parsing it. Events of today are canonical text: their
// own attributes come after `data`, and no text in JSON holds a quotation mark that is not escaped, so the last place
// where a name stands is the attribute. Events of schema 1 and 2 begin with `specversion`.
import { eventHash, hashOfText, type JsonObject } from '../runtime/event-chain.ts';

const earlier = '{"specversion":"1.0","id":"';

const attributeOf = (body: string, name: string): string | undefined => {
  const at = body.lastIndexOf(`"${name}":"`);
  if (at < 0) return undefined;
  const from = at + name.length + 4;
  return body.slice(from, body.indexOf('"', from));
};

/** The CloudEvents `id`; empty where there is none. */
export function idOf(body: string): string {
  if (body.startsWith(earlier)) return body.slice(earlier.length, body.indexOf('"', earlier.length));
  return attributeOf(body, 'id') ?? '';
}

/** The hash of the event before it, as this one has it; undefined for an event from before the chain. */
export const prevHashOf = (body: string): string | undefined =>
  body.startsWith(earlier) ? undefined : attributeOf(body, 'prevhash');

/** The hash by which the next event names it. @throws SyntaxError for an event from before the chain that is no JSON. */
export const hashOfBody = (body: string): string =>
  body.startsWith(earlier) ? eventHash(JSON.parse(body) as JsonObject) : hashOfText(body);
