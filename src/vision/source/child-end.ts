// The end of a process that is run as a tool. `close` comes when the process has ended and everybody has let go of its
// pipes; a child of its own may hold them for ever, and a process that waits in the kernel (for a device, for a disk) may
// not end even by SIGKILL. Neither is waited for without a limit: whoever waits would never begin anew.
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type Cancel, type Clock, SystemClock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';

/** From the exit of a process to the end of our patience with pipes through which nothing comes. */
const pipesAfterExitMs = 1000;
/** However much comes through them. */
const looksAfterExit = 10;
/** From the signal that cannot be refused to the end of our patience with a process that does not end all the same. */
const leaveAfterMs = 5000;

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not be started, or that it was left behind. */
  readonly failure?: string;
}

export class ChildLife {
  /** Never rejects. */
  readonly ended: Promise<ChildEnd>;
  readonly #child: ChildProcess;
  readonly #clock: Pick<Clock, 'after'>;
  #cancels: Cancel[] = [];
  #isOver = false;
  #chunks = 0;
  #resolve!: (end: ChildEnd) => void;

  /** @param child just spawned, with its pipes listened to by whoever spawned it. */
  constructor(child: ChildProcess, clock: Pick<Clock, 'after'> = new SystemClock()) {
    this.#child = child;
    this.#clock = clock;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    for (const pipe of [child.stdout, child.stderr]) pipe?.on('data', () => this.#chunks++);
    child.on('error', (error) => {
      if (child.pid === undefined) this.#over({ code: null, signal: null, failure: messageOf(error) });
    });
    child.once('exit', () => this.#lookAtPipes(looksAfterExit));
    child.once('close', (code, signal) => this.#over({ code, signal }));
  }

  /** Ends it by the signal that cannot be refused. */
  kill(): void {
    if (this.#isOver) return;
    this.#child.kill('SIGKILL');
    this.#after(leaveAfterMs, () => {
      this.#closePipes();
      this.#child.unref();
      const { exitCode: code, pid } = this.#child;
      this.#over({ code, signal: null, failure: `process ${pid} does not end, even by SIGKILL; it is left behind` });
    });
  }

  /** What still comes is taken; where nothing does they are closed, and `close` follows. */
  #lookAtPipes(left: number): void {
    const before = this.#chunks;
    this.#after(pipesAfterExitMs, () => {
      if (this.#chunks !== before && left > 0) this.#lookAtPipes(left - 1);
      else this.#closePipes();
    });
  }

  #closePipes(): void {
    for (const pipe of this.#child.stdio as readonly (Readable | Writable | null | undefined)[]) pipe?.destroy();
  }

  #over(end: ChildEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const cancel of this.#cancels) cancel();
    this.#resolve(end);
  }

  #after(ms: number, fn: () => void): void {
    if (!this.#isOver) this.#cancels.push(this.#clock.after(ms, fn));
  }
}
