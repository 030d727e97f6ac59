// Opens the bus for a tool, says so where that goes through the running agent, and explains what prevents it.
import { join } from 'node:path';
import { type Access, OpenFailed, openAccess } from '../../agent/tools/access.ts';
import { adviceOnOpening } from '../../agent/tools/advice.ts';
import type { Target } from '../../agent/tools/target.ts';
import { type Message, message, render, renderHint } from '../../messages/catalogue.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { type TargetFlags, WrongUsage } from './flags.ts';

export const socketOf = (flags: TargetFlags, io: Io) => join(dataFolder(flags.data, io.env), 'agent.sock');

export async function withAccess(
  target: Target,
  timeoutMs: number,
  flags: TargetFlags,
  io: Io,
  work: (access: Access, clock: SystemClock) => Promise<ExitCode>,
): Promise<ExitCode> {
  const clock = new SystemClock();
  const deps = { clock, logger: silentLogger, random: Math.random, socket: socketOf(flags, io) };
  let access: Access;
  try {
    access = await openAccess(target, timeoutMs, deps);
  } catch (error) {
    if (!(error instanceof OpenFailed)) throw error;
    tell(await adviceOnOpening(error, target), flags, io);
    return exitCode.runtime;
  }
  if (access.agentLine && !flags.json) {
    io.err(render(message('tools.through-agent', { line: access.agentLine.id }), io.lang));
  }
  try {
    return await work(access, clock);
  } finally {
    await access.close();
  }
}

/** Something that ends the tool: for people, or as `{"error": …}` for programs. */
export function tell(m: Message, flags: { readonly json?: boolean }, io: Io): void {
  if (flags.json) io.out(JSON.stringify({ error: adviceJson(m, io) }));
  else io.err(say(io, m));
}

export function adviceJson(m: Message, io: Io) {
  return { code: m.code.replace(/^tools\./, ''), message: render(m, io.lang), hint: renderHint(m, io.lang) ?? null };
}

/** Runs a tool; what was typed wrong is explained with exit code 2. */
export async function guarded(
  flags: { readonly json?: boolean },
  io: Io,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    tell(error.said, flags, io);
    return exitCode.usage;
  }
}
