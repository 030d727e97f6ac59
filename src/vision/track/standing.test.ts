import { describe, expect, it } from 'vitest';
import { boxAt, seen } from '../testing/walk.ts';
import { Tracker } from './tracker.ts';

const standing = seen('person', boxAt(300, 200, 22, 58), 0.7);

/** Eight frames a second: one stands; another comes out from behind, and for some frames both are one box that moves on. */
function run(frames: number) {
  let n = 0;
  const tracker = new Tracker(() => `t-${++n}`, { high: 0.4, start: 0.5 });
  const seenIn = Array.from({ length: 40 }, (_, i) => {
    const past = i - 20;
    const walker = seen('person', boxAt(300 + 7 * past, 196, 26, 62), 0.65);
    const found = past <= 0 ? [standing] : past <= frames ? [walker] : [standing, walker];
    return tracker.update(i * 125, found, { width: 640, height: 360 }).tracks;
  });
  const idIn = (i: number) => seenIn[i]!.find((t) => t.seenAs === standing.box)?.id;
  return { before: idIn(15), after: idIn(30) };
}

describe('one who stands', () => {
  it('keeps its id where somebody comes out from behind and both are one box for some frames', () => {
    for (const frames of [2, 3, 4]) {
      const { before, after } = run(frames);
      expect(before).toBe('t-1');
      expect(after).toBe('t-1');
    }
  });
});
