import type { Site } from '../../lighting/night.ts';
import type { PlannedChange } from '../../lighting/night-plan.ts';
import type { PlanFacts, PlanWords } from '../../lighting/plan-picture.ts';
import { message, render } from '../../messages/catalogue.ts';
import { type Holiday, holidayNames, isHoliday } from '../../runtime/calendar/holidays.ts';
import { dayMs, dayOf, instantInLightingDay, type Weekday, weekdayNames } from '../../runtime/calendar/local-time.ts';
import { type ExitCode, exitCode, type Io, say, text } from '../command.ts';
import { isDate, openLighting } from './open.ts';
import { type SupposeFlags, supposedOf } from './suppose.ts';

export interface PlanOptions extends SupposeFlags {
  readonly config: string;
  readonly data?: string;
  readonly json?: boolean;
  readonly date: string;
  readonly to?: string;
  readonly lamp?: string;
  readonly group?: string;
  readonly svg?: string;
  readonly hours?: string;
}

export async function plan(options: PlanOptions, io: Io): Promise<ExitCode> {
  const { date, to = date, svg } = options;
  const wrong = [date, to].find((d) => !isDate(d)) ?? (to < date ? to : undefined);
  if (wrong !== undefined) {
    io.err(say(io, message('cli.lighting.bad-date', { found: wrong })));
    return exitCode.usage;
  }
  const hours = hoursPattern.exec(options.hours ?? '');
  if (options.hours !== undefined && !hours) {
    io.err(say(io, message('cli.lighting.bad-hours', { found: options.hours })));
    return exitCode.usage;
  }
  const opened = await openLighting(options, io);
  if (!opened) return exitCode.site;
  const { config, site } = opened;
  const { planNights } = await import('../../lighting/night-plan.ts');
  const { lampsOf } = await import('../../lighting/result.ts');
  const { happeningsOf } = await import('../../lighting/supposed/happenings.ts');
  const supposed = await supposedOf(options, config, io);
  if (!supposed) return exitCode.site;
  const target = options.lamp ?? options.group;
  const lamps = target === undefined ? config.lamps.map((l) => l.id) : lampsOf(target, config);
  const days = [dayOf(date), dayOf(to)] as const;
  const happenings = happeningsOf(supposed, config, site, lamps, ...days);
  const changes = planNights(config, site, lamps, ...days, happenings);
  if (svg !== undefined) {
    const { writeFileSync } = await import('node:fs');
    const { drawPlan } = await import('../../lighting/plan-picture.ts');
    const [fromDay, toDay] = days;
    const holidays = holidaysOf(fromDay, toDay).map((h) => text(io, `plan.${h}`));
    const facts: PlanFacts = {
      title: `${opened.gateway.name}${target === undefined ? '' : `  –  ${target}`}`,
      site,
      fromDay,
      toDay,
      holidays,
      supposed: happenings,
      window: hours ? windowOf(hours, site, fromDay) : undefined,
    };
    writeFileSync(svg, drawPlan(changes, facts, wordsOf(io)));
  }
  const rows = changes.map((c) => rowOf(c, site));
  if (options.json) io.out(JSON.stringify(rows));
  else {
    for (const { time, level, rampSeconds, reason, rule, lamps: ids } of rows) {
      const shown = ids.length > 3 ? `${ids.slice(0, 3).join(' ')} … (${ids.length})` : ids.join(' ');
      const ramp = rampSeconds > 0 ? `${rampSeconds} s` : '-';
      io.out(`${time}  ${`${level} %`.padStart(6)}  ${ramp.padStart(6)}  ${reason.padEnd(9)} ${rule ?? '-'}  ${shown}`);
    }
  }
  return exitCode.fine;
}

const hoursPattern = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** The hours of a lighting day, milliseconds. */
function windowOf(hours: RegExpExecArray, site: Site, day: number): [number, number] {
  const [, fromHour, fromMinute, toHour, toMinute] = hours.map(Number);
  const fromMs = instantInLightingDay(site.zone, day, (fromHour ?? 0) * 60 + (fromMinute ?? 0));
  const toMs = instantInLightingDay(site.zone, day, (toHour ?? 0) * 60 + (toMinute ?? 0));
  return [fromMs, toMs > fromMs ? toMs : toMs + dayMs];
}

function holidaysOf(fromDay: number, toDay: number): Holiday[] {
  const days = Array.from({ length: Math.min(400, toDay - fromDay + 1) }, (_, i) => fromDay + i);
  return holidayNames.filter((h) => days.some((d) => isHoliday(d, h)));
}

function wordsOf(io: Io): PlanWords {
  const weekdays = Object.fromEntries(weekdayNames.map((d) => [d, text(io, `plan.${d}`)])) as Record<Weekday, string>;
  return {
    sunset: text(io, 'plan.sunset'),
    sunrise: text(io, 'plan.sunrise'),
    holiday: text(io, 'plan.holiday'),
    somebody: text(io, 'plan.somebody'),
    more: (count) => render(message('plan.more', { count }), io.lang),
    weekdays,
  };
}

const rowOf = ({ ms, ...rest }: PlannedChange, site: Site) => ({ time: localTime(ms, site), ...rest });

/** RFC 3339 with the offset of the site. */
function localTime(ms: number, site: Site): string {
  const offset = site.zone.offsetMs(ms);
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return `${new Date(ms + offset).toISOString().slice(0, 19)}${zone}`;
}
