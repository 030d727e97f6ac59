import { describe, expect, it } from 'vitest';
import { leftHalf, sceneOf, trackAt, type Walk } from '../testing/walk.ts';
import { Stays } from './stays.ts';

interface Seen extends Walk {
  readonly x: number;
  readonly bornMs?: number;
}

/** Frames each 0.1 s; gives the stays of 2 s or more that ended, seconds. */
function run(untilMs: number, seen: (ms: number) => readonly Seen[]): number[] {
  const stays = new Stays({ zone: leftHalf, anchor: 'feet' }, 2000);
  for (let ms = 0; ms <= untilMs; ms += 100) {
    const tracks = seen(ms).map((s) => ({ ...trackAt(s.x, 300, { class: 'person', ...s }), bornMs: s.bornMs ?? 0 }));
    stays.update(sceneOf(ms, tracks));
  }
  return stays.take();
}

describe('the stays in a zone', () => {
  it('last from the first to the last sighting inside', () => {
    expect(run(12_000, (ms) => [{ x: ms < 3000 || ms > 8000 ? 600 : 400 }])).toEqual([5]);
  });

  it('go on under the id of a new track that begins where one was lost', () => {
    const seen = (ms: number): Seen[] => {
      if (ms < 3000 || ms > 9000) return [{ id: 'a', x: 600 }];
      if (ms < 5000) return [{ id: 'a', x: 300 }];
      return ms < 5600 ? [] : [{ id: 'b', x: 320, bornMs: 5600 }];
    };
    expect(run(13_000, (ms) => (ms > 9000 ? [] : seen(ms)))).toEqual([6]);
  });

  it('do not go on in somebody who appears far from where one was lost', () => {
    const seen = (ms: number): Seen[] => {
      if (ms < 3000) return [{ id: 'a', x: 600 }];
      if (ms <= 6000) return [{ id: 'a', x: 60 }];
      return ms <= 9000 ? [{ id: 'b', x: 490, bornMs: 6100 }] : [];
    };
    expect(run(13_000, seen)).toHaveLength(2);
  });

  it('began before the first sighting of a person in the middle of it, who has walked there from its edge', () => {
    // 100 px inside, and 64 px a second at a walk.
    const [seconds] = run(12_000, (ms) => (ms < 4000 || ms > 8000 ? [] : [{ x: 400, bornMs: 4000 }]));
    expect(seconds).toBeGreaterThan(5.3);
    expect(seconds).toBeLessThan(5.6);
  });

  it('are not lengthened for those who are there when one begins to look', () => {
    expect(run(9000, (ms) => (ms > 5000 ? [] : [{ x: 400 }]))).toEqual([5]);
  });

  it('are of confirmed road users, from their first sighting on', () => {
    const seen = (confirmed: (ms: number) => boolean) => (ms: number) =>
      ms > 6000 ? [] : [{ x: 400, confirmed: confirmed(ms) }];
    expect(
      run(
        9000,
        seen((ms) => ms >= 500),
      ),
    ).toEqual([6]);
    expect(
      run(
        9000,
        seen(() => false),
      ),
    ).toEqual([]);
  });
});
