// Runs inside the agent under test, before it (`node --import`): shifts its wall clock by the steps that the harness has
// written to the file named in the environment, so that a step of the clock needs neither rights nor a product that knows
// about it. Only `Date` is shifted: the product reads the wall clock nowhere else, and timers run on the monotonic clock,
// as on a machine whose time is set. Worker threads have no clock of their own (src/outbox/store.worker.ts).
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { type ClockStep, offsetAt } from './clock-steps.ts';

const file = process.env['LEDGER_CLOCK'];
if (file !== undefined && isMainThread) shift(file);

function shift(file: string): void {
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  let steps: ClockStep[] = [];
  const load = () => {
    try {
      steps = JSON.parse(readFileSync(file, 'utf8')) as ClockStep[];
    } catch {
      // No step yet.
    }
  };
  load();
  process.on('SIGUSR2', load);
  const now = () => realNow() + offsetAt(steps, realNow());
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, of) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, of === globalThis.Date ? target : of),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}
