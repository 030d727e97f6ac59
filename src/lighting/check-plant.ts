// Lamp types, cabinets and circuits that lamps name.
import { message } from '../messages/catalogue.ts';
import { unknownName } from '../runtime/document/problem.ts';
import type { Add } from './check.ts';
import type { LightingConfig } from './config.ts';

export function checkPlant(config: LightingConfig, add: Add): void {
  const types = config.lampTypes.map((t) => t.id);
  const cabinets = config.cabinets.map((c) => c.id);
  for (const [i, { id, type, cabinet, circuit }] of config.lamps.entries()) {
    if (type !== undefined && !types.includes(type)) add(['lamps', i, 'type'], unknownName('lamp type', type, types));
    if (cabinet !== undefined && !cabinets.includes(cabinet)) {
      add(['lamps', i, 'cabinet'], unknownName('cabinet', cabinet, cabinets));
    }
    if (circuit === undefined) continue;
    const circuits = config.cabinets.find((c) => c.id === cabinet)?.circuits.map((c) => c.id) ?? [];
    if (cabinet === undefined) add(['lamps', i, 'circuit'], message('lighting.circuit-without-cabinet', { id }));
    else if (!circuits.includes(circuit)) add(['lamps', i, 'circuit'], unknownName('circuit', circuit, circuits));
  }
}
