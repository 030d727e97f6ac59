// Runs of plans from exact tracks in several processes: each seed of each plan is for itself.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Found } from './exact.ts';

export interface Ran {
  readonly found: Found;
  readonly cpuSeconds: number;
}

/** As many runs at a time as it has processes; the others wait in their order. */
export class Pool {
  readonly #idle: ChildProcess[];
  readonly #all: readonly ChildProcess[];
  readonly #waiting: ((child: ChildProcess) => void)[] = [];

  constructor(processes: number) {
    const file = fileURLToPath(new URL('./exact-child.ts', import.meta.url));
    this.#all = Array.from({ length: processes }, () => fork(file));
    this.#idle = [...this.#all];
  }

  /**
   * @param isNext goes before all that wait.
   * @throws Error where the process has ended; what it said of that stands on stderr.
   */
  async run(rule: string, seed: number, isNext: boolean): Promise<Ran> {
    const turn = (resolve: (child: ChildProcess) => void) =>
      void (isNext ? this.#waiting.unshift(resolve) : this.#waiting.push(resolve));
    const child = this.#idle.pop() ?? (await new Promise<ChildProcess>(turn));
    const ended = new AbortController();
    const gone = () => ended.abort(new Error(`${rule} with seed ${seed} ended its process`));
    child.once('exit', gone);
    try {
      child.send({ rule, seed });
      const [ran] = (await once(child, 'message', { signal: ended.signal })) as [Ran];
      return ran;
    } finally {
      child.off('exit', gone);
      const next = this.#waiting.shift();
      if (next) next(child);
      else this.#idle.push(child);
    }
  }

  stop(): void {
    for (const child of this.#all) child.kill();
  }
}
