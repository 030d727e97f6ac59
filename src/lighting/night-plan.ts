// What a lamp will do over nights, as a list: made by asking the same pure function that runs the lamp, from one change to
// the next. What nobody can know beforehand (presence, sensors, overrides) is left out.
import type { LampSource } from '../domain/lamp.ts';
import { type Calendar, choose, type Misfit, misfit } from './calendar.ts';
import type { LightingConfig } from './config.ts';
import { followedBy } from './groups.ts';
import { createLevels } from './levels.ts';
import type { Site } from './night.ts';

/** From `ms` on the level is `level`; a ramp towards it is finished `rampSeconds` later. */
export interface PlannedChange {
  readonly lamps: readonly string[];
  readonly ms: number;
  /** Per cent. */
  readonly level: number;
  readonly rampSeconds: number;
  readonly reason: LampSource;
  readonly rule: string | null;
}

/** More changes than any night has: a plan that reaches this is cut there. */
const mostChanges = 10_000;

/**
 * The changes of some lamps over lighting days, in order of time; the first of each lamp is what holds at the first noon.
 * Lamps that do the same share their changes.
 * @param fromDay first lighting day, days since 1970; `toDay` last one, inclusive.
 */
export function planNights(
  config: LightingConfig,
  site: Site,
  lamps: readonly string[],
  fromDay: number,
  toDay: number,
): PlannedChange[] {
  const alike = new Map<string, string[]>();
  for (const lamp of config.lamps) {
    if (!lamps.includes(lamp.id)) continue;
    const followed = followedBy(lamp, config.groups);
    const key = followed ? `${followed.kind} ${followed.id}` : '';
    alike.set(key, [...(alike.get(key) ?? []), lamp.id]);
  }
  const changes = [...alike.values()].flatMap((ids) => planOf(config, site, ids, fromDay, toDay));
  return changes.sort((a, b) => a.ms - b.ms);
}

function planOf(config: LightingConfig, site: Site, ids: string[], fromDay: number, toDay: number): PlannedChange[] {
  const lamp = ids[0] ?? '';
  const levelsAt = createLevels({ ...config, lamps: config.lamps.filter((l) => l.id === lamp) }, site);
  const live = { override: () => undefined, presenceLeftMs: () => 0 };
  const changes: PlannedChange[] = [];
  const endMs = site.night(toDay).endMs;
  for (let ms = site.night(fromDay).startMs, n = 0; ms < endMs && n < mostChanges; n++) {
    const { lamps, nextMs } = levelsAt({ ms, quality: 'synced' }, live);
    const found = lamps.get(lamp);
    if (!found) break;
    const { source, rule } = found.decision;
    const ramp = source === 'program' ? found.scheduled?.ramp : undefined;
    const level = ramp?.level ?? found.decision.level;
    const last = changes.at(-1);
    if (!last || last.level !== level || last.reason !== source || last.rule !== (rule ?? null)) {
      const rampSeconds = ramp ? (ramp.endMs - ms) / 1000 : 0;
      changes.push({ lamps: ids, ms, level, rampSeconds, reason: source, rule: rule ?? null });
    }
    ms = nextMs;
  }
  return changes;
}

/** What a calendar chose for a lighting day, and why each other rule did not count. */
export interface RuleFate {
  readonly rule: string;
  readonly program: string;
  /** `chosen`; `later`: it fits too, and stands below the chosen one; else what does not fit. */
  readonly fate: 'chosen' | 'later' | Misfit;
}

export function rulesOf(calendar: Calendar, day: number): RuleFate[] {
  const chosen = choose(calendar, day).rule;
  return calendar.rules.map((r) => {
    const fate = r === chosen ? 'chosen' : (misfit(r, day) ?? 'later');
    return { rule: `${calendar.id}/${r.id}`, program: r.program, fate };
  });
}
