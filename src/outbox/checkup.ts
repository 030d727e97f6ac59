// The check of the whole database while it is used (check.ts), and what is suspected of it meanwhile.
import { HaidangError } from '../runtime/errors.ts';
import type { CheckSaid } from './check.ts';
import type { Ask } from './housekeeping.ts';

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
  #progress: CheckProgress | null = null;
  #suspicion: Suspicion | null = null;

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

  /**
   * Checks the database as it is; where a check runs already that one is left to it.
   * @returns what is wrong; empty where nothing is, and then nothing is suspected any more. Rejects where it is cut short.
   */
  async run(ask: Ask): Promise<readonly string[]> {
    if (this.#progress) return [];
    this.#progress = { done: 0, of: 1 };
    try {
      for (let anew = true; ; anew = false) {
        const said: CheckSaid | undefined = await ask((thread) => thread.request('check', { anew }));
        if (!said) throw new HaidangError('ours', 'outbox-closed', 'the check was cut short');
        this.#progress = { done: said.done, of: Math.max(1, said.of) };
        if (!said.found) continue;
        if (said.found.length === 0) this.clear();
        return said.found;
      }
    } finally {
      this.#progress = null;
    }
  }
}
