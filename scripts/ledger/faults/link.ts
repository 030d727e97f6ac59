// The line to the broker: cut, hung for good, slow, and acknowledgements that come as they should not.
import { between, type Fault, waitBetween } from '../fault.ts';

export const cut: Fault = {
  name: 'link cut',
  kind: 'way',
  async run({ proxy }, random) {
    const done: string[] = [];
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
      await proxy.set({ state: 'cut' });
      done.push(await waitBetween(random, 50, 1200));
      await proxy.set({ state: 'up' });
      if (times > 1) await waitBetween(random, 100, 800);
    }
    return { done: `for ${done.join(', ')}` };
  },
};

/** What is open stays open and never carries a byte again. */
export const blackHole: Fault = {
  name: 'black hole',
  kind: 'way',
  async run({ proxy }, random) {
    await proxy.set({ state: 'black-hole' });
    const ms = await waitBetween(random, 50, 2000);
    await proxy.set({ state: 'up' });
    return { done: `new connections too for ${ms}` };
  },
};

export const slow: Fault = {
  name: 'slow link',
  kind: 'way',
  async run({ proxy }, random) {
    const bitsPerSecond = Math.round(between(random, 16_000, 128_000));
    const latencyMs = Math.round(between(random, 20, 400));
    await proxy.set({ bitsPerSecond, latencyMs });
    const ms = await waitBetween(random, 800, 3000);
    await proxy.set({ bitsPerSecond: Number.POSITIVE_INFINITY, latencyMs: 0 });
    return { done: `${bitsPerSecond} bit/s, ${latencyMs} ms one way, for ${ms}` };
  },
};

const acknowledgements = (name: string, key: 'duplicateAcks' | 'reorderAcks'): Fault => ({
  name,
  kind: 'way',
  async run({ proxy }, random) {
    const share = between(random, 0.2, 0.9);
    await proxy.set({ [key]: share });
    const ms = await waitBetween(random, 800, 2500);
    let done = `${Math.round(share * 100)} % of them for ${ms}`;
    if (random() < 0.5) {
      // While they are in disorder the link goes, too: what counted as acknowledged has to be.
      await proxy.set({ state: 'cut' });
      done += `, then a cut of ${await waitBetween(random, 0, 300)}`;
    }
    await proxy.set({ state: 'up', [key]: 0 });
    return { done };
  },
});

export const duplicateAcks = acknowledgements('duplicate PUBACK', 'duplicateAcks');
export const reorderAcks = acknowledgements('PUBACK out of order', 'reorderAcks');
