// The broker goes: killed with all that it had not written, or restarted without its store.
import { type Fault, waitBetween } from '../fault.ts';

/**
 * With mosquitto's defaults nothing was written since its start: sessions and acknowledged messages are gone. In half of
 * the rounds the centre was away before, so that the broker had something of its to lose.
 */
export const brokerKill: Fault = {
  name: 'broker kill',
  kind: 'way',
  async run({ broker, centre }, random) {
    let done = '';
    const centreAway = random() < 0.5;
    if (centreAway) {
      centre.leave();
      done = `with the centre away for ${await waitBetween(random, 300, 1800)}, `;
    } else done = `after ${await waitBetween(random, 0, 1000)}, `;
    await broker.kill();
    const away = await waitBetween(random, 0, 1500);
    await broker.start();
    if (centreAway) await centre.comeBack();
    return { done: `${done}the broker away ${away}` };
  },
};

export const brokerLost: Fault = {
  name: 'broker restart, session lost',
  kind: 'way',
  async run(member, random) {
    const after = await waitBetween(random, 0, 1000);
    await member.broker.stop();
    member.loseBrokerStore();
    const away = await waitBetween(random, 0, 800);
    await member.broker.start();
    return { done: `after ${after}, away ${away}` };
  },
};
