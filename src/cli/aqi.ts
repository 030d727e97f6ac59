import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Message, message, render } from '../messages/catalogue.ts';
import { messageOf } from '../runtime/errors.ts';
import type { AqiValue } from '../station/aqi/index-value.ts';
import type { AqiLine } from '../station/aqi/of-file.ts';
import type { Pollutant } from '../station/aqi/table.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';

/** Flags of single values, and the pollutants they are of. */
const valueFlags = {
  pm25: 'PM2.5',
  pm10: 'PM10',
  o3: 'O3',
  co: 'CO',
  so2: 'SO2',
  no2: 'NO2',
} as const satisfies Readonly<Record<string, Pollutant>>;

type Options = { readonly csv?: string; readonly daily?: boolean; readonly json?: boolean } & Readonly<
  Partial<Record<keyof typeof valueFlags, string>>
>;

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('aqi')
    .description(text(io, 'cli.aqi'))
    .option('--csv <file>', text(io, 'cli.aqi.csv'))
    .option('--daily', text(io, 'cli.aqi.daily'));
  for (const [flag, pollutant] of Object.entries(valueFlags)) {
    command.option(`--${flag} <value>`, render(message('cli.aqi.value', { pollutant }), io.lang));
  }
  command
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang aqi --csv hours.csv --daily`)
    .action(action(io, finish, (options: Options) => aqi(options, io)));
}

async function aqi(options: Options, io: Io): Promise<ExitCode> {
  const given = Object.entries(valueFlags).filter(([flag]) => options[flag as keyof typeof valueFlags] !== undefined);
  const usage =
    options.csv === undefined && given.length === 0
      ? 'cli.aqi.nothing'
      : options.csv === undefined
        ? options.daily && 'cli.aqi.both'
        : given.length > 0 && 'cli.aqi.both';
  if (usage) {
    io.err(text(io, usage));
    return exitCode.usage;
  }
  return options.csv === undefined ? ofValues(options, given, io) : ofFile(options.csv, options, io);
}

async function ofValues(options: Options, given: readonly [string, Pollutant][], io: Io): Promise<ExitCode> {
  const { averagedAqi } = await import('../station/aqi/hourly.ts');
  const values: Partial<Record<Pollutant, number>> = {};
  for (const [flag, pollutant] of given) {
    const found = options[flag as keyof typeof valueFlags] ?? '';
    const value = found.trim() === '' ? Number.NaN : Number(found);
    if (!Number.isFinite(value) || value < 0) {
      io.err(say(io, message('cli.aqi.not-value', { flag: `--${flag}`, found })));
      return exitCode.site;
    }
    values[pollutant] = value;
  }
  const result = averagedAqi(values);
  io.out(options.json ? JSON.stringify(result) : inWords(result, io));
  return exitCode.fine;
}

async function ofFile(file: string, options: Options, io: Io): Promise<ExitCode> {
  const { readHourlyFile } = await import('../station/aqi/hourly-file.ts');
  const { dailyLines, hourlyLines } = await import('../station/aqi/of-file.ts');
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    io.err(say(io, message('cli.aqi.no-file', { file, reason: messageOf(error) })));
    return exitCode.site;
  }
  const { hours, mistakes } = readHourlyFile(content);
  for (const m of mistakes) io.err(`${file}:${m.line}: ${say(io, m.message)}`);
  if (mistakes.length > 0) return exitCode.site;
  for (const line of options.daily ? dailyLines(hours) : hourlyLines(hours))
    io.out(options.json ? json(line) : `${line.time}  ${inWords(line, io)}`);
  return exitCode.fine;
}

/** The time first, as people look for it. */
const json = ({ time, ...value }: AqiLine) => JSON.stringify({ time, ...value });

function inWords({ aqi, dominant, band, reason, sub }: AqiValue, io: Io): string {
  if (aqi === null) return render(reasonOf(reason), io.lang);
  const others = Object.entries(sub).map(([pollutant, value]) => `${pollutant} ${value}`);
  return `${String(aqi).padStart(3)}  ${band}  ${dominant}  (${others.join(', ')})`;
}

const reasonOf = (reason: AqiValue['reason']): Message =>
  reason === 'no-dust' ? message('station.no-index.no-dust') : message('station.no-index.no-data');
