import type { LampConfig, LightingConfig } from '../config.ts';
import { along } from '../faults/lamp-type.ts';

/** What a lamp would draw at the baseline, W; 0 where its type is not known. */
export function baseWatts(config: LightingConfig, lamp: LampConfig): number {
  const { baseline } = config.energy;
  const type = config.lampTypes.find((t) => t.id === lamp.type);
  if (!type) return 0;
  const before = baseline.watts[type.id];
  return before === undefined ? along(type.power, baseline.level) : before;
}
