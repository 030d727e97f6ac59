import type { Instant } from '../domain/time.ts';

/**
 * One picture of a camera, planar YUV 4:2:0 (full-size Y plane, then quarter-size U and V), limited range as decoded.
 * `data` is width * height * 3 / 2 bytes; width and height are even. It may live in shared memory and is only valid
 * until it is released: what must outlive that copies it.
 */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Counts the frames of the source from 0, the dropped ones too. */
  readonly index: number;
  /** When it was taken as far as we can tell: arrival for a live camera, position for a file. */
  readonly at: Instant;
  /** The same on the monotonic clock (or the file's own time axis), milliseconds: all Δt are taken from this. */
  readonly monotonicMs: number;
}
