import { join } from 'node:path';
import type { Command } from 'commander';
import type { LatestDevice } from '../acquisition/acquisition.ts';
import { message, render } from '../messages/catalogue.ts';
import { HaidangError } from '../runtime/errors.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { unitText } from './demo/format.ts';
import { numberFlag, WrongUsage } from './tools/flags.ts';
import { tableLines } from './tools/table.ts';

interface Flags {
  readonly device?: string;
  readonly for?: string;
  readonly data?: string;
  readonly json?: boolean;
}

const everyMs = 1000;

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('monitor')
    .description(text(io, 'tools.monitor'))
    .option('--device <id>', text(io, 'tools.flag.device'))
    .option('--for <seconds>', text(io, 'tools.flag.for'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang monitor --device meter-1`)
    .action(action(io, finish, (flags: Flags) => run(flags, io)));
}

/** Asks the running agent each second; never the devices. Without a terminal each picture follows the one before. */
async function run(flags: Flags, io: Io): Promise<ExitCode> {
  const [{ guarded, tell }, { ask }, { SystemClock, sleep }] = await Promise.all([
    import('./tools/open.ts'),
    import('../agent/control-socket.ts'),
    import('../runtime/clock.ts'),
  ]);
  return guarded(flags, io, async () => {
    const socket = join(dataFolder(flags.data, io.env), 'agent.sock');
    const clock = new SystemClock();
    const stop = new AbortController();
    const end = () => stop.abort();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    const seconds = numberFlag('--for', flags.for, 0, 1, 86_400);
    const cancel = seconds > 0 ? clock.after(seconds * 1000, end) : () => {};
    const isTerminal = process.stdout.isTTY && !flags.json;
    try {
      while (!stop.signal.aborted) {
        const devices = chosen((await ask(socket, 'devices')) as LatestDevice[], flags.device);
        if (flags.json) io.out(JSON.stringify({ time: new Date(clock.now().ms).toISOString(), devices }));
        else {
          const lines = picture(devices, clock.now().ms, io);
          io.out(isTerminal ? `\x1b[H\x1b[2J${fitting(lines).join('\n')}` : lines.join('\n'));
        }
        await sleep(clock, everyMs, stop.signal).catch(() => {});
      }
    } catch (error) {
      if (!(error instanceof HaidangError) || error.code !== 'not-running') throw error;
      tell(message('status.not-running', { socket }), flags, io);
      return exitCode.runtime;
    } finally {
      cancel();
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
    }
    return exitCode.fine;
  });
}

function chosen(devices: readonly LatestDevice[], wanted: string | undefined): readonly LatestDevice[] {
  if (wanted === undefined) return devices;
  const found = devices.filter((d) => d.device === wanted);
  if (found.length > 0) return found;
  const known = devices.map((d) => d.device).join(', ') || '-';
  throw new WrongUsage(message('tools.monitor.unknown', { device: wanted, known }));
}

/** No more lines than the terminal has. */
function fitting(lines: readonly string[]): readonly string[] {
  const rows = process.stdout.rows || lines.length;
  return lines.length < rows ? lines : [...lines.slice(0, rows - 2), '…'];
}

function picture(devices: readonly LatestDevice[], nowMs: number, io: Io): string[] {
  const online = devices.filter((d) => d.state === 'online').length;
  const time = new Date(nowMs).toISOString().slice(11, 19);
  const head = render(message('tools.monitor.head', { devices: devices.length, online, time }), io.lang);
  if (devices.length === 0) return [head, say(io, message('tools.monitor.none'))];
  const columns = (['device', 'point', 'value', 'quality', 'age'] as const).map((h) => text(io, `tools.head.${h}`));
  const rows = devices.flatMap((d) => [
    [`${d.device} (${d.line}/${d.unit})`, d.profile, '', d.state + (d.reason ? `: ${d.reason}` : ''), ''],
    ...d.points.map((p) => [
      '',
      p.point,
      p.value === null ? '-' : `${String(p.value)}${p.unit === undefined ? '' : ` ${unitText(p.unit)}`}`,
      p.quality,
      ageOf(p.at?.ms, nowMs),
    ]),
  ]);
  return [head, '', ...tableLines(columns, rows, [2, 4])];
}

function ageOf(ms: number | undefined, nowMs: number): string {
  if (ms === undefined) return '';
  const seconds = Math.max(0, Math.round((nowMs - ms) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
