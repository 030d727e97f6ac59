import { clockStory, type Story } from '../../src/agent/testing/clock-story.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import type { Bench } from './bench.ts';

const count = 1000;

/** Times of simulated clock stories that are off by more than is stated of them once the clock was confirmed: none may. */
export const contractClocks: Bench = {
  name: 'contract-clocks',
  async run() {
    const random = seededRandom(10);
    const stories: Story[] = [];
    for (let i = 0; i < count; i++) stories.push(await clockStory(random));
    const broken = stories.flatMap((s) => s.broken.map((b) => `${s.plot.join(', ')}: ${b}`));
    const sum = (of: (s: Story) => number) => stories.reduce((n, s) => n + of(s), 0);
    const worst = stories.map((s) => s.worst).sort((a, b) => b.offMs - a.offMs)[0];
    const detail =
      broken[0] ??
      `${count} stories, ${sum((s) => s.claimed)} times with a stated error, ${sum((s) => s.unclaimed)} with none; worst of those corrected off by ${worst?.offMs.toFixed(0)} ms, said ${worst?.claimMs}`;
    const name = 'recorded times beyond their stated error';
    return [{ name, value: broken.length, unit: 'count', target: { atMost: 0 }, detail }];
  },
};
