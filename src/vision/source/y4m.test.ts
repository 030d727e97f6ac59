import { describe, expect, it } from 'vitest';
import { type FrameTarget, Y4mSplitter } from './y4m.ts';

const header = 'YUV4MPEG2 W4 H2 F30000:1001 Ip A1:1 C420mpeg2 XYSCSS=420MPEG2\n';
/** A frame of 4x2 pixels: 12 bytes of one value. */
const frame = (value: number) => Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc(12, value)]);

/** Collects what is complete; `room` says how many buffers there are before `full` is answered. */
function collector(full: 'skip' | 'wait' = 'wait', room = Number.POSITIVE_INFINITY) {
  const frames: number[][] = [];
  let buffer = new Uint8Array(0);
  let size: unknown;
  const state = { frames, skipped: 0, room, size: () => size };
  const target: FrameTarget = {
    begin: (h) => {
      size = h;
    },
    next: () => {
      if (state.room-- <= 0) return full;
      buffer = new Uint8Array(12);
      return buffer;
    },
    complete: () => frames.push([...new Set(buffer)]),
    skipped: () => {
      state.skipped++;
    },
  };
  return { target, state };
}

describe('the stream of frames from ffmpeg', () => {
  it('is cut into frames wherever its pieces end', () => {
    const stream = Buffer.concat([Buffer.from(header), ...[10, 70, 3, 200].map(frame)]);
    for (const piece of [1, 2, 5, 17, 64, stream.length]) {
      const { target, state } = collector();
      const splitter = new Y4mSplitter(target);
      for (let at = 0; at < stream.length; at += piece) {
        const chunk = stream.subarray(at, at + piece);
        expect(splitter.push(chunk)).toBe(chunk.length);
      }
      expect(state.frames).toEqual([[10], [70], [3], [200]]);
      expect(state.size()).toEqual({ width: 4, height: 2, fps: 30000 / 1001 });
    }
  });

  it('waits for memory without losing a byte, and goes on where it was', () => {
    const { target, state } = collector('wait', 1);
    const splitter = new Y4mSplitter(target);
    const stream = Buffer.concat([Buffer.from(header), frame(1), frame(2)]);
    const taken = splitter.push(stream);
    expect(stream.length - taken).toBe(18);
    state.room = 1;
    expect(splitter.push(stream.subarray(taken))).toBe(18);
    expect(state.frames).toEqual([[1], [2]]);
  });

  it('lets frames go by that there is no memory for, and counts them', () => {
    const { target, state } = collector('skip', 1);
    new Y4mSplitter(target).push(Buffer.concat([Buffer.from(header), frame(1), frame(2), frame(3)]));
    expect(state.frames).toEqual([[1]]);
    expect(state.skipped).toBe(2);
  });

  it.each([
    ['no video at all', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['binary noise without a line end', Buffer.alloc(5000, 7)],
    ['a size that is none', 'YUV4MPEG2 W-4 H2 F25:1\n'],
    ['an odd size', 'YUV4MPEG2 W5 H2 F25:1\n'],
    ['another arrangement of colours', 'YUV4MPEG2 W4 H2 F25:1 C444\n'],
    ['a frame without its mark', Buffer.concat([Buffer.from(header), frame(1), Buffer.from('NOISE\n')])],
  ])('is refused where it is %s', (_what, bytes) => {
    const { target } = collector();
    expect(() => new Y4mSplitter(target).push(Buffer.from(bytes as string))).toThrow(
      expect.objectContaining({ code: 'garbage' }),
    );
  });
});
