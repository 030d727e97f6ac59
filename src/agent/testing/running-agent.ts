// The agent as a process of its own, for tests that kill it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask } from '../control-socket.ts';
import { type AgentStatus, agentStatusSchema } from '../status.ts';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));

export class RunningAgent {
  readonly child: ChildProcess;
  readonly #socket: string;
  /** What it wrote to stderr: the end of it, for the message of a failed test. */
  log = '';

  /** @param program the executable: from source, or as it ships. */
  constructor(config: string, data: string, env: NodeJS.ProcessEnv = {}, program: string = main) {
    this.#socket = join(data, 'agent.sock');
    this.child = spawn(process.execPath, [program, 'run', '--config', config, '--data', data], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.log = (this.log + text).slice(-20_000);
    });
  }

  async status(): Promise<AgentStatus> {
    return agentStatusSchema.parse(await ask(this.#socket, 'status', {}, 2000));
  }

  /** Asks for the status until it is as wanted. @throws after `withinMs`, with the last status. */
  async until(wanted: (s: AgentStatus) => boolean, withinMs = 20_000): Promise<AgentStatus> {
    const end = performance.now() + withinMs;
    let last: unknown;
    while (performance.now() < end) {
      if (this.child.exitCode !== null) throw new Error(`the agent ended with ${this.child.exitCode}:\n${this.log}`);
      try {
        const status = await this.status();
        if (wanted(status)) return status;
        last = status;
      } catch (error) {
        last = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(
      `not within ${withinMs} ms: ${last instanceof Error ? last.message : JSON.stringify(last)}\n${this.log}`,
    );
  }

  /** @returns the exit code, or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    if (this.child.exitCode !== null || this.child.signalCode !== null)
      return this.child.exitCode ?? String(this.child.signalCode);
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    const [code, by] = (await exited) as [number | null, string | null];
    return code ?? String(by);
  }
}

/** The fact of a part of a status. */
export function factOf(status: AgentStatus, part: string, fact: string): unknown {
  return status.parts.find((p) => p.part === part)?.facts[fact];
}
