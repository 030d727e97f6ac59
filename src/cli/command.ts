// What every command of the command line shares: where it prints, its language, its exit codes. A command is one file
// with a `register` function; it declares its flags at once and imports its work only when it is run, so that
// `haidang --help` stays fast.
import type { Command } from 'commander';
import { type Lang, type Message, type MessageCode, render, renderHint } from '../messages/catalogue.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { mistakeOfPath } from './mistakes.ts';

/** 0 fine, 1 the input or the site is wrong, 2 usage, 3 something at run time failed, 4 nothing wrong found, and not proven. */
export const exitCode = { fine: 0, site: 1, usage: 2, runtime: 3, unproven: 4 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export interface Io {
  /** A line of the result, on stdout. */
  out(line: string): void;
  /** A line to the person, on stderr. */
  err(line: string): void;
  readonly lang: Lang;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type Register = (program: Command, io: Io, finish: (code: ExitCode) => void) => void;

/** A text of the catalogue without parameters, for descriptions of commands and flags. */
export function text(io: Io, code: MessageCode): string {
  return render({ code, params: {} }, io.lang);
}

/** A message with its remedy, as a person reads it. */
export function say(io: Io, m: Message): string {
  const hint = renderHint(m, io.lang);
  return hint ? `${render(m, io.lang)}\n  → ${hint}` : render(m, io.lang);
}

/**
 * Wraps the work of a command: its exit code is the process's, and an error becomes a line, never a stack
 * (a fault of ours shows its stack with HAIDANG_DEBUG=1).
 */
export function action<A extends unknown[]>(
  io: Io,
  finish: (code: ExitCode) => void,
  work: (...args: A) => Promise<ExitCode>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      finish(await work(...args));
    } catch (error) {
      const mistake = mistakeOfPath(error);
      const said = mistake?.said ?? (error instanceof HaidangError ? error.said : undefined);
      io.err(said ? say(io, said) : `haidang: ${messageOf(error)}`);
      if (io.env['HAIDANG_DEBUG'] && error instanceof Error) io.err(error.stack ?? '');
      if (mistake) return finish(mistake.isInput ? exitCode.site : exitCode.runtime);
      finish(error instanceof HaidangError && error.fault === 'configuration' ? exitCode.site : exitCode.runtime);
    }
  };
}
