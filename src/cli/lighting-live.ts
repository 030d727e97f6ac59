// The lamps of the running agent: full light at once, back to the program, the switch of a cabinet, and what is asked of a
// lamp beside its program.
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Live } from '../lighting/levels.ts';
import type { Mode } from '../lighting/selector.ts';
import { message } from '../messages/catalogue.ts';
import { HaidangError } from '../runtime/errors.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { heldFor } from './lamps-now.ts';

interface Options {
  readonly data?: string;
  readonly json?: boolean;
}
interface EmergencyOptions extends Options {
  readonly target?: string;
  readonly release?: boolean;
}
interface ModeOptions extends Options {
  readonly switch: string;
  readonly to: Mode;
}

/** Name of the override that `emergency` sets, and that `emergency --release` ends. */
const overrideId = 'local-emergency';
/** The answer comes when the lamps were read back, at most after 15 s. */
const patienceMs = 20_000;

export function registerLive(lighting: Command, io: Io, finish: (code: ExitCode) => void): void {
  const command = (name: 'emergency' | 'mode') =>
    lighting
      .command(name)
      .description(text(io, `cli.lighting.${name}`))
      .option('--data <folder>', text(io, 'cli.flag.data'))
      .option('--json', text(io, 'cli.flag.json'));
  command('emergency')
    .option('--target <id>', text(io, 'cli.lighting.target'))
    .option('--release', text(io, 'cli.lighting.release'))
    .action(action(io, finish, (options: EmergencyOptions) => emergency(options, io)));
  command('mode')
    .requiredOption('--switch <id>', text(io, 'cli.lighting.switch'))
    .requiredOption('--to <mode>', text(io, 'cli.lighting.to-mode'))
    .action(action(io, finish, (options: ModeOptions) => mode(options, io)));
}

async function asked(
  options: Options,
  io: Io,
  method: string,
  params: Readonly<Record<string, unknown>>,
): Promise<{ answer: unknown } | undefined> {
  const { ask } = await import('../agent/control-socket.ts');
  const socket = join(dataFolder(options.data, io.env), 'agent.sock');
  try {
    return { answer: await ask(socket, method, params, patienceMs) };
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    const m =
      error.code === 'not-running'
        ? message('status.not-running', { socket })
        : (error.said ?? message('cli.lighting.refused', { reason: error.message }));
    io.err(say(io, m));
    return undefined;
  }
}

async function emergency({ target, release, ...options }: EmergencyOptions, io: Io): Promise<ExitCode> {
  const { emergencyAnswer } = await import('../agent/lighting-methods.ts');
  const of = target === undefined ? {} : { target };
  if (release) {
    const done = await asked(options, io, 'lighting.release', { ...of, id: overrideId });
    if (done && options.json) io.out(JSON.stringify(done.answer));
    return done ? exitCode.fine : exitCode.runtime;
  }
  const done = await asked(options, io, 'lighting.emergency', { ...of, id: overrideId });
  if (!done) return exitCode.runtime;
  const { expectedMs, lines, lamps } = emergencyAnswer.parse(done.answer);
  const behind = lamps.filter((l) => l.outcome !== 'achieved');
  if (options.json) io.out(JSON.stringify(done.answer));
  else {
    io.out(say(io, message('cli.lighting.emergency-done', { lit: lamps.length - behind.length, total: lamps.length })));
    for (const { line, lamps: count, messages, expectedMs: ms } of lines) {
      io.out(`  ${line ?? '-'}  ${count}  ${messages.shared} + ${messages.single}  ~${ms} ms`);
    }
    for (const l of behind.slice(0, 20)) {
      io.out(`  ${l.lamp}: ${l.outcome}${l.heldMs === undefined ? '' : `, ${heldFor(l.heldMs, io)}`}`);
    }
    io.out(say(io, message('cli.lighting.emergency-expected', { ms: expectedMs })));
  }
  return behind.length === 0 ? exitCode.fine : exitCode.runtime;
}

async function mode({ switch: id, to, ...options }: ModeOptions, io: Io): Promise<ExitCode> {
  const { modes } = await import('../lighting/selector.ts');
  if (!modes.includes(to)) {
    io.err(say(io, message('cli.lighting.bad-mode', { found: to, known: modes.join(', ') })));
    return exitCode.usage;
  }
  const done = await asked(options, io, 'lighting.mode', { switch: id, mode: to });
  if (done) io.out(options.json ? JSON.stringify(done.answer) : `${id}  ${to}`);
  return done ? exitCode.fine : exitCode.runtime;
}

/** Presence and inputs are of now: of an instant this near to it they may be believed. */
const nowMs = 60_000;

/**
 * What is asked of a lamp beside its program, from the agent that runs on this machine; undefined where none does.
 * @param atMs the instant that is explained: an override that has ended by then does not count, and presence and inputs
 * only count near to now.
 */
export async function liveOf(options: Options, io: Io, lamp: string, atMs: number): Promise<Live | undefined> {
  const { ask } = await import('../agent/control-socket.ts');
  const { liveAnswer } = await import('../agent/lighting-methods.ts');
  const socket = join(dataFolder(options.data, io.env), 'agent.sock');
  try {
    const { override, presenceLeftMs, inputs, now } = liveAnswer.parse(await ask(socket, 'lighting.live', { lamp }));
    const isNow = Math.abs(atMs - now) < nowMs;
    return {
      override: (id) => (id === lamp && override ? override : undefined),
      presenceLeftMs: (id) => (id === lamp && isNow ? presenceLeftMs : 0),
      input: (name) => (isNow ? inputs[name] : undefined),
    };
  } catch (error) {
    if (error instanceof HaidangError) return undefined;
    throw error;
  }
}
