import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { roadUserClasses } from '../../../domain/detection.ts';
import { seededRandom } from '../../random.ts';
import { bodyOf, kindsOf } from '../picture/bodies/table.ts';
import { skyLight } from '../picture/light.ts';
import { paintBody } from '../picture/paint-body.ts';
import { Pinhole } from '../pinhole.ts';
import { street } from '../plan/street.ts';
import { createTruth } from '../truth.ts';
import type { Actor, Moment, Plan } from '../world.ts';
import { visibleShare } from './cover.ts';
import { type Silhouette, silhouetteOf } from './outline.ts';

const size = { width: 960, height: 540 };
const camera = new Pinhole({ position: [0, 0, 6], yaw: 0, tilt: 20, focal: 800, ...size });
const bare: Plan = { surfaces: [], markings: [], furniture: [] };

const rectangle = (left: number, top: number, right: number, bottom: number): Silhouette => ({
  outlines: [[left, top, right, top, right, bottom, left, bottom]],
  box: { left, top, right, bottom },
  riders: [],
});

const actor = (more: Partial<Actor> & Pick<Actor, 'class'>): Actor => ({
  ...{ id: 'a', look: { kind: kindsOf(more.class)[0]!, seed: 3 }, at: [0, 20], heading: 0, speed: 0, travelled: 1 },
  ...{ braking: false, ...more },
});

const momentOf = (...actors: Actor[]): Moment => ({ seconds: 0, actors, signals: new Map() });

describe('the share that can be seen', () => {
  it('is the part that nearer ones leave', () => {
    const one = rectangle(100, 100, 200, 300);
    expect(visibleShare(one, [], size)).toBe(1);
    expect(visibleShare(one, [rectangle(90, 90, 150, 310)], size)).toBeCloseTo(0.5, 5);
    expect(visibleShare(one, [rectangle(0, 250, 400, 400), rectangle(0, 280, 400, 500)], size)).toBeCloseTo(0.75, 5);
    expect(visibleShare(one, [rectangle(0, 0, 960, 540)], size)).toBe(0);
  });

  it('counts what lies outside of the picture as hidden', () => {
    expect(visibleShare(rectangle(-100, 100, 100, 200), [], size)).toBeCloseTo(0.5, 5);
    expect(visibleShare(rectangle(900, 500, 1020, 580), [], size)).toBeCloseTo(0.25, 5);
  });

  it('knows slanted edges: a diagonal leaves half of a square', () => {
    const half: Silhouette = { ...rectangle(0, 0, 0, 0), outlines: [[100, 100, 300, 100, 300, 300]] };
    const corner = { ...half, box: { left: 100, top: 100, right: 300, bottom: 300 } };
    expect(visibleShare(rectangle(100, 100, 300, 300), [corner], size)).toBeCloseTo(0.5, 1);
  });
});

describe('the box of a road user', () => {
  it('is the projection of its corners, where it is a cuboid', () => {
    // A cube of 2 m on the optical axis's foot, its faces square to the camera's heading.
    const [x, y] = [3, 16];
    const corner = (i: number) => [x + (i & 1 ? 1 : -1), y + (i & 2 ? 1 : -1), i & 4 ? 2 : 0] as const;
    const face = (...of: number[]) =>
      ({ kind: 'face', points: of.map(corner), rgb: [1, 1, 1], finish: 'matte' }) as const;
    const cube = [
      { items: [face(0, 1, 5, 4), face(3, 2, 6, 7), face(2, 0, 4, 6), face(1, 3, 7, 5), face(4, 5, 7, 6)] },
    ];
    const seen = silhouetteOf(cube, camera)!;
    const all = Array.from({ length: 8 }, (_, i) => camera.project(corner(i)));
    expect(seen.box.left).toBeCloseTo(Math.min(...all.map((p) => p.x)), 6);
    expect(seen.box.right).toBeCloseTo(Math.max(...all.map((p) => p.x)), 6);
    expect(seen.box.top).toBeCloseTo(Math.min(...all.map((p) => p.y)), 6);
    expect(seen.box.bottom).toBeCloseTo(Math.max(...all.map((p) => p.y)), 6);
    // Front, top and one side: the others look away.
    expect(seen.outlines).toHaveLength(3);
  });

  it('fits what the painter paints to the pixel, for every kind, with and without barrel distortion', () => {
    const light = skyLight({
      light: 'day',
      sun: { azimuth: 200, elevation: 50 },
      rain: 0,
      haze: 0,
      noise: 0,
      exposure: 0,
    });
    for (const distortion of [0, -0.2]) {
      const lens = new Pinhole({ ...camera.options, distortion });
      for (const c of roadUserClasses) {
        for (const kind of kindsOf(c)) {
          const one = actor({ class: c, look: { kind, seed: 14 }, at: [4, 24], heading: 2.2 });
          const [x, y, w, h] = createTruth({ plan: bare, camera: lens })(momentOf(one), 0).objects[0]!.box;
          const canvas = createCanvas(size.width, size.height);
          paintBody(canvas.getContext('2d'), lens, bodyOf(one), light);
          const painted = opaque(canvas.data(), [x - 8, y - 8, x + w + 8, y + h + 8]);
          const found = [painted.left, painted.top, painted.right, painted.bottom];
          const told = [x, y, x + w, y + h];
          told.forEach((value, i) => {
            expect(Math.abs(value - found[i]!), `${c} ${kind} ${distortion} side ${i}`).toBeLessThan(1.6);
          });
        }
      }
    }
  });
});

describe('the truth of a moment', () => {
  it('names hidden ones with what is left of them, and poles and fences hide as well', () => {
    const bus = actor({ id: 'near', class: 'bus', at: [0, 14] });
    const person = actor({ id: 'far', class: 'person', at: [0, 17] });
    const aside = actor({ id: 'aside', class: 'person', at: [8, 17] });
    const { objects } = createTruth({ plan: bare, camera })(momentOf(bus, person, aside), 7);
    expect(objects.map((o) => [o.id, o.visible])).toEqual([
      ['aside', 1],
      ['far', 0],
      ['near', 1],
    ]);
    const tree = { kind: 'tree', at: [[5.65, 12]], height: 4, seed: 4 } as const;
    const behind = createTruth({ plan: { ...bare, furniture: [tree] }, camera })(momentOf(aside), 0);
    expect(behind.objects[0]!.visible).toBeLessThan(0.95);
  });

  it('knows that houses hide: whole, to their corner, and nobody before or beside them', () => {
    const house = (x0: number, x1: number): Plan['furniture'][number] => ({
      ...{ kind: 'building', height: 9, seed: 5 },
      at: [
        [x0, 14],
        [x1, 14],
        [x1, 16],
        [x0, 16],
      ],
    });
    const visible = (plan: Plan, at: Actor['at']) => {
      const one = actor({ class: 'car', at, heading: Math.PI / 2 });
      return createTruth({ plan, camera })(momentOf(one), 0).objects[0]?.visible;
    };
    const plan = { ...bare, furniture: [house(-4, 4)] };
    expect(visible(plan, [0, 22])).toBe(0);
    expect(visible(plan, [0, 10])).toBe(1);
    expect(visible(plan, [-9.5, 22])).toBe(1);
    // Half a car past the ray that touches the near corner of its front wall, x = 4 at y = 14: that upright edge cuts it.
    const car = actor({ class: 'car', at: [4 * (22 / 14), 22], heading: Math.PI / 2 });
    const own = silhouetteOf(bodyOf(car), camera)!;
    const low = camera.project([4, 14, 0]);
    const high = camera.project([4, 14, 5]);
    const left = { ...rectangle(0, 0, high.x, low.y), outlines: [[0, high.y, high.x, high.y, low.x, low.y, 0, low.y]] };
    const expected = visibleShare(own, [left], size);
    expect(expected).toBeGreaterThan(0.2);
    expect(expected).toBeLessThan(0.8);
    expect(Math.abs((visible(plan, car.at) ?? 0) - expected)).toBeLessThan(0.04);
  });

  it('gives metres, km/h and milliseconds as they are', () => {
    const plan = street(seededRandom(1)).plan;
    const car = actor({ class: 'car', at: [1.23456, 18], speed: 12.3456 });
    const truth = createTruth({ plan, camera })(
      { seconds: 1 / 3, actors: [car], signals: new Map([['west', 'red']]) },
      4,
    );
    expect(truth).toMatchObject({ frame: 4, tMs: 333, signals: { west: 'red' } });
    expect(truth.objects[0]).toMatchObject({ class: 'car', ground: [1.235, 18], speedKmh: 44.44 });
    expect(Object.keys(truth.objects[0]!)).toEqual(['id', 'class', 'box', 'visible', 'ground', 'front', 'speedKmh']);
  });

  it('gives the people on a motorcycle where they are asked for, within its own box', () => {
    const bike = actor({ class: 'motorcycle', at: [2, 15], heading: 1 });
    const { riders = [], box } = createTruth({ plan: bare, camera, riders: true })(momentOf(bike), 0).objects[0]!;
    expect(riders.length).toBeGreaterThan(0);
    for (const [x, y, w, h] of riders) {
      expect(x >= box[0] && y >= box[1] && x + w <= box[0] + box[2] + 0.11 && y + h <= box[1] + box[3] + 0.11).toBe(
        true,
      );
    }
  });
});

/** Around all pixels of an area that are at least half covered. */
function opaque(rgba: Buffer, area: readonly number[]) {
  const box = { left: size.width, top: size.height, right: 0, bottom: 0 };
  const [x0, y0, x1, y1] = area.map((v) => Math.max(0, Math.round(v))) as [number, number, number, number];
  for (let y = y0; y < Math.min(y1, size.height); y++) {
    for (let x = x0; x < Math.min(x1, size.width); x++) {
      if (rgba[(y * size.width + x) * 4 + 3]! < 100) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return box;
}
