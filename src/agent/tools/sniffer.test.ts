import { describe, expect, it } from 'vitest';
import { rtuFrame } from '../../fieldbus/rtu.ts';
import { rtuAnswer, withCrc } from '../../fieldbus/testing/peer.ts';
import { Sniffer } from './sniffer.ts';

const request = rtuFrame({ unit: 3, function: 4, address: 10, count: 2 });
const answer = rtuAnswer(request, [0x4366, 0x3333]);

describe('listening to a bus', () => {
  it('tells requests from answers and says how long the device took, however the bytes arrive', () => {
    for (const size of [1, 3, 100]) {
      const sniffer = new Sniffer();
      const heard = [];
      let at = 0;
      for (const frame of [request, answer]) {
        at += 20;
        for (let i = 0; i < frame.length; i += size) heard.push(...sniffer.push(frame.subarray(i, i + size), at));
      }
      expect(heard).toEqual([
        { kind: 'request', unit: 3, function: 4, address: 10, count: 2, atMs: 20 },
        { kind: 'reply', unit: 3, function: 4, data: '4366 3333', ms: 20, atMs: 40 },
      ]);
    }
  });

  it('tells an answer that looks like a request from one: whose turn it is decides', () => {
    const sniffer = new Sniffer();
    const write = rtuFrame({ unit: 1, function: 6, address: 2, value: 7 });
    const kinds = [write, write, write].flatMap((f, i) => sniffer.push(f, i)).map((h) => h.kind);
    expect(kinds).toEqual(['write', 'reply', 'write']);
  });

  it('names refusals, requests without an answer, and bytes that are no frame', () => {
    const sniffer = new Sniffer();
    const heard = [
      ...sniffer.push(request, 0),
      ...sniffer.push(withCrc(Buffer.from([3, 0x84, 2])), 12),
      ...sniffer.push(request, 50),
      ...sniffer.silence(80),
      ...sniffer.push(Buffer.from([0xff, 0x13]), 90),
      ...sniffer.push(request, 100),
      ...sniffer.end(200),
    ];
    expect(heard.map((h) => h.kind)).toEqual([
      'request',
      'exception',
      'request',
      'garbage',
      'unanswered',
      'request',
      'unanswered',
    ]);
    expect(heard[1]).toMatchObject({ reason: 'illegal-address', ms: 12 });
    expect(heard[3]).toMatchObject({ data: 'FF13' });
  });

  it('at a wrong speed tells garbage, and keeps no more of it than it must', () => {
    const sniffer = new Sniffer();
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 73 + (i >> 3)) & 0xff));
    const heard = [...sniffer.push(noise, 0), ...sniffer.silence(40)];
    expect(new Set(heard.map((h) => h.kind))).toEqual(new Set(['garbage']));
  });
});
