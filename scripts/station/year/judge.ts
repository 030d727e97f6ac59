// The other hand, as a process of its own that is asked piece by piece and knows of the pieces before.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

interface Question {
  /** Days. */
  readonly from: number;
  readonly to: number;
  /** With what was said; deleted after it was read. */
  readonly folder: string;
}

type Counts = Record<string, number>;

export class Judge {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #asked: Question | undefined;
  readonly total: { compared: Counts; different: number; examples: string[] } = {
    compared: {},
    different: 0,
    examples: [],
  };

  constructor(job: object) {
    const program = fileURLToPath(new URL('../../../test-fixtures/station/year_oracle.py', import.meta.url));
    this.#child = spawn(pythonWithNumpy(), [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdin?.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
    this.#say(job);
  }

  /** The answer to the question before is waited for: one piece is judged while the next is made, and no more. */
  async ask(question: Question): Promise<void> {
    await this.#answer();
    this.#asked = question;
    this.#say(question);
  }

  async end() {
    await this.#answer();
    this.#child.stdin?.end();
    return this.total;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #answer(): Promise<void> {
    const asked = this.#asked;
    if (!asked) return;
    this.#asked = undefined;
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the oracle has ended');
    rmSync(asked.folder, { recursive: true });
    const answer = JSON.parse(value) as { compared: Counts; different: number; examples: string[] };
    for (const [what, n] of Object.entries(answer.compared)) {
      this.total.compared[what] = (this.total.compared[what] ?? 0) + n;
    }
    this.total.different += answer.different;
    this.total.examples = [...this.total.examples, ...answer.examples].slice(0, 40);
  }

  #say(what: object): void {
    this.#child.stdin?.write(`${JSON.stringify(what)}\n`);
  }
}

/** Debian's, where the one that comes first has no numpy. */
function pythonWithNumpy(): string {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
      return python;
    } catch {}
  }
  throw new Error('python3-numpy is not installed');
}
