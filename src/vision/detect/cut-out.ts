import type { Box } from '../../domain/detection.ts';
import type { Frame } from '../frame.ts';

/** A part of a frame, as a frame of its own. */
export interface CutOut {
  readonly frame: Frame;
  /** Where its corner lies in the frame it was cut from, pixels, even. */
  readonly x: number;
  readonly y: number;
}

/** Sizes of cut-outs are multiples of this: a model keeps its tables for a few sizes of frames only. */
const step = 32;

/**
 * Copies the part of a frame around a box into shared memory of its own, so that the frame may be released.
 * @param margin taken along on each side, in shares of the box's width and height.
 * @returns undefined where the frame is smaller than the smallest cut-out.
 */
export function cutOut(source: Frame, box: Box, margin: number): CutOut | undefined {
  const across = extent(box.x, box.width, margin, source.width);
  const down = extent(box.y, box.height, margin, source.height);
  if (!across || !down) return undefined;
  const { from: x, length: width } = across;
  const { from: y, length: height } = down;
  const data = new Uint8Array(new SharedArrayBuffer((width * height * 3) / 2));
  const copy = (sourceAt: number, sourceWidth: number, targetAt: number, divide: 1 | 2) => {
    for (let row = 0; row < height / divide; row++) {
      const at = sourceAt + (y / divide + row) * sourceWidth + x / divide;
      data.set(source.data.subarray(at, at + width / divide), targetAt + (row * width) / divide);
    }
  };
  const sourceLuma = source.width * source.height;
  const luma = width * height;
  copy(0, source.width, 0, 1);
  copy(sourceLuma, source.width / 2, luma, 2);
  copy(sourceLuma * 1.25, source.width / 2, luma * 1.25, 2);
  return { frame: { ...source, width, height, data }, x, y };
}

/** Around the box, a multiple of the step, even, inside of the frame. */
function extent(start: number, size: number, margin: number, limit: number) {
  const wanted = Math.ceil((size * (1 + 2 * margin)) / step) * step;
  const length = Math.min(Math.max(wanted, step), Math.floor(limit / step) * step);
  if (length < step) return undefined;
  const centred = start + size / 2 - length / 2;
  return { from: 2 * Math.round(Math.min(Math.max(centred, 0), limit - length) / 2), length };
}
