// The assignment problem: which track takes which detection so that the sum of the costs is smallest. Solved exactly by
// shortest augmenting paths with potentials (Jonker and Volgenant 1987, in the row-by-row form of the Hungarian
// method), in O(rows² · columns). A row may stay alone at the price of `limit`, which is what the `cost_limit` of
// ByteTrack's lapjv means: a pair dearer than the limit is never made, and two rows never quarrel over one column.

/** Row of the solution without a column. */
export const unassigned = -1;

/**
 * @param cost row-major, rows × columns, at least 0; `Infinity` marks a pair that must not be.
 * @param limit the dearest pair that may be made.
 * @returns for each row its column, or `unassigned`. Equal solutions are told apart by order alone: the same input
 *   gives the same output.
 */
export function assign(cost: Float64Array, rows: number, columns: number, limit: number): Int32Array {
  const columnOfRow = new Int32Array(rows).fill(unassigned);
  if (rows === 0 || columns === 0) return columnOfRow;
  // Behind the real columns stands one stand-in a row, so that a row can always stay alone.
  const width = columns + rows;
  const never = 4 * limit + 1;
  const costOf = (row: number, column: number) =>
    column < columns ? Math.min(cost[row * columns + column] ?? never, never) : limit;

  const rowPotential = new Float64Array(rows);
  const columnPotential = new Float64Array(width);
  const rowOfColumn = new Int32Array(width).fill(-1);
  const before = new Int32Array(width);
  const distance = new Float64Array(width);
  const done = new Uint8Array(width);

  for (let start = 0; start < rows; start++) {
    before.fill(-1);
    distance.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    let row = start;
    let column = -1;
    for (;;) {
      let next = -1;
      let step = Number.POSITIVE_INFINITY;
      for (let j = 0; j < width; j++) {
        if (done[j]) continue;
        const d = costOf(row, j) - rowPotential[row]! - columnPotential[j]!;
        if (d < distance[j]!) {
          distance[j] = d;
          before[j] = column;
        }
        if (distance[j]! < step) {
          step = distance[j]!;
          next = j;
        }
      }
      rowPotential[start]! += step;
      for (let j = 0; j < width; j++) {
        if (done[j]) {
          rowPotential[rowOfColumn[j]!]! += step;
          columnPotential[j]! -= step;
        } else distance[j]! -= step;
      }
      column = next;
      done[column] = 1;
      if (rowOfColumn[column] === -1) break;
      row = rowOfColumn[column]!;
    }
    // Walk the path back and hand each column on to the row before it.
    while (column !== -1) {
      const previous = before[column]!;
      rowOfColumn[column] = previous === -1 ? start : rowOfColumn[previous]!;
      column = previous;
    }
  }
  for (let j = 0; j < columns; j++) {
    const row = rowOfColumn[j]!;
    if (row >= 0 && (cost[row * columns + j] ?? never) <= limit) columnOfRow[row] = j;
  }
  return columnOfRow;
}
