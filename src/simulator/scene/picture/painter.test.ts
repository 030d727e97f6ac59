import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { roadUserClasses } from '../../../domain/detection.ts';
import { Pinhole } from '../pinhole.ts';
import type { Actor, Conditions, Moment, Plan } from '../world.ts';
import { bodyOf, extentOf, kindsOf, parkedKinds } from './bodies/table.ts';
import { farToNear, footprintOf } from './order.ts';
import { createPainter } from './painter.ts';
import { vietnamTime } from './sensor.ts';
import { boxAround, outlinesOf } from './silhouette.ts';

const size = { width: 192, height: 108 };
const camera = new Pinhole({ position: [0, -14, 6], yaw: 0, tilt: 22, focal: 180, ...size });
const plan: Plan = {
  surfaces: [
    {
      kind: 'asphalt',
      outline: [
        [-40, -6],
        [40, -6],
        [40, 12],
        [-40, 12],
      ],
    },
  ],
  markings: [
    {
      kind: 'zebra',
      along: [
        [6, -6],
        [6, 12],
      ],
      width: 3,
      colour: 'white',
    },
  ],
  furniture: [
    { kind: 'lamp', at: [[-6, 13]], height: 8, heading: -Math.PI / 2, seed: 1 },
    { kind: 'signal', id: 'a', at: [[8, -3]], height: 3.4, heading: -Math.PI / 2, seed: 2 },
    {
      kind: 'building',
      at: [
        [-30, 14],
        [30, 14],
        [30, 22],
        [-30, 22],
      ],
      height: 9,
      seed: 3,
    },
    { kind: 'tree', at: [[3, 13]], height: 6, seed: 4 },
  ],
};
const day: Conditions = {
  light: 'day',
  sun: { azimuth: 220, elevation: 50 },
  rain: 0,
  haze: 0.1,
  noise: 2,
  exposure: 0.005,
};
const actor = (of: Actor['class'], kind: string, more: Partial<Actor> = {}): Actor => ({
  ...{ id: `${kind}`, class: of, look: { kind, seed: 7 }, at: [0, 0], heading: 0.6 },
  ...{ speed: 0, travelled: 1, braking: false, ...more },
});
const moment = (actors: readonly Actor[], seconds = 1): Moment => ({
  seconds,
  actors,
  signals: new Map([['a', 'red' as const]]),
});
const paint = (conditions: Conditions, seed: number, m: Moment) =>
  Buffer.from(createPainter({ plan, camera, conditions, seed }).paint(m));
const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
const all = roadUserClasses.flatMap((of) => kindsOf(of).map((kind) => [of, kind] as const));
const everybody = [...all, ['motorcycle', parkedKinds.motorcycle] as const, ['bicycle', parkedKinds.bicycle] as const];

describe('the painter', () => {
  const quiet: Conditions = { ...day, noise: 0 };
  const painter = createPainter({ plan, camera, conditions: quiet, seed: 1 });
  const empty = Buffer.from(painter.paint(moment([])));

  it.each(everybody)('paints a %s of the kind %s where its silhouette is', (of, kind) => {
    const one = actor(of, kind);
    const box = boxAround(outlinesOf(bodyOf(one), camera).flat(), camera);
    expect(box).toBeDefined();
    const picture = painter.paint(moment([one]));
    let [inside, changed] = [0, 0];
    for (let y = Math.ceil(box?.y ?? 0); y < (box?.y ?? 0) + (box?.height ?? 0) - 1; y++) {
      for (let x = Math.ceil(box?.x ?? 0); x < (box?.x ?? 0) + (box?.width ?? 0) - 1; x++) {
        const i = (y * size.width + x) * 4;
        inside++;
        const difference = [0, 1, 2].reduce((sum, c) => sum + Math.abs((picture[i + c] ?? 0) - (empty[i + c] ?? 0)), 0);
        if (difference > 12) changed++;
      }
    }
    // A bicycle is mostly air; a lorry fills most of its box.
    expect(changed / inside).toBeGreaterThan(of === 'bicycle' ? 0.12 : 0.3);
  });

  it.each(everybody)('has a %s of the kind %s take about the room that the table says', (of, kind) => {
    const one = actor(of, kind, { heading: 0 });
    const points = bodyOf(one).flatMap((part) =>
      part.items.flatMap((item) => (item.kind === 'face' ? item.points : item.balls.map((b) => b.at))),
    );
    const span = (axis: 0 | 1 | 2) => Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis]));
    const { length, height } = extentOf(one.look);
    if (of !== 'person') expect(Math.abs(span(0) / length - 1)).toBeLessThan(0.22);
    expect(span(2) / height).toBeGreaterThan(0.7);
    expect(span(2) / height).toBeLessThan(1.35);
    expect(Math.min(...points.map((p) => p[2]))).toBeGreaterThan(-0.05);
  });

  it('paints nobody over a house that stands before them, and everybody who stands before it', () => {
    const { paint } = createPainter({ plan, camera, conditions: { ...day, noise: 0 }, seed: 3 });
    const picture = (...actors: Actor[]) => Buffer.from(paint({ seconds: 0, actors, signals: new Map() }));
    const empty = picture();
    /** Pixels that differ by more than the seam of a piece that is laid twice. */
    const changed = (other: Buffer) => other.filter((v, i) => Math.abs(v - empty[i]!) > 24).length;
    const at = (y: number): Actor => ({
      ...{ id: 'a', class: 'motorcycle', look: { kind: kindsOf('motorcycle')[0]!, seed: 3 }, at: [0, y], heading: 0 },
      ...{ speed: 0, travelled: 0, braking: false },
    });
    expect(changed(picture(at(30)))).toBe(0);
    expect(changed(picture(at(10)))).toBeGreaterThan(100);
  });

  it('gives the same picture for the same seed and moment, by day and by night in the rain', () => {
    const wet: Conditions = { ...day, light: 'night', rain: 0.6, noise: 8, exposure: 0.03 };
    for (const conditions of [day, wet]) {
      const m = moment([actor('car', 'saloon', { speed: 12 }), actor('motorcycle', 'scooter', { at: [4, 2] })]);
      expect(hash(paint(conditions, 5, m))).toBe(hash(paint(conditions, 5, m)));
      expect(hash(paint(conditions, 5, m))).not.toBe(hash(paint(conditions, 6, m)));
    }
  });

  it('is darker by night, and by night a lit headlamp is brighter than anything by its side', () => {
    const mean = (data: Buffer) => data.reduce((sum, v, i) => (i % 4 === 3 ? sum : sum + v), 0) / (data.length * 0.75);
    const night: Conditions = { ...quiet, light: 'night' };
    const towards = actor('car', 'saloon', { heading: -Math.PI / 2 });
    const lit = paint(night, 1, moment([towards]));
    expect(mean(lit)).toBeLessThan(mean(paint(quiet, 1, moment([towards]))) * 0.8);
    const brightest = (data: Buffer) => data.reduce((most, v, i) => (i % 4 === 1 && v > most ? v : most), 0);
    expect(brightest(lit)).toBeGreaterThan(230);
  });

  it('draws what is nearer over what is farther, also beside a long bus', () => {
    const bus = actor('bus', 'coach', { id: 'bus', at: [0, 4], heading: 0 });
    const before = actor('motorcycle', 'scooter', { id: 'before', at: [-5, 1.5], heading: 0 });
    const behind = actor('motorcycle', 'scooter', { id: 'behind', at: [5, 6.5], heading: 0 });
    const order = farToNear([before, bus, behind], camera, footprintOf).map((a) => a.id);
    expect(order).toEqual(['behind', 'bus', 'before']);
  });

  it('knows held-out shapes by their seed: their proportions lie outside of the others’', () => {
    const length = (seed: number) => {
      const points = bodyOf({ ...actor('car', 'saloon', { heading: 0 }), look: { kind: 'saloon', seed } }).flatMap(
        (part) => part.items.flatMap((item) => (item.kind === 'face' ? item.points.map((p) => p[0]) : [])),
      );
      return Math.max(...points) - Math.min(...points);
    };
    const seeds = Array.from({ length: 40 }, (_, i) => i);
    const usual = seeds.map((i) => length(i * 10 + 3));
    for (const i of seeds) {
      const heldOut = length(i * 10 + 9);
      expect(heldOut < Math.min(...usual) || heldOut > Math.max(...usual), `seed ${i * 10 + 9}`).toBe(true);
    }
  });

  it('burns in the time as it is written in Vietnam', () => {
    expect(vietnamTime(Date.UTC(2026, 10, 20, 23, 45, 7))).toBe('21/11/2026 06:45:07');
  });
});
