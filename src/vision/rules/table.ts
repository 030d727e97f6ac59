// All rules there are. To add one: a file in this folder, and its lines here.
import { z } from 'zod';
import { crowding } from './crowding.ts';
import { density } from './density.ts';
import { dwellTime } from './dwell-time.ts';
import { forbiddenLane } from './forbidden-lane.ts';
import { gathering } from './gathering.ts';
import { highwayWalker } from './highway-walker.ts';
import { intrusion } from './intrusion.ts';
import { jam } from './jam.ts';
import { lineCrossing } from './line-crossing.ts';
import { loitering } from './loitering.ts';
import { noHelmet } from './no-helmet.ts';
import { queue } from './queue.ts';
import { redLight } from './red-light.ts';
import type { Rule } from './rule.ts';
import { solidLine } from './solid-line.ts';
import { speed } from './speed.ts';
import { stopLine } from './stop-line.ts';
import { stoppedVehicle } from './stopped-vehicle.ts';
import { stopping } from './stopping.ts';
import { tripleRiding } from './triple-riding.ts';
import { tripwire } from './tripwire.ts';
import { turningMovements } from './turning-movements.ts';
import { wrongWay } from './wrong-way.ts';

export const ruleKinds = [
  lineCrossing,
  crowding,
  wrongWay,
  intrusion,
  loitering,
  forbiddenLane,
  stopping,
  solidLine,
  tripwire,
  redLight,
  stopLine,
  speed,
  density,
  gathering,
  dwellTime,
  queue,
  jam,
  highwayWalker,
  stoppedVehicle,
  turningMovements,
  noHelmet,
  tripleRiding,
] as const;

export const ruleSchema = z.discriminatedUnion('kind', [
  lineCrossing.schema,
  crowding.schema,
  wrongWay.schema,
  intrusion.schema,
  loitering.schema,
  forbiddenLane.schema,
  stopping.schema,
  solidLine.schema,
  tripwire.schema,
  redLight.schema,
  stopLine.schema,
  speed.schema,
  density.schema,
  gathering.schema,
  dwellTime.schema,
  queue.schema,
  jam.schema,
  highwayWalker.schema,
  stoppedVehicle.schema,
  turningMovements.schema,
  noHelmet.schema,
  tripleRiding.schema,
]);
export type RuleConfig = z.output<typeof ruleSchema>;

/** Makes the rule of a configuration. */
export function createRule(config: RuleConfig): Rule {
  switch (config.kind) {
    case 'line-crossing':
      return lineCrossing.create(config);
    case 'crowding':
      return crowding.create(config);
    case 'wrong-way':
      return wrongWay.create(config);
    case 'intrusion':
      return intrusion.create(config);
    case 'loitering':
      return loitering.create(config);
    case 'forbidden-lane':
      return forbiddenLane.create(config);
    case 'stopping':
      return stopping.create(config);
    case 'solid-line':
      return solidLine.create(config);
    case 'tripwire':
      return tripwire.create(config);
    case 'red-light':
      return redLight.create(config);
    case 'stop-line':
      return stopLine.create(config);
    case 'speed':
      return speed.create(config);
    case 'density':
      return density.create(config);
    case 'gathering':
      return gathering.create(config);
    case 'dwell-time':
      return dwellTime.create(config);
    case 'queue':
      return queue.create(config);
    case 'jam':
      return jam.create(config);
    case 'highway-walker':
      return highwayWalker.create(config);
    case 'stopped-vehicle':
      return stoppedVehicle.create(config);
    case 'turning-movements':
      return turningMovements.create(config);
    case 'no-helmet':
      return noHelmet.create(config);
    case 'triple-riding':
      return tripleRiding.create(config);
  }
}
