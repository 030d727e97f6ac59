// Runs inside the agent of the soak, before it (`node --import`): its clocks, the wall clock and the monotonic one, and its
// timers run some times faster than those of the machine, so that half an hour holds hours. The product reads them in one
// place (SystemClock) and knows nothing of it; a process that is killed and started again goes on in the same time. What
// the machine does (a disk, a socket, a stall) takes as many times longer in this time; so long waits, which are deadlines for
// what it does, are left as they are.
import { isMainThread } from 'node:worker_threads';
import { quickFrom, quickMs } from './quick-time.ts';

/** Polls, ticks and looks are shorter, milliseconds. */
const deadlineMs = 6000;

const quick = quickFrom(process.env['SOAK_CLOCK']);
if (quick && isMainThread) {
  const { times } = quick;
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  const now = () => quickMs(quick, realNow());
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, of) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, of === globalThis.Date ? target : of),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  const sinceStart = performance.now.bind(performance);
  performance.now = () => sinceStart() * times;
  const sinceBoot = process.hrtime.bigint.bind(process.hrtime);
  process.hrtime.bigint = () => sinceBoot() * BigInt(times);
  const [after, again] = [setTimeout, setInterval];
  const faster = (set: typeof setTimeout | typeof setInterval) =>
    ((fn: () => void, ms = 0, ...args: []) => set(fn, ms < deadlineMs ? ms / times : ms, ...args)) as never;
  globalThis.setTimeout = Object.assign(faster(after), after) as typeof setTimeout;
  globalThis.setInterval = Object.assign(faster(again), again) as typeof setInterval;
}
