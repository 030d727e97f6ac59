import type { Command } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { registerFigures } from './lighting/figures.ts';
import { openLighting } from './lighting/open.ts';
import type { PlanOptions } from './lighting/plan.ts';
import { registerTalq } from './lighting/talq-register.ts';
import { liveOf, registerLive } from './lighting-live.ts';

interface Options {
  readonly config: string;
  readonly data?: string;
  readonly json?: boolean;
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
    .option('--hours <from-to>', text(io, 'cli.lighting.hours'))
    .option('--presence <time...>', text(io, 'cli.lighting.presence'))
    .option('--input <name=value@time...>', text(io, 'cli.lighting.input'))
    .option('--suppose <file>', text(io, 'cli.lighting.suppose'))
    .action(
      action(io, finish, async (options: PlanOptions) => await (await import('./lighting/plan.ts')).plan(options, io)),
    );
  command('explain')
    .requiredOption('--at <time>', text(io, 'cli.lighting.at'))
    .requiredOption('--lamp <id>', text(io, 'cli.lighting.lamp'))
    .action(action(io, finish, (options: ExplainOptions) => explain(options, io)));
  registerLive(lighting, io, finish);
  registerFigures(lighting, io, finish);
  registerTalq(lighting, io, finish);
}

async function explain(options: ExplainOptions, io: Io): Promise<ExitCode> {
  const ms = Date.parse(options.at);
  if (Number.isNaN(ms) || !/(?:Z|[+-]\d\d:\d\d)$/.test(options.at)) {
    io.err(say(io, message('cli.lighting.bad-time', { found: options.at })));
    return exitCode.usage;
  }
  const opened = await openLighting(options, io);
  if (!opened) return exitCode.site;
  const lamps = opened.config.lamps.map((l) => l.id);
  if (!lamps.includes(options.lamp)) {
    io.err(
      say(
        io,
        message('cli.lighting.no-lamp', {
          found: options.lamp,
          lamps: `${lamps.slice(0, 30).join(', ')}${lamps.length > 30 ? ', …' : ''}`,
        }),
      ),
    );
    return exitCode.site;
  }
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
