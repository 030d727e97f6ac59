import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { message } from '../../messages/catalogue.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from '../command.ts';
import { WrongUsage } from '../tools/flags.ts';
import type { BrokerFlags } from './flags.ts';

interface Flags extends BrokerFlags {
  readonly gateway: string;
  readonly args?: string;
  readonly id?: string;
  readonly role?: string;
  readonly key?: string;
  readonly issuer?: string;
  readonly wait?: string;
  readonly json?: boolean;
}

export function register(ioc: Command, io: Io, finish: (code: ExitCode) => void): void {
  ioc
    .command('send')
    .description(text(io, 'cli.ioc.send'))
    .argument('<command>')
    .option('--broker <url>', text(io, 'ioc.flag.broker'))
    .option('--ca <file>', text(io, 'ioc.flag.ca'))
    .requiredOption('--gateway <id>', text(io, 'ioc.flag.to'))
    .option('--args <json>', text(io, 'ioc.flag.args'))
    .option('--id <id>', text(io, 'ioc.flag.id'))
    .option('--role <role>', text(io, 'ioc.flag.role'))
    .option('--key <file>', text(io, 'ioc.flag.sign'))
    .option('--issuer <name>', text(io, 'ioc.flag.issuer'))
    .option('--wait <seconds>', text(io, 'ioc.flag.wait'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang ioc send lamp.set --broker mqtt://127.0.0.1 --gateway qn-hl-001 --args '{"lamp":"l-01","level":60}'`,
    )
    .action(action(io, finish, (name: string, flags: Flags) => send(name, flags, io)));
}

/** Exit 0: done; 1: refused, also before it is sent; 3: failed, unknown or no answer. */
async function send(name: string, flags: Flags, io: Io): Promise<ExitCode> {
  const [
    { guarded },
    { numberFlag },
    { Centre },
    { brokerOf },
    { SystemClock, sleep },
    { parseCommand },
    { eventsOf, checkMessage },
    { signedBy, roleFlag },
    { commandTopic },
  ] = await Promise.all([
    import('../tools/open.ts'),
    import('../tools/flags.ts'),
    import('./centre.ts'),
    import('./flags.ts'),
    import('../../runtime/clock.ts'),
    import('../../uplink/commands/command.ts'),
    import('../../uplink/contract.ts'),
    import('./issuer.ts'),
    import('../../uplink/topics.ts'),
  ]);
  return guarded(flags, io, async () => {
    const seconds = numberFlag('--wait', flags.wait, 60, 1, 3600);
    const clock = new SystemClock();
    const id = flags.id ?? randomUUID();
    const { gateway, issuer } = flags;
    const role = roleFlag(flags.role);
    const inSeconds = (s: number) => new Date(clock.now().ms + s * 1000).toISOString();
    const plain = {
      ...{ id, expires: inSeconds(seconds) },
      // A signature needs it; without one a clock that is ahead here shall do no harm.
      ...(flags.key === undefined ? {} : { issued: inSeconds(0) }),
      ...(issuer === undefined ? {} : { issuer }),
      args: argsOf(flags.args),
    };
    const command = signedBy(flags, commandTopic(gateway, name, role), plain);
    const parsed = parseCommand(name, Buffer.from(JSON.stringify(command)));
    if ('refused' in parsed) {
      io.err(say(io, message('ioc.bad-command', { reason: parsed.refused })));
      return exitCode.site;
    }
    const answered = new AbortController();
    let last: Readonly<Record<string, unknown>> | undefined;
    const centre = new Centre({
      clock,
      broker: brokerOf(flags, io),
      gateway,
      onLink: () => {},
      onMessage: (topic, payload) => {
        for (const { topic: own, event } of eventsOf(topic, payload)) {
          const checked = checkMessage(own, event);
          if (!checked.ok || checked.message.data['command'] !== id) continue;
          if (!checked.message.type.endsWith('command.reply.v1')) continue;
          last = checked.message.data;
          io.out(flags.json ? JSON.stringify(last) : answerLine(last));
          if (last['outcome'] !== 'accepted') answered.abort();
        }
      },
    });
    try {
      await centre.start();
      await centre.command(gateway, name, command, role);
    } catch (error) {
      if (!(error instanceof HaidangError && error.fault === 'network')) throw error;
      io.err(say(io, message('ioc.unreachable', { reason: messageOf(error) })));
      return exitCode.runtime;
    }
    await sleep(clock, seconds * 1000, answered.signal).catch(() => {});
    await centre.stop({ retained: [] });
    if (!answered.signal.aborted) io.err(say(io, message('ioc.no-answer', { gateway, seconds, id })));
    if (last?.['outcome'] === 'done') return exitCode.fine;
    return last?.['outcome'] === 'refused' ? exitCode.site : exitCode.runtime;
  });
}

function argsOf(json: string | undefined): Readonly<Record<string, unknown>> {
  if (json === undefined) return {};
  try {
    const args: unknown = JSON.parse(json);
    if (typeof args === 'object' && args !== null && !Array.isArray(args)) return args as Record<string, unknown>;
    throw new Error('{…} is expected');
  } catch (error) {
    throw new WrongUsage(message('ioc.bad-args', { reason: messageOf(error) }));
  }
}

function answerLine(answer: Readonly<Record<string, unknown>>): string {
  const { outcome, reason, result } = answer;
  return [outcome, reason, result === undefined ? undefined : JSON.stringify(result)]
    .filter((t) => t !== undefined)
    .join('  ');
}
