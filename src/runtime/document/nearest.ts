/** Number of letters to insert, delete, replace or swap to make one word of another (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (before[j - 2] ?? 0) + 1);
      row.push(d);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The known name that was most likely meant, or undefined where none is near (more than a third of it differs), or where several
 * are as near as each other: of lamps z-01 to z-09, none is more likely than another, and who follows a guess gets a wrong one.
 */
export function nearest(found: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let isShared = false;
  for (const name of known) {
    const d = editDistance(found.toLowerCase(), name.toLowerCase());
    if (d === bestDistance && name !== best) isShared = true;
    if (d >= bestDistance) continue;
    [best, bestDistance, isShared] = [name, d, false];
  }
  if (isShared) return undefined;
  const bound = Math.max(1, Math.floor(Math.max(found.length, best?.length ?? 0) / 3));
  return bestDistance <= bound ? best : undefined;
}
