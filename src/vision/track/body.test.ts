import { expect, it } from 'vitest';
import { boxAt } from '../testing/walk.ts';
import { LiveTrack } from './track.ts';

/** A person 80 pixels high whose feet are at 400, seen eight times a second, from the third second on without its legs. */
it('a person seen without legs stands at its feet, and is looked for as it is seen', () => {
  const all = boxAt(300, 400, 24, 80);
  const sighting = (height: number) => ({
    ...{ kind: 'person' as const, also: [] },
    detection: { class: 'person' as const, score: 0.8, box: { ...all, height } },
  });
  const track = new LiveTrack('a', sighting(80), 0);
  for (let i = 1; i <= 32; i++) {
    track.predict(1 / 8, false);
    track.see(sighting(i < 24 ? 80 : 50), 125 * i);
  }
  const { box } = track.view();
  expect(box.y + box.height).toBeGreaterThan(398);
  expect(track.predicted.y + track.predicted.height).toBeLessThan(375);
});
