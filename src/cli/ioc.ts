import type { Command } from 'commander';
import { type ExitCode, type Io, text } from './command.ts';
import { register as send } from './ioc/send.ts';
import { register as verify } from './ioc/verify.ts';
import { register as watch } from './ioc/watch.ts';

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const ioc = program.command('ioc').description(text(io, 'cli.ioc'));
  for (const part of [watch, verify, send]) part(ioc, io, finish);
}
