import { describe, expect, it } from 'vitest';
import type { Detection, RoadUserClass } from '../../domain/detection.ts';
import { boxAt, numbers, seen } from '../testing/walk.ts';
import { Tracker, type TrackerOptions } from './tracker.ts';

function make(options: Partial<TrackerOptions> = {}) {
  let n = 0;
  return new Tracker(() => `boot-${++n}`, options);
}

/** Runs a scene, given as detections at a time in seconds, and gives for each frame which id stands where. */
function run(tracker: Tracker, fps: number, seconds: number, scene: (t: number) => Detection[], startS = 0) {
  return Array.from({ length: Math.round(seconds * fps) + 1 }, (_, i) => {
    const t = startS + i / fps;
    const { tracks, ended } = tracker.update(1000 * t, scene(t));
    return { t, tracks, ended };
  });
}
const confirmedIds = (frames: ReturnType<typeof run>) => [
  ...new Set(frames.flatMap((f) => f.tracks.filter((t) => t.confirmed).map((t) => t.id))),
];
/** A car that drives right at 200 pixels a second. */
const car = (t: number, score = 0.9, c: RoadUserClass = 'car') => seen(c, boxAt(100 + 200 * t, 300, 120, 80), score);

describe('the tracker', () => {
  it.each([5, 12.5, 30])(
    'follows one road user as one track at %d frames a second, confirmed after 0.2 s and three sightings',
    (fps) => {
      const frames = run(make(), fps, 3, (t) => [car(t)]);
      expect(confirmedIds(frames)).toEqual(['boot-1']);
      const first = frames.find((f) => f.tracks[0]?.confirmed)?.t ?? 0;
      expect(first).toBeGreaterThanOrEqual(0.2);
      expect(first).toBeLessThanOrEqual(Math.max(0.25, 2 / fps));
    },
  );

  it('keeps the ids of two road users that pass each other', () => {
    const frames = run(make(), 10, 4, (t) => [
      seen('person', boxAt(100 + 100 * t, 300)),
      seen('person', boxAt(500 - 100 * t, 330)),
    ]);
    expect(confirmedIds(frames)).toEqual(['boot-1', 'boot-2']);
    const last = frames.at(-1)?.tracks ?? [];
    expect(last.find((t) => t.id === 'boot-1')?.box.x).toBeGreaterThan(450);
    expect(last.find((t) => t.id === 'boot-2')?.box.x).toBeLessThan(120);
  });

  it('finds a small fast motorcycle again whose boxes do not overlap from frame to frame at 5 frames a second', () => {
    const frames = run(make(), 5, 3, (t) => [seen('motorcycle', boxAt(50 + 200 * t, 300, 36, 60))]);
    expect(confirmedIds(frames)).toEqual(['boot-1']);
  });

  it.each([5, 10, 30])(
    'continues a track after 0.9 s out of sight and not after 1.3 s, at %d frames a second',
    (fps) => {
      const hidden = (t: number, ms: number) => t > 2 && t < 2 + ms / 1000;
      expect(confirmedIds(run(make(), fps, 5, (t) => (hidden(t, 900) ? [] : [car(t)])))).toEqual(['boot-1']);
      const frames = run(make(), fps, 5, (t) => (hidden(t, 1300) ? [] : [car(t)]));
      expect(confirmedIds(frames)).toEqual(['boot-1', 'boot-2']);
      expect(frames.flatMap((f) => f.ended)).toEqual(['boot-1']);
    },
  );

  it('lets doubtful boxes continue a track and never begin one', () => {
    const frames = run(make(), 10, 3, (t) => [car(t, t < 1 ? 0.9 : 0.2)]);
    expect(confirmedIds(frames)).toEqual(['boot-1']);
    expect(frames.at(-1)?.tracks).toHaveLength(1);
    expect(run(make(), 10, 3, (t) => [car(t, 0.65)]).flatMap((f) => f.tracks)).toEqual([]);
    expect(run(make(), 10, 3, (t) => [car(t, 0.05)]).flatMap((f) => f.tracks)).toEqual([]);
  });

  it('does not confirm what was seen twice, nor what was seen thrice within 0.1 s', () => {
    expect(run(make(), 10, 0.1, (t) => [car(t)]).flatMap((f) => f.tracks.filter((t) => t.confirmed))).toEqual([]);
    expect(run(make(), 30, 0.1, (t) => [car(t)]).flatMap((f) => f.tracks.filter((t) => t.confirmed))).toEqual([]);
  });

  it('takes the class that was seen most, whatever one frame says', () => {
    const frames = run(make(), 10, 2, (t) => [car(t, 0.9, Math.round(t * 10) % 4 === 3 ? 'truck' : 'car')]);
    expect(confirmedIds(frames)).toEqual(['boot-1']);
    expect(frames.at(-1)?.tracks[0]?.class).toBe('car');
  });

  it('sees one road user where the detector gives one thing two classes', () => {
    const frames = run(make(), 10, 1, (t) => [car(t, 0.8), car(t, 0.75, 'truck')]);
    expect(frames.at(-1)?.tracks.map((t) => t.class)).toEqual(['car']);
  });

  it('does not hand the track of a person on to the motorcycle beside it', () => {
    const frames = run(make(), 10, 3, (t) => [
      ...(t < 1.5 ? [seen('person', boxAt(200, 300))] : []),
      ...(t > 1 ? [seen('motorcycle', boxAt(205, 300))] : []),
    ]);
    expect(frames.at(-1)?.tracks.map((t) => [t.id, t.class])).toEqual([['boot-2', 'motorcycle']]);
  });

  it('does not let a lost track leap to a stranger far away', () => {
    const frames = run(make(), 10, 3, (t) => [
      t < 1 ? seen('motorcycle', boxAt(200, 400, 44, 88)) : seen('motorcycle', boxAt(330, 230, 80, 50)),
    ]);
    expect(confirmedIds(frames)).toEqual(['boot-1', 'boot-2']);
  });

  it('gives each frame the same tracks each time', () => {
    const scene = (random: () => number) => (t: number) =>
      Array.from({ length: 12 }, (_, k) =>
        seen('person', boxAt(60 * k + 30 * t + 6 * random(), 300 + 4 * random()), 0.3 + 0.7 * random()),
      ).filter(() => random() > 0.2);
    const once = run(make(), 8, 10, scene(numbers(5)));
    expect(run(make(), 8, 10, scene(numbers(5)))).toEqual(once);
  });

  it('never uses an id again, over a reset too', () => {
    const tracker = make();
    run(tracker, 10, 1, (t) => [car(t)]);
    expect(tracker.reset()).toEqual(['boot-1']);
    expect(tracker.size).toBe(0);
    expect(confirmedIds(run(tracker, 10, 1, (t) => [car(t - 5)], 5))).toEqual(['boot-2']);
  });

  it('ends all tracks over a gap in the frames instead of letting them jump', () => {
    const tracker = make();
    run(tracker, 10, 1, (t) => [car(t)]);
    const [frame] = run(tracker, 10, 0, () => [car(1)], 4);
    expect(frame?.ended).toEqual(['boot-1']);
    expect(frame?.tracks.map((t) => [t.id, t.confirmed])).toEqual([['boot-2', false]]);
  });

  it('takes a frame that is not later than the one before as a moment later', () => {
    const tracker = make();
    tracker.update(1000, [car(0)]);
    expect(tracker.update(1000, [car(0)]).tracks.map((t) => t.id)).toEqual(['boot-1']);
    expect(tracker.update(400, [car(0)]).tracks.map((t) => t.id)).toEqual(['boot-1']);
  });

  it('smooths the box that rules use and keeps the detector’s own beside it', () => {
    const random = numbers(7);
    const frames = run(make(), 10, 5, () => [seen('car', boxAt(300 + 10 * (random() - 0.5), 300, 120, 80))]);
    const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
    const late = frames.slice(20).map((f) => f.tracks[0]!);
    expect(spread(late.map((t) => t.box.x))).toBeLessThan(0.9 * spread(late.map((t) => t.seenAs.x)));
  });
});
