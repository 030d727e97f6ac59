import { describe, expect, it } from 'vitest';
import { roadUserClasses } from '../../../domain/detection.ts';
import { seededRandom } from '../../random.ts';
import { footprintOf } from '../picture/order.ts';
import type { Actor } from '../world.ts';
import { overlap, randomCrowd } from './crowd.ts';
import { labelsOf, pictureGroup, randomCamera } from './picture.ts';
import { randomStreet } from './street.ts';

describe('training pictures', () => {
  it('are the same for the same seed, with labels inside of the picture', () => {
    const [first, again] = [pictureGroup(11, 1).next().value, pictureGroup(11, 1).next().value];
    expect(first && again && first.jpeg.equals(again.jpeg)).toBe(true);
    expect(first?.labels).toEqual(again?.labels);
    expect(first?.labels.length).toBeGreaterThan(0);
    for (const line of first?.labels ?? []) {
      const [of = -1, cx = 0, cy = 0, w = 0, h = 0, flag = -1] = line.split(' ').map(Number);
      expect(roadUserClasses[of]).toBeDefined();
      expect([0, 1, 3]).toContain(flag);
      for (const edge of [cx - w / 2, cx + w / 2, cy - h / 2, cy + h / 2]) {
        expect(edge).toBeGreaterThan(-0.001);
        expect(edge).toBeLessThan(1.001);
      }
    }
  });

  it('show nobody in the place of somebody else, and none of the held-out shapes', () => {
    const random = seededRandom(4);
    const actors: (readonly Actor[])[] = [];
    for (let i = 0; i < 12; i++) {
      const street = randomStreet(random);
      actors.push(randomCrowd({ street, camera: randomCamera(street, random), random }));
    }
    expect(actors.flat().length).toBeGreaterThan(60);
    expect(new Set(actors.flat().map((a) => a.class))).toEqual(new Set(roadUserClasses));
    for (const crowd of actors) {
      for (const [i, a] of crowd.entries()) {
        expect(a.look.seed % 10).not.toBe(9);
        for (const b of crowd.slice(i + 1)) expect(overlap(footprintOf(a), footprintOf(b), 0)).toBe(false);
      }
    }
  });

  it('label machines with their riders, and each rider as a person besides; what is hardly visible is to be ignored', () => {
    const object = (visible: number, box: readonly [number, number, number, number]) => ({
      ...{
        id: 'a',
        class: 'motorcycle' as const,
        box,
        visible,
        ground: [0, 0] as const,
        front: [0, 0] as const,
        speedKmh: 0,
      },
      riders: [[12, 10, 9, 14]] as const,
    });
    const of = (visible: number, box: readonly [number, number, number, number]) =>
      labelsOf({ frame: 0, tMs: 0, objects: [object(visible, box)], signals: {} }).map((l) => [l.class, l.flag]);
    expect(of(0.9, [10, 10, 12, 24])).toEqual([
      ['motorcycle', 0],
      ['person', 1],
    ]);
    expect(of(0.2, [10, 10, 12, 24])).toEqual([
      ['motorcycle', 3],
      ['person', 3],
    ]);
    expect(of(0.9, [10, 10, 4, 24])).toEqual([
      ['motorcycle', 3],
      ['person', 1],
    ]);
  });
});
