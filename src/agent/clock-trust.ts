// Who says that the wall clock is right. Node cannot ask the kernel (adjtimex), so the time services are asked:
// systemd-timesyncd by its marker file, chrony by chronyc, anything else through timedatectl. Where none of them is
// there nobody confirms the clock, and it stays `unsynced`: lamps then keep to their default level.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import type { Send } from '../domain/outgoing.ts';
import type { TimeQuality } from '../domain/time.ts';
import { message } from '../messages/catalogue.ts';
import { type Cancel, every, type SystemClock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';

/** Asks one time service: true in step, false not in step, undefined where the service is not there. */
export type TimeProbe = () => Promise<boolean | undefined>;

const pollMs = 15_000;

export interface ClockTrustOptions {
  readonly clock: SystemClock;
  readonly mode: 'auto' | 'assume-synced';
  readonly probes?: readonly TimeProbe[];
  readonly send: Send;
  readonly logger: Logger;
}

export class ClockTrust implements Service {
  readonly name = 'clock';
  readonly #options: ClockTrustOptions;
  #quality: TimeQuality = 'unsynced';
  #cancel: Cancel = () => {};

  constructor(options: ClockTrustOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#look(true);
    if (this.#options.mode === 'auto') this.#cancel = every(this.#options.clock, pollMs, () => void this.#look(false));
  }

  async stop(): Promise<void> {
    this.#cancel();
  }

  /** The clock itself is never unhealthy, only doubted: what depends on it (the lamps) says so where it matters. */
  health(): Health {
    const facts = { quality: this.#quality };
    if (this.#quality === 'synced') return { state: 'ok', reasons: [], facts };
    const reason = this.#quality === 'holdover' ? message('status.clock-holdover') : message('status.clock-unsynced');
    return { state: 'ok', reasons: [reason], facts };
  }

  async #look(first: boolean): Promise<void> {
    const before = this.#quality;
    const inStep = this.#options.mode === 'assume-synced' || (await anyTrue(this.#options.probes ?? systemProbes));
    this.#quality = inStep ? 'synced' : before === 'unsynced' ? 'unsynced' : 'holdover';
    this.#options.clock.setQuality(this.#quality);
    if (this.#quality === before && !(first && this.#quality === 'unsynced')) return;
    const reason =
      this.#options.mode === 'assume-synced'
        ? 'assumed by the site file'
        : inStep
          ? 'confirmed'
          : 'no time source confirms it';
    this.#options.logger.info(`clock is ${this.#quality}`, { reason });
    this.#options.send({ kind: 'gateway.clock', at: this.#options.clock.now(), quality: this.#quality, reason });
  }
}

async function anyTrue(probes: readonly TimeProbe[]): Promise<boolean> {
  for (const probe of probes) if (await probe()) return true;
  return false;
}

/** Output of a command, or undefined where it is missing, fails or takes over 3 s. */
function output(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: 3000, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
}

const timesyncd: TimeProbe = () =>
  stat('/run/systemd/timesync/synchronized').then(
    () => true,
    () => undefined,
  );

/** Field 14 of `chronyc -c tracking` is the leap status; anything but "Not synchronised" is in step. */
const chrony: TimeProbe = async () => {
  const line = await output('chronyc', ['-c', 'tracking']);
  return line === undefined ? undefined : !/not synchronised/i.test(line.split(',')[13] ?? 'Not synchronised');
};

const timedated: TimeProbe = async () => {
  const answer = await output('timedatectl', ['show', '-p', 'NTPSynchronized', '--value']);
  return answer === undefined ? undefined : answer.trim() === 'yes';
};

const systemProbes: readonly TimeProbe[] = [timesyncd, chrony, timedated];
