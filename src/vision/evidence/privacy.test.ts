import { describe, expect, it } from 'vitest';
import type { Box } from '../../domain/detection.ts';
import { frameOf } from '../testing/frames.ts';
import type { Track } from '../track/track.ts';
import { privacySchema } from './config.ts';
import { Privacy } from './privacy.ts';

const person = (box: Box): Track => ({
  ...{ id: 'p-1', class: 'person', score: 0.9, box, seenAs: box, confirmed: true, bornMs: 0 },
});
const size = { width: 100, height: 100 };
/** A person of 10 x 30 pixels with its left edge here, looked at at these times. */
function looks(...all: readonly (readonly [ms: number, left: number])[]): Privacy {
  const privacy = new Privacy(privacySchema.parse({ blurOthers: true }), 30_000);
  for (const [monotonicMs, x] of all) {
    privacy.see(frameOf({ ...size, monotonicMs }), [person({ x, y: 40, width: 10, height: 30 })]);
  }
  return privacy;
}
const isHidden = (regions: readonly Box[], x: number, y: number) =>
  regions.some((r) => x >= r.x && x <= r.x + r.width && y >= r.y && y <= r.y + r.height);

describe('what others show between two looks of the detector', () => {
  it('is hidden all the way from where they were to where they are next, however seldom it looks', () => {
    const privacy = looks([0, 10], [1000, 50], [2000, 50]);
    for (const ms of [0, 300, 500, 700, 1000]) {
      const { regions } = privacy.readableAt(ms);
      // At an even pace the head is in the middle of the box here.
      expect(isHidden(regions, (15 + (40 * ms) / 1000) / 100, 0.42), `at ${ms} ms`).toBe(true);
      expect(isHidden(regions, 0.8, 0.42)).toBe(false);
    }
  });

  it('is hidden with the whole picture where it did not look for long, or has not looked yet', () => {
    const privacy = looks([0, 10], [200, 10], [9000, 50], [9200, 50]);
    for (const ms of [-2000, 3000, 8000, 12_000]) {
      expect(isHidden(privacy.readableAt(ms).regions, 0.9, 0.9), `at ${ms} ms`).toBe(true);
    }
    for (const ms of [300, 9300]) expect(isHidden(privacy.readableAt(ms).regions, 0.9, 0.9)).toBe(false);
  });

  it('is not asked for where nobody is to be hidden', () => {
    expect(new Privacy(privacySchema.parse({}), 30_000).readableAt(0).regions).toEqual([]);
  });
});
