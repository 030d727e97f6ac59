import { expect, it } from 'vitest';
import { seededRandom } from '../../random.ts';
import { sites } from '../plan/table.ts';
import { openScene } from '../scene.ts';
import { randomScenario } from './place.ts';

it('training knows the places of the scenarios, but never a camera that looks as one of their views', () => {
  const random = seededRandom(5);
  const places = new Set<string>();
  for (let i = 0; i < 300; i++) {
    const { place, camera, shapes } = randomScenario(random);
    places.add(place);
    expect(shapes).toBe('usual');
    const views = Object.values(sites[place as keyof typeof sites](seededRandom(1)).views);
    for (const { position, yaw, focal } of views) {
      const [x = 0, , z = 0] = camera.position ?? [];
      const turned = Math.abs((camera.yaw ?? 0) - yaw);
      const moved = Math.hypot(x - position[0], z - position[2]);
      // It was moved away from one of them; by chance it comes near another, but never to the same picture.
      expect(turned > 1 || moved > 1 || Math.abs((camera.focal ?? 0) / focal - 1) > 0.05).toBe(true);
    }
  }
  expect(places).toEqual(new Set(Object.keys(sites)));
});

it('its traffic wears no shape that is held out, and has every class', () => {
  const random = seededRandom(6);
  const classes = new Set<string>();
  for (let i = 0; i < 5; i++) {
    const { actors } = openScene({ ...randomScenario(random), place: 'junction' }, i).at(0);
    for (const { look, class: c } of actors) {
      expect(look.seed % 10).not.toBe(9);
      classes.add(c);
    }
  }
  expect(classes.size).toBe(6);
});
