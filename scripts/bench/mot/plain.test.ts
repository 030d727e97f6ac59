import { describe, expect, it } from 'vitest';
import { PlainTracker, type Scored } from './plain.ts';

const at = (x: number, score = 0.9): Scored => ({ box: { x, y: 100, width: 40, height: 80 }, score });

/** Runs frames of detections and gives the ids of each frame. */
function ids(frames: readonly (readonly Scored[])[], fps = 30): number[][] {
  const tracker = new PlainTracker(fps);
  return frames.map((found) => tracker.update(found).map((t) => t.id));
}
const none = (n: number): Scored[][] => Array.from({ length: n }, () => []);

describe('ByteTrack as its deployment tracker runs it', () => {
  it('shows a track at once in the first frame, and later from its second sighting on', () => {
    expect(ids([[at(0)], [at(2), at(200)], [at(4), at(201)]])).toEqual([[1], [1], [1, 2]]);
  });

  it('begins no track below 0.6 and joins none below 0.5 in the first association', () => {
    expect(ids([[at(0, 0.55)], [at(0, 0.55)]])).toEqual([[], []]);
    // A weak box keeps a track alive, with half the overlap at least: 40 of 53 pixels do, 40 of 60 do not.
    expect(ids([[at(0)], [at(5, 0.3)]])).toEqual([[1], [1]]);
    expect(ids([[at(0)], [at(20, 0.3)]])).toEqual([[1], []]);
  });

  it('holds a lost track for a second of frames', () => {
    expect(ids([[at(0)], ...none(29), [at(0)]]).at(-1)).toEqual([1]);
    expect(ids([[at(0)], ...none(9), [at(0)]], 10).at(-1)).toEqual([1]);
    // One frame more than it may be lost it is still in the pool; another one later it is gone.
    expect(ids([[at(0)], ...none(11), [at(0)], [at(0)]], 10).at(-1)).toEqual([1]);
    expect(ids([[at(0)], ...none(13), [at(0)], [at(0)]], 10).at(-1)).toEqual([2]);
  });

  it('gives the box of the filter, which lies between what it expected and what it saw', () => {
    const tracker = new PlainTracker(30);
    tracker.update([at(0)]);
    const [track] = tracker.update([at(10)]);
    // Variances of a height of 80: first (2 * 4)^2 + (10 * 0.5)^2 + 4^2 = 105, measured 4^2: gain 105 / 121.
    expect(track?.box.x).toBeCloseTo((10 * 105) / 121, 4);
    expect(track?.box.width).toBeCloseTo(40, 4);
  });
});
