// The CLEAR MOT metrics (Bernardin and Stiefelhagen 2008) as py-motmetrics counts them: in each frame a pair of the past
// goes on where it still overlaps by half, then the rest is paired with the largest number of pairs and, of these, the
// largest overlap. A truth that is paired with another id than the last time is a switch, however long ago that was.
import { assign, unassigned } from '../../../src/vision/track/assignment.ts';
import { onIt, type Sequence } from './sequence.ts';

export interface Clear {
  /** 1 - (misses + false alarms + switches) / boxes of the truth. */
  readonly mota: number;
  readonly recall: number;
  readonly precision: number;
  readonly falseAlarms: number;
  readonly misses: number;
  readonly switches: number;
  /** How often a truth that was followed is lost and found again. */
  readonly fragments: number;
  /** Truths followed in at least 80 % of their frames, in less than 20 %, and the others. */
  readonly mostlyTracked: number;
  readonly partlyTracked: number;
  readonly mostlyLost: number;
}

/** More than any sum of distances in a frame: pairs are never given up for nearer ones. */
const alone = 1000;

export function clearMot({ frames, truthIds, truthBoxes }: Sequence): Clear {
  const partner = new Map<number, number>();
  const followed: boolean[][] = Array.from({ length: truthIds }, () => []);
  let pairs = 0;
  let switches = 0;
  let falseAlarms = 0;
  for (const { truth, result, overlap } of frames) {
    const free = new Set(result.keys());
    const open: number[] = [];
    for (const [i, id] of truth.entries()) {
      const j = result.indexOf(partner.get(id) ?? -1);
      if (j >= 0 && free.has(j) && overlap[i * result.length + j]! >= onIt) {
        free.delete(j);
        followed[id]!.push(true);
        pairs++;
      } else open.push(i);
    }
    const others = [...free];
    const cost = Float64Array.from({ length: open.length * others.length }, (_, k) => {
      const i = Math.floor(k / others.length);
      const both = overlap[open[i]! * result.length + others[k - i * others.length]!]!;
      return both >= onIt ? 1 - both : Number.POSITIVE_INFINITY;
    });
    const columns = assign(cost, open.length, others.length, alone);
    open.forEach((i, row) => {
      const id = truth[i]!;
      const column = columns[row] ?? unassigned;
      followed[id]!.push(column !== unassigned);
      if (column === unassigned) return;
      const now = result[others[column]!]!;
      const before = partner.get(id);
      if (before !== undefined && before !== now) switches++;
      partner.set(id, now);
      pairs++;
      free.delete(others[column]!);
    });
    falseAlarms += free.size;
  }
  const misses = truthBoxes - pairs;
  const shares = followed.map((f) => f.filter(Boolean).length / f.length);
  const mostlyTracked = shares.filter((s) => s >= 0.8).length;
  const mostlyLost = shares.filter((s) => s < 0.2).length;
  return {
    mota: 1 - (misses + falseAlarms + switches) / truthBoxes,
    recall: pairs / truthBoxes,
    precision: pairs / (pairs + falseAlarms),
    falseAlarms,
    misses,
    switches,
    fragments: followed.reduce((n, f) => n + fragmentsOf(f), 0),
    mostlyTracked,
    partlyTracked: truthIds - mostlyTracked - mostlyLost,
    mostlyLost,
  };
}

/** From followed to not, between the first and the last time it was followed. */
function fragmentsOf(followed: readonly boolean[]): number {
  const last = followed.lastIndexOf(true);
  return followed.filter((f, i) => i < last && f && !followed[i + 1]).length;
}
