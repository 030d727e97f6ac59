import { describe, expect, it } from 'vitest';
import { chainStart } from '../../runtime/event-chain.ts';
import { ChainView, type Gap, type Link } from './chain-view.ts';

const hash = (n: number) => `hash of ${n}`;
const link = (n: number, more: Partial<Link> = {}): Link => ({
  hash: hash(n),
  id: `e-${n}`,
  previous: n === 1 ? chainStart : hash(n - 1),
  isSigned: n % 4 === 1,
  ...more,
});
const gap = (first: number, last: number, more: Partial<Gap> = {}): Gap => ({
  first,
  last,
  hashBefore: first === 1 ? chainStart : hash(first - 1),
  hashAfter: hash(last),
  ...more,
});

/** Everything that is found of these, in this order. */
function found(...all: (number | Gap | [number, Partial<Link>])[]): string[] {
  const view = new ChainView();
  return all.flatMap((one) => {
    if (typeof one === 'number') return view.take(one, link(one));
    return Array.isArray(one) ? view.take(one[0], link(one[0], one[1])) : view.giveUp(one);
  });
}

describe('a chain with gaps', () => {
  it('holds over a gap that was announced with its hashes, whichever comes first', () => {
    expect(found(1, 2, 5, 6, gap(3, 4))).toEqual([]);
    expect(found(gap(3, 4), 1, 2, 5)).toEqual([]);
    expect(found(5, gap(3, 4), 2)).toEqual([]);
    expect(found(gap(1, 2), 3)).toEqual([]);
  });

  it('holds over neighbouring gaps, and where a hash is not known', () => {
    expect(found(1, 2, gap(3, 4), gap(5, 6), 7)).toEqual([]);
    expect(found(1, 2, gap(5, 6), gap(3, 4), 7)).toEqual([]);
    expect(found(1, 2, gap(3, 4, { hashBefore: undefined, hashAfter: undefined }), 5)).toEqual([]);
  });

  it('is broken where the event before or after the gap is another one', () => {
    for (const order of [
      [2, gap(3, 4), 5],
      [2, 5, gap(3, 4)],
      [gap(3, 4), 5, 2],
    ] as const) {
      expect(found(...order.map((o) => (o === 2 ? ([2, { hash: 'other' }] as [number, object]) : o)))).toEqual([
        'the gap 3..4 does not follow 2 as that was announced',
      ]);
      expect(found(...order.map((o) => (o === 5 ? ([5, { previous: 'other' }] as [number, object]) : o)))).toEqual([
        '5 does not follow the gap 3..4 as that was announced',
      ]);
    }
  });

  it('is broken where two gaps do not fit together', () => {
    const wrong = gap(5, 6, { hashBefore: 'other' });
    expect(found(gap(3, 4), wrong)).toEqual(['the gap before 5 ends otherwise than this begins']);
    expect(found(wrong, gap(3, 4))).toEqual(['the gap after 4 begins otherwise than this ends']);
  });

  it('may begin anew where that is signed, and is broken where it is not', () => {
    expect(found(1, 2, [3, { previous: chainStart, isSigned: true }], 4)).toEqual([]);
    expect(found([3, { previous: chainStart, isSigned: true }], 2)).toEqual([]);
    expect(found(1, 2, [3, { previous: chainStart, isSigned: false }])).toEqual([
      'begins the chain anew and is not signed',
    ]);
    expect(found(1, gap(2, 3, { hashAfter: chainStart }), [4, { previous: chainStart, isSigned: true }])).toEqual([]);
  });

  it('counts its events, where it begins anew, and what no signature vouches for', () => {
    const view = new ChainView();
    for (const n of [1, 2, 3, 4, 5, 6, 7]) view.take(n, link(n));
    expect(view).toMatchObject({ chained: 7, restarts: 0, unvouched: 2 });
    view.take(9, link(9, { previous: chainStart }));
    expect(view).toMatchObject({ chained: 8, restarts: 1, unvouched: 0 });
  });
});
