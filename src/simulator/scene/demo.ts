// The scene that the demo's camera shows.
import { fileURLToPath } from 'node:url';
import { HaidangError } from '../../runtime/errors.ts';
import { loadScenario, type Scenario } from './scenario.ts';
import { openScene } from './scene.ts';
import { type ZonesInPicture, zonesInPicture } from './zones-in-picture.ts';

const file = fileURLToPath(new URL('../../../config/scenarios/demo.yaml', import.meta.url));

/** @throws HaidangError (`configuration`, `scenario`) where the file is missing or wrong. */
export function demoScenario(): Scenario {
  const loaded = loadScenario(file);
  if ('scenario' in loaded) return loaded.scenario;
  throw new HaidangError('configuration', 'scenario', `${file}: ${loaded.problems[0]?.message.code ?? ''}`);
}

/** Its named lines and areas, in shares of the picture. */
export function demoZones(): ZonesInPicture {
  return zonesInPicture(openScene(demoScenario()));
}
