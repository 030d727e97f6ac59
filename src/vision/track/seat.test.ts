import { describe, expect, it } from 'vitest';
import { boxAt } from '../testing/walk.ts';
import { holdsRider, machineAt, riderAt, seatOf } from './seat.ts';

describe('the seat of a rider', () => {
  it('tells the rider from the machine and the machine from the rider, at every size', () => {
    const [machine, rider] = [boxAt(300, 400, 50, 60), boxAt(304, 390, 30, 70)];
    const seat = seatOf(rider, machine);
    for (const scale of [0.5, 1, 2]) {
      const of = (b: typeof machine) => ({
        x: b.x * scale,
        y: b.y * scale,
        width: b.width * scale,
        height: b.height * scale,
      });
      for (const [is, should] of [
        [riderAt(seat, of(machine)), of(rider)],
        [machineAt(seat, of(rider)), of(machine)],
      ] as const)
        for (const key of ['x', 'y', 'width', 'height'] as const) expect(is[key]).toBeCloseTo(should[key], 6);
    }
  });

  it('is in the box of a machine that begins at the head, not of one that ends at the hip or stands beside', () => {
    const person = boxAt(300, 400, 40, 84);
    expect(holdsRider(boxAt(302, 406, 46, 94), person)).toBe(true);
    expect(holdsRider(boxAt(302, 404, 46, 60), person)).toBe(false);
    expect(holdsRider(boxAt(330, 404, 46, 90), person)).toBe(false);
    expect(holdsRider(boxAt(300, 410, 120, 190), person)).toBe(false);
  });
});
