// The agent itself ends: told to, or not even that.
import { type Effects, type Fault, waitBetween } from '../fault.ts';
import type { Member } from '../member.ts';

/** kill -9 at any moment, and now and then once more while it starts. */
export const kill: Fault = {
  name: 'kill -9',
  kind: 'agent',
  async run(member, random) {
    const after = await waitBetween(random, 0, 1200);
    const killedMs = [await killNow(member)];
    let done = `after ${after}`;
    for (let again = 0; again < 2 && random() < 0.3; again++) {
      await member.agent.start();
      done += `, again ${await waitBetween(random, 0, 1500)} after its start`;
      killedMs.push(await killNow(member));
    }
    await member.agent.start();
    return { done, killedMs, lossFromMs: killedMs[0] as number };
  },
};

/** @returns when, on the agent's clock. */
export async function killNow(member: Member): Promise<number> {
  await member.agent.kill();
  const { fromMs } = member.agent.downs.at(-1) as { fromMs: number };
  return member.agent.wallMs(fromMs);
}

export const sigterm: Fault = {
  name: 'SIGTERM',
  kind: 'agent',
  async run(member, random): Promise<Effects> {
    const after = await waitBetween(random, 0, 1200);
    const how = await member.agent.stop();
    const away = await waitBetween(random, 0, 300);
    await member.agent.start();
    const violations = how === 'exit 0' ? [] : [`SIGTERM ended it with ${how}`];
    return { done: `after ${after}, away ${away}`, violations };
  },
};
