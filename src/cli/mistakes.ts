// What a person got wrong on the command line, in their language and with what to do about it: commander and the
// system say it in English, and leave the remedy out.
import type { Command, CommanderError } from 'commander';
import { type Message, message } from '../messages/catalogue.ts';

/** @returns undefined where commander only showed its help. */
export function mistakeOfUsage(error: CommanderError, program: Command, argv: readonly string[]): Message | undefined {
  if (error.code === 'commander.help') return undefined;
  const command = `haidang ${commandIn(program, argv)}`.trimEnd();
  const near = /\(Did you mean (?:one of )?(.+)\?\)/s.exec(error.message)?.[1];
  const name = /'(.+?)'/.exec(error.message)?.[1] ?? '';
  const params = { name, command };
  switch (error.code) {
    case 'commander.missingArgument':
      return message('cli.usage.missing-argument', params);
    case 'commander.missingMandatoryOptionValue':
      return message('cli.usage.missing-flag', params);
    case 'commander.optionMissingArgument':
      return message('cli.usage.missing-value', params);
    case 'commander.excessArguments':
      return message('cli.usage.too-many', { command, found: /: (.*)\.$/s.exec(error.message)?.[1] ?? '' });
    case 'commander.unknownCommand':
      return near ? message('cli.usage.near-command', { name, near }) : message('cli.usage.unknown-command', params);
    case 'commander.unknownOption':
      return near ? message('cli.usage.near-flag', { name, near }) : message('cli.usage.unknown-flag', params);
    case 'commander.invalidArgument': {
      const [, found, known] = /argument '(.*?)' is invalid\. Allowed choices are (.+)\.$/s.exec(error.message) ?? [];
      if (found !== undefined && known !== undefined) return message('cli.usage.choice', { name, found, known });
      break;
    }
  }
  return message('cli.usage.other', { reason: error.message.replace(/^error: /, ''), command });
}

/** The names of the command that was meant, as far as there is one. */
function commandIn(program: Command, argv: readonly string[]): string {
  const names: string[] = [];
  let at = program;
  for (const arg of argv) {
    const next = at.commands.find((c) => c.name() === arg);
    if (!next) continue;
    names.push(arg);
    at = next;
  }
  return names.join(' ');
}

/** What the system says of a path that cannot be what it was named for. */
const ofPaths: Readonly<Record<string, Parameters<typeof message>[0]>> = {
  ENOENT: 'cli.path.none',
  EACCES: 'cli.path.no-permission',
  EPERM: 'cli.path.no-permission',
  EROFS: 'cli.path.read-only',
  EISDIR: 'cli.path.is-folder',
  ENOTDIR: 'cli.path.no-folder',
};

/** @returns undefined where it is no error of the system about a path; a full disk is nobody's mistake in typing. */
export function mistakeOfPath(error: unknown): { readonly said: Message; readonly isInput: boolean } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, syscall } = error as NodeJS.ErrnoException;
  if (typeof path !== 'string') return undefined;
  if (code === 'EEXIST' && syscall === 'open') return { said: message('cli.path.exists', { path }), isInput: false };
  const known = code === 'EEXIST' ? 'cli.path.no-folder' : ofPaths[code];
  if (known) return { said: { code: known, params: { path } }, isInput: true };
  if (code === 'ENOSPC') return { said: message('cli.path.full', { path }), isInput: false };
  return undefined;
}
