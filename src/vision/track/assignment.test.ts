import { describe, expect, it } from 'vitest';
import fc from '../../runtime/testing/fast-check.ts';
import { assign, unassigned } from './assignment.ts';

/** The cheapest total by trying everything; a row that stays alone costs the limit. */
function cheapest(cost: readonly (readonly number[])[], limit: number, row = 0, taken = new Set<number>()): number {
  const line = cost[row];
  if (!line) return 0;
  let best = limit + cheapest(cost, limit, row + 1, taken);
  line.forEach((c, j) => {
    if (taken.has(j) || c > limit) return;
    taken.add(j);
    best = Math.min(best, c + cheapest(cost, limit, row + 1, taken));
    taken.delete(j);
  });
  return best;
}

const solve = (cost: readonly (readonly number[])[], limit: number) =>
  assign(Float64Array.from(cost.flat()), cost.length, cost[0]?.length ?? 0, limit);

const total = (cost: readonly (readonly number[])[], columns: Int32Array, limit: number) =>
  [...columns].reduce((sum, j, i) => sum + (j === unassigned ? limit : cost[i]![j]!), 0);

describe('the assignment', () => {
  it('gives up a greedy pair where the whole becomes cheaper', () => {
    const cost = [
      [0.1, 0.2],
      [0.1, 0.9],
    ];
    expect([...solve(cost, 1)]).toEqual([1, 0]);
  });

  it('leaves a row alone rather than making a pair dearer than the limit', () => {
    const cost = [
      [0.95, 0.99],
      [0.2, 0.3],
    ];
    expect([...solve(cost, 0.9)]).toEqual([unassigned, 0]);
  });

  it('takes more rows than columns and more columns than rows', () => {
    expect([...solve([[0.5], [0.1], [0.4]], 0.9)]).toEqual([unassigned, 0, unassigned]);
    expect([...solve([[0.5, 0.1, 0.4]], 0.9)]).toEqual([1]);
    expect([...assign(new Float64Array(0), 0, 3, 0.9)]).toEqual([]);
    expect([...assign(new Float64Array(0), 2, 0, 0.9)]).toEqual([unassigned, unassigned]);
  });

  it('never makes a forbidden pair', () => {
    const no = Number.POSITIVE_INFINITY;
    expect([...solve([[no, no]], 0.9)]).toEqual([unassigned]);
    expect([
      ...solve(
        [
          [no, 0.3],
          [no, 0.2],
        ],
        0.9,
      ),
    ]).toEqual([unassigned, 1]);
  });

  it('is as cheap as the best of all possible assignments', () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([n, m]) =>
      fc.array(
        fc.array(
          fc.oneof(
            fc.integer({ min: 0, max: 20 }).map((v) => v / 16),
            fc.constant(Number.POSITIVE_INFINITY),
          ),
          { minLength: m, maxLength: m },
        ),
        { minLength: n, maxLength: n },
      ),
    );
    fc.assert(
      fc.property(matrix, fc.constantFrom(0.5, 0.9, 1), (cost, limit) => {
        const columns = solve(cost, limit);
        const used = [...columns].filter((j) => j !== unassigned);
        expect(new Set(used).size).toBe(used.length);
        expect(total(cost, columns, limit)).toBeCloseTo(cheapest(cost, limit), 9);
      }),
      { numRuns: 2000, seed: 42 },
    );
  });

  it('solves a crowd of 200 tracks and 200 detections in a few milliseconds, the same each time', () => {
    let state = 7;
    const random = () => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const cost = Float64Array.from({ length: 200 * 200 }, () =>
      random() < 0.05 ? random() : Number.POSITIVE_INFINITY,
    );
    const first = assign(cost, 200, 200, 0.9);
    expect(assign(cost, 200, 200, 0.9)).toEqual(first);
    expect([...first].filter((j) => j !== unassigned).length).toBeGreaterThan(150);
  });
});
