import { describe, expect, it } from 'vitest';
import type { Detection } from '../../domain/detection.ts';
import { lineCrossing } from '../rules/line-crossing.ts';
import { boxAt, numbers, picture, seen } from '../testing/walk.ts';
import { RoadUsers } from './road-users.ts';

function run(seconds: number, scene: (t: number, i: number) => Detection[], fps = 10) {
  let n = 0;
  const users = new RoadUsers(() => `b-${++n}`, { high: 0.4, start: 0.5 });
  const line = lineCrossing.create(
    lineCrossing.schema.parse({
      id: 'l',
      kind: 'line-crossing',
      line: [
        [0, 0.5],
        [1, 0.5],
      ],
      event: true,
    }),
  );
  const frames = Array.from({ length: Math.round(seconds * fps) }, (_, i) => {
    const t = i / fps;
    const { tracks, ended } = users.update(1000 * t, scene(t, i));
    const crossings = line.step({ monotonicMs: 1000 * t, ...picture, tracks, ended });
    return { t, tracks, ended, crossings };
  });
  const crossings = frames.flatMap((f) => f.crossings.map((e) => `${e.track?.class} ${e.direction}`));
  const of = (from: number) =>
    [
      ...new Set(
        frames
          .filter((f) => f.t >= from)
          .flatMap((f) => f.tracks.filter((t) => t.confirmed).map((t) => `${t.id} ${t.class}`)),
      ),
    ].sort();
  return { frames, crossings, of };
}

/** A rider seen from behind, who goes up from the foot of the picture. */
const rider = (t: number, x = 500) => seen('person', boxAt(x, 420 - 50 * t, 32, 80), 0.7);
const cycle = (t: number, x = 500, score = 0.6) => seen('motorcycle', boxAt(x + 2, 424 - 50 * t, 36, 70), score);

describe('a motorcycle and its rider', () => {
  it('are one road user with one id, and cross a line once', () => {
    const { of, crossings } = run(6, (t) => [rider(t), cycle(t)]);
    expect(of(2)).toEqual(['b-1 motorcycle']);
    expect(crossings).toEqual(['motorcycle backward']);
  });

  it('stay one road user where the detector loses the one or the other now and then', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = numbers(seed);
      const { crossings } = run(6, (t) => [rider(t), cycle(t)].filter(() => random() > 0.35));
      expect(crossings).toEqual(['motorcycle backward']);
    }
  });

  it('are a motorcycle where its box is too weak to begin a track at all', () => {
    const random = numbers(8);
    const { crossings, of } = run(6, (t) => [rider(t), ...(random() < 0.6 ? [cycle(t, 500, 0.25)] : [])]);
    expect(crossings).toEqual(['motorcycle backward']);
    expect(of(3)).toEqual(['b-1 motorcycle']);
  });

  it('do not leap from the foot to the wheel when the one takes over from the other', () => {
    const { frames } = run(6, (t, i) =>
      t < 3 || i % 16 < 8 ? [rider(t), cycle(t)] : i % 32 < 16 ? [rider(t)] : [cycle(t)],
    );
    const feet = frames.slice(30).flatMap((f) => f.tracks.map((t) => t.box.y + t.box.height));
    for (const [i, y] of feet.entries()) {
      if (i > 0) expect(y - feet[i - 1]!).toBeLessThan(1.5);
    }
  });

  it('stay one from the side, where the machine is wide and the box of the rider grows narrow', () => {
    const side = (t: number, i: number) => [
      seen('motorcycle', boxAt(100 + 90 * t, 424 - 50 * t, 132, 96), 0.8),
      seen('person', boxAt(100 + 90 * t, 418 - 50 * t, i < 20 || i % 20 > 8 ? 50 : 34, 86), 0.7),
    ];
    expect(run(6, side).of(1)).toEqual(['b-2 motorcycle']);
  });

  it('carry a passenger without becoming two', () => {
    const passenger = (t: number) => seen('person', boxAt(508, 410 - 50 * t, 32, 72), 0.6);
    const { crossings, of } = run(6, (t) => [rider(t), passenger(t), cycle(t)]);
    expect(crossings).toEqual(['motorcycle backward']);
    expect(of(3)).toEqual([expect.stringMatching(/ motorcycle$/)]);
  });

  it('are two road users beside two others', () => {
    const { crossings, of } = run(6, (t) => [rider(t), cycle(t), rider(t, 545), cycle(t, 545)]);
    expect(crossings).toEqual(['motorcycle backward', 'motorcycle backward']);
    expect(of(3)).toEqual(['b-1 motorcycle', 'b-2 motorcycle']);
  });

  it('keep their id, and their crossing, where the box of the rider ahead comes over to them just behind the line', () => {
    // The rider ahead sits on a machine too weak to be tracked, and crossed the line before.
    const ahead = (t: number) => {
      const over = Math.min(1, Math.max(0, (t - 3.4) / 0.3));
      return boxAt(468 + 32 * over, 396 - 50 * t + 24 * over, 32, 80);
    };
    const { crossings, of } = run(6, (t) => [
      seen('person', ahead(t), 0.7),
      ...(t < 3.6 ? [seen('motorcycle', boxAt(470, 400 - 50 * t, 36, 70), 0.25)] : []),
      ...(t > 1 ? [cycle(t)] : []),
    ]);
    expect(crossings).toEqual(['motorcycle backward', 'motorcycle backward']);
    expect(of(5)).toHaveLength(1);
  });

  it('are one from the first picture where the box of the machine has the rider in it, moving or standing', () => {
    for (const speed of [0, 1]) {
      const { frames } = run(4, (t) => [
        seen('person', boxAt(500, 420 - 50 * speed * t, 40, 84), 0.6),
        seen('motorcycle', boxAt(502, 426 - 50 * speed * t, 46, 94), 0.7),
      ]);
      for (const { tracks } of frames) expect(tracks.map((u) => `${u.id} ${u.class}`)).toEqual(['b-1 motorcycle']);
    }
  });

  it('are one where the detector sees now the machine with its rider, now the rider alone', () => {
    const { frames, crossings } = run(6, (t, i) =>
      i % 12 < 6
        ? [seen('motorcycle', boxAt(502, 426 - 50 * t, 46, 94), 0.7)]
        : [seen('person', boxAt(500, 420 - 50 * t, 40, 84), 0.7)],
    );
    expect(new Set(frames.flatMap((f) => f.tracks.map((u) => u.id)))).toEqual(new Set(['b-1']));
    expect(crossings).toEqual(['motorcycle backward']);
    const feet = frames.slice(5).flatMap((f) => f.tracks.map((u) => u.box.y + u.box.height));
    for (const [i, y] of feet.entries()) if (i > 0) expect(y - feet[i - 1]!).toBeLessThan(3);
  });

  it('know their rider again who was not seen for long', () => {
    const { frames } = run(8, (t) => [cycle(t / 2), ...(t < 3 || t > 5 ? [rider(t / 2)] : [])]);
    expect(new Set(frames.filter((f) => f.t > 3).flatMap((f) => f.tracks.map((u) => u.id)))).toEqual(new Set(['b-1']));
  });

  it('part when the rider gets off and walks away: a person with an id of its own', () => {
    const stop = (t: number) => Math.min(t, 3);
    const walker = (t: number) => seen('person', boxAt(500 + 60 * Math.max(0, t - 4), 270, 32, 80), 0.7);
    const { of, frames } = run(9, (t) => [t < 4 ? rider(stop(t)) : walker(t), cycle(stop(t))]);
    const last = frames.at(-1)?.tracks ?? [];
    expect(last.map((u) => u.class).sort()).toEqual(['motorcycle', 'person']);
    expect(of(2)).toContain('b-1 motorcycle');
    const ids = last.map((u) => u.id);
    expect(new Set(ids).size).toBe(2);
    expect(frames.filter((f) => f.t < 4).flatMap((f) => f.tracks.map((u) => u.id))).not.toContain(
      last.find((u) => u.class === 'person')?.id,
    );
  });
});

describe('somebody on foot', () => {
  it('stays a person on the way past a row of parked motorcycles', () => {
    const parked = Array.from({ length: 12 }, (_, k) => seen('motorcycle', boxAt(150 + 60 * k, 300, 50, 60), 0.6));
    const { of } = run(12, (t) => [seen('person', boxAt(100 + 60 * t, 302, 30, 80), 0.8), ...parked]);
    expect(of(1).filter((u) => u.includes('person'))).toHaveLength(1);
    expect(of(1).filter((u) => u.includes('motorcycle'))).toHaveLength(12);
  });

  it('stays a person who stands beside a motorcycle', () => {
    const { of } = run(10, () => [
      seen('person', boxAt(300, 300, 30, 80), 0.8),
      seen('motorcycle', boxAt(304, 300, 50, 60), 0.6),
    ]);
    expect(
      of(1)
        .map((u) => u.split(' ')[1])
        .sort(),
    ).toEqual(['motorcycle', 'person']);
  });

  it('stays a person who stands there and whom the detector half takes for a rider', () => {
    const { of } = run(8, () => [
      seen('person', boxAt(500, 420, 32, 80), 0.6),
      seen('motorcycle', boxAt(500, 422, 36, 84), 0.3),
    ]);
    expect(of(0)).toEqual(['b-1 person']);
  });

  it('stays a person who walks and whom the detector half takes for a cyclist, now more, now less', () => {
    for (const seed of [1, 2, 3]) {
      const random = numbers(seed);
      const { of } = run(12, (t) => [
        seen('person', boxAt(500, 420 - 30 * t, 32, 80), 0.7),
        ...(random() < 0.7 ? [seen('bicycle', boxAt(501, 421 - 30 * t, 34, 82), 0.1 + 0.55 * random())] : []),
      ]);
      expect(of(1)).toEqual(['b-1 person']);
    }
  });

  it('stays a person who walks and whose legs the detector takes for a bicycle half of the time', () => {
    for (const seed of [1, 2, 3]) {
      const random = numbers(seed);
      const { of } = run(12, (t) => [
        seen('person', boxAt(100 + 60 * t, 420, 32, 80), 0.65),
        ...(random() < 0.5 ? [seen('bicycle', boxAt(101 + 60 * t, 422, 42, 60), 0.1 + 0.3 * random())] : []),
      ]);
      expect(of(1)).toEqual(['b-1 person']);
    }
  });

  it('is a cyclist, whose bicycle is seen as badly, once it goes faster than anybody walks', () => {
    const random = numbers(5);
    const { of } = run(4, (t) => [
      seen('person', boxAt(100 + 200 * t, 420, 32, 80), 0.65),
      ...(random() < 0.7 ? [seen('bicycle', boxAt(101 + 200 * t, 426, 70, 60), 0.3)] : []),
    ]);
    expect(of(2)).toEqual(['b-1 bicycle']);
  });

  it('is one where the detector takes it for a cyclist too, from a moment in which both lay apart', () => {
    const { of } = run(6, (t) => [
      seen('person', boxAt(500 + (t < 0.5 ? 14 : 0), 420 - 30 * t, 32, 80), 0.7),
      seen('bicycle', boxAt(500 - (t < 0.5 ? 14 : 0), 421 - 30 * t, 34, 82), t < 1 ? 0.6 : 0.45),
    ]);
    expect(of(3)).toEqual([expect.stringMatching(/ person$/)]);
  });

  it('who comes from behind a parked motorcycle has an id of its own', () => {
    const { frames } = run(6, (t) => [
      seen('motorcycle', boxAt(500, 300, 50, 60), 0.7),
      ...(t > 2 ? [seen('person', boxAt(500 + 50 * (t - 2), 296, 32, 84), 0.8)] : []),
    ]);
    const { tracks } = frames.at(-1)!;
    expect(tracks.map((u) => `${u.id} ${u.class}`)).toEqual(['b-1 motorcycle', 'b-2 person']);
  });

  it('stays a person in spite of weak wrong boxes in one frame of ten', () => {
    const random = numbers(4);
    const { crossings } = run(8, (t) => [
      seen('person', boxAt(500, 420 - 40 * t, 32, 80), 0.8),
      ...(random() < 0.1 ? [seen('bicycle', boxAt(500, 422 - 40 * t, 36, 70), 0.2)] : []),
    ]);
    expect(crossings).toEqual(['person backward']);
  });
});

describe('road users', () => {
  it('end once each, with their last track', () => {
    const { frames } = run(8, (t) => (t < 5 ? [rider(t), cycle(t), seen('car', boxAt(200, 300, 120, 80))] : []));
    const ended = frames.flatMap((f) => f.ended);
    expect(new Set(ended).size).toBe(ended.length);
    expect([...ended].sort()).toEqual(['b-1', 'b-2', 'b-3']);
  });
});
