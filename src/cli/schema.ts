import type { Command } from 'commander';
import { action, type ExitCode, exitCode, type Io, text } from './command.ts';

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('schema')
    .description(text(io, 'cli.schema'))
    .option('--profile', text(io, 'cli.schema.profile'))
    .option('--model-card', text(io, 'cli.schema.model-card'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang schema > site.schema.json`)
    .action(
      action(io, finish, async (options: { profile?: boolean; modelCard?: boolean }) => {
        const { jsonSchemaOf } = await import('../agent/json-schema.ts');
        io.out(
          JSON.stringify(
            jsonSchemaOf(options.profile ? 'profile' : options.modelCard ? 'model-card' : 'site'),
            null,
            2,
          ),
        );
        return exitCode.fine;
      }),
    );
}
