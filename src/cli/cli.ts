import { Command, CommanderError } from 'commander';
import { chooseLang, message } from '../messages/catalogue.ts';
import { type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { commands } from './commands.ts';
import { mistakeOfUsage } from './mistakes.ts';
import { agentVersion } from './version.ts';

const languages: readonly string[] = ['en', 'vi'];

/** Runs one command line and gives its exit code. `argv` is without the node binary and the script. */
export async function cli(argv: readonly string[], overrides: Partial<Io> = {}): Promise<ExitCode> {
  const env = overrides.env ?? process.env;
  const io: Io = {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    lang: chooseLang(langFlag(argv), env),
    env,
    ...overrides,
  };
  // Whoever reads has seen enough: `haidang monitor | head`.
  if (!overrides.out)
    process.stdout.on('error', (e: NodeJS.ErrnoException) => process.exit(e.code === 'EPIPE' ? 0 : 3));
  const asked = langFlag(argv);
  if (asked !== undefined && !languages.some((known) => asked.toLowerCase().split(/[-_.]/)[0] === known)) {
    io.err(say(io, message('cli.bad-lang', { found: asked, known: languages.join(', ') })));
    return exitCode.usage;
  }
  let code: ExitCode = exitCode.fine;
  const finish = (c: ExitCode) => {
    code = c;
  };
  const titles: Readonly<Record<string, string>> = {
    'Usage:': text(io, 'cli.title.usage'),
    'Options:': text(io, 'cli.title.options'),
    'Commands:': text(io, 'cli.title.commands'),
    'Arguments:': text(io, 'cli.title.arguments'),
  };
  const program = new Command('haidang')
    .description(text(io, 'cli.description'))
    .version(agentVersion(), '-V, --version', text(io, 'cli.flag.version'))
    .option('--lang <lang>', text(io, 'cli.flag.lang'))
    .helpOption('-h, --help', text(io, 'cli.flag.help'))
    .helpCommand(false)
    .showHelpAfterError(false)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .configureOutput({
      writeOut: (s) => io.out(s.trimEnd()),
      writeErr: (s) => io.err(s.trimEnd()),
      outputError: () => {},
    })
    .exitOverride();
  program.addHelpText('after', `\n${text(io, 'cli.exit-codes')}`);
  for (const register of commands) register(program, io, finish);
  for (const command of program.commands) shareSettings(command, io);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no errors; everything else commander refuses is the usage.
    if (error.exitCode === 0) return exitCode.fine;
    const mistake = mistakeOfUsage(error, program, argv);
    if (mistake) io.err(say(io, mistake));
    return exitCode.usage;
  }
  return code;
}

/** Every command, and every command of a command, takes --lang and explains itself in the chosen language. */
function shareSettings(command: Command, io: Io): void {
  command.helpOption('-h, --help', text(io, 'cli.flag.help')).option('--lang <lang>', text(io, 'cli.flag.lang'));
  if (command.commands.length > 0) command.helpCommand('help [command]', text(io, 'cli.flag.help'));
  for (const inner of command.commands) shareSettings(inner, io);
}

/** The language is needed before the flags are parsed, because the flags' descriptions are in it. */
function langFlag(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--lang');
  return at >= 0 ? argv[at + 1] : argv.find((a) => a.startsWith('--lang='))?.slice('--lang='.length);
}
