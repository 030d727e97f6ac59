import { join } from 'node:path';
import type { Command } from 'commander';
import type { AgentStatus } from '../agent/status.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import { HaidangError } from '../runtime/errors.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';

interface Options {
  readonly data?: string;
  readonly json?: boolean;
  readonly lamps?: boolean;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('status')
    .description(text(io, 'cli.status'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--lamps', text(io, 'cli.status.lamps'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang status --data /var/lib/haidang`)
    .action(action(io, finish, (options: Options) => status(options, io)));
}

async function status(options: Options, io: Io): Promise<ExitCode> {
  const { ask } = await import('../agent/control-socket.ts');
  const { agentStatusSchema, isHealthy } = await import('../agent/status.ts');
  const data = dataFolder(options.data, io.env);
  const socket = join(data, 'agent.sock');
  let answer: AgentStatus;
  try {
    answer = agentStatusSchema.parse(await ask(socket, 'status'));
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    if (options.json) io.out(JSON.stringify({ healthy: false, error: error.code, message: error.message }));
    else io.err(say(io, error.said ?? message('status.not-running', { socket })));
    return exitCode.runtime;
  }
  const healthy = isHealthy(answer);
  const { lampsNow, lampNow } = await import('./lamps-now.ts');
  const lamps = options.lamps ? ((await lampsNow(data)) ?? []) : undefined;
  if (options.json) io.out(JSON.stringify({ healthy, ...answer, ...(lamps ? { lamps } : {}) }));
  else {
    for (const line of statusLines(answer, healthy, io)) io.out(line);
    for (const lamp of lamps ?? []) io.out(`  ${lamp.lamp}  ${lampNow(lamp, io)}`);
  }
  return healthy ? exitCode.fine : exitCode.runtime;
}

/** The answer as a person reads it: a line a part, its reasons and remedies indented below. */
function statusLines(answer: AgentStatus, healthy: boolean, io: Io): string[] {
  const parts = answer.parts.length;
  const bad = answer.parts.filter((p) => p.state !== 'ok').length;
  const head = healthy ? message('status.healthy', { parts }) : message('status.unhealthy', { bad, parts });
  const width = Math.max(...answer.parts.map((p) => p.part.length), 0);
  const lines = [`${answer.gateway}: ${render(head, io.lang)}`];
  for (const part of answer.parts) {
    const state = render(message(`status.state-${part.state}`), io.lang);
    const facts = Object.entries(part.facts)
      .filter(([, v]) => v !== null)
      .map(([k, v]) => `${k}=${v}`)
      .join(' ');
    lines.push(`  ${part.part.padEnd(width)}  ${state.padEnd(12)} ${facts}`.trimEnd());
    for (const reason of part.reasons)
      lines.push(
        ...say(io, reason as Message)
          .split('\n')
          .map((l) => `      ${l}`),
      );
  }
  lines.push(...alarmLines(answer.alarms, io));
  return lines;
}

/** Alarms that stand or are shelved, and who dealt with them. */
function alarmLines(alarms: AgentStatus['alarms'], io: Io): string[] {
  if (!alarms || alarms.active + alarms.shelved === 0) return [];
  const { first, active, acknowledged, shelved } = alarms;
  const lines = first.map(({ alarm, since, acknowledged: ack, shelved: shelf, ...a }) => {
    const words = [
      ...(a.active ? [] : [message('status.alarm-quiet')]),
      ...(since === null ? [] : [message('status.alarm-since', { since })]),
      ...(ack ? [message('status.alarm-acknowledged', { by: ack.by, at: ack.at })] : []),
      ...(shelf ? [message('status.alarm-shelved', { by: shelf.by, until: shelf.until })] : []),
    ];
    return `    ${alarm}  ${words.map((m) => render(m, io.lang)).join('; ')}`.trimEnd();
  });
  const head = render(message('status.alarms', { active, acknowledged, shelved }), io.lang);
  const quiet = first.filter((a) => !a.active).length;
  const more = active + quiet - first.length;
  return [
    `  ${head}`,
    ...lines,
    ...(more > 0 ? [`    ${render(message('status.alarms-more', { count: more }), io.lang)}`] : []),
  ];
}
