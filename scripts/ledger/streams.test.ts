import { describe, expect, it } from 'vitest';
import { Streams } from './streams.ts';

const taking = (streams: Streams, lane: string, epoch: string, ...sequences: number[]) => {
  for (const n of sequences) streams.take(lane, `${epoch}-${lane}-${n}`, n);
};

describe('the sequences that a centre has', () => {
  it('show a hole in the middle, and none at the end', () => {
    const streams = new Streams();
    taking(streams, 'alarm', 'a', 1, 2, 5, 6, 9);
    expect(streams.holes()).toEqual([
      { lane: 'alarm', from: 3, to: 4 },
      { lane: 'alarm', from: 7, to: 8 },
    ]);
    expect(streams.ends()).toContainEqual({ lane: 'alarm', from: 10, to: Number.POSITIVE_INFINITY });
    expect(streams.ends()).toContainEqual({ lane: 'event', from: 1, to: Number.POSITIVE_INFINITY });
  });

  it('are whole again when what was missing comes, or is said to be gone', () => {
    const streams = new Streams();
    taking(streams, 'event', 'a', 1, 4, 6, 3, 2);
    expect(streams.holes()).toEqual([{ lane: 'event', from: 5, to: 5 }]);
    streams.giveUp('event', 5, 5);
    expect(streams.holes()).toEqual([]);
  });

  it('go on under a new epoch of the store: what the one before had is not missing', () => {
    const streams = new Streams();
    taking(streams, 'event', 'a', 1, 2, 3);
    taking(streams, 'event', 'b', 4, 6);
    taking(streams, 'alarm', 'b', 1);
    expect(streams.holes()).toEqual([{ lane: 'event', from: 5, to: 5 }]);
    expect(streams.ends()).toContainEqual({ lane: 'event', from: 7, to: Number.POSITIVE_INFINITY });
  });

  it('are missing between two epochs as well', () => {
    const streams = new Streams();
    taking(streams, 'event', 'a', 1, 2, 3);
    taking(streams, 'event', 'b', 6);
    expect(streams.holes()).toEqual([{ lane: 'event', from: 4, to: 5 }]);
  });
});
