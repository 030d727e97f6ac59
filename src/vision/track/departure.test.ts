import { describe, expect, it } from 'vitest';
import type { Box, Detection } from '../../domain/detection.ts';
import { numbers, picture, seen } from '../testing/walk.ts';
import { Tracker } from './tracker.ts';

/** What of a box lies in the picture; undefined where a detector would not see it any more. */
function visible(box: Box): Box | undefined {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const width = Math.min(picture.width, box.x + box.width) - x;
  const height = Math.min(picture.height, box.y + box.height) - y;
  return width * height > 0.4 * box.width * box.height ? { x, y, width, height } : undefined;
}

function ids(fps: number, seconds: number, boxes: (t: number) => readonly (Box | undefined)[]) {
  let n = 0;
  const random = numbers(3);
  const jitter = () => 3 * (random() - 0.5);
  const tracker = new Tracker(() => `b-${++n}`, { high: 0.4, start: 0.5 });
  const told = new Map<string, number>();
  for (let i = 0; i <= seconds * fps; i++) {
    const t = i / fps;
    const detections: Detection[] = boxes(t).flatMap((box) => {
      const part = box && visible(box);
      return part ? [seen('person', { ...part, x: part.x + jitter(), y: part.y + jitter() }, 0.8)] : [];
    });
    for (const { id, confirmed } of tracker.update(1000 * t, detections, picture).tracks) {
      if (confirmed) told.set(id, t);
    }
  }
  return [...told.keys()];
}

const person = (x: number, y = 200): Box => ({ x, y, width: 50, height: 120 });

describe('at the edge of the picture', () => {
  it.each([5, 10, 25])('one who enters where another has just left is somebody else, at %d frames a second', (fps) => {
    // Out of sight from 2.4 s; the other is seen from 3 s.
    const found = ids(fps, 6, (t) => [person(120 - 60 * t), t > 2.4 ? person(-48 + 30 * (t - 2.4)) : undefined]);
    expect(found).toHaveLength(2);
  });

  it('one who drives in at the foot of the picture is not the one who drove out there', () => {
    const down = picture.height;
    const found = ids(8, 6, (t) => [
      person(300, down - 300 + 150 * t),
      t > 1.8 ? person(310, down - 20 - 60 * (t - 1.8)) : undefined,
    ]);
    expect(found).toHaveLength(2);
  });

  it('who stands there, cut off by it, is the same after a moment out of sight', () => {
    const found = ids(8, 6, (t) => (t > 3 && t < 3.7 ? [] : [person(-20)]));
    expect(found).toHaveLength(1);
  });

  it('who walks along it is the same after a moment out of sight', () => {
    const found = ids(8, 6, (t) => (t > 3 && t < 3.7 ? [] : [person(-10, 50 + 40 * t)]));
    expect(found).toHaveLength(1);
  });

  it('who comes in and is hidden at once is the same after it', () => {
    const found = ids(8, 4, (t) => (t > 1.2 && t < 1.8 ? [] : [person(-40 + 60 * t)]));
    expect(found).toHaveLength(1);
  });

  it('a smaller one who was hidden behind the one who leaves is somebody else', () => {
    // Seen in real footage: a man walks out close to the camera, a woman behind him stands where his box ends.
    const found = ids(8, 6, (t) => {
      const man: Box = { x: 700 + 120 * t, y: 40, width: 220, height: 450 };
      const woman: Box = { x: 920, y: 180, width: 70, height: 220 };
      return man.x < 900 ? [man] : [undefined, woman];
    });
    expect(found).toHaveLength(2);
  });

  it('one who comes in and covers somebody who stands near is not taken for that one', () => {
    const found = ids(8, 6, (t) => {
      const waits: Box = { x: 905, y: 180, width: 70, height: 200 };
      const comes: Box = { x: 1000 - 40 * (t - 2), y: 150, width: 100, height: 290 };
      return t < 3 ? [waits] : [comes];
    });
    expect(found).toHaveLength(2);
  });
});
