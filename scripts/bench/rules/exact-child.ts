// A process that runs plans from exact tracks, one seed after another, as it is asked to.
import { runExact } from './exact.ts';
import { planOf } from './plans.ts';

process.on('message', ({ rule, seed }: { rule: string; seed: number }) => {
  const began = process.cpuUsage();
  void runExact(planOf(rule), seed).then((found) => {
    const { user, system } = process.cpuUsage(began);
    process.send?.({ found, cpuSeconds: (user + system) / 1e6 });
  });
});
