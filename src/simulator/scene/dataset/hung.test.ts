import { expect, it } from 'vitest';
import { seededRandom } from '../../random.ts';
import { houses, rectangle } from '../plan/ground.ts';
import type { Site } from '../plan/site.ts';
import { sites } from '../plan/table.ts';
import { scenarioSchema } from '../scenario.ts';
import { openScene } from '../scene.ts';
import { hung, standing } from './hung.ts';

it('a hung camera looks down on what it watches, with what it watches in its picture', () => {
  const random = seededRandom(3);
  for (const place of Object.values(sites)) {
    const site = place(seededRandom(1));
    for (let i = 0; i < 40; i++) {
      const found = hung(site, random);
      if (!found) throw new Error('no place for a camera');
      const { camera, target } = found;
      const [x, y, z] = camera.position;
      const bearing = (Math.atan2(target[0] - x, target[1] - y) * 180) / Math.PI;
      const down = (Math.atan2(z, Math.hypot(target[0] - x, target[1] - y)) * 180) / Math.PI;
      expect(camera.yaw).toBeCloseTo(bearing, 6);
      expect(Math.abs(camera.tilt - down)).toBeLessThan(20);
      expect(camera.tilt).toBeGreaterThanOrEqual(16);
    }
  }
});

it('a camera is hung neither in a house nor behind one', () => {
  const random = seededRandom(4);
  const site: Site = {
    ...sites.street(seededRandom(1)),
    zones: { yard: { outline: rectangle(-2, 2, -2, 2) } },
  };
  // Houses all the way on one side, from a metre beside the yard on.
  const walled = { ...site, plan: { ...site.plan, furniture: houses(-60, 60, 3, 40, () => 0.5) } };
  for (let i = 0; i < 60; i++) {
    const [, y] = hung(walled, random)?.camera.position ?? [0, Number.NaN];
    expect(y).toBeLessThan(3);
  }
  const inside = { ...site, plan: { ...site.plan, furniture: houses(-60, 60, -40, 80, () => 0.5) } };
  expect(hung(inside, random)).toBeUndefined();
});

it('people stand about before it, none inside of another', () => {
  const random = seededRandom(5);
  let most = 0;
  for (let i = 0; i < 20; i++) {
    const site = sites.street(seededRandom(1));
    const script = standing(site, [-30, 1], random);
    const scenario = scenarioSchema.parse({ version: 1, title: 'x', place: 'street', warmUp: '0s', script });
    const scene = openScene(scenario, i);
    scene.at(5);
    const { actors } = scene.at(9);
    most = Math.max(most, actors.length);
    for (const a of actors) {
      expect(a.speed).toBe(0);
      const others = actors.filter((b) => b !== a);
      for (const b of others) expect(Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1])).toBeGreaterThan(0.3);
    }
  }
  expect(most).toBeGreaterThan(8);
});
