import type { Frame } from '../frame.ts';
import { picture } from './walk.ts';

/** An evenly coloured frame of planar YUV 4:2:0. */
export function frameOf(o: Partial<Frame> & { readonly yuv?: readonly [number, number, number] } = {}): Frame {
  const { width = picture.width, height = picture.height, yuv = [110, 128, 128], monotonicMs = 0, index = 0 } = o;
  const luma = width * height;
  const data = new Uint8Array(luma * 1.5);
  data.fill(yuv[0], 0, luma);
  data.fill(yuv[1], luma, luma * 1.25);
  data.fill(yuv[2], luma * 1.25);
  return { width, height, data, index, monotonicMs, at: o.at ?? { ms: monotonicMs, quality: 'synced' } };
}
