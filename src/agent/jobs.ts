// Jobs by the calendar. node-cron knows the patterns and runs the tasks; it is asked once a minute of the injected
// clock, so that a simulated clock drives it and a step of the wall clock neither repeats nor skips a job.
import { createTask, type ScheduledTask } from 'node-cron';
import { type Cancel, type Clock, every } from '../runtime/clock.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';
import type { Service } from '../runtime/service.ts';

export interface Job {
  readonly name: string;
  /** Five fields: minute, hour, day of month, month, day of week; local time of the site. */
  readonly cron: string;
  readonly run: () => Promise<void>;
}

const minuteMs = 60_000;
/** After a step forward, jobs of at most this long ago are made up for, each once. */
const catchUpMinutes = 24 * 60;

export class Jobs implements Service {
  readonly name = 'jobs';
  readonly #options: { jobs: readonly Job[]; timezone: string; clock: Clock; logger: Logger };
  #tasks: { job: Job; task: ScheduledTask }[] = [];
  #cancel: Cancel = () => {};
  /** The minute (since the epoch) up to which everything due was started. */
  #doneMinute = 0;
  #runs = 0;
  #failures = 0;

  constructor(options: { jobs: readonly Job[]; timezone: string; clock: Clock; logger: Logger }) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { clock, jobs, timezone } = this.#options;
    this.#tasks = jobs.map((job) => ({
      job,
      task: createTask(job.cron, () => this.#run(job), { name: job.name, timezone, noOverlap: true }),
    }));
    this.#doneMinute = Math.floor(clock.now().ms / minuteMs);
    this.#cancel = every(clock, 10_000, () => this.#tick());
  }

  async stop(): Promise<void> {
    this.#cancel();
    for (const { task } of this.#tasks) await task.destroy();
    this.#tasks = [];
  }

  health() {
    return {
      state: 'ok' as const,
      reasons: [],
      facts: { jobs: this.#tasks.length, runs: this.#runs, failures: this.#failures },
    };
  }

  #tick(): void {
    const minute = Math.floor(this.#options.clock.now().ms / minuteMs);
    // A step back of the clock: what ran is not run again, unless the clock was wrong by more than a day.
    if (minute <= this.#doneMinute) {
      if (this.#doneMinute - minute > catchUpMinutes) this.#doneMinute = minute;
      return;
    }
    const from = Math.max(this.#doneMinute + 1, minute - catchUpMinutes);
    this.#doneMinute = minute;
    for (const { task } of this.#tasks) {
      for (let m = from; m <= minute; m++) {
        if (!task.match(new Date(m * minuteMs))) continue;
        void task.execute().catch(() => {});
        break;
      }
    }
  }

  async #run(job: Job): Promise<void> {
    try {
      await job.run();
      this.#runs++;
    } catch (error) {
      this.#failures++;
      this.#options.logger.error(`job ${job.name} failed`, errorFields(error));
    }
  }
}
