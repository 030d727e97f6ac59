// What the receiver knows of completeness: per (source, lane), which sequence numbers it has, so that a hole is a loss
// and a number that comes twice is a repetition. Sequences begin with 1.

interface Range {
  from: number;
  to: number;
}

export interface SequenceCount {
  /** Different numbers received. */
  readonly received: number;
  /** Numbers received more than once: a sender that was not sure asks for no harm. */
  readonly repeated: number;
  /** Numbers below the highest that are missing now. They may still be on their way. */
  readonly missing: number;
  /** Missing numbers of which the sender itself said that they are given up. */
  readonly announced: number;
}

export class Sequences {
  readonly #streams = new Map<string, Range[]>();
  readonly #announced = new Map<string, Range[]>();
  #repeated = 0;

  /** Takes a number; false where it was there already. */
  add(source: string, lane: string, sequence: number): boolean {
    const isNew = insert(rangesOf(this.#streams, `${source} ${lane}`), sequence, sequence);
    if (!isNew) this.#repeated++;
    return isNew;
  }

  /** The sender says that it gave these numbers up (`outbox.evicted`). */
  announce(source: string, lane: string, from: number, to: number): void {
    insert(rangesOf(this.#announced, `${source} ${lane}`), from, to);
  }

  count(): SequenceCount {
    const total = { received: 0, repeated: this.#repeated, missing: 0, announced: 0 };
    for (const [key, ranges] of this.#streams) {
      let next = 1;
      for (const { from, to } of ranges) {
        total.received += to - from + 1;
        if (from > next) {
          const given = overlap(this.#announced.get(key) ?? [], next, from - 1);
          total.announced += given;
          total.missing += from - next - given;
        }
        next = to + 1;
      }
    }
    return total;
  }

  /** The holes that nobody gave up, for people: `demo event 4..6`. */
  holes(): string[] {
    return [...this.#streams].flatMap(([key, ranges]) => {
      const known = [...ranges, ...(this.#announced.get(key) ?? [])].sort((a, b) => a.from - b.from);
      const last = ranges.at(-1)?.to ?? 0;
      const holes: string[] = [];
      let next = 1;
      for (const { from, to } of known) {
        if (from > next && next <= last) holes.push(`${key} ${next}..${Math.min(from - 1, last)}`);
        next = Math.max(next, to + 1);
      }
      return holes;
    });
  }
}

function rangesOf(map: Map<string, Range[]>, key: string): Range[] {
  const ranges = map.get(key) ?? [];
  map.set(key, ranges);
  return ranges;
}

/** Puts a range into sorted, disjoint ranges; false where nothing of it was new. */
function insert(ranges: Range[], from: number, to: number): boolean {
  // Numbers come almost always in order: look from the end.
  let at = ranges.length;
  while (at > 0 && (ranges[at - 1]?.from ?? 0) > from) at--;
  const before = ranges[at - 1];
  if (before && before.to >= to) return false;
  if (before && before.to >= from - 1) before.to = to;
  else ranges.splice(at, 0, { from, to });
  const grown = before && before.to === to ? at - 1 : at;
  const range = ranges[grown] as Range;
  while (ranges[grown + 1] && (ranges[grown + 1] as Range).from <= range.to + 1) {
    range.to = Math.max(range.to, (ranges[grown + 1] as Range).to);
    ranges.splice(grown + 1, 1);
  }
  return true;
}

function overlap(ranges: readonly Range[], from: number, to: number): number {
  return ranges.reduce((sum, r) => sum + Math.max(0, Math.min(to, r.to) - Math.max(from, r.from) + 1), 0);
}
