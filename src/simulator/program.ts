// Starting and ending the programs that the simulated field consists of (socat, mosquitto, an RTSP server, the agent
// itself). None may outlive us: each is its own process group, so that Ctrl-C in a terminal reaches only us and we end
// them in order, and each is told by the kernel (`setpriv --pdeathsig`) to end when we are killed without a word.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Clock, withDeadline } from '../runtime/clock.ts';
import { HaidangError, messageOf, timedOut } from '../runtime/errors.ts';

export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly clock: Clock;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Each line that the program writes, to either of its outputs. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** It ended without being asked to. */
  readonly onExit?: (how: string) => void;
}

export interface Program {
  readonly pid: number;
  readonly running: boolean;
  /** SIGTERM, then SIGKILL after `graceMs`. Resolves when it is gone, with how it went. */
  stop(graceMs?: number): Promise<string>;
  /** SIGKILL at once. */
  kill(): Promise<string>;
}

/** Where an executable lies in PATH (and in /usr/sbin, where Debian keeps daemons); undefined where it is missing. */
export function findExecutable(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  const folders = [...path.split(delimiter).filter(Boolean), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * Starts a program. Resolves when it runs, not when it is ready.
 * @throws HaidangError (`ours`, `spawn`) where it cannot be started.
 */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { args, clock } = options;
  const command = options.command.includes('/') ? options.command : findExecutable(options.command);
  if (command === undefined) throw new HaidangError('ours', 'spawn', `${options.command} is not installed`);
  const leash = findExecutable('setpriv');
  const [file, argv] = leash ? [leash, ['--pdeathsig', 'TERM', '--', command, ...args]] : [command, args];
  const child = spawn(file, argv, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.env ? { env: options.env } : {}),
    ...(options.cwd ? { cwd: options.cwd } : {}),
  });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    child.once('error', (error) => resolve(messageOf(error)));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new HaidangError('ours', 'spawn', `${command}: ${messageOf(error)}`)));
  });
  forwardLines(child, options.onLine ?? (() => {}));
  let asked = false;
  void exited.then((how) => {
    if (!asked) options.onExit?.(how);
  });
  return {
    pid: child.pid ?? 0,
    get running() {
      return child.exitCode === null && child.signalCode === null;
    },
    async kill() {
      asked = true;
      child.kill('SIGKILL');
      return await exited;
    },
    async stop(graceMs = 5000) {
      asked = true;
      child.kill('SIGTERM');
      try {
        return await withDeadline(clock, graceMs, exited, () => timedOut(command, graceMs, 'ours'));
      } catch {
        child.kill('SIGKILL');
        return await exited;
      }
    },
  };
}

function forwardLines(child: ChildProcess, onLine: NonNullable<ProgramOptions['onLine']>): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    let rest = '';
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      // A program that never ends its line must not fill our memory.
      rest = (lines.pop() ?? '').slice(-65_536);
      for (const line of lines) onLine(line, stream);
    });
  }
}
