// The agent as a process of its own, as on a gateway: `haidang run` with the demo's site file.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ask } from '../../agent/control-socket.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Program, startProgram } from '../../simulator/program.ts';

/** Of the outbox's statistics: how many rows of each lane are not sent. */
const statsSchema = z.looseObject({ unsent: z.record(z.string(), z.number()) });

export interface AgentProcessOptions {
  readonly clock: Clock;
  readonly site: string;
  readonly data: string;
  readonly env: NodeJS.ProcessEnv;
  /** A line of its log. */
  readonly onLog: (line: string) => void;
  readonly onExit: (how: string) => void;
}

export class AgentProcess {
  readonly #options: AgentProcessOptions;
  #program: Program | undefined;

  constructor(options: AgentProcessOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { clock, site, data, env, onLog, onExit } = this.#options;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const main = fileURLToPath(new URL(`../../main.${extension}`, import.meta.url));
    this.#program = await startProgram({
      command: process.execPath,
      args: [main, 'run', '--config', site, '--data', data],
      clock,
      env,
      onLine: onLog,
      onExit,
    });
  }

  /** SIGTERM, and the time the agent allows itself. */
  async stop(): Promise<void> {
    const program = this.#program;
    this.#program = undefined;
    await program?.stop(12_000);
  }

  /** kill -9, then a new start on the same data. */
  async killAndStart(): Promise<void> {
    const program = this.#program;
    if (!program) return;
    await program.kill();
    await this.start();
  }

  /** Messages that wait to be sent; null where the agent does not say. */
  async queue(): Promise<number | null> {
    try {
      const stats = statsSchema.parse(await ask(join(this.#options.data, 'agent.sock'), 'outbox', {}, 1000));
      return Object.values(stats.unsent).reduce((sum, n) => sum + n, 0);
    } catch {
      return null;
    }
  }
}
