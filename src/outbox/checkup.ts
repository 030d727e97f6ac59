// The check of the whole database while it is used, in a thread of its own, and what is suspected of it meanwhile.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { HaidangError } from '../runtime/errors.ts';
import { workerUrl } from '../runtime/worker.ts';
import type { CheckSaid } from './check.worker.ts';
import { fileNames } from './format.ts';

export interface CheckProgress {
  /** Rows that were looked at, and how many there are, about. */
  readonly done: number;
  readonly of: number;
}

/** Why the database is believed to be damaged, and how many times in a row that was said. */
export interface Suspicion {
  readonly reason: string;
  readonly times: number;
}

export class Checkup {
  readonly #file: string;
  #progress: CheckProgress | null = null;
  #suspicion: Suspicion | null = null;
  #stopping = new AbortController();

  /** @param directory the data directory. */
  constructor(directory: string) {
    this.#file = join(directory, fileNames.database);
  }

  /** Null where no check runs. */
  get progress(): CheckProgress | null {
    return this.#progress;
  }

  get suspicion(): Suspicion | null {
    return this.#suspicion;
  }

  suspect(reason: string): void {
    this.#suspicion = { reason, times: (this.#suspicion?.times ?? 0) + 1 };
  }

  clear(): void {
    this.#suspicion = null;
  }

  /** Checks may run (again). */
  begin(): void {
    this.#stopping = new AbortController();
  }

  /** Cuts a check short. */
  end(): void {
    this.#stopping.abort(new HaidangError('ours', 'outbox-closed', 'the check was cut short'));
  }

  /**
   * Checks the database as it is.
   * @returns what is wrong; empty where nothing is, and then nothing is suspected any more. Rejects where it is cut short.
   */
  async run(): Promise<string[]> {
    const { signal } = this.#stopping;
    signal.throwIfAborted();
    const worker = new Worker(workerUrl(import.meta.url, './check.worker'), {
      name: 'outbox-check',
      workerData: { file: this.#file },
    });
    this.#progress = { done: 0, of: 1 };
    try {
      const found = await new Promise<string[]>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        worker.on('error', reject);
        worker.on('exit', () => reject(new HaidangError('ours', 'outbox-check', 'the check ended without a result')));
        worker.on('message', (said: CheckSaid) => {
          if (said.found) resolve(said.found);
          else this.#progress = { done: said.done, of: Math.max(1, said.of) };
        });
      });
      if (found.length === 0) this.clear();
      return found;
    } finally {
      this.#progress = null;
      await worker.terminate();
    }
  }
}
