import { describe, expect, it } from 'vitest';
import type { Box, RoadUserClass } from '../../domain/detection.ts';
import { Party } from './party.ts';
import type { Track } from './track.ts';

const track = (id: string, as: RoadUserClass, box: Box): Track => ({
  ...{ id, class: as, score: 0.8, box, seenAs: box, confirmed: true, bornMs: 0 },
});
const machine = track('machine', 'motorcycle', { x: 100, y: 100, width: 40, height: 80 });
/** Its box ends where the legs are hidden by the machine. */
const rider = track('rider', 'person', { x: 110, y: 100, width: 20, height: 60 });

/** A motorcycle that is not found for a moment; who rides it is. @returns its boxes from then on, eight a second. */
function boxesOf(seconds: number): Box[] {
  const party = new Party('p', machine, 0);
  party.members.add('rider');
  const both = [machine, rider];
  return Array.from({ length: 8 * seconds }, (_, i) => party.view(125 * i, i === 4 ? [rider] : both, null).box).slice(
    4,
  );
}

describe('a motorcycle with its rider', () => {
  it('is where it stands while only the rider is found', () => {
    const [first] = boxesOf(1);
    expect(first!.y + first!.height).toBeCloseTo(180, 5);
  });

  it('has the box of the machine again soon after that is found again', () => {
    const boxes = boxesOf(6);
    expect(boxes.slice(5).map(({ width, height }) => [width, height])).toEqual(boxes.slice(5).map(() => [40, 80]));
    expect(boxes.at(-1)!.y).toBeCloseTo(100, 0);
  });

  it('does not leap when the one takes over from the other', () => {
    const feet = boxesOf(6).map(({ y, height }) => y + height);
    for (const [i, y] of feet.entries()) expect(Math.abs(y - (feet[i - 1] ?? 180))).toBeLessThan(3);
  });
});

describe('a person whom a detector takes for a cyclist too', () => {
  it('has the feet of the person, though the other box was there first', () => {
    const person = { ...track('walker', 'person', { x: 100, y: 100, width: 26, height: 80 }), score: 0.7 };
    const double = { ...track('double', 'bicycle', { x: 98, y: 98, width: 30, height: 70 }), score: 0.3 };
    const party = new Party('p', double, 0);
    party.members.add('walker');
    const views = Array.from({ length: 40 }, (_, i) => party.view(125 * i, [double, person], null));
    const { box, class: as } = views.at(-1)!;
    expect(as).toBe('person');
    expect(box.y + box.height).toBeCloseTo(180, 0);
  });
});
