import { describe, expect, it } from 'vitest';
import type { RoadUserClass } from '../../domain/detection.ts';
import { calibrationSchema } from '../calibration/config.ts';
import { groundOf } from '../calibration/ground.ts';
import { picture, sceneOf, trackAt } from '../testing/walk.ts';
import { highwayWalker } from './highway-walker.ts';

/** One pixel is a tenth of a metre, wherever: a camera straight above. */
const corners = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const calibration = calibrationSchema.parse({
  points: corners.map(([u, v]) => ({ image: [u, v], ground: [100 * u!, -50 * v!] })),
  accuracy: 0,
});
const ground = groundOf(calibration, picture.width, picture.height)!;

/** One goes along the road and is taken for this or that, frame by frame, ten frames a second. @returns how often it is told. */
function told(kmh: number, takenFor: readonly RoadUserClass[], calibrated = true): number {
  const rule = highwayWalker.create(
    highwayWalker.schema.parse({ id: 'walkers', kind: 'highway-walker', zone: corners, anchor: 'feet' }),
  );
  return takenFor.flatMap((kind, i) => {
    const x = 50 + (kmh / 3.6) * 10 * (i / 10);
    const track = { ...trackAt(x, 300, { id: 'one', height: 40 }), class: kind };
    const at = ground.toGround({ x, y: 300 })!;
    const places = new Map([['one', { at, front: at, error: 0.1 }]]);
    return rule.step({ ...sceneOf(100 * i, [track]), ...(calibrated ? { ground, places } : {}) });
  }).length;
}
const frames = (n: number, kind: RoadUserClass): RoadUserClass[] => Array.from({ length: n }, () => kind);

describe('people and bicycles on a highway', () => {
  it('are told of, walking or riding', () => {
    expect(told(5, frames(40, 'person'))).toBe(1);
    expect(told(18, frames(40, 'bicycle'))).toBe(1);
  });

  it('are not motorcycles far away that look like bicycles for a while, nor their riders', () => {
    const wavers = [...frames(14, 'motorcycle'), ...frames(12, 'bicycle'), ...frames(8, 'person')];
    expect(told(60, wavers)).toBe(0);
    expect(told(60, wavers, false)).toBe(1);
  });

  it('are not a motorcycle that comes into sight and looks like a bicycle for half a second', () => {
    const appears = [...frames(7, 'bicycle'), ...frames(20, 'motorcycle')];
    expect(told(60, appears)).toBe(0);
    expect(told(60, appears, false)).toBe(1);
  });
});
