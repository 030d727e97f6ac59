import { describe, expect, it } from 'vitest';
import { boxAt, picture, seen } from '../testing/walk.ts';
import { mayHaveEntered } from './entry.ts';
import { Tracker } from './tracker.ts';

describe('who comes into the picture', () => {
  it('may be as far from an edge as it comes in the time since the frame before', () => {
    const at = (x: number) => boxAt(x, 300, 100, 100);
    expect(mayHaveEntered(at(picture.width - 50), 1 / 30, picture)).toBe(true);
    expect(mayHaveEntered(at(picture.width - 100), 1 / 30, picture)).toBe(false);
    expect(mayHaveEntered(at(picture.width - 100), 1 / 5, picture)).toBe(true);
    expect(mayHaveEntered(at(picture.width / 2), 10, picture)).toBe(false);
  });

  it('does not take over the track of a leader who has gone on by most of what lies between them, at 5 frames a second', () => {
    let n = 0;
    const tracker = new Tracker(() => `t-${++n}`);
    const leader: string[] = [];
    for (let i = 0; i < 9; i++) {
      const places = [930 - 100 * i, 1075 - 100 * i];
      const found = places.filter((x) => x < 1000).map((x) => seen('motorcycle', boxAt(x, 320, 96, 110), 0.8));
      const { tracks } = tracker.update(200 * i, found, picture);
      leader.push(tracks.toSorted((a, b) => a.seenAs.x - b.seenAs.x)[0]!.id);
    }
    expect(new Set(leader)).toEqual(new Set(['t-1']));
    expect(n).toBe(2);
  });
});
