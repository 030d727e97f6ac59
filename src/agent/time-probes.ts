// Who says that the wall clock is right. Node cannot ask the kernel (adjtimex), so the time services are asked:
// systemd-timesyncd by its marker file, chrony by chronyc, anything else through timedatectl.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';

/** What a time service says. */
export interface TimeAnswer {
  readonly inStep: boolean;
  /** How far the clock may be off at most, milliseconds; null where the service does not say. */
  readonly errorMs: number | null;
}

/** Asks one time service; undefined where it is not there. */
export type TimeProbe = () => Promise<TimeAnswer | undefined>;

/** Output of a command, or undefined where it is missing, fails or takes over 3 s. */
function output(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: 3000, killSignal: 'SIGKILL' }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
}

/** RootDistanceMaxSec of timesyncd.conf(5): it takes no server that is further off. */
const timesyncdWorstMs = 5000;

const timesyncd: TimeProbe = () =>
  stat('/run/systemd/timesync/synchronized').then(
    () => ({ inStep: true, errorMs: timesyncdWorstMs }),
    () => undefined,
  );

/**
 * The answer in a line of `chronyc -c tracking` (chronyc(1)): field 5 is the correction that is still to come, 11 and 12
 * are root delay and root dispersion, all in seconds; 14 is the leap status. The error is at most
 * |correction| + dispersion + delay / 2, as chronyc(1) says.
 */
export function chronyAnswer(line: string): TimeAnswer {
  const fields = line.trim().split(',');
  const [correction, delay, dispersion] = [fields[4], fields[10], fields[11]].map(Number);
  const errorMs = (Math.abs(correction ?? Number.NaN) + (dispersion ?? Number.NaN) + (delay ?? Number.NaN) / 2) * 1000;
  return {
    inStep: !/not synchronised/i.test(fields[13] ?? 'Not synchronised'),
    errorMs: Number.isFinite(errorMs) ? Math.ceil(errorMs) : null,
  };
}

const chrony: TimeProbe = async () => {
  const line = await output('chronyc', ['-c', 'tracking']);
  return line === undefined ? undefined : chronyAnswer(line);
};

const timedated: TimeProbe = async () => {
  const answer = await output('timedatectl', ['show', '-p', 'NTPSynchronized', '--value']);
  return answer === undefined ? undefined : { inStep: answer.trim() === 'yes', errorMs: null };
};

/** Chrony knows its error best, so it is asked first. */
export const systemProbes: readonly TimeProbe[] = [chrony, timesyncd, timedated];

/** The first service that is in step; undefined where none is. */
export async function askProbes(probes: readonly TimeProbe[]): Promise<TimeAnswer | undefined> {
  for (const probe of probes) {
    const answer = await probe();
    if (answer?.inStep) return answer;
  }
  return undefined;
}
