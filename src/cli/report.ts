import type { Command } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import type { WindowRow } from '../station/archive/row.ts';
import { printProblems } from './check.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { openDataFolder } from './data-folder.ts';
import { installFolders } from './install-folders.ts';
import { isDate } from './lighting/open.ts';
import { agentVersion } from './version.ts';

interface Options {
  readonly config: string;
  readonly from: string;
  readonly to?: string;
  readonly out?: string;
  readonly data?: string;
  readonly json?: boolean;
}

const mostDays = 62;

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('report')
    .description(text(io, 'cli.report'))
    .command('station')
    .description(text(io, 'cli.report.station'))
    .requiredOption('--config <site.yaml>', text(io, 'cli.lighting.config'))
    .requiredOption('--from <date>', text(io, 'cli.report.from'))
    .option('--to <date>', text(io, 'cli.report.to'))
    .option('--out <file.html>', text(io, 'cli.report.out'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang report station --config site.yaml --from 2026-11-01 --to 2026-11-07 --out week.html`,
    )
    .action(action(io, finish, (options: Options) => station(options, io)));
}

async function station(options: Options, io: Io): Promise<ExitCode> {
  const { config: file, from, to = from } = options;
  const { dayMs, dayOf, createZone } = await import('../runtime/calendar/local-time.ts');
  const wrong =
    [from, to].find((d) => !isDate(d)) ?? (to < from || dayOf(to) - dayOf(from) >= mostDays ? to : undefined);
  if (wrong !== undefined) {
    io.err(say(io, message('cli.report.bad-date', { found: wrong })));
    return exitCode.usage;
  }
  const { loadSite } = await import('../agent/load.ts');
  const data = openDataFolder(options.data, io.env);
  const { site, packs, problems } = loadSite(file, installFolders(data));
  if (!site || problems.some((p) => p.severity === 'error')) {
    printProblems(problems, io);
    return exitCode.site;
  }
  if (!site.station) {
    io.err(say(io, message('cli.report.no-station', { file })));
    return exitCode.site;
  }
  const { readArchive } = await import('../station/archive/read.ts');
  const { windowFor } = await import('../station/report/series.ts');
  const { gateway } = site;
  const zone = createZone(gateway.timezone);
  const period = { from: zone.instantOf(dayOf(from), 0), to: zone.instantOf(dayOf(to) + 1, 0) };
  const { roseWindows } = await import('../station/report/wind-rose.ts');
  const drawn = new Map(site.station.points.map((p) => [p.id, windowFor(p, period)]));
  const rose = roseWindows(site.station.points, period);
  const isDrawn = ({ point, window }: WindowRow) =>
    drawn.get(point) === window || rose.get(point)?.has(window) === true;
  const archived = await readArchive(data, from, to, isDrawn);
  const { windows, alarms, days } = archived;
  if (days.length === 0) {
    const { archivedDays, archiveFolder } = await import('../station/archive/archive.ts');
    const all = await archivedDays(archiveFolder(data));
    const known = all.length > 0 ? `${all[0]} … ${all.at(-1)}` : '–';
    io.err(say(io, message('cli.report.empty', { from, to, known })));
    return exitCode.site;
  }
  const { pageOf } = await import('../station/report/page.ts');
  const { writeFile } = await import('node:fs/promises');
  const out = options.out ?? `${gateway.id}-${new Date(dayOf(from) * dayMs).toISOString().slice(0, 10)}.html`;
  const facts = {
    ...{ site: gateway.name ?? gateway.id, gateway: gateway.id, version: agentVersion() },
    ...{ nowMs: Date.now(), from, to, period, zone },
  };
  await writeFile(out, pageOf(archived, site.station, packs, facts, io.lang));
  const counts = { file: out, windows: windows.length, alarms: alarms.length, days: days.length };
  if (options.json) io.out(JSON.stringify({ ...counts, torn: archived.torn }));
  else io.out(render(message('cli.report.written', counts), io.lang));
  return exitCode.fine;
}
