// The field of a site, as it stands at the beginning: every lamp a unit of its own, some new and some old.
import { type CabinetConfig, cabinetsSchema } from '../cabinet/config.ts';
import type { LightingConfig } from '../config.ts';
import { lampTypesSchema } from '../faults/lamp-type.ts';
import { newLamp } from '../faults/lamp-watch.ts';
import { PhysicalLamp } from './lamp.ts';
import { between, type Random } from './noise.ts';
import { type OnFault, Street, type StreetLamp } from './street.ts';

/** For lamps of which the site does not say what they are: an ordinary LED lamp of 90 W. */
const [ordinary] = lampTypesSchema.parse([
  {
    id: 'ordinary',
    power: [
      [0, 0.5],
      [10, 14],
      [50, 47],
      [100, 90],
    ],
  },
]);
const [loose] = cabinetsSchema.parse([{ id: 'without-cabinet' }]);

/** Lamps without a cabinet stand together at one that measures nothing. */
export function buildStreets(config: LightingConfig, random: Random, onFault: OnFault): Street[] {
  const cabinets: CabinetConfig[] = [...config.cabinets];
  if (loose && config.lamps.some((l) => !config.cabinets.some((c) => c.id === l.cabinet))) cabinets.push(loose);
  const types = new Map(config.lampTypes.map((t) => [t.id, t]));
  const indexOf = new Map(config.lamps.map((l, i) => [l.id, i]));
  return cabinets.map((cabinet, street) => {
    const own = config.lamps.filter((l) =>
      cabinet === loose ? !config.cabinets.some((c) => c.id === l.cabinet) : l.cabinet === cabinet.id,
    );
    const lamps = own.map((lamp): StreetLamp => {
      const type = types.get(lamp.type ?? '') ?? ordinary;
      if (!type) throw new RangeError('no lamp type');
      const circuit = cabinet.circuits.findIndex((c) => c.id === lamp.circuit);
      const mates = own.filter((l) => l.circuit === lamp.circuit);
      return {
        id: lamp.id,
        index: indexOf.get(lamp.id) ?? 0,
        street,
        physical: new PhysicalLamp(type, random, Math.round(between(random, 0, 20_000))),
        phase: (cabinet.circuits[circuit]?.phase ?? 1) - 1,
        circuit,
        isFar: mates.indexOf(lamp) >= mates.length / 2,
        level: 0,
        sinceMs: Number.NEGATIVE_INFINITY,
        memory: newLamp,
      };
    });
    return new Street(cabinet, lamps, random, onFault);
  });
}
