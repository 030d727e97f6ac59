import { describe, expect, it } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import type { OwnPicture } from './evidence/hide.ts';
import type { StillMaker, StillRequest } from './evidence/still-maker.ts';
import { Snapshots } from './snapshots.ts';
import { frameOf } from './testing/frames.ts';

const since = '2026-06-21T11:00:00.000Z';
const still = { ref: 'a.jpg', mime: 'image/jpeg', bytes: 9, sha256: 'a'.repeat(64) };

const frameAt = (clock: ManualClock) =>
  frameOf({ width: 64, height: 36, monotonicMs: clock.monotonicMs(), at: clock.now() });

function make(request: StillMaker['request'] = async () => ({ still })) {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const asked: StillRequest[] = [];
  const concealed: number[] = [];
  const snapshots = new Snapshots({
    camera: 'gate',
    stills: {
      request: (r) => {
        asked.push(r);
        return request(r);
      },
    },
    conceal: (_: OwnPicture, ms) => void concealed.push(ms),
    timezone: 'Asia/Ho_Chi_Minh',
    clock,
  });
  return { clock, snapshots, asked, concealed };
}

describe('a snapshot', () => {
  it('is the next picture that is looked at, with its own time, masked, the same for all who ask', async () => {
    const { snapshots, asked, concealed, clock } = make();
    const frame = frameAt(clock);
    snapshots.offer(frame);
    const both = [snapshots.take({ state: 'online' }, since), snapshots.take({ state: 'online' }, since)];
    clock.advance(200);
    const next = frameAt(clock);
    snapshots.offer(next);
    snapshots.offer(frameAt(clock));
    for (const one of await Promise.all(both)) {
      expect(one).toEqual({ takenAt: new Date(next.at.ms).toISOString(), timeQuality: next.at.quality, still });
    }
    expect(asked).toHaveLength(1);
    asked[0]?.conceal?.({ width: 2, height: 2, data: new Uint8Array(6) });
    expect(concealed).toEqual([next.monotonicMs]);
  });

  it('of a camera that does not see says since when and why', async () => {
    const { snapshots } = make();
    const asked = snapshots.take({ state: 'blind', reason: 'no frame for 20 s' }, since);
    await expect(asked).rejects.toThrow(`blind since ${since}: no frame for 20 s`);
    await expect(snapshots.take({ state: 'starting' }, '')).rejects.toThrow('starting');
  });

  it('says so where no picture comes, where none can be made, and where too many ask', async () => {
    const { snapshots, clock } = make(async () => ({ stillMissing: 'disk full' }));
    const waited = snapshots.take({ state: 'online' }, since);
    clock.advance(10_000);
    await expect(waited).rejects.toThrow('no picture within 10 s');
    const lost = Array.from({ length: 20 }, () => snapshots.take({ state: 'online' }, since));
    await expect(snapshots.take({ state: 'online' }, since)).rejects.toThrow('asking already');
    snapshots.offer(frameAt(clock));
    for (const one of lost) await expect(one).rejects.toThrow('disk full');
    expect(clock.pendingTimers).toBe(0);
  });
});
