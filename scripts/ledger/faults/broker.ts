// The broker goes: killed with all that it had not written, or restarted without its store.
import { type Fault, waitBetween } from '../fault.ts';

/** With mosquitto's defaults nothing was written since its start: sessions and acknowledged messages are gone. */
export const brokerKill: Fault = {
  name: 'broker kill',
  async run({ broker }, random) {
    const after = await waitBetween(random, 0, 1000);
    await broker.kill();
    const away = await waitBetween(random, 0, 1500);
    await broker.start();
    return { done: `after ${after}, away ${away}` };
  },
};

export const brokerLost: Fault = {
  name: 'broker restart, session lost',
  async run(member, random) {
    const after = await waitBetween(random, 0, 1000);
    await member.broker.stop();
    member.loseBrokerStore();
    const away = await waitBetween(random, 0, 800);
    await member.broker.start();
    return { done: `after ${after}, away ${away}` };
  },
};
