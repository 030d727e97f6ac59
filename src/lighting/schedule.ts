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
// before. Ramps and further rules of a calendar find their place here: a night's plan is made in one function.
import { formatDuration } from '../runtime/schema.ts';
import { formatMinute, instantInLightingDay } from './local-time.ts';
import { memo, type Night, type Site } from './night.ts';
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
}

export interface Program {
  readonly id: string;
  readonly switches: readonly Switch[];
}

/** A switch that takes effect in a night. */
export interface Step {
  readonly ms: number;
  readonly level: number;
  /** The switch as a person would name it: `street/sunset-10min`, `street/22:30`. */
  readonly rule: string;
  /** Index of the switch in its program. */
  readonly index: number;
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
}

/** How far back and ahead a switch is looked for: a polar summer or winter is shorter. */
const farthestNights = 366;

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
    steps.push({ ms, level: s.level, rule: ruleName(program, s), index });
  });
  return steps;
}

/**
 * A program at a site, as a function of the instant (milliseconds since the epoch). It remembers the plans of a few
 * hundred nights, and nothing else: the answer depends on the instant alone.
 */
export function createSchedule(program: Program, site: Site, defaultLevel: number): (ms: number) => Scheduled {
  const plan = memo(farthestNights + 2, (day: number) => planNight(program, site, site.night(day)));
  return (ms) => {
    const day = site.zone.lightingDayOf(ms);
    const now = lastStep(plan, day, ms);
    const next = nextStep(plan, day, ms);
    if (!now) return { level: defaultLevel, since: null, next };
    return { level: now.level, rule: now.rule, since: now.ms, next };
  };
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
