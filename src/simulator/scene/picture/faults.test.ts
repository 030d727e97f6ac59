import { describe, expect, it } from 'vitest';
import { Pinhole } from '../pinhole.ts';
import { cameraAt, createFaults, type Fault, type Frame, faultSchema, isSent } from './faults.ts';

const [width, height] = [64, 48];
/** Stripes that move by a pixel a frame: fine detail, never twice the same. */
const frameAt = (n: number): Frame => {
  const pixels = Buffer.alloc(width * height * 4, 255);
  for (let i = 0; i < width * height; i++) {
    const v = ((i % width) + n) % 8 < 4 ? 220 : 30;
    pixels[i * 4] = pixels[i * 4 + 1] = pixels[i * 4 + 2] = v;
  }
  return { pixels, width, height };
};
const during = { at: 1000, for: 1000 };
const one = (fault: Fault) => createFaults([fault], 3);
const spread = ({ pixels }: Frame) => {
  const values = [...pixels].filter((_, i) => i % 4 === 1);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, spread: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) };
};

describe('faults of a camera', () => {
  it('leave frames alone before and after their time', () => {
    for (const kind of ['freeze', 'grey', 'green-stripes', 'covered', 'defocused', 'black'] as const) {
      const see = one({ kind, ...during });
      for (const ms of [0, 999, 2000]) expect(see(frameAt(ms), ms).pixels.equals(frameAt(ms).pixels), kind).toBe(true);
      expect(see(frameAt(1500), 1500).pixels.equals(frameAt(1500).pixels), kind).toBe(kind === 'freeze');
    }
  });

  it('freeze: the first frame of the fault stays until its end', () => {
    const see = one({ kind: 'freeze', ...during });
    see(frameAt(0), 900);
    const first = Buffer.from(see(frameAt(1), 1000).pixels);
    expect(first.equals(frameAt(1).pixels)).toBe(true);
    for (const n of [2, 3, 4]) expect(see(frameAt(n), 1000 + n * 100).pixels.equals(first)).toBe(true);
    expect(see(frameAt(5), 2000).pixels.equals(frameAt(5).pixels)).toBe(true);
  });

  it('grey and black: one level with little noise', () => {
    const grey = spread(one({ kind: 'grey', ...during })(frameAt(1), 1200));
    expect(grey.mean).toBeGreaterThan(115);
    expect(grey.mean).toBeLessThan(140);
    expect(grey.spread).toBeLessThan(4);
    const black = spread(one({ kind: 'black', ...during })(frameAt(1), 1200));
    expect(black.mean).toBeLessThan(25);
    expect(black.spread).toBeLessThan(4);
  });

  it('green stripes: many pixels are green, the upper part is whole', () => {
    const { pixels } = one({ kind: 'green-stripes', ...during })(frameAt(1), 1200);
    let green = 0;
    for (let i = 0; i < pixels.length; i += 4)
      if ((pixels[i + 1] ?? 0) > 100 && (pixels[i] ?? 0) < 20 && (pixels[i + 2] ?? 0) < 20) green++;
    expect(green / (width * height)).toBeGreaterThan(0.15);
    expect(pixels.subarray(0, width * 4).equals(frameAt(1).pixels.subarray(0, width * 4))).toBe(true);
  });

  it('covered: dark and without detail; defocused: as bright as before, without detail', () => {
    const before = spread(frameAt(1));
    const covered = spread(one({ kind: 'covered', ...during })(frameAt(1), 1200));
    expect(covered.mean).toBeLessThan(before.mean * 0.6);
    const soft = spread(createFaults([{ kind: 'defocused', ...during }], 1)(large(), 1200));
    expect(soft.spread).toBeLessThan(before.spread * 0.5);
  });

  it('resolution: frames of another size', () => {
    const frame = one({ kind: 'resolution', ...during, width: 32, height: 24 })(frameAt(1), 1200);
    expect([frame.width, frame.height, frame.pixels.length]).toEqual([32, 24, 32 * 24 * 4]);
  });

  it('moved view: the camera is turned by what the script says, and back after it', () => {
    const camera = new Pinhole({ position: [0, 0, 6], yaw: 10, tilt: 20, focal: 500, width: 640, height: 360 });
    const fault: Fault = { kind: 'moved-view', ...during, yaw: 12, tilt: -4 };
    expect(cameraAt(camera, [fault], 500)).toBe(camera);
    const turned = cameraAt(camera, [fault], 1500);
    expect([turned.options.yaw, turned.options.tilt]).toEqual([22, 16]);
    expect(cameraAt(camera, [fault], 2500)).toBe(camera);
  });

  it('dropped frames: about the share that is asked for, the same ones each time; a stall sends nothing', () => {
    const fault: Fault = { kind: 'dropped-frames', at: 0, for: 100_000, share: 0.3 };
    const sent = Array.from({ length: 1000 }, (_, i) => isSent([fault], i * 80, 5));
    expect(sent).toEqual(Array.from({ length: 1000 }, (_, i) => isSent([fault], i * 80, 5)));
    const lost = sent.filter((s) => !s).length / 1000;
    expect(lost).toBeGreaterThan(0.25);
    expect(lost).toBeLessThan(0.35);
    for (const kind of ['stall', 'refused'] as const)
      expect([500, 1500, 2500].map((ms) => isSent([{ kind, ...during }], ms, 1))).toEqual([true, false, true]);
  });

  it('are read from a scenario with their usual values', () => {
    expect(faultSchema.parse({ kind: 'moved-view', at: '10s', for: '5s' })).toEqual({
      ...{ kind: 'moved-view', at: 10_000, for: 5000, yaw: 12, tilt: -4 },
    });
    expect(faultSchema.safeParse({ kind: 'melted', at: '10s', for: '5s' }).success).toBe(false);
  });
});

/** Wide enough that a blur of a sixtieth of the width is seen. */
function large(): Frame {
  const [w, h] = [480, 96];
  const pixels = Buffer.alloc(w * h * 4, 255);
  for (let i = 0; i < w * h; i++) pixels.fill((i % w) % 8 < 4 ? 220 : 30, i * 4, i * 4 + 3);
  return { pixels, width: w, height: h };
}
