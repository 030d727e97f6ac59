// `haidang lighting export | import`: the flags; the work is imported when it is run.
import type { Command } from 'commander';
import { action, type ExitCode, type Io, text } from '../command.ts';

export function registerTalq(lighting: Command, io: Io, finish: (code: ExitCode) => void): void {
  lighting
    .command('export')
    .description(text(io, 'cli.lighting.export'))
    .requiredOption('--config <site.yaml>', text(io, 'cli.lighting.config'))
    .option('--talq', text(io, 'cli.lighting.talq'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--out <file>', text(io, 'cli.lighting.talq-out'))
    .action(action(io, finish, async (options) => await (await import('./talq-export.ts')).exportTalq(options, io)));
  lighting
    .command('import')
    .description(text(io, 'cli.lighting.import'))
    .requiredOption('--talq <file>', text(io, 'cli.lighting.talq-file'))
    .option('--out <site.yaml>', text(io, 'cli.lighting.talq-out'))
    .action(action(io, finish, async (options) => await (await import('./talq-import.ts')).importTalq(options, io)));
}
