// What is wrong with calendars, groups and ramps beyond their form. Calendars are looked at night by night, over the years
// that the holidays cover: nothing is guessed from the form of the rules.
import { message } from '../messages/catalogue.ts';
import { holidayYears } from '../runtime/calendar/holidays.ts';
import { dayMs, dayOf } from '../runtime/calendar/local-time.ts';
import { unknownName } from '../runtime/document/problem.ts';
import { formatDuration } from '../runtime/schema.ts';
import { type Calendar, misfit } from './calendar.ts';
import type { Add } from './check.ts';
import type { LightingConfig } from './config.ts';
import { followedBy, groupsOf } from './groups.ts';
import type { Site } from './night.ts';
import { planNight } from './schedule.ts';

const firstDay = dayOf(`${holidayYears.from}-01-01`);
const lastDay = dayOf(`${holidayYears.to}-12-31`);
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

/** @param site without it no ramp is checked. */
export function checkCalendars(config: LightingConfig, site: Site | undefined, add: Add): void {
  checkNames(config, add);
  const followed = config.lamps.map((l) => followedBy(l, config.groups));
  for (const [i, calendar] of config.calendars.entries()) {
    if (!followed.some((f) => f?.kind === 'calendar' && f.id === calendar.id)) {
      add(['calendars', i, 'id'], message('lighting.unused-calendar', { id: calendar.id }), 'warning');
    }
    checkRules(calendar, i, config.defaultLevel, add);
  }
  if (site) checkRamps(config, site, add);
}

function checkNames({ lamps, groups, calendars, programs }: LightingConfig, add: Add): void {
  const known = {
    program: programs.map((p) => p.id),
    calendar: calendars.map((c) => c.id),
    group: groups.map((g) => g.id),
  };
  const check = (path: (string | number)[], what: keyof typeof known, name: string | undefined) => {
    if (name !== undefined && !known[what].includes(name)) add(path, unknownName(what, name, known[what]));
  };
  const both = (
    path: (string | number)[],
    f: { id: string; program?: string | undefined; calendar?: string | undefined },
  ) => {
    if (f.program !== undefined && f.calendar !== undefined) {
      add([...path, 'calendar'], message('lighting.program-and-calendar', { id: f.id }));
    }
    check([...path, 'calendar'], 'calendar', f.calendar);
  };
  for (const [i, lamp] of lamps.entries()) both(['lamps', i], lamp);
  const used = new Set(lamps.flatMap((l) => groupsOf(l, groups)));
  for (const [i, group] of groups.entries()) {
    both(['groups', i], group);
    check(['groups', i, 'program'], 'program', group.program);
    check(['groups', i, 'within'], 'group', group.within);
    const above = group.within === undefined ? [] : groupsOf({ id: '', groups: [group.within] }, groups);
    if (above.includes(group.id)) add(['groups', i, 'within'], message('lighting.group-circle', { id: group.id }));
    if (!used.has(group.id))
      add(['groups', i, 'id'], message('lighting.group-without-lamps', { id: group.id }), 'warning');
  }
  for (const [i, { program, rules }] of calendars.entries()) {
    check(['calendars', i, 'program'], 'program', program);
    for (const [j, rule] of rules.entries()) check(['calendars', i, 'rules', j, 'program'], 'program', rule.program);
  }
}

function checkRules(calendar: Calendar, i: number, level: number, add: Add): void {
  const { id, rules, program } = calendar;
  const holds = rules.map(() => 0);
  const wins = rules.map(() => 0);
  const coveredBy = rules.map(() => new Set<string>());
  const gaps: number[] = [];
  for (let day = firstDay; day <= lastDay; day++) {
    const fitting = rules.flatMap((r, j) => (misfit(r, day) === undefined ? [j] : []));
    const [winner] = fitting;
    if (winner === undefined) gaps.push(day);
    else wins[winner] = (wins[winner] ?? 0) + 1;
    for (const j of fitting) {
      holds[j] = (holds[j] ?? 0) + 1;
      if (j !== winner) coveredBy[j]?.add(rules[winner ?? 0]?.id ?? '');
    }
  }
  for (const [j, rule] of rules.entries()) {
    const path = ['calendars', i, 'rules', j];
    const years = { from: dateOf(firstDay), to: dateOf(lastDay) };
    if (holds[j] === 0) add(path, message('lighting.rule-never', { rule: rule.id, ...years }));
    else if (wins[j] === 0) {
      const by = [...(coveredBy[j] ?? [])].join(', ');
      add(path, message('lighting.rule-covered', { rule: rule.id, by }));
    }
  }
  const [first] = gaps;
  if (program === undefined && first !== undefined) {
    const params = { id, count: gaps.length, date: dateOf(first), level };
    add(['calendars', i], message('lighting.calendar-gap', params), 'warning');
  }
}

/** Every ramp must be finished before the next switch of its night, on every night of a year. */
function checkRamps({ programs }: LightingConfig, site: Site, add: Add): void {
  const from = dayOf('2026-01-01');
  for (const [i, program] of programs.entries()) {
    if (!program.switches.some((s) => s.rampMs)) continue;
    const told = new Set<number>();
    for (let day = from; day < from + 366; day++) {
      const steps = planNight(program, site, site.night(day));
      for (const [k, step] of steps.entries()) {
        const next = steps[k + 1];
        if (!step.rampMs || !next || next.ms - step.ms >= step.rampMs || told.has(step.index)) continue;
        told.add(step.index);
        const interval = formatDuration(Math.round((next.ms - step.ms) / 1000) * 1000);
        const params = { rule: step.rule, ramp: formatDuration(step.rampMs), interval, date: dateOf(day) };
        add(['programs', i, 'switches', step.index, 'ramp'], message('lighting.ramp-too-long', params));
      }
    }
  }
}
