import { describe, expect, it } from 'vitest';
import { numbers, sceneOf, trackAt, walkThrough } from '../testing/walk.ts';
import { wrongWay } from './wrong-way.ts';

/** Allowed is up in the whole picture of 1000 × 500; 50 pixels and 1 s against it are too much. */
const make = (over: Record<string, unknown> = {}) =>
  wrongWay.create(
    wrongWay.schema.parse({
      id: 'oneway',
      kind: 'wrong-way',
      zone: [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ],
      allowed: [
        [0.5, 0.9],
        [0.5, 0.1],
      ],
      distance: 0.1,
      hold: '1s',
      ...over,
    }),
  );

const line = (n: number, from: [number, number], step: [number, number]): [number, number][] =>
  Array.from({ length: n }, (_, i) => [from[0] + i * step[0], from[1] + i * step[1]]);

describe('the wrong way', () => {
  it('is reported once for a road user that goes against the direction', () => {
    const said = walkThrough(make(), line(40, [500, 100], [0, 8]));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ phase: 'instant', severity: 'warning', direction: 'against' });
    expect(said[0]?.explanation.en).toBe(
      "car went 0.16 of the picture's height against the allowed direction of oneway in 1.0 s (limits: 0.1 and 1s)",
    );
  });

  it('is not reported for the right way, for waiting, or for changing lanes', () => {
    expect(walkThrough(make(), line(40, [500, 450], [0, -8]))).toEqual([]);
    const random = numbers(3);
    expect(
      walkThrough(
        make(),
        line(300, [500, 250], [0, 0]).map(([x, y]) => [x, y + 20 * random()]),
      ),
    ).toEqual([]);
    expect(walkThrough(make(), line(60, [100, 200], [12, 3]))).toEqual([]);
  });

  it('is reported for one that turns round in the zone', () => {
    expect(walkThrough(make(), [...line(20, [500, 400], [0, -10]), ...line(20, [520, 210], [0, 8])])).toHaveLength(1);
  });

  it('begins with who is surely in the zone, not with who may be at its edge', () => {
    const zone = [
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1],
    ];
    // A place is known to 2.6 pixels.
    expect(walkThrough(make({ zone }), line(40, [499, 100], [0, 8]))).toEqual([]);
    expect(walkThrough(make({ zone }), line(40, [490, 100], [0, 8]))).toHaveLength(1);
  });

  it('needs its time: a jump of the box is no travel', () => {
    const jump: [number, number][] = [
      ...line(5, [500, 100], [0, 0]),
      ...line(3, [500, 300], [0, 0]),
      ...line(9, [500, 99], [0, 0]),
    ];
    expect(walkThrough(make(), jump)).toEqual([]);
  });

  it('needs half of its own height for a large road user', () => {
    expect(walkThrough(make(), line(30, [500, 400], [0, 3]), { height: 400 })).toEqual([]);
    expect(walkThrough(make(), line(30, [500, 300], [0, 3]), { height: 100 })).toHaveLength(1);
  });

  it('looks at its zone, its classes and confirmed tracks only', () => {
    const against = line(40, [500, 100], [0, 8]);
    expect(walkThrough(make({ classes: ['bus'] }), against)).toEqual([]);
    expect(walkThrough(make(), against, { confirmed: false })).toEqual([]);
    const left = make({
      zone: [
        [0, 0],
        [0.4, 0],
        [0.4, 1],
        [0, 1],
      ],
    });
    expect(walkThrough(left, against)).toEqual([]);
  });

  it('begins anew after the camera was blind', () => {
    const rule = make();
    walkThrough(rule, line(8, [500, 100], [0, 8]));
    rule.interrupted();
    expect(rule.step(sceneOf(60_000, [trackAt(500, 400)]))).toEqual([]);
  });
});
