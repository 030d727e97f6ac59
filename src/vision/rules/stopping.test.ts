import { describe, expect, it } from 'vitest';
import { ground } from '../testing/from-above.ts';
import { numbers, sceneOf, trackAt, walkThrough } from '../testing/walk.ts';
import { stopping } from './stopping.ts';

/** The left half of the picture of 1000 × 500; a box is 80 pixels high, so its circle is 16 pixels. */
const make = (over: Record<string, unknown> = {}) =>
  stopping.create(
    stopping.schema.parse({
      id: 'kerb',
      kind: 'stopping',
      zone: [
        [0, 0],
        [0.5, 0],
        [0.5, 1],
        [0, 1],
      ],
      after: '10s',
      ...over,
    }),
  );
const stand = (seconds: number, x = 300): [number, number][] => Array.from({ length: 10 * seconds }, () => [x, 300]);
const drive = (from: number, to: number, step = 10): [number, number][] =>
  Array.from({ length: Math.abs(to - from) / step }, (_, i) => [from + step * i * Math.sign(to - from), 300]);

describe('stopping', () => {
  it('tells once of who stands for too long, at the moment it is too long, and why', () => {
    const rule = make();
    expect(walkThrough(rule, [...drive(100, 300), ...stand(9)])).toEqual([]);
    const said = walkThrough(rule, stand(20), { startMs: 11_000 });
    expect(said).toHaveLength(1);
    expect(said[0]?.explanation.en).toMatch(
      /^car stands in kerb at \(0\.\d\d, 0\.60\) for 10\.\d s \(limit: 10s\), within 16 px/,
    );
  });

  it('leaves alone who drives through, however slowly, and who stands outside', () => {
    expect(walkThrough(make(), drive(100, 480, 1))).toEqual([]);
    expect(walkThrough(make(), stand(30, 520))).toEqual([]);
  });

  it('takes a box that trembles for one that stands, and a wrong box for nothing', () => {
    const random = numbers(3);
    const trembling = stand(12).map(([x, y]): [number, number] => [
      x + 10 * (random() - 0.5),
      y + 10 * (random() - 0.5),
    ]);
    expect(walkThrough(make(), trembling)).toHaveLength(1);
    const wrong = stand(12).map(([x, y], i): [number, number] => [i % 20 === 7 ? x + 90 : x, y]);
    expect(walkThrough(make(), wrong)).toHaveLength(1);
  });

  it('lets the time begin anew for who moves on', () => {
    expect(walkThrough(make(), [...stand(8), ...drive(300, 360), ...stand(8, 360)])).toEqual([]);
    expect(walkThrough(make(), [...stand(11), ...drive(300, 360), ...stand(12, 360)])).toHaveLength(2);
  });

  it('counts from when somebody came near to where it stands, not from its last centimetre', () => {
    // Brakes, creeps 18 pixels in 4 s, the last one of them over the edge of the circle of 16; stands for 9 s more.
    const creep = Array.from({ length: 40 }, (_, i): [number, number] => [282 + 18 * (1 - (1 - i / 40) ** 2), 300]);
    expect(walkThrough(make(), [...drive(150, 282), ...creep, ...stand(9)])).toHaveLength(1);
    // Whoever crawls on without end never stands.
    expect(walkThrough(make(), drive(100, 480, 0.4 * 1))).toEqual([]);
  });

  it('does not count the last metre of braking and the first one of setting out', () => {
    const brake = Array.from({ length: 10 }, (_, i): [number, number] => [300 - 14 * (1 - (i + 1) / 10), 300]);
    const go = Array.from({ length: 10 }, (_, i): [number, number] => [300 + 1.4 * (i + 1), 300]);
    expect(walkThrough(make(), [...drive(100, 286), ...brake, ...stand(9), ...go, ...drive(320, 480)])).toEqual([]);
    expect(walkThrough(make(), [...drive(100, 286), ...brake, ...stand(10.5), ...go])).toHaveLength(1);
  });

  it('asks its zone where one stands, not where it began to creep, and is not misled by a box that trembles over the edge', () => {
    const creep = Array.from({ length: 30 }, (_, i): [number, number] => [507 - 14 * (1 - (1 - i / 30) ** 2), 300]);
    expect(walkThrough(make(), [...drive(560, 510), ...creep, ...stand(13, 493)])).toHaveLength(1);
    const random = numbers(5);
    const beside = stand(60, 505).map(([x, y]): [number, number] => [x + 14 * (random() - 0.5), y]);
    expect(walkThrough(make(), beside)).toEqual([]);
  });

  it('does not tell again of who has crept to where it stood and creeps away', () => {
    const walk = [...drive(150, 290), ...stand(1, 290), ...stand(14, 303), ...stand(3, 309), ...drive(320, 480)];
    expect(walkThrough(make(), walk)).toHaveLength(1);
  });

  it('survives being hidden, and a track that breaks', () => {
    const hidden = make();
    walkThrough(hidden, stand(5));
    expect(walkThrough(hidden, stand(3), { startMs: 12_000 })).toHaveLength(1);
    const broken = make();
    walkThrough(broken, stand(5));
    broken.step(sceneOf(6000, [], ['t1']));
    expect(walkThrough(broken, stand(3), { id: 't2', startMs: 9000 })).toHaveLength(1);
    const toldBefore = make();
    expect(walkThrough(toldBefore, stand(12))).toHaveLength(1);
    toldBefore.step(sceneOf(13_000, [], ['t1']));
    expect(walkThrough(toldBefore, stand(12), { id: 't2', startMs: 15_000 })).toEqual([]);
  });

  it('has stood all the time whose box went along with somebody who passed, and not who drove back', () => {
    const slid = [...drive(100, 300), ...stand(6), ...drive(300, 400, 10), ...drive(400, 300, 10), ...stand(5)];
    expect(walkThrough(make(), slid)).toHaveLength(1);
    const back = [...drive(100, 300), ...stand(6), ...drive(300, 400, 10), ...stand(4, 400), ...stand(5)];
    expect(walkThrough(make(), back)).toEqual([]);
  });

  it('does not give the time of one that was lost to another one', () => {
    const elsewhere = make();
    walkThrough(elsewhere, stand(8));
    elsewhere.step(sceneOf(9000, [], ['t1']));
    expect(walkThrough(elsewhere, stand(8, 340), { id: 't2', startMs: 9500 })).toEqual([]);
    const smaller = make();
    walkThrough(smaller, stand(8));
    smaller.step(sceneOf(9000, [], ['t1']));
    expect(walkThrough(smaller, stand(8), { id: 't2', startMs: 9500, height: 40 })).toEqual([]);
    const later = make();
    walkThrough(later, stand(8));
    later.step(sceneOf(9000, [], ['t1']));
    expect(walkThrough(later, stand(8), { id: 't2', startMs: 40_000 })).toEqual([]);
  });

  it('gives the time of one that was lost to nobody after somebody else stood there', () => {
    const rule = make();
    walkThrough(rule, [...drive(100, 300), ...stand(8)]);
    rule.step(sceneOf(11_000, [], ['t1']));
    walkThrough(rule, [...drive(100, 300), ...stand(3), ...drive(300, 480)], { id: 't2', startMs: 11_100 });
    expect(walkThrough(rule, stand(4), { id: 't3', startMs: 20_000 })).toEqual([]);
  });

  it('tells once of one that is followed twice', () => {
    const rule = make();
    const said = Array.from({ length: 120 }, (_, i) =>
      rule.step(sceneOf(100 * i, [trackAt(300, 300), trackAt(308, 300, { id: 't2' })])),
    ).flat();
    expect(said).toHaveLength(1);
  });

  it('does not believe a box that the edge of the picture cuts off in most of its frames', () => {
    const rule = make({ anchor: 'ground' });
    const place = ground.toGround({ x: 300, y: 300 })!;
    const at = (isCut: boolean) => new Map(isCut ? [] : [['t1', { at: place, front: place, error: 0 }]]);
    const said = (share: number) =>
      Array.from({ length: 120 }, (_, i) =>
        rule.step({ ...sceneOf(100 * i, [trackAt(300, 300)]), ground, places: at(i % share > 0) }),
      ).flat();
    expect(said(4)).toEqual([]);
    rule.interrupted();
    expect(said(1)).toHaveLength(1);
  });

  it('measures in metres where a calibration tells: few pixels may be a way, and many none', () => {
    // 0.1 m a pixel; the circle is 0.3 m, that without a calibration 16 pixels.
    const said = (walk: readonly (readonly [number, number])[]) => {
      const rule = make({ anchor: 'ground' });
      return walk.flatMap(([x, y], i) => {
        const at = ground.toGround({ x, y })!;
        const places = new Map([['t1', { at, front: at, error: 0 }]]);
        return rule.step({ ...sceneOf(100 * i, [trackAt(x, y)]), ground, places });
      });
    };
    expect(said([...stand(8), ...stand(8, 308)])).toEqual([]);
    expect(said(stand(12))[0]?.explanation.en).toMatch(/within 0\.3 m of that spot$/);
  });

  it('tells once of a long one that drifts a little before it sets out', () => {
    const drift = Array.from({ length: 40 }, (_, i): [number, number] => [300 + 0.6 * i, 300]);
    expect(walkThrough(make(), [...stand(11), ...drift, ...stand(12, 324), ...drive(330, 480)])).toHaveLength(1);
  });

  it('looks at its classes and confirmed tracks only, and carries nothing over an interruption', () => {
    expect(walkThrough(make({ classes: ['bus'] }), stand(12))).toEqual([]);
    expect(walkThrough(make(), stand(12), { confirmed: false })).toEqual([]);
    const rule = make();
    walkThrough(rule, stand(9));
    rule.interrupted();
    expect(walkThrough(rule, stand(5), { startMs: 9100 })).toEqual([]);
  });
});
