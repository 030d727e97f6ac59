// What the soak reads of its own process and of the machine, and whether it grows.
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { median } from '../bench.ts';

export interface Vitals {
  readonly seconds: number;
  readonly rssMb: number;
  readonly heapMb: number;
  /** Array buffers and what native parts told V8 of. */
  readonly externalMb: number;
  /** Open descriptors of this process. */
  readonly fds: number;
  /** Processes of ffmpeg below this one. */
  readonly children: number;
  readonly childrenMb: number;
  /** Processes that want to run on the machine, over a minute. */
  readonly load: number;
}

export function readVitals(seconds: number): Vitals {
  const memory = process.memoryUsage();
  const children = ffmpegChildren();
  const mb = (bytes: number) => Math.round(bytes / 1e5) / 10;
  return {
    seconds: Math.round(seconds),
    rssMb: mb(memory.rss),
    heapMb: mb(memory.heapUsed),
    externalMb: mb(memory.external),
    fds: readdirSync('/proc/self/fd').length,
    children: children.length,
    childrenMb: mb(children.reduce((sum, pid) => sum + residentBytes(pid), 0)),
    load: Math.round(loadavg()[0]! * 10) / 10,
  };
}

/** Ids of the processes of ffmpeg that this process started and that are not gone; the dead that nobody has buried count. */
export function ffmpegChildren(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      const stat = pid > 0 ? read(`/proc/${pid}/stat`) : '';
      // pid (name) state parent …
      const parts = /^\d+ \((.*)\) \S (\d+)/.exec(stat);
      return parts?.[1] === 'ffmpeg' && Number(parts[2]) === process.pid;
    });
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export interface Trend {
  readonly firstHalf: number;
  readonly secondHalf: number;
  /** Of the straight line through all, an hour. */
  readonly perHour: number;
}

/** How a quantity went: the middles of both halves, and the slope (Theil and Sen: the middle of the slopes of all pairs). */
export function trendOf(samples: readonly Vitals[], of: (v: Vitals) => number): Trend {
  const half = samples.length >> 1;
  const slopes: number[] = [];
  for (let i = 0; i < samples.length; i++) {
    for (let j = i + 1; j < samples.length; j += 1 + Math.floor(samples.length / 200)) {
      const [a, b] = [samples[i]!, samples[j]!];
      slopes.push(((of(b) - of(a)) / Math.max(1, b.seconds - a.seconds)) * 3600);
    }
  }
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    firstHalf: round(median(samples.slice(0, half).map(of))),
    secondHalf: round(median(samples.slice(half).map(of))),
    perHour: round(median(slopes)),
  };
}
