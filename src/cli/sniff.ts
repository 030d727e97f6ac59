import type { Command } from 'commander';
import type { HeardAt } from '../agent/tools/sniffer.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { numberFlag, type TargetFlags, targetOf, withCommonFlags, withSerialFlags } from './tools/flags.ts';

interface Flags extends TargetFlags {
  readonly for?: string;
  readonly log?: string;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = program
    .command('sniff')
    .description(text(io, 'tools.sniff'))
    .requiredOption('--serial <device>', text(io, 'tools.flag.serial'))
    .option('--for <seconds>', text(io, 'tools.flag.for'))
    .option('--log <file>', text(io, 'tools.flag.log'));
  withCommonFlags(withSerialFlags(command, io), io)
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang sniff --serial /dev/ttyUSB0 --baud 9600 --for 60 --log sniff.jsonl`,
    )
    .action(action(io, finish, (flags: Flags) => run(flags, io)));
}

async function run(flags: Flags, io: Io): Promise<ExitCode> {
  const [
    { guarded, socketOf, tell },
    access,
    listen,
    { adviceOnOpening },
    { describeTarget },
    { SystemClock },
    { createWriteStream },
  ] = await Promise.all([
    import('./tools/open.ts'),
    import('../agent/tools/access.ts'),
    import('../agent/tools/listen.ts'),
    import('../agent/tools/advice.ts'),
    import('../agent/tools/target.ts'),
    import('../runtime/clock.ts'),
    import('node:fs'),
  ]);
  return guarded(flags, io, async () => {
    const target = await targetOf(flags);
    if (target.kind !== 'serial') return exitCode.usage;
    const seconds = numberFlag('--for', flags.for, 0, 1, 86_400);
    const clock = new SystemClock();
    const stop = new AbortController();
    const end = () => stop.abort();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    let cancel = () => {};
    const log = flags.log === undefined ? undefined : createWriteStream(flags.log, { flags: 'a' });
    const sums = { requests: 0, replies: 0, exceptions: 0, unanswered: 0, garbage: 0 };
    const beganMs = clock.monotonicMs();
    const onHeard = (heard: HeardAt) => {
      count(sums, heard);
      const { atMs, ...what } = heard;
      const entry = { t: Math.round((atMs - beganMs) * 10) / 10, ...what };
      log?.write(`${JSON.stringify({ time: new Date(clock.now().ms).toISOString(), ...entry })}\n`);
      if (flags.json) io.out(JSON.stringify(entry));
      else io.out(`${(entry.t / 1000).toFixed(3).padStart(9)}  ${render(lineOf(heard), io.lang)}`);
    };
    const line = await access.lineOfAgent(target, socketOf(flags, io));
    if (line && !flags.json) io.err(render(message('tools.through-agent', { line: line.id }), io.lang));
    const onListening = () => {
      if (seconds > 0) cancel = clock.after(seconds * 1000, end);
      if (!flags.json) io.err(render(message('tools.sniff.listening', { target: describeTarget(target) }), io.lang));
    };
    try {
      if (line)
        await listen.listenThroughAgent(line, socketOf(flags, io), clock, stop.signal, { onListening, onHeard });
      else await listen.listenAtPort(target, clock, stop.signal, { onListening, onHeard });
    } catch (error) {
      if (!(error instanceof access.OpenFailed)) throw error;
      tell(await adviceOnOpening(error, target), flags, io);
      return exitCode.runtime;
    } finally {
      cancel();
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      if (log) await new Promise<void>((resolve) => log.end(() => resolve()));
    }
    for (const m of verdict(sums)) {
      if (flags.json) io.out(JSON.stringify({ kind: 'summary', ...sums, message: render(m, io.lang) }));
      else io.err(say(io, m));
    }
    return exitCode.fine;
  });
}

type Sums = { requests: number; replies: number; exceptions: number; unanswered: number; garbage: number };

function count(sums: Sums, heard: HeardAt): void {
  if (heard.kind === 'request' || heard.kind === 'write') sums.requests++;
  else if (heard.kind === 'reply') sums.replies++;
  else if (heard.kind === 'exception') sums.exceptions++;
  else if (heard.kind === 'unanswered') sums.unanswered++;
  else sums.garbage += bytesOf(heard.data);
}

const bytesOf = (data: string) => data.replaceAll(' ', '').length / 2;

function verdict(sums: Sums): Message[] {
  const heard = sums.requests + sums.replies + sums.exceptions;
  if (heard === 0) return [message(sums.garbage > 0 ? 'tools.sniff.all-garbage' : 'tools.sniff.nothing')];
  return [message('tools.sniff.summary', sums)];
}

function lineOf(heard: HeardAt): Message {
  switch (heard.kind) {
    case 'request':
      return message('tools.sniff.request', {
        unit: heard.unit,
        code: heard.function,
        address: heard.address,
        count: heard.count,
      });
    case 'write':
      return message('tools.sniff.write', { unit: heard.unit, code: heard.function, data: heard.data });
    case 'reply':
      return message('tools.sniff.reply', { unit: heard.unit, data: heard.data, ms: heard.ms });
    case 'exception':
      return message('tools.sniff.exception', { unit: heard.unit, reason: heard.reason, ms: heard.ms });
    case 'unanswered':
      return message('tools.sniff.unanswered', { unit: heard.unit });
    case 'garbage':
      return message('tools.sniff.garbage', { bytes: bytesOf(heard.data), data: heard.data.slice(0, 60) });
  }
}
