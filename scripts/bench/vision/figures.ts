import { readFileSync } from 'node:fs';

/** Resident memory of a process of this machine, MB; 0 where it is gone. */
export function residentMb(pid: number): number {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/**
 * Milliseconds for which the host of a virtual machine gave its processors to others although this machine wanted them,
 * summed over all processors since it started (eighth number of `/proc/stat`, in hundredths of a second); 0 elsewhere.
 */
export function stolenMs(): number {
  return Number(/^cpu +(?:\d+ +){7}(\d+)/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0) * 10;
}
