// Runs some cameras for a while and writes one line of JSON about it. Started by cameras.ts as a process of its own, from
// compiled files: `node watched.js '{"urls": [...], "modelFile": ..., "cardFile": ..., "fps": 5, "seconds": 60}'`.
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { type ColumnsOptions, type Look, startColumns } from './columns.ts';
import { residentMb, stolenMs } from './figures.ts';

export interface WatchedOptions extends Pick<ColumnsOptions, 'urls' | 'modelFile' | 'cardFile' | 'fps'> {
  readonly seconds: number;
}

export interface Watched {
  readonly measuredMs: number;
  readonly looks: readonly Look[];
  /** Of the event loop, milliseconds. */
  readonly delay: { readonly median: number; readonly p99: number; readonly max: number };
  /** Second by second: the longest delay, the collections of the main thread, and what the machine's host took away. */
  readonly seconds: readonly Second[];
  readonly rssMb: number;
  /** The processes of ffmpeg together. */
  readonly childrenMb: number;
  readonly execArgv: readonly string[];
}

export interface Second {
  readonly second: number;
  /** The longest delay of the event loop, milliseconds. */
  readonly ms: number;
  /** The oldest picture at its tracks, milliseconds; 0 without one. */
  readonly oldestMs: number;
  readonly collections: string;
  readonly stolenMs: number;
}

/** Every camera must have been looked at this often before anything is measured, within this time. */
const warmUp = { looks: 20, withinMs: 90_000 };

/** What Node numbers collections by (`perf_hooks.constants.NODE_PERFORMANCE_GC_…`). */
const kinds: Readonly<Record<number, string>> = { 1: 'young', 4: 'full', 8: 'step', 16: 'weak' };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const options = JSON.parse(process.argv[2]!) as WatchedOptions;
const looks: Look[] = [];
const columns = await startColumns({ ...options, onLook: (look) => looks.push(look) });
const end = performance.now() + warmUp.withinMs;
const isWarm = () => columns.cameras.every(({ id }) => looks.filter((l) => l.camera === id).length >= warmUp.looks);
while (!isWarm() && performance.now() < end) await pause(250);
if (isWarm()) console.log(JSON.stringify(await watched()));
await columns.stop();
process.exit(0);

async function watched(): Promise<Watched> {
  looks.length = 0;
  const [whole, second] = [monitorEventLoopDelay({ resolution: 1 }), monitorEventLoopDelay({ resolution: 1 })];
  let collections: string[] = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind } = (entry as unknown as { readonly detail: { readonly kind: number } }).detail;
      if (entry.duration >= 1) collections.push(`${kinds[kind] ?? kind} ${entry.duration.toFixed(0)} ms`);
    }
  }).observe({ entryTypes: ['gc'] });
  whole.enable();
  second.enable();
  const from = performance.now();
  const seconds: Second[] = [];
  let [rssMb, childrenMb, seen, stolen] = [0, 0, 0, stolenMs()];
  for (let i = 0; i < options.seconds; i++) {
    await pause(1000);
    rssMb = Math.max(rssMb, process.memoryUsage.rss() / 1e6);
    childrenMb = Math.max(
      childrenMb,
      columns.pids().reduce((sum, pid) => sum + residentMb(pid), 0),
    );
    const oldestMs = Math.max(0, ...looks.slice(seen).map((look) => look.tookMs));
    const [before, now] = [stolen, stolenMs()];
    const found = { oldestMs, collections: collections.join(', '), stolenMs: now - before };
    seconds.push({ second: i, ms: second.max / 1e6, ...found });
    [seen, stolen, collections] = [looks.length, now, []];
    second.reset();
  }
  const ms = (ns: number) => ns / 1e6;
  return {
    measuredMs: performance.now() - from,
    looks,
    delay: { median: ms(whole.percentile(50)), p99: ms(whole.percentile(99)), max: ms(whole.max) },
    ...{ seconds, rssMb, childrenMb, execArgv: process.execArgv },
  };
}
