import type { Command } from 'commander';
import { action, type ExitCode, type Io, text } from './command.ts';
import type { RangeFlags, SharedFlags } from './outbox/flags.ts';

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const outbox = program.command('outbox').description(text(io, 'cli.outbox'));
  const several = (value: string, before: string[]) => [...before, value];
  const shared = (command: Command, example: string) =>
    command
      .option('--data <folder>', text(io, 'cli.flag.data'))
      .option('--json', text(io, 'cli.flag.json'))
      .addHelpText('after', `\n${text(io, 'cli.example')}\n  ${example}`);
  const ranged = (command: Command, example: string) =>
    shared(command, example)
      .option('--lane <lane>', text(io, 'outbox.flag.lane'), several, [])
      .option('--source <source>', text(io, 'outbox.flag.source'))
      .option('--from <time>', text(io, 'outbox.flag.from'))
      .option('--to <time>', text(io, 'outbox.flag.to'))
      .option('--from-sequence <n>', text(io, 'outbox.flag.from-sequence'))
      .option('--to-sequence <n>', text(io, 'outbox.flag.to-sequence'))
      .option('--unsent', text(io, 'outbox.flag.unsent'))
      .option('--limit <n>', text(io, 'outbox.flag.limit'));

  ranged(outbox.command('list'), 'haidang outbox list --lane alarm --from 2h')
    .description(text(io, 'cli.outbox.list'))
    .action(action(io, finish, async (o: RangeFlags) => (await import('./outbox/list.ts')).list(o, io)));
  shared(outbox.command('show').argument('<event>', text(io, 'outbox.arg.event')), 'haidang outbox show alarm/17')
    .description(text(io, 'cli.outbox.show'))
    .action(
      action(io, finish, async (name: string, o: SharedFlags) => (await import('./outbox/show.ts')).show(name, o, io)),
    );
  ranged(outbox.command('export'), 'haidang outbox export --lane telemetry --from 7d --out week.ndjson')
    .description(text(io, 'cli.outbox.export'))
    .option('--out <file>', text(io, 'outbox.flag.out'))
    .action(
      action(io, finish, async (o: RangeFlags & { out?: string }) =>
        (await import('./outbox/export.ts')).exportRows(o, io),
      ),
    );
  shared(outbox.command('purge'), 'haidang outbox purge --lane telemetry --sent --before 30d --yes')
    .description(text(io, 'cli.outbox.purge'))
    .option('--lane <lane>', text(io, 'outbox.flag.lane'), several, [])
    .option('--sent', text(io, 'outbox.flag.sent'))
    .option('--unsent', text(io, 'outbox.flag.unsent'))
    .option('--before <time>', text(io, 'outbox.flag.before'))
    .option('--yes', text(io, 'outbox.flag.yes'))
    .action(
      action(io, finish, async (o: SharedFlags & Record<string, unknown>) =>
        (await import('./outbox/purge.ts')).purge(o as never, io),
      ),
    );
  shared(outbox.command('verify'), 'haidang outbox verify')
    .description(text(io, 'cli.outbox.verify'))
    .action(action(io, finish, async (o: SharedFlags) => (await import('./outbox/verify.ts')).verifyAll(o, io)));
  shared(outbox.command('stats'), 'haidang outbox stats')
    .description(text(io, 'cli.outbox.stats'))
    .action(action(io, finish, async (o: SharedFlags) => (await import('./outbox/stats.ts')).stats(o, io)));
}
