import { describe, expect, it } from 'vitest';
import { numbers, sceneOf, trackAt, walkThrough } from '../testing/walk.ts';
import { lineCrossing } from './line-crossing.ts';

/** The picture of the tests is 1000 × 500: this line is at y = 250, from x = 200 to x = 800. Forward is down. */
const make = (over: Record<string, unknown> = {}) =>
  lineCrossing.create(
    lineCrossing.schema.parse({
      id: 'in-out',
      kind: 'line-crossing',
      line: [
        [0.2, 0.5],
        [0.8, 0.5],
      ],
      event: true,
      ...over,
    }),
  );

const down = (x = 500): [number, number][] => Array.from({ length: 21 }, (_, i) => [x, 150 + 10 * i]);
const up = (x = 500) => down(x).reverse();
const directions = (rule: ReturnType<typeof make>, points: readonly (readonly [number, number])[], walk = {}) =>
  walkThrough(rule, points, walk).map((e) => e.direction);

describe('a line', () => {
  it('counts a road user that crosses it, in the direction it goes', () => {
    const rule = make();
    expect(directions(rule, down())).toEqual(['forward']);
    expect(directions(rule, up(), { id: 't2', class: 'motorcycle' })).toEqual(['backward']);
    expect(rule.reporting?.take()).toEqual({ forward: { car: 1 }, backward: { motorcycle: 1 } });
    expect(rule.reporting?.take()).toEqual({ forward: {}, backward: {} });
  });

  it('has its forward side to the right of who looks along it', () => {
    const turned = make({
      line: [
        [0.8, 0.5],
        [0.2, 0.5],
      ],
    });
    expect(directions(turned, down())).toEqual(['backward']);
  });

  it('raises no events unless asked, but counts', () => {
    const rule = make({ event: false });
    expect(walkThrough(rule, down())).toEqual([]);
    expect(rule.reporting?.take().forward).toEqual({ car: 1 });
  });

  it('does not take one wrong box for a crossing: A A A B A A A', () => {
    const a = [500, 200] as const;
    const b = [500, 320] as const;
    for (const stepMs of [33, 200, 1000]) {
      expect(directions(make(), [a, a, a, b, a, a, a], { stepMs })).toEqual([]);
    }
    expect(directions(make(), [b, a, a, a, a, a])).toEqual([]);
  });

  it('does not take boxes that tremble for 0.1 s for a crossing at 30 frames a second', () => {
    const a = [500, 200] as const;
    const b = [500, 320] as const;
    expect(directions(make(), [a, a, a, a, a, a, b, b, b, a, b, b, a, a, a, a, a], { stepMs: 33 })).toEqual([]);
  });

  it('counts who came evenly and is hidden for good just beyond it, when the track ends, and nobody who jumped there', () => {
    const evenly = Array.from({ length: 8 }, (_, i) => [500, 120 + 20 * i] as const);
    const rule = make();
    // Seen once clear of the line: too short to have settled there.
    expect(directions(rule, evenly, { stepMs: 200 })).toEqual([]);
    expect(rule.step(sceneOf(2600, [], ['t1'])).map((e) => [e.direction, e.track?.id])).toEqual([['forward', 't1']]);
    expect(rule.reporting?.take().forward).toEqual({ car: 1 });
    for (const last of [
      [500, 330],
      [620, 262],
      [500, 252],
    ] as const) {
      const jumped = make();
      directions(jumped, [...evenly.slice(0, 7), last], { stepMs: 200 });
      expect(jumped.step(sceneOf(2600, [], ['t1']))).toEqual([]);
    }
    const turned = make();
    directions(turned, [...evenly, [500, 236], [500, 216]], { stepMs: 200 });
    expect(turned.step(sceneOf(3000, [], ['t1']))).toEqual([]);
    const unconfirmed = make();
    directions(unconfirmed, evenly, { stepMs: 200, confirmed: false });
    expect(unconfirmed.step(sceneOf(2600, [], ['t1']))).toEqual([]);
  });

  it('counts nothing for 100,000 tracks that flicker over it and stay', () => {
    const random = numbers(1);
    let wrong = 0;
    const rule = make();
    for (let n = 0; n < 100_000; n++) {
      const side = random() < 0.5 ? 1 : -1;
      const id = `t${n}`;
      let clear = 3;
      for (let i = 0; i < 12; i++) {
        // Never two wrong boxes in a row: a detector that is wrong for longer is not flicker.
        const isWrong = clear >= 2 && random() < 0.3;
        clear = isWrong ? 0 : clear + 1;
        const y = 250 + (isWrong ? -side : side) * (20 + 80 * random());
        wrong += rule.step(sceneOf(i * 100, [trackAt(250 + 500 * random(), y, { id })])).length;
      }
      wrong += rule.step(sceneOf(1200, [], [id])).length;
    }
    expect(wrong).toBe(0);
  });

  it('counts nothing for a road user that stands on it and trembles', () => {
    const random = numbers(2);
    const standing = Array.from({ length: 500 }, () => [500, 250 + 8 * (random() - 0.5)] as const);
    expect(directions(make(), standing)).toEqual([]);
    // It came from above and goes on after its rest: that is one crossing.
    const rule = make();
    expect(directions(rule, [...down().slice(0, 10), ...standing, ...down().slice(11)])).toEqual(['forward']);
  });

  it('counts a step that jumps over it between two frames', () => {
    const jump: [number, number][] = [
      [500, 60],
      [500, 100],
      [500, 420],
      [500, 460],
    ];
    expect(directions(make(), jump, { stepMs: 200 })).toEqual(['forward']);
  });

  it('does not count a way around its ends', () => {
    const around: [number, number][] = [
      [150, 150],
      [150, 200],
      [150, 300],
      [150, 350],
      [500, 350],
      [500, 350],
    ];
    expect(directions(make(), around)).toEqual([]);
  });

  it('counts one crossing where a way goes through it, back around its end, and through it again', () => {
    const rule = make();
    const through: [number, number][] = [
      ...down(),
      [850, 350],
      [900, 350],
      [900, 150],
      [900, 100],
      [500, 100],
      [500, 150],
    ];
    expect(directions(rule, [...through, ...down()])).toEqual(['forward', 'forward']);
  });

  it('may lie across the picture at any angle', () => {
    const diagonal = make({
      line: [
        [0.2, 0.2],
        [0.8, 0.8],
      ],
    });
    // The line runs from (200, 100) to (800, 400); its right-hand side is below it.
    const across: [number, number][] = Array.from({ length: 21 }, (_, i) => [400 + 10 * i, 350 - 10 * i]);
    expect(directions(diagonal, across)).toEqual(['backward']);
    expect(directions(diagonal, [...across].reverse(), { id: 't2' })).toEqual(['forward']);
    // Through the box around the line, but past its end.
    const past: [number, number][] = Array.from({ length: 21 }, (_, i) => [860 + 5 * i, 350 + 7 * i]);
    expect(directions(diagonal, past, { id: 't3' })).toEqual([]);
  });

  it('does not count unconfirmed tracks, and counts what they did once they are confirmed', () => {
    const rule = make();
    expect(directions(rule, down(), { confirmed: false })).toEqual([]);
    expect(rule.step(sceneOf(2100, [trackAt(500, 360)])).map((e) => e.direction)).toEqual(['forward']);
    expect(directions(make(), down(), { confirmed: false })).toEqual([]);
  });

  it('is armed anew for each crossing of a track', () => {
    expect(directions(make(), [...down(), ...up(), ...down()])).toEqual(['forward', 'backward', 'forward']);
  });

  it('looks at its classes only, as they are when the crossing is settled', () => {
    const rule = make({ classes: ['motorcycle'] });
    expect(directions(rule, down())).toEqual([]);
    expect(directions(rule, down(), { id: 't2', class: 'motorcycle' })).toEqual(['forward']);
  });

  it('forgets ended tracks and does not carry anything over an interruption', () => {
    const rule = make();
    walkThrough(rule, down().slice(0, 8));
    rule.interrupted();
    expect(directions(rule, down().slice(14))).toEqual([]);
    walkThrough(rule, down().slice(0, 8), { id: 't9' });
    rule.step(sceneOf(1000, [], ['t9']));
    expect(directions(rule, down().slice(14), { id: 't9' })).toEqual([]);
  });

  it('can look at the centre instead of the feet', () => {
    // Feet 40 pixels below the centre: at 250 the feet are on the line, the centre is above it.
    const rule = make({ anchor: 'centre' });
    const toTheFeet: [number, number][] = Array.from({ length: 12 }, (_, i) => [500, 160 + 10 * i]);
    expect(directions(rule, toTheFeet)).toEqual([]);
    expect(
      directions(
        rule,
        down().map(([x, y]) => [x, y + 40]),
        { id: 't2' },
      ),
    ).toEqual(['forward']);
  });
});
