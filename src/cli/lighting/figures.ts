// Lighting in figures: a simulated year, the site file of a whole city, and the monthly
// report. The flags stand here; each work is a file of its own, imported when it is run.
import type { Command } from 'commander';
import { action, type ExitCode, type Io, text } from '../command.ts';

export function registerFigures(lighting: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = (name: 'simulate' | 'city' | 'report') =>
    lighting.command(name).description(text(io, `cli.lighting.${name}`));
  const config = ['--config <site.yaml>', text(io, 'cli.lighting.config')] as const;
  const data = ['--data <folder>', text(io, 'cli.flag.data')] as const;
  const json = ['--json', text(io, 'cli.flag.json')] as const;
  command('simulate')
    .requiredOption(...config)
    .requiredOption('--from <date>', text(io, 'cli.lighting.from'))
    .requiredOption('--to <date>', text(io, 'cli.lighting.until'))
    .option('--seed <number>', text(io, 'cli.lighting.seed'), '1')
    .option('--step <minutes>', text(io, 'cli.lighting.step'), '10')
    .option('--troubles <share>', text(io, 'cli.lighting.troubles'), '0.1')
    .option('--walkers <count>', text(io, 'cli.lighting.walkers'), '12')
    .option('--keep <folder>', text(io, 'cli.lighting.keep'))
    .option(...data)
    .option(...json)
    .action(action(io, finish, async (options) => await (await import('./simulate.ts')).runSimulation(options, io)));
  command('city')
    .option('--lamps <count>', text(io, 'cli.lighting.lamps'), '3500')
    .option('--cabinets <count>', text(io, 'cli.lighting.cabinets'), '60')
    .action(action(io, finish, async (options) => await (await import('./city.ts')).printCity(options, io)));
  command('report')
    .requiredOption(...config)
    .option('--month <month>', text(io, 'cli.lighting.month'))
    .option('--html <file>', text(io, 'cli.lighting.html'))
    .option('--csv <file>', text(io, 'cli.lighting.csv'))
    .option(...data)
    .option(...json)
    .action(action(io, finish, async (options) => await (await import('./report.ts')).report(options, io)));
}
