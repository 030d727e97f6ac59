// Groups and what they follow. A group may lie within another; a lamp is in the groups it names and in all that these lie
// within. What a lamp follows, the nearest says: the lamp itself, then its groups in the order in which it names them,
// each before the one it lies within.
import { type Calendar, programByDay } from './calendar.ts';
import type { Program } from './schedule.ts';

interface Follower {
  readonly id: string;
  readonly program?: string | undefined;
  readonly calendar?: string | undefined;
}
export interface Group extends Follower {
  readonly within?: string | undefined;
}
interface Member extends Follower {
  readonly groups: readonly string[];
}
interface Plans {
  readonly programs: readonly Program[];
  readonly calendars: readonly Calendar[];
  readonly groups: readonly Group[];
}

/** What decides a lamp's program; `group` where not the lamp itself says it. */
export interface Followed {
  readonly kind: 'program' | 'calendar';
  readonly id: string;
  readonly group?: string;
}

/** All groups of a lamp, nearest first, each once; a circle of groups ends where it closes. */
export function groupsOf(member: Member, groups: readonly Group[]): string[] {
  const found = new Set<string>();
  for (const name of member.groups) {
    for (let at: string | undefined = name; at !== undefined && !found.has(at); ) {
      found.add(at);
      const id: string = at;
      at = groups.find((g) => g.id === id)?.within;
    }
  }
  return [...found];
}

/** What a lamp follows; undefined where nobody says. */
export function followedBy(member: Member, groups: readonly Group[]): Followed | undefined {
  const own = said(member);
  if (own) return own;
  for (const name of groupsOf(member, groups)) {
    const group = groups.find((g) => g.id === name);
    const found = group && said(group);
    if (found) return { ...found, group: name };
  }
  return undefined;
}

/** The program of a lighting day for what a lamp follows. */
export function programOf(followed: Followed, plans: Plans): (day: number) => Program | undefined {
  const programs = new Map(plans.programs.map((p) => [p.id, p]));
  if (followed.kind === 'program') return () => programs.get(followed.id);
  const calendar = plans.calendars.find((c) => c.id === followed.id);
  return calendar ? programByDay(calendar, programs) : () => undefined;
}

function said({ program, calendar }: Follower): Followed | undefined {
  if (program !== undefined) return { kind: 'program', id: program };
  return calendar === undefined ? undefined : { kind: 'calendar', id: calendar };
}
