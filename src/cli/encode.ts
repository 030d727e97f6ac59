import type { Command } from 'commander';
import { action, type ExitCode, exitCode, type Io, text } from './command.ts';
import { type PointFlags, pointOf, withPointFlags } from './point-flags.ts';

type Options = PointFlags & { readonly value: string; readonly json?: boolean };

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  withPointFlags(program.command('encode').description(text(io, 'cli.encode')), io)
    .requiredOption('--value <value>', text(io, 'cli.encode.value'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang encode --type uint16 --scale 0.1 --value 23.5`)
    .action(action(io, finish, (options: Options) => encode(options, io)));
}

/** The value shown is what reads back from the registers: the nearest that they can hold. */
async function encode(options: Options, io: Io): Promise<ExitCode> {
  const [{ encoder }, { inspect }, { isNumeric }] = await Promise.all([
    import('../acquisition/codec/encode.ts'),
    import('../acquisition/codec/inspect.ts'),
    import('../acquisition/types.ts'),
  ]);
  const point = await pointOf(options, io, Math.ceil(Buffer.byteLength(options.value) / 2) || 1);
  if (!point) return exitCode.site;
  const isFlag = point.type === 'bool' || point.type === 'bit';
  const isNumber = isNumeric(point.type) && !point.enum && !point.flags;
  const asNumber = options.value.trim() === '' ? Number.NaN : Number(options.value);
  const wanted = isFlag && /^(true|false)$/.test(options.value) ? options.value === 'true' : options.value;
  const registers = encoder(point, 'ABCD')(isNumber && !Number.isNaN(asNumber) ? asNumber : wanted);
  const { value, quality, raw, bytes } = inspect(point, registers.map(Number));
  if (options.json) io.out(JSON.stringify({ value, quality, raw, bytes }));
  else io.out(`${raw}  bytes ${bytes}  reads as ${value ?? '-'}  ${quality}`);
  return exitCode.fine;
}
