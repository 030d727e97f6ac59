import { describe, expect, it } from 'vitest';
import { numbers, sceneOf, trackAt, walkThrough } from '../testing/walk.ts';
import { solidLine } from './solid-line.ts';
import { tripwire } from './tripwire.ts';
import { turningMovements } from './turning-movements.ts';

/** Across the picture of 1000 × 500 at 250, from left to right: forward is downwards. */
const line = [
  [0.1, 0.5],
  [0.9, 0.5],
];
const solid = () => solidLine.create(solidLine.schema.parse({ id: 'paint', kind: 'solid-line', line }));
const wire = (direction?: string) =>
  tripwire.create(tripwire.schema.parse({ id: 'fence', kind: 'tripwire', line, ...(direction ? { direction } : {}) }));
const down = Array.from({ length: 30 }, (_, i): [number, number] => [500, 100 + 10 * i]);
const up = down.toReversed();

describe('a line that may not be crossed', () => {
  it('tells of who drives over it, with where and when', () => {
    const said = walkThrough(solid(), down);
    expect(said).toMatchObject([{ phase: 'instant', direction: 'forward', track: { id: 't1' } }]);
    expect(said[0]?.explanation.en).toMatch(
      /^car drove over the solid line paint forward at \(0\.50, 0\.50\), 0\.\d s ago/,
    );
  });

  it('leaves alone who comes near, drives along it, or passes beyond its ends', () => {
    const near = down.map(([x, y]): [number, number] => [x, Math.min(y, 244)]);
    const along = Array.from({ length: 60 }, (_, i): [number, number] => [150 + 10 * i, 249 + (i % 2)]);
    const beyond = down.map(([, y]): [number, number] => [950, y]);
    for (const walk of [near, along, beyond]) expect(walkThrough(solid(), walk)).toEqual([]);
  });

  it('tells of the wanted direction alone', () => {
    expect(walkThrough(wire('forward'), down)).toHaveLength(1);
    expect(walkThrough(wire('forward'), up)).toEqual([]);
    expect(walkThrough(wire('backward'), up)).toHaveLength(1);
    expect(walkThrough(wire(), [...down, ...up])).toHaveLength(2);
  });

  it('does not believe 100,000 tracks that flicker over it for a frame', () => {
    const random = numbers(11);
    const rule = solid();
    let said = 0;
    for (let n = 0; n < 100_000; n++) {
      const [id, side] = [`t${n}`, random() < 0.5 ? 1 : -1];
      const wrongAt = 2 + Math.floor(4 * random());
      for (let i = 0; i < 7; i++) {
        const y = 250 + (i === wrongAt ? -side : side) * (20 + 80 * random());
        said += rule.step(sceneOf(i * 100, [trackAt(250 + 500 * random(), y, { id })])).length;
      }
      rule.step(sceneOf(700, [], [id]));
    }
    expect(said).toBe(0);
  });
});

describe('turning movements', () => {
  const make = () =>
    turningMovements.create(
      turningMovements.schema.parse({
        ...{ id: 'turns', kind: 'turning-movements', event: true, within: '5s' },
        from: [{ id: 'north', line }],
        to: [
          {
            id: 'south',
            line: [
              [0.1, 0.8],
              [0.9, 0.8],
            ],
          },
          {
            id: 'east',
            line: [
              [0.8, 0.1],
              [0.8, 0.9],
            ],
          },
        ],
      }),
    );
  const turn = [...down.slice(0, 22), ...Array.from({ length: 20 }, (_, i): [number, number] => [500 + 20 * i, 310])];

  it('are counted by where road users come in and go out', () => {
    const rule = make();
    expect(
      walkThrough(rule, [...down, ...down.map(([x, y]): [number, number] => [x, y + 290])].slice(0, 50)),
    ).toMatchObject([{ direction: 'north>south' }]);
    rule.step(sceneOf(9000, [], ['t1']));
    expect(walkThrough(rule, turn, { id: 't2', class: 'bus', startMs: 10_000 })).toMatchObject([
      { direction: 'north>east' },
    ]);
    expect(rule.figures?.take()).toEqual({ 'north>south.car': 1, 'north>east.bus': 1 });
    expect(rule.figures?.take()).toEqual({});
  });

  it('do not count who goes out without having come in, or who took too long', () => {
    expect(walkThrough(make(), turn.slice(18))).toEqual([]);
    const rests = [
      ...turn.slice(0, 22),
      ...Array.from({ length: 60 }, (): [number, number] => [500, 310]),
      ...turn.slice(22),
    ];
    expect(walkThrough(make(), rests)).toEqual([]);
  });
});
