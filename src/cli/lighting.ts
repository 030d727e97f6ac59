import type { Command } from 'commander';
import type { Site } from '../lighting/night.ts';
import type { PlannedChange } from '../lighting/night-plan.ts';
import { message, render } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { registerFigures } from './lighting/figures.ts';
import { isDate, openLighting } from './lighting/open.ts';
import { registerTalq } from './lighting/talq-register.ts';
import { liveOf, registerLive } from './lighting-live.ts';

interface Options {
  readonly config: string;
  readonly data?: string;
  readonly json?: boolean;
}
interface PlanOptions extends Options {
  readonly date: string;
  readonly to?: string;
  readonly lamp?: string;
  readonly group?: string;
  readonly svg?: string;
}
interface ExplainOptions extends Options {
  readonly at: string;
  readonly lamp: string;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const lighting = program.command('lighting').description(text(io, 'cli.lighting'));
  const command = (name: 'plan' | 'explain') =>
    lighting
      .command(name)
      .description(text(io, `cli.lighting.${name}`))
      .requiredOption('--config <site.yaml>', text(io, 'cli.lighting.config'))
      .option('--data <folder>', text(io, 'cli.flag.data'))
      .option('--json', text(io, 'cli.flag.json'));
  command('plan')
    .requiredOption('--date <date>', text(io, 'cli.lighting.date'))
    .option('--to <date>', text(io, 'cli.lighting.to'))
    .option('--lamp <id>', text(io, 'cli.lighting.lamp'))
    .option('--group <id>', text(io, 'cli.lighting.group'))
    .option('--svg <file>', text(io, 'cli.lighting.svg'))
    .action(action(io, finish, (options: PlanOptions) => plan(options, io)));
  command('explain')
    .requiredOption('--at <time>', text(io, 'cli.lighting.at'))
    .requiredOption('--lamp <id>', text(io, 'cli.lighting.lamp'))
    .action(action(io, finish, (options: ExplainOptions) => explain(options, io)));
  registerLive(lighting, io, finish);
  registerFigures(lighting, io, finish);
  registerTalq(lighting, io, finish);
}

async function plan(options: PlanOptions, io: Io): Promise<ExitCode> {
  const { date, to = date, svg } = options;
  const wrong = [date, to].find((d) => !isDate(d)) ?? (to < date ? to : undefined);
  if (wrong !== undefined) {
    io.err(say(io, message('cli.lighting.bad-date', { found: wrong })));
    return exitCode.usage;
  }
  const opened = await openLighting(options, io);
  if (!opened) return exitCode.site;
  const { config, site } = opened;
  const { planNights } = await import('../lighting/night-plan.ts');
  const { lampsOf } = await import('../lighting/result.ts');
  const { dayOf } = await import('../runtime/calendar/local-time.ts');
  const target = options.lamp ?? options.group;
  const lamps = target === undefined ? config.lamps.map((l) => l.id) : lampsOf(target, config);
  const days = [dayOf(date), dayOf(to)] as const;
  const changes = planNights(config, site, lamps, ...days);
  if (svg !== undefined) {
    const { writeFileSync } = await import('node:fs');
    const { drawPlan } = await import('../lighting/plan-picture.ts');
    // A picture shows one curve: that of the first lamp.
    const first = changes.filter((c) => c.lamps === changes[0]?.lamps);
    writeFileSync(svg, drawPlan(first, site, ...days, `${target ?? lamps[0]}  ${date}`));
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

const rowOf = ({ ms, ...rest }: PlannedChange, site: Site) => ({ time: localTime(ms, site), ...rest });

/** RFC 3339 with the offset of the site. */
function localTime(ms: number, site: Site): string {
  const offset = site.zone.offsetMs(ms);
  const minutes = Math.abs(offset) / 60_000;
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const zone = `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return `${new Date(ms + offset).toISOString().slice(0, 19)}${zone}`;
}

async function explain(options: ExplainOptions, io: Io): Promise<ExitCode> {
  const ms = Date.parse(options.at);
  if (Number.isNaN(ms) || !/(?:Z|[+-]\d\d:\d\d)$/.test(options.at)) {
    io.err(say(io, message('cli.lighting.bad-time', { found: options.at })));
    return exitCode.usage;
  }
  const opened = await openLighting(options, io);
  if (!opened) return exitCode.site;
  const { explainLamp } = await import('../lighting/explain.ts');
  const live = await liveOf(options, io, options.lamp, ms);
  const { lampsNow, lampNow } = await import('./lamps-now.ts');
  const all = live ? await lampsNow(dataFolder(options.data, io.env)) : undefined;
  const now = all?.find((l) => l.lamp === options.lamp);
  const { decision, program, followed, rules } = explainLamp(opened.config, opened.site, options.lamp, ms, live);
  const losers = decision.losers.map(({ wish, why }) => ({
    source: wish.source,
    level: wish.level,
    rule: wish.rule ?? null,
    why: render(why, io.lang),
  }));
  const others = rules.map((r) => ({ ...r, why: text(io, `lighting.rule-${r.fate}`) }));
  const { level, source: reason, rule = null } = decision;
  if (options.json) {
    const follows = followed ?? null;
    io.out(
      JSON.stringify({
        lamp: options.lamp,
        time: options.at,
        level,
        reason,
        rule,
        follows,
        program,
        live: live !== undefined,
        now: now ?? null,
        losers,
        rules: others,
      }),
    );
    return exitCode.fine;
  }
  io.out(`${options.lamp}  ${level} %  ${reason}  ${rule ?? '-'}`);
  for (const l of losers) io.out(`  ${l.source} ${l.level} %  ${l.rule ?? '-'}: ${l.why}`);
  for (const r of others) io.out(`  ${r.rule} → ${r.program}: ${r.why}`);
  if (now) io.out(`${text(io, 'cli.lighting.just-now')}: ${lampNow(now, io)}`);
  if (!live) io.err(text(io, 'cli.lighting.not-live'));
  return exitCode.fine;
}
