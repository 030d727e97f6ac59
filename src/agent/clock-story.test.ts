import { expect, it } from 'vitest';
import { seededRandom } from '../simulator/random.ts';
import { clockStory } from './testing/clock-story.ts';

it('forty stories of clocks: every time, corrected where that was told, is within the error that is stated of it', async () => {
  const random = seededRandom(20_261_121);
  let claimed = 0;
  for (let i = 0; i < 40; i++) {
    const story = await clockStory(random);
    expect(story.broken, story.plot.join(', ')).toEqual([]);
    claimed += story.claimed;
  }
  expect(claimed).toBeGreaterThan(500);
});
