// Which commands were taken up and how they were answered, so that none is executed twice: not when the centre repeats
// it, not when the broker does, not after a restart.
//
// Invariants of the file
//   1. A line is one JSON object and ends with a line end: `{"id","name"}` with who sent it before the command is executed,
//      the same with `outcome` (and `reason`, `result`) and `untold` after it and before anybody is told, and
//      `{"id","told":true}` once the outbox has stored the answer. So whoever is killed in between is answered for by the
//      next run with what came of it: told twice alike, and never told otherwise. A last line without its end is a torn
//      write and does not count. The first line of a rewritten file may be `{"forgotten"}`.
//   2. A command is executed only after its first line is on the medium, as long as the medium takes it.
//   3. The answers that are long are kept up to `longMost` bytes together, the newest: of an older one its result goes and
//      its id, outcome and who sent it stay, so that the command is still not carried out again.
//   4. Only the latest `remembered` commands count; the file is rewritten as a whole (whole-file.ts) when it holds many
//      more lines, or bytes, than count. Of those that are forgotten it is kept when the latest was issued: no command that is older
//      can be told from one that was carried out.
// Recovery: a line that cannot be read is left out, a file that cannot be read counts as empty; both at the next rewrite.
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { replaceWhole } from '../../runtime/whole-file.ts';
import { type Answer, answerOf, forgottenOf, lineOf, type Sender, shortened, toldLine, toldOf } from './answer.ts';
import type { CommandOutcome } from './command.ts';

/** How many commands are remembered. */
export const remembered = 1000;

/** A line of more bytes is long. */
const long = 1024;
/** What all long lines that count may take together, bytes; the file may take twice that before it is rewritten. */
export const longMost = 4 * 1024 ** 2;

/** Remembers the latest commands. `load` comes first; none of the others rejects. */
export interface AnswerStore {
  load(): Promise<void>;
  get(id: string): Answer | undefined;
  /** Those that were begun and never finished. */
  unfinished(): readonly Answer[];
  /** Resolves when the beginning is remembered as well as it can be. */
  begin(id: string, name: string, from?: Sender): Promise<void>;
  /** Resolves when the outcome is remembered as well as it can be; it is untold from then on. */
  finish(id: string, outcome: CommandOutcome): Promise<void>;
  untold(): readonly Answer[];
  told(id: string): Promise<void>;
  /** The latest time of issue among those that are forgotten, milliseconds since the epoch; 0 where there is none. */
  readonly forgottenMs: number;
  /** Why nothing can be remembered over a restart; null where it can. */
  readonly trouble: string | null;
}

export class AnswerFile implements AnswerStore {
  readonly #file: string;
  readonly #logger: Logger;
  /** In the order in which they were taken up. */
  #answers = new Map<string, Answer>();
  /** Bytes of the long lines among them, by id, the oldest first. */
  readonly #long = new Map<string, number>();
  #longBytes = 0;
  #lines = 0;
  #bytes = 0;
  #forgottenMs = 0;
  #writing: Promise<void> = Promise.resolve();
  #trouble: string | null = null;
  #isRead = false;

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

  /** Once: of what this process was told since, it knows more than a file on a disk that may have refused it. */
  async load(): Promise<void> {
    await this.#writing;
    if (this.#isRead) return;
    let text = '';
    try {
      text = await readFile(this.#file, 'utf8');
      this.#isRead = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.#isRead = true;
      else this.#failed(error);
    }
    const here = [...this.#answers.values()];
    this.#answers = new Map();
    this.#long.clear();
    this.#longBytes = 0;
    const lines = text.split('\n').slice(0, -1);
    this.#forgottenMs = Math.max(this.#forgottenMs, forgottenOf(lines[0]));
    for (const line of lines) {
      const answer = answerOf(line, this.#answers);
      if (!answer) continue;
      this.#answers.set(answer.id, answer);
      this.#weigh(answer.id, lineOf(answer));
    }
    for (const answer of here) {
      this.#answers.delete(answer.id);
      this.#answers.set(answer.id, answer);
      this.#weigh(answer.id, lineOf(answer));
    }
    this.#forget();
    this.#bytes = Buffer.byteLength(text);
    // A torn line has no end of its own: what is appended next must not run into it.
    const isTorn = text !== '' && !text.endsWith('\n');
    const isMore = this.#isRead && here.length > 0;
    if (lines.length > remembered * 2 || this.#bytes > longMost * 2 || isTorn || isMore) await this.#rewrite();
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
    return known ? this.#put({ ...known, outcome, untold: true }) : Promise.resolve();
  }

  untold(): readonly Answer[] {
    return [...this.#answers.values()].filter((a) => a.untold);
  }

  told(id: string): Promise<void> {
    const known = toldOf(this.#answers.get(id));
    if (known) this.#answers.set(id, known);
    return known ? this.#write(toldLine(id)) : Promise.resolve();
  }

  #put(answer: Answer): Promise<void> {
    this.#answers.set(answer.id, answer);
    const line = lineOf(answer);
    this.#weigh(answer.id, line);
    this.#forget();
    return this.#write(line);
  }

  #write(line: string): Promise<void> {
    const isFull = () => this.#lines > remembered * 4 || this.#bytes > longMost * 2;
    this.#writing = this.#writing.then(() => (isFull() ? this.#rewrite() : this.#append(line)));
    return this.#writing;
  }

  /** Counts a line, and shortens the oldest long answers where they are too many. */
  #weigh(id: string, line: string): void {
    this.#lighten(id);
    const bytes = Buffer.byteLength(line);
    if (bytes <= long) return;
    this.#long.set(id, bytes);
    this.#longBytes += bytes;
    for (const old of this.#long.keys()) {
      if (this.#longBytes <= longMost) return;
      this.#lighten(old);
      const answer = this.#answers.get(old);
      if (answer) this.#answers.set(old, shortened(answer));
    }
  }

  #lighten(id: string): void {
    this.#longBytes -= this.#long.get(id) ?? 0;
    this.#long.delete(id);
  }

  #forget(): void {
    for (const [id, { from }] of this.#answers) {
      if (this.#answers.size <= remembered) return;
      this.#answers.delete(id);
      this.#lighten(id);
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
      this.#bytes += Buffer.byteLength(line);
      this.#trouble = null;
    } catch (error) {
      // Half a line may have been written: the next write begins a new file.
      this.#lines = Number.POSITIVE_INFINITY;
      this.#failed(error);
    }
  }

  async #rewrite(): Promise<void> {
    try {
      const first = this.#forgottenMs > 0 ? `${JSON.stringify({ forgotten: this.#forgottenMs })}\n` : '';
      const text = first + [...this.#answers.values()].map(lineOf).join('');
      await replaceWhole(this.#file, text);
      this.#lines = this.#answers.size;
      this.#bytes = Buffer.byteLength(text);
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
