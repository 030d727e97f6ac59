import { type Message, message } from '../messages/catalogue.ts';
import { createZone, dayOf } from '../runtime/calendar/local-time.ts';
import { kindOf, type Path, unknownName } from '../runtime/document/problem.ts';
import { checkCabinets } from './check-cabinets.ts';
import { checkCalendars } from './check-calendar.ts';
import { checkGroups } from './check-groups.ts';
import { checkLive } from './check-live.ts';
import { checkPlant } from './check-plant.ts';
import type { LightingConfig } from './config.ts';
import { placeOf } from './drivers/table.ts';
import { followedBy } from './groups.ts';
import { createSite, type Site } from './night.ts';
import { createSchedule, type Program, planNight, ruleName } from './schedule.ts';
import type { Position } from './sun.ts';

/** What is wrong with the lighting beyond its form; `path` from the root of the site file. */
interface LightingProblem {
  readonly path: Path;
  readonly severity: 'error' | 'warning';
  readonly message: Message;
}

export type Add = (path: Path, m: Message, severity?: LightingProblem['severity']) => void;

/** A point of a device, as far as its profile says. */
export interface KnownPoint {
  readonly name: string;
  /** How it is coded; left out where it is computed from others (a number). */
  readonly type?: string;
  /** UCUM; left out where its profile says none. */
  readonly unit?: string;
  /** Its numbers are reported as words. */
  readonly isWord?: boolean;
}

/** Where the lamps stand; without it nothing that depends on the sun is checked. */
export interface Known {
  readonly lines: readonly { readonly id: string; readonly kind?: string }[];
  /** By device, its points; undefined where they are not known. Left out: no point is checked. */
  readonly points?: ReadonlyMap<string, readonly KnownPoint[] | undefined>;
  readonly position?: Position;
  readonly timezone?: string;
}

/**
 * Checks what lamps and programs refer to, and that every switch of a program takes effect on some night of a year at
 * the site. Pure.
 */
export function checkLighting(config: LightingConfig, known: Known): LightingProblem[] {
  const problems: LightingProblem[] = [];
  const add: Add = (path, m, severity = 'error') =>
    problems.push({ path: ['lighting', ...path], severity, message: m });
  checkNames(config, add);
  checkPlant(config, add);
  checkLamps(config, known.lines, checkGroups(config, add), add);
  const { position, timezone } = known;
  const site = position && timezone !== undefined ? createSite(position, createZone(timezone)) : undefined;
  checkCalendars(config, site, add);
  checkCabinets(config, known.points, add);
  checkLive(config, known, add);
  for (const [i, program] of config.programs.entries()) checkProgram(program, i, config, site, add);
  if (config.curfew && config.curfew.from === config.curfew.to) {
    add(['curfew', 'to'], message('lighting.curfew-empty'));
  }
  return problems;
}

function checkNames(config: LightingConfig, add: Add): void {
  for (const [what, key] of [
    ['program', 'programs'],
    ['calendar', 'calendars'],
    ['group', 'groups'],
    ['lamp', 'lamps'],
  ] as const) {
    const first = new Map<string, number>();
    for (const [i, { id }] of config[key].entries()) {
      const before = first.get(id);
      if (before === undefined) first.set(id, i);
      else
        add(
          [key, i, 'id'],
          message('config.duplicate-id', { what: kindOf(what), id, first: `lighting.${key}[${before}]` }),
        );
    }
  }
  const groups = new Set([...config.lamps.flatMap((l) => l.groups), ...config.groups.map((g) => g.id)]);
  for (const [i, { id }] of config.lamps.entries()) {
    if (groups.has(id)) add(['lamps', i, 'id'], message('lighting.lamp-named-as-group', { id }));
  }
}

/** @param misspelt lamps that most likely have a program, by a group whose name is misspelt. */
function checkLamps(config: LightingConfig, lines: Known['lines'], misspelt: ReadonlySet<string>, add: Add): void {
  const lineIds = lines.map((l) => l.id);
  const programIds = config.programs.map((p) => p.id);
  const holders = new Map<string, string>();
  for (const [i, lamp] of config.lamps.entries()) {
    const { id, driver, program } = lamp;
    if (followedBy(lamp, config.groups) === undefined) {
      const level = config.defaultLevel;
      if (!misspelt.has(id)) add(['lamps', i], message('lighting.lamp-without-program', { id, level }), 'warning');
    } else if (program !== undefined && !programIds.includes(program)) {
      add(['lamps', i, 'program'], unknownName('program', program, programIds));
    }
    const place = placeOf(driver);
    if (!place) continue;
    const { line, unit, register } = place;
    if (!lineIds.includes(line)) add(['lamps', i, 'driver', 'line'], unknownName('line', line, lineIds));
    const at = `${line} ${unit} ${register}`;
    const first = holders.get(at);
    if (first === undefined) holders.set(at, id);
    else {
      add(['lamps', i, 'driver', 'unit'], message('lighting.same-address', { first, id, unit, register, line }));
    }
  }
}

function checkProgram(program: Program, i: number, config: LightingConfig, site: Site | undefined, add: Add): void {
  const { id, switches } = program;
  if (switches.length === 0) {
    add(['programs', i], message('lighting.program-without-switches', { id }));
    return;
  }
  const named = [...config.lamps, ...config.groups, ...config.calendars, ...config.calendars.flatMap((c) => c.rules)];
  if (!named.some((n) => n.program === id)) {
    add(['programs', i, 'id'], message('lighting.unused-program', { id }), 'warning');
  }
  if (switches.every((s) => s.level === 0)) {
    add(['programs', i], message('lighting.never-lit', { id }), 'warning');
    return;
  }
  if (!site) return;
  const applied = new Set<number>();
  let burnsByDay = true;
  const levelAt = createSchedule(program, site, config.defaultLevel);
  for (let day = checkedDay; day < checkedDay + 366; day++) {
    const night = site.night(day);
    for (const step of planNight(program, site, night)) applied.add(step.index);
    if (levelAt(night.startMs).level === 0 || levelAt((night.startMs + night.endMs) / 2).level > 0) burnsByDay = false;
  }
  for (const [j, s] of switches.entries()) {
    if (applied.has(j)) continue;
    add(['programs', i, 'switches', j], message('lighting.switch-never-applies', { rule: ruleName(program, s) }));
  }
  if (burnsByDay) add(['programs', i], message('lighting.burns-by-day', { id }), 'warning');
}

/** The year that is looked at; which one makes seconds of difference. */
const checkedDay = dayOf('2026-01-01');
