import { describe, expect, it } from 'vitest';
import type { Frame } from '../frame.ts';
import { Delivery } from './delivery.ts';

const header = { width: 4, height: 2, fps: 25 };

function open(mode: 'live' | 'lossless') {
  const got: { frame: Frame; release: () => void }[] = [];
  let rooms = 0;
  const delivery = new Delivery({
    mode,
    stamp: (index) => ({ at: { ms: index, quality: 'synced' }, monotonicMs: index * 40 }),
    onFrame: (frame, release) => got.push({ frame, release }),
    onArrival: () => {},
    onRoom: () => {
      rooms++;
    },
  });
  delivery.begin(header);
  /** One frame of a value comes in. @returns false where there was no memory. */
  const arrive = (value: number) => {
    const memory = delivery.next();
    if (memory === 'wait') return false;
    if (memory === 'skip') delivery.skipped();
    else {
      memory.fill(value);
      delivery.complete();
    }
    return true;
  };
  return { delivery, got, arrive, rooms: () => rooms };
}

describe('frames on their way to the consumer', () => {
  it('live: a slow consumer gets the newest, and what it missed is counted', async () => {
    const { delivery, got, arrive } = open('live');
    for (let value = 0; value < 10; value++) expect(arrive(value)).toBe(true);
    expect(got.map((g) => g.frame.data[0])).toEqual([0]);
    got[0]?.release();
    expect(got.map((g) => [g.frame.index, g.frame.data[0]])).toEqual([
      [0, 0],
      [9, 9],
    ]);
    expect(delivery.stats).toEqual({ frames: 10, delivered: 2, droppedForNewer: 8, droppedWithoutBuffer: 0 });
    // What the consumer holds is not written to meanwhile.
    for (let value = 20; value < 30; value++) arrive(value);
    expect(got[1]?.frame.data[0]).toBe(9);
  });

  it('lossless: every frame in order, two at the consumer, and the pipe waits', async () => {
    const { delivery, got, arrive, rooms } = open('lossless');
    const taken = Array.from({ length: 7 }, (_, value) => arrive(value));
    expect(taken).toEqual([true, true, true, true, true, false, false]);
    expect(delivery.waits).toBe(true);
    expect(got.map((g) => g.frame.index)).toEqual([0, 1]);
    got[0]?.release();
    got[0]?.release(); // twice is once
    expect(rooms()).toBe(1);
    expect(got.map((g) => g.frame.index)).toEqual([0, 1, 2]);
    expect(arrive(5)).toBe(true);
    expect(arrive(6)).toBe(false);
    let isIdle = false;
    void delivery.idle().then(() => {
      isIdle = true;
    });
    for (let i = 1; i < got.length; i++) got[i]?.release();
    await Promise.resolve();
    expect(got.map((g) => g.frame.index)).toEqual([0, 1, 2, 3, 4, 5]);
    await Promise.resolve();
    expect(isIdle).toBe(true);
    expect(delivery.stats).toMatchObject({ frames: 6, delivered: 6, droppedForNewer: 0 });
  });

  it('frames live in shared memory, a few buffers for all of them', () => {
    const { got, arrive } = open('live');
    const buffers = new Set<ArrayBufferLike>();
    for (let value = 0; value < 100; value++) {
      arrive(value);
      got.at(-1)?.release();
    }
    for (const { frame } of got) buffers.add(frame.data.buffer);
    expect(buffers.size).toBeLessThanOrEqual(4);
    expect([...buffers].every((b) => b instanceof SharedArrayBuffer)).toBe(true);
  });

  it('a picture of another size gets memory of its own; one still held stays as it is', () => {
    const { delivery, got, arrive } = open('live');
    arrive(1);
    delivery.begin({ width: 8, height: 4, fps: 25 });
    arrive(2);
    got[0]?.release();
    expect(got.map((g) => [g.frame.width, g.frame.data.length])).toEqual([
      [4, 12],
      [8, 48],
    ]);
    expect(got[0]?.frame.data[0]).toBe(1);
  });

  it('nothing is delivered after the end', () => {
    const { delivery, got, arrive } = open('live');
    arrive(1);
    arrive(2);
    delivery.close();
    got[0]?.release();
    expect(got).toHaveLength(1);
  });
});
