// The disk takes nothing more, and later it does again.
import { type Effects, type Fault, waitBetween } from '../fault.ts';
import { killNow } from './process.ts';

export const diskFull: Fault = {
  name: 'disk full',
  kind: 'agent',
  impossible: ({ disk }) =>
    disk.kind === 'plain'
      ? 'no disk of its own can be mounted here (needs root, and loop devices or tmpfs)'
      : undefined,
  async run(member, random): Promise<Effects> {
    const { disk, agent, book } = member;
    const fullMs = agent.wallMs(Date.now());
    // What the agent gives back meanwhile (its reserve) is taken as well; what it lets go is seen before it goes.
    const fill = () => disk.fill().then(() => book.readStore(false));
    let filling = fill();
    const again = setInterval(() => {
      filling = filling.then(fill, fill);
    }, 100);
    try {
      await filling;
      const full = await waitBetween(random, 500, 2500);
      if (random() < 0.75) return { done: `for ${full}`, lossFromMs: fullMs, forgets: true };
      const killedMs = [await killNow(member)];
      await agent.start();
      const done = `for ${full}, then kill -9 and a start while it is full, ${await waitBetween(random, 300, 1500)} more`;
      return { done, lossFromMs: fullMs, killedMs, forgets: true };
    } finally {
      clearInterval(again);
      await filling.catch(() => {});
      disk.empty();
    }
  },
};
