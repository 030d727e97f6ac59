import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { MediaRef } from '../../domain/media.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { frameOf } from '../testing/frames.ts';
import type { Overlay } from './overlay.ts';
import { type MediaInfo, StillMaker } from './still-maker.ts';

const overlay: Overlay = { shapes: [], boxes: [], severity: 'info', title: 'gate', time: 'now' };
const frame = frameOf({ width: 64, height: 48 });
const request = { frame, overlay, subject: 'camera/gate' };

const refOf = (bytes: Uint8Array, info: MediaInfo): MediaRef => ({
  ref: `2026/${info.subject}.${info.extension}`,
  mime: info.mime,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  width: info.width,
  height: info.height,
});
const make = (storeMedia: (b: Uint8Array, i: MediaInfo) => Promise<MediaRef>, clock = new SystemClock(), bound = 4) =>
  new StillMaker({ storeMedia, clock, logger: silentLogger, bound });

describe('the maker of stills', () => {
  it('stores the picture and gives its reference', async () => {
    const infos: MediaInfo[] = [];
    const maker = make(async (b, i) => {
      infos.push(i);
      return refOf(b, i);
    });
    const outcome = await maker.request(request);
    expect(outcome).toMatchObject({ still: { ref: '2026/camera/gate.jpg', mime: 'image/jpeg', width: 64 } });
    expect(infos).toMatchObject([{ subject: 'camera/gate', at: frame.at }]);
    expect(maker.stats).toEqual({ made: 1, lost: 0, recentLoss: undefined });
  });

  it('copies the frame before it returns, so that its memory can be used again', async () => {
    const reused = frameOf({ width: 64, height: 48, yuv: [235, 128, 128] });
    let hash = '';
    const maker = make(async (b, i) => {
      hash = refOf(b, i).sha256;
      return refOf(b, i);
    });
    const pending = maker.request({ ...request, frame: reused });
    reused.data.fill(16);
    await pending;
    const before = hash;
    await maker.request({ ...request, frame: frameOf({ width: 64, height: 48, yuv: [235, 128, 128] }) });
    expect(hash).toBe(before);
  });

  it('gives the reason where a picture cannot be copied or masked: the event goes out all the same', async () => {
    const maker = make(async (b, i) => refOf(b, i));
    const conceal = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    expect(await maker.request({ ...request, conceal })).toEqual({ stillMissing: 'Array buffer allocation failed' });
    expect(maker.stats).toMatchObject({ made: 0, lost: 1 });
    expect(await maker.request(request)).toHaveProperty('still');
  });

  it('refuses what would wait behind too many, says why and counts it', async () => {
    const release: (() => void)[] = [];
    const maker = make(
      (b, i) =>
        new Promise((resolve) => {
          release.push(() => resolve(refOf(b, i)));
        }),
      new SystemClock(),
      1,
    );
    const all = [maker.request(request), maker.request(request), maker.request(request)];
    expect(await all[2]).toEqual({ stillMissing: '1 stills were waiting already' });
    while (maker.stats.made < 2) {
      await new Promise((r) => setImmediate(r));
      release.shift()?.();
    }
    expect(await Promise.all(all.slice(0, 2))).toMatchObject([{ still: {} }, { still: {} }]);
    expect(maker.stats.lost).toBe(1);
  });

  it('lets the event go after two seconds, and a store that fails is a reason and no exception', async () => {
    const clock = new ManualClock();
    const maker = new StillMaker({ storeMedia: () => new Promise(() => {}), clock, logger: silentLogger });
    const pending = maker.request(request);
    clock.advance(1999);
    clock.advance(1);
    expect(await pending).toEqual({ stillMissing: 'the still: no answer within 2000 ms' });
    expect(maker.stats.recentLoss).toContain('2000 ms');
    clock.advance(600_000);
    expect(maker.stats).toEqual({ made: 0, lost: 1, recentLoss: undefined });

    const failing = make(() => Promise.reject(new Error('no space left on device')));
    expect(await failing.request(request)).toEqual({ stillMissing: 'no space left on device' });
  });

  it('gives a reason, not an exception, for a frame that is no picture', async () => {
    const broken = { ...frame, data: new Uint8Array(10) };
    expect(await make(async (b, i) => refOf(b, i)).request({ ...request, frame: broken })).toMatchObject({
      stillMissing: expect.any(String),
    });
  });
});
