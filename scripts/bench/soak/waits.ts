// How long the processes behind a camera wanted to run and did not get a processor: what an alarm may be late by because of
// the machine. The kernel counts it for each thread (second number of /proc/PID/task/TID/schedstat, nanoseconds that it
// stood in a run queue). A stopped or sleeping process does not wait. The sender of the pictures, the decoder and this
// process stand one behind the other, so what each of them waited adds up; of the threads of one process, which wait side by
// side, the longest counts.
import { readdirSync, readFileSync } from 'node:fs';

const everyMs = 500;
/** Older waits are forgotten, milliseconds. */
const keptMs = 15 * 60_000;

interface Wait {
  readonly atMs: number;
  readonly seconds: number;
}

export class Waits {
  readonly #pidsOf: (camera: number) => readonly number[];
  readonly #of: Wait[][];
  #threads = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #lastMs = performance.now();

  /** @param pidsOf the processes behind a camera, this one left out. */
  constructor(cameras: number, pidsOf: (camera: number) => readonly number[]) {
    this.#pidsOf = pidsOf;
    this.#of = Array.from({ length: cameras }, () => []);
  }

  start(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Seconds that the way from a camera to us waited since then. */
  since(camera: number, fromMs: number): number {
    return this.#of[camera]!.reduce((sum, w) => (w.atMs > fromMs ? sum + w.seconds : sum), 0);
  }

  #look(): void {
    const now = performance.now();
    const longest = (now - this.#lastMs) / 1000;
    this.#lastMs = now;
    const seen = new Map<string, number>();
    const byPid = new Map<number, number>();
    const waited = (pid: number) => {
      const known = byPid.get(pid);
      if (known !== undefined) return known;
      const seconds = Math.min(longest, this.#waitedBy(pid, seen));
      byPid.set(pid, seconds);
      return seconds;
    };
    for (const [i, waits] of this.#of.entries()) {
      const pids = [process.pid, ...this.#pidsOf(i)];
      waits.push({ atMs: now, seconds: pids.reduce((sum, pid) => sum + waited(pid), 0) });
      while (waits[0] && now - waits[0].atMs > keptMs) waits.shift();
    }
    this.#threads = seen;
  }

  /** The longest wait of a thread of this process since the last look, seconds; 0 for one that is gone. */
  #waitedBy(pid: number, seen: Map<string, number>): number {
    let most = 0;
    for (const tid of list(`/proc/${pid}/task`)) {
      const total = Number(read(`/proc/${pid}/task/${tid}/schedstat`).split(' ')[1] ?? 0) / 1e9;
      const key = `${pid}/${tid}`;
      seen.set(key, total);
      // One that was not there at the last look has waited since it began.
      most = Math.max(most, total - (this.#threads.get(key) ?? 0));
    }
    return most;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
