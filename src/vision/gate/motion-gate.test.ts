import { describe, expect, it } from 'vitest';
import type { Frame } from '../frame.ts';
import { frameOf } from '../testing/frames.ts';
import { boxAt, numbers, seen } from '../testing/walk.ts';
import { isChanged, mapOf } from './brightness-map.ts';
import { MotionGate } from './motion-gate.ts';

const size = { width: 320, height: 180 };

/** Grey with sensor noise, and a lighter car whose left edge is at `carX`. */
function street(
  monotonicMs: number,
  o: { readonly carX?: number; readonly level?: number; readonly seed?: number },
): Frame {
  const { carX, level = 90, seed = Math.round(monotonicMs) + 1 } = o;
  const frame = frameOf({ ...size, monotonicMs, yuv: [level, 128, 128] });
  const random = numbers(seed);
  for (let i = 0; i < size.width * size.height; i++) frame.data[i] = level + (random() + random() + random() - 1.5) * 6;
  if (carX !== undefined) {
    for (let y = 100; y < 130; y++) frame.data.fill(level + 30, y * size.width + carX, y * size.width + carX + 60);
  }
  return frame;
}

function gated(isSettled = () => true) {
  const looked: number[] = [];
  const gate = new MotionGate({
    detect: async (frame) => {
      looked.push(frame.monotonicMs);
      return { detections: [seen('car', boxAt(frame.monotonicMs, 130))] };
    },
    isSettled,
    longestMs: 2000,
  });
  return { gate, looked };
}

describe('two pictures', () => {
  it('are the same whatever the noise and the light of all of it', () => {
    expect(isChanged(mapOf(street(0, {})), mapOf(street(200, {})))).toBe(false);
    expect(isChanged(mapOf(street(0, {})), mapOf(street(200, { level: 97 })))).toBe(false);
  });

  it('differ when a car came, and when it moved by a few pixels', () => {
    expect(isChanged(mapOf(street(0, {})), mapOf(street(200, { carX: 150 })))).toBe(true);
    expect(isChanged(mapOf(street(0, { carX: 150 })), mapOf(street(200, { carX: 153 })))).toBe(true);
  });

  it('differ when their sizes do', () => {
    const other = frameOf({ width: 160, height: 90 });
    expect(isChanged(mapOf(street(0, {})), mapOf(other))).toBe(true);
  });
});

describe('the motion gate', () => {
  it('gives what it knows for a picture that shows the same, and looks at one that does not', async () => {
    const { gate, looked } = gated();
    const first = await gate.detect(street(0, {}), 'gate');
    const again = await gate.detect(street(200, {}), 'gate');
    expect(again).toEqual({ detections: first.detections, spared: true });
    expect(await gate.detect(street(400, { carX: 100 }), 'gate')).toMatchObject({ spared: false });
    expect(looked).toEqual([0, 400]);
    expect(gate.spared).toBe(1);
  });

  it('sees a car that starts as slowly as it likes', async () => {
    const { gate, looked } = gated();
    // 5 frames a second, a pixel each second.
    for (let i = 0; i < 40; i++) await gate.detect(street(i * 200, { carX: 100 + Math.floor(i / 5) }), 'gate');
    const pauses = looked.map((t, i) => t - (looked[i - 1] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(2000);
    expect(looked.length).toBeLessThan(20);
  });

  it('looks while anybody is unconfirmed or out of sight', async () => {
    let isSettled = false;
    const { gate, looked } = gated(() => isSettled);
    for (const t of [0, 200, 400]) await gate.detect(street(t, {}), 'gate');
    isSettled = true;
    await gate.detect(street(600, {}), 'gate');
    expect(looked).toEqual([0, 200, 400]);
  });

  it('looks again after its longest pause, after a gap, and after a look that failed', async () => {
    const { gate, looked } = gated();
    await gate.detect(street(0, {}), 'gate');
    await gate.detect(street(2000, {}), 'gate');
    gate.interrupt();
    await gate.detect(street(2200, {}), 'gate');
    expect(looked).toEqual([0, 2000, 2200]);
    const failing = new MotionGate({
      detect: () => Promise.reject(new Error('busy')),
      isSettled: () => true,
      longestMs: 2000,
    });
    for (const t of [0, 200]) await expect(failing.detect(street(t, {}), 'gate')).rejects.toThrow('busy');
    expect(failing.spared).toBe(0);
  });
});
