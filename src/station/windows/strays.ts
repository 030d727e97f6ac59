// Readings that leap away from a counter and come back to where it goes on: a meter that says 0 while it starts, a register
// that is all ones for a moment. The counter never left; what lies in between is none of its readings. They are left out
// only where the leap is far beyond its pace: a rain gauge at 0.4 that is emptied and tips twice is no stray. Pure.
import { hourMs, mostFrom, wobble } from './pace.ts';
import type { Series } from './series.ts';

/** A leap is so many times the most that it may have counted. */
const leap = 20;

/**
 * @param all indices of readings, in the order of their times.
 * @param isOne does a step back mean one thing: that it rolled over, or is followed back?
 */
export function withoutStrays(
  series: Series,
  all: readonly number[],
  isOne: (readings: readonly number[], n: number) => boolean,
): number[] {
  const kept: number[] = [];
  for (const i of all) {
    const last = kept.at(-1);
    kept.push(i);
    if (last === undefined || series.value(i) === series.value(last)) continue;
    const isBack = series.value(i) < series.value(last);
    if (isBack && isOne(kept, kept.length - 1)) continue;
    const base = goesOnFrom(series, kept, isBack);
    if (base !== undefined) kept.splice(base + 1, kept.length - base - 2);
  }
  return kept;
}

/** Which of the readings the last one goes on from, over strays in between; undefined where there are none. */
function goesOnFrom(series: Series, kept: readonly number[], isBack: boolean): number | undefined {
  const end = kept.length - 1;
  const [value, ms] = [series.value(kept[end]!), series.time(kept[end]!)];
  const last = series.value(kept[end - 1]!);
  for (let n = end - 2; n >= 0 && ms - series.time(kept[n]!) <= hourMs; n--) {
    const before = series.value(kept[n]!);
    const near = wobble * Math.abs(before);
    // Back from above: the first that was not above this one. Up from below: the first that was above those below.
    if (isBack ? before > value + near : before <= last) continue;
    const most = mostFrom(series, kept, n, ms);
    if (!most || value < before - near || value - before > Math.max(most, near)) return undefined;
    const away = Math.abs(series.value(kept[n + 1]!) - before);
    return away > leap * most && Math.abs(value - last) > leap * most ? n : undefined;
  }
  return undefined;
}
