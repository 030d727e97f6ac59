// Which commands were taken up and how they were answered, so that none is executed twice: not when the centre repeats
// it, not when the broker does, not after a restart.
//
// Invariants of the file
//   1. A line is one JSON object and ends with a line end: `{"id","name"}` with who sent it before the command is executed,
//      the same with `outcome` (and `reason`, `result`) after it. A last line without its end is a torn write and does not
//      count. The first line of a rewritten file may be `{"forgotten"}`.
//   2. A command is executed only after its first line is on the medium, as long as the medium takes it.
//   3. Only the latest `remembered` commands count; the file is rewritten (new file, fsync, rename) when it holds many
//      more lines than that. Of those that are forgotten it is kept when the latest was issued: no command that is older
//      can be told from one that was carried out.
// Recovery: a line that cannot be read is left out, a file that cannot be read counts as empty; both at the next rewrite.
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import type { CommandOutcome } from './command.ts';

/** How many commands are remembered. */
export const remembered = 1000;

/** Who sent a command, for the journal. */
export interface Sender {
  readonly role?: string;
  readonly issuer?: string;
  readonly signed?: boolean;
  readonly sha256?: string;
  /** Hash of what was asked for: see `askedHash`. Absent from files of before there was one. */
  readonly asked?: string;
  /** When it was made, as it says, milliseconds since the epoch. */
  readonly issuedMs?: number;
}

/** A command that was taken up; without an outcome it is, or was when the process ended, being executed. */
export interface Answer {
  readonly id: string;
  readonly name: string;
  readonly from: Sender;
  readonly outcome?: CommandOutcome;
}

/** Remembers the latest commands. `load` comes first; none of the others rejects. */
export interface AnswerStore {
  load(): Promise<void>;
  get(id: string): Answer | undefined;
  /** Those that were begun and never finished. */
  unfinished(): readonly Answer[];
  /** Resolves when the beginning is remembered as well as it can be. */
  begin(id: string, name: string, from?: Sender): Promise<void>;
  finish(id: string, outcome: CommandOutcome): Promise<void>;
  /** The latest time of issue among those that are forgotten, milliseconds since the epoch; 0 where there is none. */
  readonly forgottenMs: number;
  /** Why nothing can be remembered over a restart; null where it can. */
  readonly trouble: string | null;
}

const lineSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string().exactOptional(),
  issuer: z.string().exactOptional(),
  signed: z.boolean().exactOptional(),
  sha256: z.string().exactOptional(),
  asked: z.string().exactOptional(),
  issuedMs: z.number().exactOptional(),
  outcome: z.enum(['done', 'refused', 'failed', 'unknown']).optional(),
  reason: z.string().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
});

const forgottenSchema = z.object({ forgotten: z.number() });

function lineOf({ id, name, from, outcome }: Answer): string {
  return `${JSON.stringify({ id, name, ...from, ...outcome })}\n`;
}

function answerOf(line: string): Answer | undefined {
  try {
    const { id, name, outcome, reason, result, ...from } = lineSchema.parse(JSON.parse(line));
    if (outcome === undefined) return { id, name, from };
    return {
      ...{ id, name, from },
      outcome: { outcome, ...(reason === undefined ? {} : { reason }), ...(result ? { result } : {}) },
    };
  } catch {
    return undefined;
  }
}

function forgottenOf(line: string | undefined): number {
  try {
    return forgottenSchema.parse(JSON.parse(line ?? '')).forgotten;
  } catch {
    return 0;
  }
}

export class AnswerFile implements AnswerStore {
  readonly #file: string;
  readonly #logger: Logger;
  /** In the order in which they were taken up. */
  #answers = new Map<string, Answer>();
  #lines = 0;
  #forgottenMs = 0;
  #writing: Promise<void> = Promise.resolve();
  #trouble: string | null = null;

  constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
  }

  get trouble(): string | null {
    return this.#trouble;
  }

  get forgottenMs(): number {
    return this.#forgottenMs;
  }

  async load(): Promise<void> {
    this.#answers = new Map();
    let text = '';
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#failed(error);
    }
    const lines = text.split('\n').slice(0, -1);
    this.#forgottenMs = forgottenOf(lines[0]);
    for (const line of lines) {
      const answer = answerOf(line);
      if (answer) this.#answers.set(answer.id, answer);
    }
    this.#forget();
    // A torn line has no end of its own: what is appended next must not run into it.
    if (lines.length > remembered * 2 || (text !== '' && !text.endsWith('\n'))) await this.#rewrite();
    else this.#lines = lines.length;
  }

  get(id: string): Answer | undefined {
    return this.#answers.get(id);
  }

  unfinished(): readonly Answer[] {
    return [...this.#answers.values()].filter((a) => a.outcome === undefined);
  }

  begin(id: string, name: string, from: Sender = {}): Promise<void> {
    return this.#put({ id, name, from });
  }

  finish(id: string, outcome: CommandOutcome): Promise<void> {
    const known = this.#answers.get(id);
    return known ? this.#put({ ...known, outcome }) : Promise.resolve();
  }

  #put(answer: Answer): Promise<void> {
    this.#answers.set(answer.id, answer);
    this.#forget();
    const line = lineOf(answer);
    this.#writing = this.#writing.then(() => (this.#lines > remembered * 4 ? this.#rewrite() : this.#append(line)));
    return this.#writing;
  }

  #forget(): void {
    for (const [id, { from }] of this.#answers) {
      if (this.#answers.size <= remembered) return;
      this.#answers.delete(id);
      this.#forgottenMs = Math.max(this.#forgottenMs, from.issuedMs ?? 0);
    }
  }

  async #append(line: string): Promise<void> {
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      const handle = await open(this.#file, 'a', 0o600);
      try {
        await handle.appendFile(line);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      this.#lines++;
      this.#trouble = null;
    } catch (error) {
      // Half a line may have been written: the next write begins a new file.
      this.#lines = Number.POSITIVE_INFINITY;
      this.#failed(error);
    }
  }

  async #rewrite(): Promise<void> {
    const fresh = `${this.#file}.new`;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      const handle = await open(fresh, 'w', 0o600);
      try {
        const first = this.#forgottenMs > 0 ? `${JSON.stringify({ forgotten: this.#forgottenMs })}\n` : '';
        await handle.writeFile(first + [...this.#answers.values()].map(lineOf).join(''));
        await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(fresh, this.#file);
      this.#lines = this.#answers.size;
      this.#trouble = null;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const fields = errorFields(error);
    this.#trouble = String(fields['error']);
    this.#logger.error('the answers to commands cannot be kept', { file: this.#file, ...fields });
  }
}
