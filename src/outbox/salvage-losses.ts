// Names what a damaged database held and what did not come back of it. Sequences are contiguous, so a loss is a hole
// between rows that are there; what the damaged file still says of unsent rows tells a loss from a row that had been sent.
import { chainStart } from '../runtime/event-chain.ts';
import { hashOfBody, prevHashOf } from './body.ts';
import type { Loss } from './protocol.ts';
import type { Remainder } from './remainder.ts';
import type { StoreParts } from './room.ts';
import type { PlannedStream, SalvagePlan } from './salvage-plan.ts';
import { sequenceText } from './sequence.ts';

/** Rows looked at in one step. */
const headsAtOnce = 2000;
/** Announcements a stream: more holes than these are told as one, from the first to the last of them. */
const mostHoles = 32;
/** How far behind its place a row is looked for. */
const positionsLookedAt = 1000;

interface Lost {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** Nobody knows whether these were unsent, or were kept at all. */
  readonly unsure: boolean;
}
interface Place {
  readonly position: number;
  readonly sequence: number;
}

/** Yields the losses, and undefined at the end of each step in between. */
export function* lossesOf(plan: SalvagePlan, parts: StoreParts, remainder: Remainder): Generator<Loss | undefined> {
  for (const stream of plan.streams) {
    const holes: Lost[] = [];
    let back = 0;
    let before: Place = { position: stream.first - 1, sequence: 0 };
    const note = (next: Place) => {
      for (const lost of lostBetween(stream, before, next, remainder)) add(holes, lost);
    };
    for (;;) {
      const heads = headsAfter(stream, before.position, parts);
      for (const head of heads) {
        if (head.sequence > before.sequence + 1) note(head);
        before = head;
        back++;
      }
      if (heads.length < headsAtOnce) break;
      yield undefined;
    }
    note({ position: Number.MAX_SAFE_INTEGER, sequence: stream.next });
    for (const lost of certain(holes, stream.kept === null ? null : Math.max(0, stream.kept - back))) {
      yield {
        kind: 'outbox.evicted',
        lane: stream.lane,
        firstSequence: sequenceText(lost.first),
        lastSequence: sequenceText(lost.last),
        count: lost.count,
        reason: 'corrupt',
        ...bridgeOf(stream, lost, parts),
      };
    }
  }
}

/** The hashes over which the chain goes on, as far as the neighbours of the gap are there. */
function bridgeOf(of: PlannedStream, { first, last }: Lost, { db, streams }: StoreParts): object {
  const stream = streams.find(of.source, of.lane)?.stream ?? -1;
  const select = db.prepare<[number, number, number, number], string>(
    `SELECT body FROM lane_${of.lane} WHERE position >= ? AND position < ? AND stream = ? AND sequence = ?`,
  );
  const bodyOf = (sequence: number) => {
    // A sequence lies at its place or, where several streams share a lane, somewhat behind it.
    const from = of.first + sequence - 1;
    return select.pluck().get(from, from + positionsLookedAt, stream, sequence);
  };
  const [before, after] = [bodyOf(first - 1), bodyOf(last + 1)];
  const hashBefore = first === 1 ? chainStart : before && hashOfBody(before);
  const hashAfter = last === of.next - 1 ? (of.hash ?? chainStart) : after && prevHashOf(after);
  return { ...(hashBefore ? { hashBefore } : {}), ...(hashAfter ? { hashAfter } : {}) };
}

function headsAfter(of: PlannedStream, position: number, { db, streams }: StoreParts): Place[] {
  const stream = streams.find(of.source, of.lane)?.stream ?? -1;
  const sql = `SELECT position, sequence FROM lane_${of.lane}
    WHERE position > ? AND stream = ? AND sequence < ? ORDER BY position LIMIT ${headsAtOnce}`;
  return db.prepare<[number, number, number], Place>(sql).all(position, stream, of.next);
}

/** What is missing between two neighbours: what was unsent of it, and what the file did not know of any more. */
function lostBetween(of: PlannedStream, before: Place, next: Place, remainder: Remainder): Lost[] {
  const lost: Lost[] = [];
  const first = before.sequence + 1;
  const last = Math.min(next.sequence - 1, of.known - 1);
  if (first <= last) {
    const unsent = remainder.unsentBetween(of.lane, before.position, next.position);
    if (!unsent) lost.push({ first, last, count: last - first + 1, unsure: true });
    else if (unsent.count > 0 && unsent.first !== null && unsent.last !== null) {
      // A stream's sequences lie at its first position or after it, and exactly there where it is alone in its lane.
      const from = Math.min(last, Math.max(first, unsent.first - of.first + 1));
      const to = Math.max(from, Math.min(last, unsent.last - of.first + 1));
      lost.push({ first: from, last: to, count: Math.min(unsent.count, to - from + 1), unsure: false });
    }
  }
  const unknown = Math.max(first, of.known);
  if (unknown <= next.sequence - 1) {
    const count = next.sequence - unknown;
    // With nothing known of the stream, what lies before its first row may have ended long ago.
    lost.push({ first: unknown, last: next.sequence - 1, count, unsure: of.known === 0 });
  }
  return lost;
}

function add(holes: Lost[], lost: Lost): void {
  const last = holes.at(-1);
  if (holes.length < mostHoles || !last) holes.push(lost);
  else holes[holes.length - 1] = { ...last, last: lost.last, count: last.count + lost.count };
}

/** Where it is known how many rows are missing, no more than these are named; the newest, for the oldest were sent first. */
function certain(holes: readonly Lost[], missing: number | null): Lost[] {
  if (missing === null) return [...holes];
  let left = missing;
  const named: Lost[] = [];
  for (const hole of [...holes].reverse()) {
    const count = hole.unsure ? Math.min(left, hole.count) : hole.count;
    left = Math.max(0, left - count);
    if (count > 0)
      named.unshift({ ...hole, count, first: hole.unsure ? Math.max(hole.first, hole.last - count + 1) : hole.first });
  }
  return named;
}
