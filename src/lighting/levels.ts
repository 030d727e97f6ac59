import type { Instant } from '../domain/time.ts';
import { type Decision, decide, type Wish } from './arbiter.ts';
import type { LightingConfig } from './config.ts';
import { curfewAt } from './curfew.ts';
import { isDark, type Site } from './night.ts';
import type { Override } from './overrides.ts';
import { createSchedule, type Scheduled } from './schedule.ts';

/** What lamps are asked for beside their programs. */
export interface Live {
  override(lamp: string): Override | undefined;
  /** Milliseconds for which presence near the lamp still counts; 0 where nobody is there. */
  presenceLeftMs(lamp: string): number;
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

/** The level of every lamp as a function of the instant and of what is asked: nothing else counts, nothing is kept. */
export function createLevels(config: LightingConfig, site: Site): (at: Instant, live: Live) => Levels {
  const { defaultLevel, curfew, presence } = config;
  const schedules = new Map(config.programs.map((p) => [p.id, createSchedule(p, site, defaultLevel)]));

  return (at, live) => {
    const scheduled = new Map([...schedules].map(([id, schedule]) => [id, schedule(at.ms)]));
    const curfewNow = curfew && curfewAt(curfew, site, at.ms);
    const shared: Wish[] = [];
    if (curfew && curfewNow && curfewNow.until !== null) {
      shared.push({ source: 'curfew', level: curfew.level, until: curfewNow.until, rule: 'curfew' });
    }
    // By day nobody needs light. Whether it is day, an unconfirmed clock cannot say.
    const presenceCounts = at.quality === 'unsynced' || isDark(site, at.ms);
    const lamps = new Map<string, LampLevel>();
    for (const lamp of config.lamps) {
      const said = lamp.program === undefined ? undefined : scheduled.get(lamp.program);
      const wishes: Wish[] = [...shared];
      // A program of which no switch applied for a year says nothing: the default level holds.
      if (said?.rule) wishes.push({ source: 'program', level: said.level, until: null, rule: said.rule });
      const leftMs = presenceCounts ? live.presenceLeftMs(lamp.id) : 0;
      if (leftMs > 0) {
        wishes.push({ source: 'presence', level: presence.level, until: at.ms + leftMs, rule: 'presence' });
      }
      const override = live.override(lamp.id);
      if (override)
        wishes.push({ source: 'override', level: override.level, until: override.until, rule: override.id });
      lamps.set(lamp.id, { decision: decide(wishes, at, defaultLevel), scheduled: said });
    }
    const nexts = [...scheduled.values()].map((s) => s.next?.ms ?? Number.POSITIVE_INFINITY);
    return { lamps, nextMs: Math.min(curfewNow?.nextMs ?? Number.POSITIVE_INFINITY, ...nexts) };
  };
}
