import type { Command } from 'commander';
import { message } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { type PointFlags, pointOf, withPointFlags } from './point-flags.ts';

type Options = PointFlags & { readonly hex: string; readonly json?: boolean };

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  withPointFlags(program.command('decode').description(text(io, 'cli.decode')), io)
    .requiredOption('--hex <registers>', text(io, 'cli.decode.hex'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang decode --type float32 --order CDAB --hex "0000 4248"`,
    )
    .action(action(io, finish, (options: Options) => decode(options, io)));
}

async function decode(options: Options, io: Io): Promise<ExitCode> {
  const { inspect, registersOfHex } = await import('../acquisition/codec/inspect.ts');
  const { widthOf } = await import('../acquisition/types.ts');
  const registers = registersOfHex(options.hex);
  if (!registers) {
    io.err(`--hex: ${say(io, message('cli.decode.not-hex', { found: options.hex }))}`);
    return exitCode.site;
  }
  const point = await pointOf(options, io, registers.length);
  if (!point) return exitCode.site;
  if (registers.length !== widthOf(point)) {
    const params = { type: point.type, needed: widthOf(point), found: registers.length };
    io.err(`--hex: ${say(io, message('cli.decode.wrong-length', params))}`);
    return exitCode.site;
  }
  const { value, quality, raw, bytes } = inspect(point, registers);
  if (options.json) io.out(JSON.stringify({ value, quality, raw, bytes }));
  else io.out(`${value ?? '-'}  ${quality}  raw ${raw}  bytes ${bytes}`);
  return exitCode.fine;
}
