// One stream of events (source and lane) as a chain: whether each fits between its neighbours, whether a gap that the
// gateway announced is bridged by the hashes that it gave, and whether a chain that begins anew is vouched for.
import { chainStart } from '../../runtime/event-chain.ts';

export interface Link {
  /** By which its successor names it. */
  readonly hash: string;
  readonly id: string;
  /** What it says of the one before it; undefined where its gateway makes no chain. */
  readonly previous: string | undefined;
  readonly isSigned: boolean;
}

/** Sequences that the gateway gave up, with the hashes around them as far as it knew them. */
export interface Gap {
  readonly first: number;
  readonly last: number;
  readonly hashBefore: string | undefined;
  readonly hashAfter: string | undefined;
}

/** Events of a stream that are remembered to compare with what comes later. */
const rememberedLinks = 100_000;
const rememberedGaps = 10_000;

export class ChainView {
  readonly #links = new Map<number, Link>();
  /** By their first sequence, and by the one after their last. */
  readonly #gapFrom = new Map<number, Gap>();
  readonly #gapTo = new Map<number, Gap>();
  #chained = 0;
  #restarts = 0;
  #latest = 0;
  #signed = 0;

  /** Events that name the one before them. */
  get chained(): number {
    return this.#chained;
  }

  /** Places where the chain begins anew, signed, besides its first event. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Events after the last signature: nothing vouches for them yet. */
  get unvouched(): number {
    return Math.max(0, this.#latest - this.#signed);
  }

  at(sequence: number): Link | undefined {
    return this.#links.get(sequence);
  }

  /** Takes an event that was not here yet. @returns what does not fit between it and its neighbours, in English. */
  take(at: number, link: Link): string[] {
    const problems: string[] = [];
    const { previous } = link;
    const before = this.#links.get(at - 1);
    const after = this.#links.get(at + 1);
    if (previous === chainStart && at > 1) {
      if (link.isSigned) this.#restarts++;
      else problems.push('begins the chain anew and is not signed');
    } else if (at === 1 && previous !== undefined && previous !== chainStart) {
      problems.push('is first and names one before it');
    } else if (before && previous !== undefined && previous !== before.hash) {
      problems.push(`does not follow ${at - 1}: one of them was changed`);
    }
    if (before?.previous !== undefined && previous === undefined) problems.push('has left the chain');
    if (after && !follows(after, link)) problems.push(`${at + 1} does not follow it: one of them was changed`);
    const gaps = [this.#gapTo.get(at), this.#gapFrom.get(at + 1)];
    for (const gap of gaps) if (gap) problems.push(...this.#bridged(gap, at, link));
    if (previous !== undefined) {
      this.#chained++;
      this.#latest = Math.max(this.#latest, at);
      if (link.isSigned) this.#signed = Math.max(this.#signed, at);
    }
    remember(this.#links, at, link, rememberedLinks);
    return problems;
  }

  /** Takes a gap that the gateway announced. @returns what does not fit between it and its neighbours. */
  giveUp(gap: Gap): string[] {
    const { first, last, hashBefore, hashAfter } = gap;
    const problems: string[] = [];
    for (const at of [first - 1, last + 1]) {
      const link = this.#links.get(at);
      if (link) problems.push(...this.#bridged(gap, at, link));
    }
    const [before, after] = [this.#gapTo.get(first), this.#gapFrom.get(last + 1)];
    if (differ(before?.hashAfter, hashBefore)) problems.push(`the gap before ${first} ends otherwise than this begins`);
    if (differ(hashAfter, after?.hashBefore)) problems.push(`the gap after ${last} begins otherwise than this ends`);
    remember(this.#gapFrom, first, gap, rememberedGaps);
    remember(this.#gapTo, last + 1, gap, rememberedGaps);
    return problems;
  }

  /** What does not fit between an event and the gap beside it. */
  #bridged({ first, last, hashBefore, hashAfter }: Gap, at: number, link: Link): string[] {
    if (at === last + 1 && link.previous !== undefined && differ(hashAfter, link.previous))
      return [`${at} does not follow the gap ${first}..${last} as that was announced`];
    if (at === first - 1 && differ(hashBefore, link.hash))
      return [`the gap ${first}..${last} does not follow ${at} as that was announced`];
    return [];
  }
}

/** A chain that begins anew names nobody; its signature is looked at where it comes. */
const follows = (after: Link, link: Link) =>
  after.previous === undefined || after.previous === link.hash || after.previous === chainStart;

const differ = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b;

function remember<V>(map: Map<number, V>, key: number, value: V, most: number): void {
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
