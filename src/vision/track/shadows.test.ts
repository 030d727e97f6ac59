import { describe, expect, it } from 'vitest';
import { boxAt, seen } from '../testing/walk.ts';
import { Tracker } from './tracker.ts';

/** Who is followed after five seconds, eight frames a second, where this is seen. */
function after5s(found: (i: number) => ReturnType<typeof seen>[]): string[] {
  let n = 0;
  const tracker = new Tracker(() => `t-${++n}`, { high: 0.4, low: 0.2, start: 0.5 });
  let ids: string[] = [];
  for (let i = 0; i < 40; i++) ids = tracker.update(i * 125, found(i)).tracks.map((t) => t.id);
  return ids;
}
const adult = seen('person', boxAt(300, 200, 24, 60), 0.7);

describe('a second track on one body', () => {
  it('that began once by a sure box does not live on doubtful ones within the body', () => {
    const bag = (i: number) => seen('person', boxAt(307, 204, 16, 36), i >= 8 && i < 12 ? 0.55 : 0.25);
    expect(after5s((i) => [adult, bag(i)])).toEqual(['t-1']);
  });

  it('is a child where it is surely seen now and then', () => {
    const child = (i: number) => seen('person', boxAt(307, 204, 16, 36), i < 6 || i % 6 === 0 ? 0.6 : 0.3);
    expect(after5s((i) => [adult, child(i)])).toEqual(['t-1', 't-2']);
  });

  it('is somebody who stands beside, doubtful as it may be', () => {
    const beside = (i: number) => seen('person', boxAt(318, 202, 22, 58), i < 6 ? 0.6 : 0.3);
    expect(after5s((i) => [adult, beside(i)])).toEqual(['t-1', 't-2']);
  });
});
