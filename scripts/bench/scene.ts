import { seededRandom } from '../../src/simulator/random.ts';
import { randomCrowd } from '../../src/simulator/scene/dataset/crowd.ts';
import { randomStreet } from '../../src/simulator/scene/dataset/street.ts';
import { createPainter } from '../../src/simulator/scene/picture/painter.ts';
import { Pinhole } from '../../src/simulator/scene/pinhole.ts';
import { createTruth } from '../../src/simulator/scene/truth.ts';
import type { Actor, Conditions } from '../../src/simulator/scene/world.ts';
import type { Bench, Measure } from './bench.ts';

const frames = 40;
const users = 30;
const fps = 10;

/** Drawing a street with 30 road users at 960x540 together with its truth, by day and by night in the rain. */
export const scene: Bench = {
  name: 'scene',
  async run() {
    return [measured('day', 0), measured('night', 0.5)];
  },
};

function measured(light: Conditions['light'], rain: number): Measure {
  const random = seededRandom(5);
  const street = randomStreet(random);
  const camera = new Pinhole({
    position: [0, -street.half - 1, 7],
    ...{ yaw: 70, tilt: 15, focal: 800, width: 960, height: 540 },
  });
  const actors: Actor[] = [];
  while (actors.length < users) {
    const found = randomCrowd({ street, camera, random });
    actors.push(...found.slice(0, users - actors.length).map((a) => ({ ...a, id: `${actors.length}-${a.id}` })));
  }
  const sun = { azimuth: 220, elevation: 50 };
  const conditions: Conditions = { light, sun, rain, haze: 0.1, noise: 3, exposure: 0.01 };
  const painter = createPainter({ plan: street.plan, camera, conditions, seed: 3 });
  const truthAt = createTruth({ plan: street.plan, camera });
  const draw = (i: number) => {
    const moved = actors.map((a) => ({ ...a, travelled: a.travelled + (a.speed * i) / fps }));
    const moment = { seconds: i / fps, actors: moved, signals: new Map() };
    truthAt(moment, i);
    painter.paint(moment);
  };
  for (let i = 0; i < 5; i++) draw(i);
  // Time of this process alone: what else runs on the machine is not in it.
  const before = process.cpuUsage();
  for (let i = 0; i < frames; i++) draw(i);
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000 / frames;
  return {
    name: `a frame of a scene with ${users} road users, ${light}, with its truth`,
    value: ms,
    unit: 'ms',
    target: { atMost: 1000 / fps },
    detail: `processor time at 960x540: ${(1000 / ms).toFixed(0)} frames a second on one core`,
  };
}
