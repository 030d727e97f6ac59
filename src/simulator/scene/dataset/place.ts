// Training pictures of the places that scenarios know, with traffic that behaves: swarms, queues, people who wait. Cameras
// stand and look elsewhere than any view a scenario names; houses, trees, traffic and weather are others each time.
import { type Random, seededRandom } from '../../random.ts';
import type { Rates } from '../behaviour/entrances.ts';
import type { Pinhole } from '../pinhole.ts';
import type { Site, View } from '../plan/site.ts';
import { siteNames, sites } from '../plan/table.ts';
import { type Scenario, scenarioSchema } from '../scenario.ts';
import { openScene } from '../scene.ts';
import { painterOf } from '../shoot.ts';
import type { Actor } from '../world.ts';
import { hung, standing } from './hung.ts';
import { type Picture, photographer, randomConditions } from './picture.ts';

/** @param count pictures by this camera, seconds apart. */
export function* placeGroup(seed: number, count: number): Generator<Picture> {
  const random = seededRandom(seed);
  const scene = openScene(randomScenario(random), Math.floor(random() * 2 ** 31));
  const painter = painterOf(scene);
  const { site, camera, conditions } = scene;
  const take = photographer({ plan: site.plan, camera, painter, random, dark: conditions.light === 'night' });
  let seconds = 0;
  for (let i = 0; i < count; i++) {
    // Moments at which hardly anybody is in the picture teach little.
    for (let tries = 0; tries < 6; tries++) {
      seconds += 3 + 9 * random();
      if (inSight(scene.at(seconds).actors, camera) >= fewest) break;
    }
    yield take(scene.at(seconds), i);
  }
}

const fewest = 7;

function inSight(actors: readonly Actor[], camera: Pinhole): number {
  return actors.filter(({ at }) => {
    const { x, y, depth } = camera.project([at[0], at[1], 0.8]);
    return depth > 2 && depth < 70 && x > 0 && x < camera.width && y > 0 && y < camera.height;
  }).length;
}

/** Places with many classes are likelier than the square and the border, where nearly all walk. */
const likely: readonly (readonly [keyof typeof sites, number])[] = [
  ['junction', 0.29],
  ['street', 0.32],
  ['highway', 0.15],
  ['square', 0.12],
  ['border', 0.12],
];

/** The share of cameras that look down on what they watch, with people who stand there. */
const hungShare = 0.6;

export function randomScenario(random: Random): Scenario {
  const between = (a: number, b: number) => a + (b - a) * random();
  let left = random();
  const place =
    likely.find(([, share]) => {
      left -= share;
      return left <= 0;
    })?.[0] ?? siteNames[0];
  const site = sites[place as keyof typeof sites](seededRandom(1));
  const views = Object.values(site.views);
  const down = random() < hungShare ? hung(site, random) : undefined;
  const { light, sun, rain, haze, noise, exposure } = randomConditions(random);
  return scenarioSchema.parse({
    version: 1,
    title: place,
    place,
    camera: down?.camera ?? elsewhere(views[Math.floor(random() * views.length)] as View, random),
    conditions: { light, sun, rain, haze, noise, exposure: `${Math.max(1, Math.round(exposure * 1000))}ms` },
    traffic: randomRates(site, random),
    script: down ? standing(site, down.target, random) : [],
    warmUp: `${Math.round(between(20, 50))}s`,
    size: random() < 0.8 ? '512x288' : '512x384',
    ...(random() < 0.5 ? { caption: `CAM ${Math.floor(between(1, 99))}` } : {}),
  });
}

/** A camera near the one of a view, but always turned and moved away from it. */
function elsewhere(view: View, random: Random) {
  const off = (least: number, most: number) => (random() < 0.5 ? -1 : 1) * (least + (most - least) * random());
  const [x, y, z] = view.position;
  const focal = view.focal * Math.exp(off(0.05, 0.45));
  // Who sees less of the world looks at what is farther away.
  const tilt = Math.max(6, view.tilt / Math.sqrt(Math.max(1, focal / view.focal)) + off(0.8, 4));
  return {
    position: [x + off(1, 7), y + off(0, 0.9), z * Math.exp(off(0.06, 0.35))],
    yaw: Math.max(-180, Math.min(180, view.yaw + off(3, 9))),
    tilt,
    focal,
    distortion: random() < 0.4 ? -0.2 * random() : 0,
  };
}

/**
 * Road users a minute. What is rare on real roads is not here: it must be learnt from as many examples. Half of the
 * pictures are full of two-wheelers of both kinds, with buses and lorries among them: who is taken for whom is learnt where
 * they stand side by side, at the size they have there.
 */
function randomRates(site: Site, random: Random): Rates {
  const upTo = (most: number) => most * random();
  const groups = [...new Set(site.routes.map((r) => r.group))].filter((g) => g !== 'script');
  const mixed = random() < 0.5;
  return Object.fromEntries(
    groups.map((group) => {
      const walked = site.routes.some((r) => r.group === group && r.for === 'walk');
      const cycled = group === 'queue' ? 0 : upTo(mixed ? 14 : 4);
      if (walked) return [group, { person: 5 + upTo(28), bicycle: cycled }];
      const much = group === 'main' ? 1 : 0.45;
      const rates = mixed
        ? { car: upTo(7), motorcycle: 5 + upTo(28), bicycle: 10 + upTo(24), bus: 3 + upTo(6), truck: 2 + upTo(8) }
        : { car: upTo(16), motorcycle: 3 + upTo(24), bicycle: 2 + upTo(10), bus: 1 + upTo(6), truck: 1 + upTo(8) };
      return [group, Object.fromEntries(Object.entries(rates).map(([c, rate]) => [c, rate * much]))];
    }),
  );
}
