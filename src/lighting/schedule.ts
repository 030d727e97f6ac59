// A program as pure functions of time. A program is a list of switches in the order of the night, noon to noon:
//
//   1. A sun switch is where the sun puts it, plus its offset. A clock time is taken in local time: from noon on it is
//      of the evening, before noon of the following morning.
//   2. A switch whose time comes at or after that of a sun switch written below it does not apply that night:
//      "05:30 -> 70 %" written above "sunrise -> 0 %" is left out when the sun is up by 05:30.
//   3. A clock switch whose time comes before that of a switch written above it applies together with that switch, and
//      replaces it: "22:30 -> 50 %" written below "sunset -> 100 %" means 50 % from sunset on where the sun sets at 22:45.
//   4. A switch before the first noon of the night applies at that noon; one at or after the second noon does not.
//   5. Where the sun stays down all day, its evening switches apply at noon and its morning switches not at all; where
//      it stays up, the morning switches apply at noon and the evening switches not at all.
//
// Between the nights the level of the last switch stays. So every instant has exactly one level, whatever was asked
// before. Where a calendar gives the program of a night, its switches are those of that night; a night without a program
// is at the default level from noon on. A ramp begins at the time of its switch and is finished its length later, or gives
// way to the next switch; it goes in stages, because every stage is a write on the bus.

import { formatMinute, instantInLightingDay } from '../runtime/calendar/local-time.ts';
import { formatDuration } from '../runtime/schema.ts';
import { memo, type Night, type Site } from './night.ts';
import type { Control } from './sensing.ts';
import type { SunEvent } from './sun.ts';

export type SwitchTime =
  | { readonly kind: 'clock' /** Minutes after local midnight. */; readonly minute: number }
  | { readonly kind: 'sun'; readonly event: SunEvent };

export interface Switch {
  readonly at: SwitchTime;
  /** Added to the time of a sun event, milliseconds; 0 for a clock time. */
  readonly offsetMs: number;
  /** Per cent of full output, 0 to 100. */
  readonly level: number;
  /** How long the change takes, milliseconds; none: at once. */
  readonly rampMs?: number | undefined;
}

export interface Program {
  readonly id: string;
  readonly switches: readonly Switch[];
  /** What sensors do to the level, one after the other. */
  readonly controls?: readonly Control[] | undefined;
}

/** A switch that takes effect in a night. */
export interface Step {
  readonly ms: number;
  readonly level: number;
  /** The switch as a person would name it: `street/sunset-10min`, `street/22:30`. */
  readonly rule: string;
  /** Index of the switch in its program. */
  readonly index: number;
  readonly rampMs?: number;
}

/** What a program says at an instant. */
export interface Scheduled {
  readonly level: number;
  /** Absent where no switch of the program applied for over a year: then the level is the default one. */
  readonly rule?: string;
  /** When the switch that gave the level applied, milliseconds; null without one. */
  readonly since: number | null;
  /** The next switch, whether or not it changes the level; null where none applies for over a year. */
  readonly next: Step | null;
  /** While the level is on its way to that of the switch. */
  readonly ramp?: { readonly level: number; readonly endMs: number };
}

/** How far back and ahead a switch is looked for: a polar summer or winter is shorter. */
const farthestNights = 366;
/** A ramp goes in stages of about this many per cent, but of no less than a second. */
const stagePercent = 5;
const shortestStageMs = 1000;

export function ruleName(program: Program, s: Switch): string {
  if (s.at.kind === 'clock') return `${program.id}/${formatMinute(s.at.minute)}`;
  const sign = s.offsetMs < 0 ? '-' : '+';
  const offset = s.offsetMs === 0 ? '' : `${sign}${formatDuration(Math.abs(s.offsetMs))}`;
  return `${program.id}/${s.at.event}${offset}`;
}

/** The switches that take effect in a night, in order of time, one at an instant. */
export function planNight(program: Program, site: Site, night: Night): Step[] {
  const times = program.switches.map((s) => {
    const { at } = s;
    const ms = at.kind === 'sun' ? night.sun(at.event) : instantInLightingDay(site.zone, night.day, at.minute);
    return Math.max(ms + s.offsetMs, night.startMs);
  });
  const steps: Step[] = [];
  program.switches.forEach((s, index) => {
    let ms = times[index] ?? Number.POSITIVE_INFINITY;
    const overtaken = program.switches.some(
      (later, j) => j > index && later.at.kind === 'sun' && ms >= (times[j] ?? Number.POSITIVE_INFINITY),
    );
    if (overtaken || ms >= night.endMs) return;
    const last = steps.at(-1);
    if (last && ms <= last.ms) {
      ms = last.ms;
      steps.pop();
    }
    const { level, rampMs } = s;
    steps.push({ ms, level, rule: ruleName(program, s), index, ...(rampMs ? { rampMs } : {}) });
  });
  return steps;
}

/**
 * A program, or the program of each lighting day, at a site, as a function of the instant (milliseconds since the
 * epoch). It remembers the plans of a few hundred nights, and nothing else: the answer depends on the instant alone.
 */
export function createSchedule(
  source: Program | ((day: number) => Program | undefined),
  site: Site,
  defaultLevel: number,
): (ms: number) => Scheduled {
  const programOf = typeof source === 'function' ? source : () => source;
  const plan = memo(farthestNights + 2, (day: number): readonly Step[] => {
    const program = programOf(day);
    const night = site.night(day);
    return program
      ? planNight(program, site, night)
      : [{ ms: night.startMs, level: defaultLevel, rule: '', index: -1 }];
  });
  const scheduledAt = (ms: number): Scheduled => {
    const day = site.zone.lightingDayOf(ms);
    const now = lastStep(plan, day, ms);
    const next = nextStep(plan, day, ms);
    if (!now) return { level: defaultLevel, since: null, next };
    const said = { level: now.level, since: now.ms, ...(now.rule ? { rule: now.rule } : {}), next };
    return now.rampMs ? onTheWay(now, now.rampMs, ms, said, scheduledAt) : said;
  };
  return scheduledAt;
}

/** What is said during a ramp: the stage of the instant, and the next stage as the next switch. */
function onTheWay(
  now: Step,
  rampMs: number,
  ms: number,
  said: Scheduled,
  scheduledAt: (ms: number) => Scheduled,
): Scheduled {
  const endMs = now.ms + rampMs;
  if (ms >= endMs) return said;
  const from = scheduledAt(now.ms - 1).level;
  const way = now.level - from;
  const most = Math.max(1, Math.floor(rampMs / shortestStageMs));
  const stages = Math.min(most, Math.max(1, Math.ceil(Math.abs(way) / stagePercent)));
  const reached = Math.floor(((ms - now.ms) * stages) / rampMs);
  const level = Math.round((from + (way * reached) / stages) * 10) / 10;
  const ramp = { level: now.level, endMs };
  // Whole milliseconds, and never the instant of the stage that is reached already.
  const nextMs = now.ms + Math.ceil(((reached + 1) * rampMs) / stages);
  if (said.next && said.next.ms <= nextMs) return { ...said, level, ramp };
  const after = Math.round((from + (way * (reached + 1)) / stages) * 10) / 10;
  return { ...said, level, ramp, next: { ...now, ms: nextMs, level: after } };
}

type Plan = (day: number) => readonly Step[];

function lastStep(plan: Plan, day: number, ms: number): Step | undefined {
  for (let d = day; d >= day - farthestNights; d--) {
    const found = plan(d).findLast((s) => s.ms <= ms);
    if (found) return found;
  }
  return undefined;
}

function nextStep(plan: Plan, day: number, ms: number): Step | null {
  for (let d = day; d <= day + farthestNights; d++) {
    const found = plan(d).find((s) => s.ms > ms);
    if (found) return found;
  }
  return null;
}
