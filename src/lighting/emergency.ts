// Full light at once, for everyone, a line, a group or a lamp: by one message to all of a line where that reaches nobody
// else, else lamp by lamp as fast as the line allows. What it will take is known before it is done.
import { HaidangError } from '../runtime/errors.ts';
import type { LightingConfig } from './config.ts';
import { placeOf } from './drivers/table.ts';
import type { Fleet } from './fleet.ts';
import { type LampResult, lampsOf } from './result.ts';

export interface EmergencyRequest {
  /** Id of a lamp, name of a group, or id of a line; all lamps where left out. */
  readonly target?: string | undefined;
  /** Per cent; 100 where left out. */
  readonly level?: number | undefined;
  /** Milliseconds since the epoch; null or left out: until it is released. */
  readonly until?: number | null | undefined;
  /** As that of an override. */
  readonly forMs?: number | undefined;
  readonly id: string;
}

/** What will be done on one line (`null`: lamps on no line). */
export interface LinePlan {
  readonly line: string | null;
  readonly lamps: number;
  /** Messages that reach several lamps, and messages to single ones. */
  readonly messages: { readonly shared: number; readonly single: number };
  /** From the command to the last message, milliseconds, by what the line took of late. */
  readonly expectedMs: number;
}

export interface EmergencyResult {
  readonly expectedMs: number;
  readonly lines: readonly LinePlan[];
  readonly lamps: readonly LampResult[];
}

/** Requests that are on the line already go first, and the slowest may be one that times out. */
const underWay = 4;

/** @throws HaidangError `unknown-target`. */
export function emergencyLamps(target: string | undefined, config: LightingConfig): string[] {
  if (target === undefined) return config.lamps.map((l) => l.id);
  const onLine = config.lamps.filter((l) => placeOf(l.driver)?.line === target).map((l) => l.id);
  if (onLine.length > 0) return onLine;
  try {
    return lampsOf(target, config);
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    throw new HaidangError('configuration', 'unknown-target', `there is no lamp, group or line "${target}"`);
  }
}

/** How the lamps will be told, line by line. */
export function planEmergency(lamps: readonly string[], config: LightingConfig, fleet: Fleet): LinePlan[] {
  const wanted = new Set(lamps);
  const byLine = new Map<string | null, Set<string>>();
  for (const { id, driver } of config.lamps) {
    if (!wanted.has(id)) continue;
    const line = placeOf(driver)?.line ?? null;
    byLine.set(line, (byLine.get(line) ?? new Set()).add(id));
  }
  return [...byLine].map(([line, ids]) => {
    const { crowds: shared, lamps: covered } = fleet.together.covering(ids);
    const single = ids.size - covered.size;
    const share = line === null ? undefined : fleet.shares.get(line);
    const expectedMs = Math.round((shared + single + underWay) * (share?.typicalMs ?? 20));
    return { line, lamps: ids.size, messages: { shared, single }, expectedMs };
  });
}
