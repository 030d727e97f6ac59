// The flags that say where a tool reads, the same for all of them.
import type { Command } from 'commander';
import type { Target } from '../../agent/tools/target.ts';
import { type Message, message } from '../../messages/catalogue.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { type Io, text } from '../command.ts';

export interface TargetFlags {
  readonly tcp?: string;
  readonly serial?: string;
  readonly rtu?: boolean;
  readonly baud?: string;
  readonly parity?: string;
  readonly stopBits?: string;
  readonly timeout?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** What was written on the command line makes no sense: exit code 2. */
export class WrongUsage extends Error {
  readonly said: Message;

  constructor(said: Message) {
    super(said.code);
    this.said = said;
  }
}

export function withSerialFlags(command: Command, io: Io): Command {
  return command
    .option('--baud <number>', text(io, 'tools.flag.baud'))
    .option('--parity <N|E|O>', text(io, 'tools.flag.parity'))
    .option('--stop-bits <1|2>', text(io, 'tools.flag.stop-bits'));
}

/** `--data` to find the agent that runs here, and `--json`. */
export function withCommonFlags(command: Command, io: Io): Command {
  return command
    .option('--timeout <ms>', text(io, 'tools.flag.timeout'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--json', text(io, 'cli.flag.json'));
}

export function withTargetFlags(command: Command, io: Io): Command {
  const where = command
    .option('--tcp <host:port>', text(io, 'tools.flag.tcp'))
    .option('--rtu', text(io, 'tools.flag.rtu'))
    .option('--serial <device>', text(io, 'tools.flag.serial'));
  return withCommonFlags(withSerialFlags(where, io), io);
}

/** A whole number of a flag. @throws WrongUsage. */
export function numberFlag(
  flag: string,
  found: string | undefined,
  standard: number,
  least: number,
  most: number,
): number {
  if (found === undefined) return standard;
  const value = /^0x[0-9a-f]+$/i.test(found) || /^\d+$/.test(found) ? Number(found) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new WrongUsage(message('tools.bad-number', { flag, found, least, most }));
}

/** @throws WrongUsage where the flags do not say one place. */
export async function targetOf(flags: TargetFlags): Promise<Target> {
  const [{ lineOf, parityOf, tcpTarget }, { ZodError }] = await Promise.all([
    import('../../agent/tools/target.ts'),
    import('zod'),
  ]);
  if ((flags.tcp === undefined) === (flags.serial === undefined)) throw new WrongUsage(message('tools.no-target'));
  const asLine = (target: Target): Target => {
    lineOf(target, 1000);
    return target;
  };
  try {
    if (flags.tcp !== undefined) return asLine(tcpTarget(flags.tcp, flags.rtu ?? false));
    return asLine({
      kind: 'serial',
      path: flags.serial!,
      baudRate: numberFlag('--baud', flags.baud, 9600, 300, 1_000_000),
      parity: parityOf(flags.parity ?? 'none'),
      stopBits: numberFlag('--stop-bits', flags.stopBits, 1, 1, 2) as 1 | 2,
    });
  } catch (error) {
    if (error instanceof HaidangError && error.code === 'bad-target') {
      throw new WrongUsage(message('tools.bad-target', { why: error.message }));
    }
    // What a site file may not say of a line may not be said here either.
    const said = error instanceof ZodError ? error.issues.flatMap(messageIn)[0] : undefined;
    if (said) throw new WrongUsage(said);
    throw error;
  }
}

/** The message of a refusal by a schema of ours. */
function messageIn(issue: {
  readonly code?: string;
  readonly params?: Record<string, unknown> | undefined;
}): Message[] {
  const said = issue.code === 'custom' ? issue.params?.['message'] : undefined;
  return said === undefined ? [] : [said as Message];
}
