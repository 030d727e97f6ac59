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
/** With the rows of the stream between which it lies; no row after it: it is at the end of what is there. */
interface Hole extends Lost {
  readonly before: Place;
  readonly after: Place | undefined;
}

/** Yields the losses, and undefined at the end of each step in between. */
export function* lossesOf(plan: SalvagePlan, parts: StoreParts, remainder: Remainder): Generator<Loss | undefined> {
  for (const stream of plan.streams) {
    const holes: Hole[] = [];
    const isAlone = plan.streams.filter((s) => s.lane === stream.lane).length === 1;
    let back = 0;
    let before: Place = { position: stream.first - 1, sequence: 0 };
    const note = (next: Place, after: Place | undefined) => {
      for (const lost of lostBetween(stream, before, next, remainder, isAlone)) add(holes, { ...lost, before, after });
    };
    for (;;) {
      const heads = headsAfter(stream, before.position, parts);
      for (const head of heads) {
        if (head.sequence > before.sequence + 1) note(head, head);
        before = head;
        back++;
      }
      if (heads.length < headsAtOnce) break;
      yield undefined;
    }
    const [after] = headsAfter({ ...stream, next: Number.MAX_SAFE_INTEGER }, before.position, parts, 1);
    note({ position: Number.MAX_SAFE_INTEGER, sequence: stream.next }, after);
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
function bridgeOf(of: PlannedStream, { first, last, before, after }: Hole, { lanes, streams }: StoreParts): object {
  const table = lanes[of.lane];
  const bodyOf = (place: Place | undefined, sequence: number) =>
    place?.sequence === sequence ? table.bodyAt(place.position) : undefined;
  const [bodyBefore, bodyAfter] = [bodyOf(before, first - 1), bodyOf(after, last + 1)];
  const hashBefore = first === 1 ? chainStart : bodyBefore && hashOfBody(bodyBefore);
  // At the end of the stream: what its next event will name.
  const stream = streams.find(of.source, of.lane);
  const isEnd = after === undefined && stream?.next === last + 1;
  const hashAfter = isEnd ? (stream.hash ?? chainStart) : bodyAfter && prevHashOf(bodyAfter);
  return { ...(hashBefore ? { hashBefore } : {}), ...(hashAfter ? { hashAfter } : {}) };
}

function headsAfter(of: PlannedStream, position: number, { db, streams }: StoreParts, limit = headsAtOnce): Place[] {
  const stream = streams.find(of.source, of.lane)?.stream ?? -1;
  const sql = `SELECT position, sequence FROM lane_${of.lane}
    WHERE position > ? AND stream = ? AND sequence < ? ORDER BY position LIMIT ${limit}`;
  return db.prepare<[number, number, number], Place>(sql).all(position, stream, of.next);
}

/**
 * What is missing between two neighbours: what was unsent of it, and what the file did not know of any more.
 * @param isAlone no other stream has rows in its lane.
 */
function lostBetween(of: PlannedStream, before: Place, next: Place, remainder: Remainder, isAlone: boolean): Lost[] {
  const lost: Lost[] = [];
  const first = before.sequence + 1;
  const last = Math.min(next.sequence - 1, of.known - 1);
  if (first <= last) {
    const unsent = remainder.unsentBetween(of.lane, before.position, next.position);
    if (!unsent) lost.push({ first, last, count: last - first + 1, unsure: true });
    else if (unsent.count > 0 && unsent.first !== null && unsent.last !== null) {
      // Where a stream is alone in its lane, a position is a sequence. Where it is not, it is not known which of the
      // positions were its own: rather one is named that was sent than one is not that was lost.
      const lowest = isAlone ? unsent.first - of.first + 1 : next.sequence - (next.position - unsent.first);
      const highest = isAlone ? unsent.last - of.first + 1 : before.sequence + (unsent.last - before.position);
      const from = Math.min(last, Math.max(first, lowest));
      const to = Math.max(from, Math.min(last, highest));
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

function add(holes: Hole[], lost: Hole): void {
  const last = holes.at(-1);
  if (holes.length < mostHoles || !last) holes.push(lost);
  else holes[holes.length - 1] = { ...last, last: lost.last, count: last.count + lost.count, after: lost.after };
}

/** Where it is known how many rows are missing, no more than these are named; the newest, for the oldest were sent first. */
function certain(holes: readonly Hole[], missing: number | null): Hole[] {
  if (missing === null) return [...holes];
  let left = missing;
  const named: Hole[] = [];
  for (const hole of [...holes].reverse()) {
    const count = hole.unsure ? Math.min(left, hole.count) : hole.count;
    left = Math.max(0, left - count);
    if (count > 0)
      named.unshift({ ...hole, count, first: hole.unsure ? Math.max(hole.first, hole.last - count + 1) : hole.first });
  }
  return named;
}
