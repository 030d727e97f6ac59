import type { Command } from 'commander';
import { message } from '../../messages/catalogue.ts';
import type { Clock, sleep as Sleep } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from '../command.ts';
import type { Arrival, Inspector } from './inspector.ts';

interface Flags {
  readonly broker?: string;
  readonly ca?: string;
  readonly gateway?: string;
  readonly record?: string;
  readonly key?: string;
  readonly for?: string;
  readonly json?: boolean;
}

/** How often the picture of a terminal is drawn. */
const redrawMs = 500;

export function register(ioc: Command, io: Io, finish: (code: ExitCode) => void): void {
  ioc
    .command('watch')
    .description(text(io, 'cli.ioc.watch'))
    .option('--broker <url>', text(io, 'ioc.flag.broker'))
    .option('--ca <file>', text(io, 'ioc.flag.ca'))
    .option('--gateway <id>', text(io, 'ioc.flag.gateway'))
    .option('--record <file>', text(io, 'ioc.flag.record'))
    .option('--key <file>', text(io, 'ioc.flag.key'))
    .option('--for <seconds>', text(io, 'ioc.flag.for'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang ioc watch --broker mqtt://127.0.0.1:1883`)
    .action(action(io, finish, (flags: Flags) => watch(flags, io)));
}

async function watch(flags: Flags, io: Io): Promise<ExitCode> {
  const [{ guarded }, { numberFlag }, { brokerOf, keysOf }, { Inspector }, { recordedLine }, view, { Centre }, time] =
    await Promise.all([
      import('../tools/open.ts'),
      import('../tools/flags.ts'),
      import('./flags.ts'),
      import('./inspector.ts'),
      import('./recording.ts'),
      import('./view.ts'),
      import('./centre.ts'),
      import('../../runtime/clock.ts'),
    ]);
  const { openSync, writeSync, closeSync } = await import('node:fs');
  return guarded(flags, io, async () => {
    const broker = brokerOf(flags, io);
    const seconds = numberFlag('--for', flags.for, 0, 1, 31 * 86_400);
    const inspector = new Inspector(keysOf(flags.key));
    const record = flags.record === undefined ? undefined : openSync(flags.record, 'a', 0o600);
    const clock = new time.SystemClock();
    const isTerminal = process.stdout.isTTY === true && !flags.json;
    const lately: string[] = [];
    const take = (arrival: Arrival) => {
      if (record !== undefined) writeSync(record, `${recordedLine(arrival)}\n`);
      for (const seen of inspector.take(arrival)) {
        if (flags.json) io.out(view.jsonLine(seen, arrival));
        else if (isTerminal) lately.push(...view.lines(seen, arrival, io.lang));
        else for (const line of view.lines(seen, arrival, io.lang)) io.out(line);
      }
      lately.splice(0, lately.length - 200);
    };
    const centre = new Centre({
      clock,
      broker,
      gateway: flags.gateway,
      onLink: (up) => up || isTerminal || io.err(say(io, message('ioc.away'))),
      onMessage: (topic, payload, retained) => take({ topic, payload, retained, atMs: clock.now().ms }),
    });
    try {
      await centre.start();
    } catch (error) {
      if (!(error instanceof HaidangError && error.fault === 'network')) throw error;
      io.err(say(io, message('ioc.unreachable', { reason: messageOf(error) })));
      return exitCode.runtime;
    }
    if (!flags.json) {
      io.err(say(io, message('ioc.watching', { broker: `${broker.host}:${broker.port}` })));
      io.err(say(io, message('ioc.legend')));
    }
    const draw = () => io.out(`\x1b[H\x1b[2J${view.picture(inspector, lately, clock.now().ms, io).join('\n')}`);
    const cancel = isTerminal ? time.every(clock, redrawMs, draw) : () => {};
    await ended(clock, seconds, time.sleep);
    cancel();
    await centre.stop({ retained: [] });
    if (record !== undefined) closeSync(record);
    return conclude(inspector, flags, io);
  });
}

/** Resolves on a signal, or after so many seconds; 0: on a signal alone. */
async function ended(clock: Clock, seconds: number, sleep: typeof Sleep): Promise<void> {
  const stop = new AbortController();
  const end = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  // Without an end of its own it waits as long as a timer can.
  await sleep(clock, seconds > 0 ? seconds * 1000 : 2 ** 31 - 1, stop.signal).catch(() => {});
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
}

async function conclude(inspector: Inspector, flags: Flags, io: Io): Promise<ExitCode> {
  const { findingLine, summary, totals } = await import('./summary.ts');
  if (flags.json) {
    io.out(JSON.stringify({ summary: totals(inspector) }));
    return exitCode.fine;
  }
  for (const finding of inspector.missing()) io.out(findingLine(finding));
  io.out(say(io, summary(inspector)));
  if (inspector.messages === 0) io.err(say(io, message('ioc.nothing')));
  return exitCode.fine;
}
