// The flags by which `decode` and `encode` describe one value: the keys of a point of a device profile, so that what was
// found out on the command line can be written into a profile as it is.
import type { Command } from 'commander';
import type { Point } from '../acquisition/point.ts';
import type { Io } from './command.ts';
import { say, text } from './command.ts';

export interface PointFlags {
  readonly type: string;
  readonly order?: string;
  readonly scale?: string;
  readonly offset?: string;
  readonly round?: string;
  readonly nan?: readonly string[];
  readonly range?: string;
  readonly bit?: string;
  readonly bits?: string;
  readonly length?: string;
  readonly format?: string;
  readonly utcOffset?: string;
  readonly enum?: string;
  readonly flags?: string;
}

export function withPointFlags(command: Command, io: Io): Command {
  return command
    .requiredOption('--type <type>', text(io, 'cli.point.type'))
    .option('--order <order>', text(io, 'cli.point.order'))
    .option('--scale <factor>', text(io, 'cli.point.scale'))
    .option('--offset <number>', text(io, 'cli.point.offset'))
    .option('--round <places>', text(io, 'cli.point.round'))
    .option('--nan <pattern...>', text(io, 'cli.point.nan'))
    .option('--range <min..max>', text(io, 'cli.point.range'))
    .option('--bit <bit>', text(io, 'cli.point.bit'))
    .option('--bits <low..high>', text(io, 'cli.point.bits'))
    .option('--length <registers>', text(io, 'cli.point.length'))
    .option('--format <format>', text(io, 'cli.point.format'))
    .option('--utc-offset <offset>', text(io, 'cli.point.utc-offset'))
    .option('--enum <codes>', text(io, 'cli.point.enum'))
    .option('--flags <bits>', text(io, 'cli.point.flags'))
    .option('--json', text(io, 'cli.flag.json'));
}

/** The point that the flags describe, or undefined where they are wrong: then it was said what. */
export async function pointOf(flags: PointFlags, io: Io, registers?: number): Promise<Point | undefined> {
  const [{ pointSchema }, { checkPoint }, { YamlFile }] = await Promise.all([
    import('../acquisition/point.ts'),
    import('../acquisition/point-check.ts'),
    import('../runtime/document/document.ts'),
  ]);
  const { value, problems } = new YamlFile('flags', JSON.stringify(written(flags, registers))).validate(pointSchema);
  const wrong = value ? [...checkPoint(value)] : problems;
  for (const p of wrong) io.err(`--${String(p.path[0] ?? 'type')}: ${say(io, p.message)}`);
  return wrong.length === 0 ? value : undefined;
}

function written(flags: PointFlags, registers?: number): Record<string, unknown> {
  const { type, order, nan, format, utcOffset } = flags;
  const point: Record<string, unknown> = { name: 'value', register: { table: 'holding', address: 0 }, type };
  const put = (key: string, value: unknown) => {
    if (value !== undefined) point[key] = value;
  };
  put('order', order);
  for (const key of ['scale', 'offset', 'round', 'bit'] as const) put(key, numberOr(flags[key]));
  put('length', numberOr(flags.length) ?? (type === 'string' ? registers : undefined));
  put(
    'nan',
    nan?.map((n) => (/^0x/i.test(n) ? n : numberOr(n))),
  );
  put('range', pair(flags.range));
  put('bits', pair(flags.bits));
  put('format', format);
  put('utcOffset', utcOffset);
  put('enum', codes(flags.enum));
  put('flags', codes(flags.flags));
  return point;
}

/** A text that is no number is kept: the schema says what is wrong with it. */
function numberOr(value: string | undefined): number | string | undefined {
  if (value === undefined) return undefined;
  const n = Number(value);
  return value.trim() === '' || Number.isNaN(n) ? value : n;
}

const pair = (value: string | undefined) => value?.split('..').map(numberOr);

/** `0=off,1=on`. */
function codes(value: string | undefined): Record<string, string> | undefined {
  if (value === undefined) return undefined;
  return Object.fromEntries(value.split(',').map((part) => [part.split('=')[0]?.trim(), part.split('=')[1]?.trim()]));
}
