import type { Instant } from '../domain/time.ts';
import { type Decision, decide, type Wish } from './arbiter.ts';
import type { LightingConfig } from './config.ts';
import { curfewAt } from './curfew.ts';
import { followedBy, programOf } from './groups.ts';
import { isDark, type Site } from './night.ts';
import type { Override } from './overrides.ts';
import { createSchedule, type Program, type Scheduled } from './schedule.ts';
import { photocell, presenceInput, wishOf } from './sensing.ts';

/** What lamps are asked for beside their programs. */
export interface Live {
  override(lamp: string): Override | undefined;
  /** Milliseconds for which presence near the lamp still counts; 0 where nobody is there. */
  presenceLeftMs(lamp: string): number;
  /** How much presence counts, 1 while it holds and less while it fades; 1 where left out. */
  presenceShare?(lamp: string): number;
  /** The newest value of what a dynamic control senses; undefined where there is none that still counts. */
  input?(name: string): number | undefined;
}

/** A lamp's decision, with what its program says (undefined for a lamp without one). */
export interface LampLevel {
  readonly decision: Decision;
  readonly scheduled: Scheduled | undefined;
}

export interface Levels {
  /** By lamp id. */
  readonly lamps: ReadonlyMap<string, LampLevel>;
  /** When a program or the curfew says something else, milliseconds; Infinity where never. */
  readonly nextMs: number;
}

type LampConfig = LightingConfig['lamps'][number];

/**
 * The level of every lamp as a function of the instant and of what is asked: nothing else counts, nothing is kept. With a
 * third argument only these of the lamps are decided.
 */
export function createLevels(
  config: LightingConfig,
  site: Site,
): (at: Instant, live: Live, only?: readonly LampConfig[]) => Levels {
  const { defaultLevel, curfew, presence } = config;
  const hasControls = config.programs.some((p) => p.controls && p.controls.length > 0);
  const schedules = new Map<string, ReturnType<typeof createSchedule>>();
  const programs = new Map<string, (day: number) => Program | undefined>();
  /** By lamp: the key of its schedule. Lamps that follow the same share one. */
  const keys = new Map<string, string>();
  for (const lamp of config.lamps) {
    const followed = followedBy(lamp, config.groups);
    if (!followed) continue;
    const key = `${followed.kind} ${followed.id}`;
    keys.set(lamp.id, key);
    if (schedules.has(key)) continue;
    const program = programOf(followed, config);
    programs.set(key, program);
    schedules.set(key, createSchedule(program, site, defaultLevel));
  }

  return (at, live, only = config.lamps) => {
    const scheduled = new Map([...schedules].map(([id, schedule]) => [id, schedule(at.ms)]));
    const curfewNow = curfew && curfewAt(curfew, site, at.ms);
    const shared: Wish[] = [];
    if (curfew && curfewNow && curfewNow.until !== null) {
      shared.push({ source: 'curfew', level: curfew.level, until: curfewNow.until, rule: 'curfew' });
    }
    // By day nobody needs light. Whether it is day, an unconfirmed clock cannot say.
    const presenceCounts = at.quality === 'unsynced' || isDark(site, at.ms);
    const day = site.zone.lightingDayOf(at.ms);
    const lamps = new Map<string, LampLevel>();
    for (const lamp of only) {
      const key = keys.get(lamp.id) ?? '';
      const said = scheduled.get(key);
      const wishes: Wish[] = [...shared];
      // A program of which no switch applied for a year says nothing: the default level holds.
      if (said?.rule) wishes.push({ source: 'program', level: said.level, until: null, rule: said.rule });
      if (hasControls) wishes.push(...sensed(programs.get(key)?.(day), lamp.id, presenceCounts, live));
      const leftMs = presenceCounts ? live.presenceLeftMs(lamp.id) : 0;
      if (leftMs > 0) {
        const share = live.presenceShare?.(lamp.id) ?? 1;
        const level = Math.round(presence.level * share * 10) / 10;
        wishes.push({ source: 'presence', level, until: at.ms + leftMs, rule: 'presence' });
      }
      const override = live.override(lamp.id);
      if (override)
        wishes.push({ source: 'override', level: override.level, until: override.until, rule: override.id });
      lamps.set(lamp.id, { decision: decide(wishes, at, defaultLevel), scheduled: said });
    }
    const nexts = [...scheduled.values()].map((s) => s.next?.ms ?? Number.POSITIVE_INFINITY);
    if (hasControls) nexts.push(nextTwilight(site, at.ms));
    return { lamps, nextMs: Math.min(curfewNow?.nextMs ?? Number.POSITIVE_INFINITY, ...nexts) };
  };
}

/** What the dynamic controls of a program ask for. By day only the photocell counts. */
function sensed(program: Program | undefined, lamp: string, isDark: boolean, live: Live): Wish[] {
  const wishes: Wish[] = [];
  for (const control of program?.controls ?? []) {
    if (!isDark && control.input !== photocell) continue;
    const near = control.input === presenceInput;
    const value = near ? Number(live.presenceLeftMs(lamp) > 0) : live.input?.(control.input);
    // Without a bound, presence means that somebody is there.
    const wish = wishOf(near ? { above: 1, ...control } : control, program?.id ?? '', value);
    if (wish) wishes.push(wish);
  }
  return wishes;
}

/** When the sun next rises or sets, milliseconds; where it does neither in the nights around, when these are over. */
function nextTwilight(site: Site, ms: number): number {
  const day = site.zone.lightingDayOf(ms);
  const times = [day - 1, day, day + 1].flatMap((d) => [site.night(d).sun('sunset'), site.night(d).sun('sunrise')]);
  return Math.min(site.night(day + 1).endMs, ...times.filter((t) => t > ms));
}
