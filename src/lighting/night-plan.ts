// What a lamp will do over nights, as a list: made by asking the same pure function that runs the lamp, from one change to
// the next. Overrides are left out; presence and sensors count as far as somebody supposes them.
import type { LampSource } from '../domain/lamp.ts';
import { type Calendar, choose, type Misfit, misfit } from './calendar.ts';
import type { LightingConfig } from './config.ts';
import { followedBy } from './groups.ts';
import { createLevels } from './levels.ts';
import type { Site } from './night.ts';
import { Presence } from './presence.ts';
import type { Happenings } from './supposed/happenings.ts';

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
 * @param supposed who passes and what sensors say; nobody and nothing where left out.
 */
export function planNights(
  config: LightingConfig,
  site: Site,
  lamps: readonly string[],
  fromDay: number,
  toDay: number,
  supposed: Happenings = nothing,
): PlannedChange[] {
  const alike = new Map<string, string[]>();
  for (const lamp of config.lamps) {
    if (!lamps.includes(lamp.id)) continue;
    const followed = followedBy(lamp, config.groups);
    const key = `${followed?.kind} ${followed?.id} ${supposed.signs.get(lamp.id)?.join(' ')}`;
    alike.set(key, [...(alike.get(key) ?? []), lamp.id]);
  }
  const changes = [...alike.values()].flatMap((ids) => planOf(config, site, ids, [fromDay, toDay], supposed));
  return changes.sort((a, b) => a.ms - b.ms);
}

const nothing: Happenings = { signs: new Map(), changes: [], comings: [], spans: [], input: () => undefined };

function planOf(
  config: LightingConfig,
  site: Site,
  ids: string[],
  [fromDay, toDay]: readonly [number, number],
  supposed: Happenings,
): PlannedChange[] {
  const lamp = ids[0] ?? '';
  const levelsAt = createLevels({ ...config, lamps: config.lamps.filter((l) => l.id === lamp) }, site);
  let ms = site.night(fromDay).startMs;
  // Which neighbours are lit was said before: each lamp has its own signs.
  const presence = new Presence({ monotonicMs: () => ms }, config.presence, []);
  const live = {
    override: () => undefined,
    presenceLeftMs: (id: string) => presence.leftMs(id),
    presenceShare: (id: string) => presence.share(id),
    input: (name: string) => supposed.input(name, ms),
  };
  const signs = supposed.signs.get(lamp) ?? [];
  const stops = [...signs, ...supposed.changes, ...twilights(site, fromDay, toDay)].sort((x, y) => x - y);
  let [sign, stop] = [0, 0];
  const changes: PlannedChange[] = [];
  const endMs = site.night(toDay).endMs;
  while (ms < endMs && changes.length < mostChanges) {
    for (; (signs[sign] ?? Number.POSITIVE_INFINITY) <= ms; sign++) presence.seen([lamp]);
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
    while ((stops[stop] ?? endMs) <= ms && stop < stops.length) stop++;
    ms = Math.max(ms + 1, Math.min(nextMs, stops[stop] ?? endMs, presence.nextMs()));
  }
  return changes;
}

/** Between them presence counts. */
function twilights(site: Site, fromDay: number, toDay: number): number[] {
  const days = Array.from({ length: toDay - fromDay + 1 }, (_, i) => site.night(fromDay + i));
  return days.flatMap((n) => [n.sun('sunset'), n.sun('sunrise')]).filter(Number.isFinite);
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
