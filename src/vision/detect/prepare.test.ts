import { describe, expect, it } from 'vitest';
import type { ModelCard } from './card.ts';
import { place } from './placement.ts';
import { Preparer } from './prepare.ts';

const input: ModelCard['input'] = {
  name: 'images',
  width: 8,
  height: 8,
  layout: 'nchw',
  type: 'float32',
  colours: 'rgb',
  range: 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  fit: { kind: 'letterbox', at: 'top-left', pad: 114 },
};

/** A frame of one colour, as limited-range Y, U, V. */
function plain(width: number, height: number, [y, u, v]: [number, number, number]): Uint8Array {
  const frame = new Uint8Array((width * height * 3) / 2);
  frame.fill(y, 0, width * height);
  frame.fill(u, width * height, (width * height * 5) / 4);
  return frame.fill(v, (width * height * 5) / 4);
}
/** The three channels of a pixel of an 8x8 tensor in NCHW. */
const pixel = (data: ArrayLike<number>, x: number, y: number) => [0, 1, 2].map((c) => data[c * 64 + y * 8 + x]);

describe('a frame as the input of a model', () => {
  it('knows white, black and the primary colours', () => {
    const preparer = new Preparer(input);
    const of = (yuv: [number, number, number]) => pixel(preparer.prepare(plain(16, 8, yuv), 16, 8).data, 3, 2);
    expect(of([235, 128, 128])).toEqual([255, 255, 255]);
    expect(of([16, 128, 128])).toEqual([0, 0, 0]);
    // BT.601 limited range: red is Y 81, U 90, V 240; blue is 41, 240, 110.
    for (const [i, value] of of([81, 90, 240]).entries())
      expect(Math.abs((value ?? 0) - [254, 0, 0][i]!)).toBeLessThan(2);
    for (const [i, value] of of([41, 240, 110]).entries())
      expect(Math.abs((value ?? 0) - [0, 0, 255][i]!)).toBeLessThan(2);
  });

  it('keeps the shape of the picture and pads the rest, at the corner or around', () => {
    const white: [number, number, number] = [235, 128, 128];
    const corner = new Preparer(input).prepare(plain(16, 8, white), 16, 8);
    expect(corner.placement).toMatchObject({ left: 0, top: 0, width: 8, height: 4, scaleX: 0.5, scaleY: 0.5 });
    expect([0, 3, 4, 7].map((y) => corner.data[y * 8])).toEqual([255, 255, 114, 114]);
    const around = new Preparer({ ...input, fit: { kind: 'letterbox', at: 'centre', pad: 0 } });
    const centred = around.prepare(plain(8, 16, white), 8, 16);
    expect(centred.placement).toMatchObject({ left: 2, top: 0, width: 4, height: 8 });
    expect([0, 1, 2, 5, 6].map((x) => centred.data[x])).toEqual([0, 0, 255, 255, 0]);
    expect(place({ ...input, fit: { kind: 'stretch' } }, 16, 4)).toMatchObject({
      width: 8,
      height: 8,
      scaleX: 0.5,
      scaleY: 2,
    });
  });

  it('puts the channels, their order, mean and std where the card says', () => {
    const red: [number, number, number] = [81, 90, 240];
    const bgr = new Preparer({ ...input, colours: 'bgr', range: 1, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] });
    const values = pixel(bgr.prepare(plain(8, 8, red), 8, 8).data, 0, 0);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo([-1, -1, 1][i]!, 1);
    const nhwc = new Preparer({ ...input, layout: 'nhwc', type: 'uint8' }).prepare(plain(8, 8, red), 8, 8);
    expect(nhwc.data).toBeInstanceOf(Uint8Array);
    expect(Math.abs(nhwc.data[0]! - 254)).toBeLessThan(2);
    expect([nhwc.data[1], nhwc.data[2]]).toEqual([0, 0]);
  });

  it('takes pixels from where they are: a ramp stays a ramp', () => {
    const frame = plain(16, 16, [16, 128, 128]);
    for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) frame[y * 16 + x] = 16 + 10 * x;
    const { data } = new Preparer(input).prepare(frame, 16, 16);
    // Target pixel x lies between source pixels 2x and 2x+1: Y = 16 + 10 (2x + 0.5), grey = 1.164 (Y - 16).
    for (let x = 0; x < 8; x++) expect(Math.abs(data[x]! - 1.164 * 10 * (2 * x + 0.5))).toBeLessThan(1.5);
  });

  it('uses the same memory for every frame of a size', () => {
    const preparer = new Preparer(input);
    const first = preparer.prepare(plain(16, 8, [235, 128, 128]), 16, 8);
    preparer.prepare(plain(8, 8, [16, 128, 128]), 8, 8);
    expect(preparer.prepare(plain(16, 8, [16, 128, 128]), 16, 8).data).toBe(first.data);
  });
});
