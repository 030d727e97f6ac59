// Which of the rows that were found in a damaged database the chain proves wrong. A text that changed within itself may
// still be good JSON; but the next event has the hash of what it was.
import type { Lane } from '../domain/lane.ts';
import { hashOfBody, prevHashOf } from './body.ts';
import type { FoundRow } from './raw-rows.ts';

interface Link {
  readonly found: FoundRow;
  readonly hash: string;
  readonly previous: string | undefined;
}

/**
 * The rows without those that their successor disproves. A successor is believed where its own successor confirms it: of
 * two that do not fit, it is else not known which one changed. What nothing disproves stays.
 */
export function proven(found: readonly FoundRow[]): FoundRow[] {
  const streams = new Map<string, Map<number, Link>>();
  for (const one of found) {
    const { body, sequence, stream } = one.row;
    const key = `${one.lane as Lane} ${stream}`;
    const links = streams.get(key) ?? new Map<number, Link>();
    streams.set(key, links);
    links.set(sequence, { found: one, hash: hashOfBody(body), previous: prevHashOf(body) });
  }
  const wrong = new Set<FoundRow>();
  for (const links of streams.values()) {
    for (const [sequence, { found: one, hash }] of links) {
      const next = links.get(sequence + 1);
      const after = links.get(sequence + 2);
      const isBelieved = next?.previous !== undefined && after?.previous === next.hash;
      if (isBelieved && next.previous !== hash) wrong.add(one);
    }
  }
  return found.filter((one) => !wrong.has(one));
}
