import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { PlanReport } from '../acquisition/plan-report.ts';
import { message, render } from '../messages/catalogue.ts';
import { unknownName } from '../runtime/document/problem.ts';
import { printProblems } from './check.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { installFolders } from './install-folders.ts';

interface Options {
  readonly data?: string;
  readonly json?: boolean;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('plan')
    .description(text(io, 'cli.plan'))
    .argument('<profile>', text(io, 'cli.plan.profile'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang plan eastron-sdm630`)
    .action(action(io, finish, (profile: string, options: Options) => plan(profile, options, io)));
}

async function plan(name: string, options: Options, io: Io): Promise<ExitCode> {
  const { loadProfile, profileNames } = await import('../acquisition/load-profile.ts');
  const { reportPlan } = await import('../acquisition/plan-report.ts');
  const folders = installFolders(dataFolder(options.data, io.env)).profileFolders;
  const files = [name, ...folders.map((folder) => join(folder, `${name}.yaml`))];
  const file = files.find((f) => /\.ya?ml$/.test(f) && existsSync(f));
  if (!file) {
    io.err(say(io, unknownName('profile', name, profileNames(folders))));
    return exitCode.site;
  }
  const loaded = loadProfile(file, file, folders);
  if (!('profile' in loaded)) {
    printProblems(loaded.problems, io);
    return exitCode.site;
  }
  const report = reportPlan(loaded.profile);
  if (options.json) io.out(JSON.stringify(report));
  else for (const line of table(report, io)) io.out(line);
  return exitCode.fine;
}

function table({ profile, blocks, requests, requestsOnePerPoint, saving }: PlanReport, io: Io): string[] {
  const rows = blocks.map((b) => [
    b.class,
    `${b.function}`,
    `${b.address}`,
    `${b.count}`,
    `${b.bytes}`,
    b.msAt9600.toFixed(1),
    b.points.length > 4
      ? `${b.points.slice(0, 3).join(' ')} … ${b.points.at(-1)} (${b.points.length})`
      : b.points.join(' '),
  ]);
  const all = [text(io, 'cli.plan.columns').split('|'), ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join('  '),
  );
  const sum = message('cli.plan.saving', { profile, requests, single: requestsOnePerPoint, saving });
  return [...lines, '', render(sum, io.lang)];
}
