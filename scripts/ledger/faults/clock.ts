// The wall clock steps: while the agent runs, or while it is down as after a power failure without a battery.
import { type Effects, type Fault, pick, waitBetween } from '../fault.ts';
import { killNow } from './process.ts';

const second = 1000;
const hour = 3_600_000;
const sizes = [0.4 * second, 3 * second, 90 * second, hour, 26 * hour];

export const clockStep: Fault = {
  name: 'clock step',
  kind: 'agent',
  async run(member, random): Promise<Effects> {
    const { agent } = member;
    const byMs = pick(random, sizes) * (random() < 0.5 ? -1 : 1);
    const what = random();
    const down = what < 0.3;
    let done = `by ${byMs / 1000} s`;
    let effects: Omit<Effects, 'done'> = {};
    await waitBetween(random, 0, 600);
    if (down) {
      const killed = await killNow(member);
      effects = { lossFromMs: killed, killedMs: [killed], steppedMs: byMs };
      await agent.stepClock(byMs);
      await agent.start();
      done += ' while it was down after kill -9';
    } else if (what < 0.6) {
      // What it measured since the step bears times that the one who announces the interval may know nothing of.
      await agent.stepClock(byMs);
      done += `, kill -9 ${await waitBetween(random, 0, 500)} later`;
      const killed = await killNow(member);
      await agent.start();
      effects = { lossFromMs: killed, killedMs: [killed], steppedMs: -byMs };
    } else {
      await agent.stepClock(byMs);
      done += `, seen for ${await waitBetween(random, 300, 1500)}`;
    }
    return { done, ...effects };
  },
};
