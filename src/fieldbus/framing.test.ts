import { describe, expect, it } from 'vitest';
import fc from '../runtime/testing/fast-check.ts';
import { crc16 } from './crc.ts';
import { MbapSplitter } from './mbap.ts';
import type { ModbusRequest } from './pdu.ts';
import { findReply, rtuFrame, silentMs, whatIsWrong, wireMs } from './rtu.ts';
import { mbapAnswer, rtuAnswer, withCrc } from './testing/peer.ts';

const request: ModbusRequest = { unit: 1, function: 4, address: 0, count: 2 };
const answer = rtuAnswer(rtuFrame(request), [0x4366, 0x3333]);

describe('RTU frames', () => {
  it('end with the checksum, its low byte first', () => {
    // The worked example of many meters' manuals: unit 1, function 4, address 0, 2 registers, checksum 71 CB.
    expect(rtuFrame(request).toString('hex')).toBe('01040000000271cb');
    expect(crc16(Buffer.from('123456789'), 0, 9)).toBe(0x4b37);
  });

  it('are found after stray bytes, and not before they are whole', () => {
    const noisy = Buffer.concat([Buffer.from([0x00, 0xff, 0x01]), answer]);
    expect(findReply(noisy, request)).toMatchObject({ start: 3, end: 3 + answer.length });
    for (let n = 0; n < answer.length; n++) expect(findReply(answer.subarray(0, n), request)).toBeUndefined();
  });

  it('that are exceptions are found too', () => {
    expect(findReply(withCrc(Buffer.from([1, 0x84, 2])), request)).toEqual({ start: 0, end: 5, isException: true });
  });

  it('of another unit, function or length, or with one bit turned, are never taken for the answer', () => {
    const mutant = fc.oneof(
      fc.nat(answer.length * 8 - 1).map((bit) => {
        const bytes = Buffer.from(answer);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        return bytes;
      }),
      fc.nat(answer.length - 1).map((n) => answer.subarray(0, n)),
      fc.constant(rtuAnswer(Buffer.from([2, 4]), [1, 2])),
      fc.constant(rtuAnswer(Buffer.from([1, 3]), [1, 2])),
      fc.constant(rtuAnswer(Buffer.from([1, 4]), [1])),
    );
    fc.assert(
      fc.property(mutant, (bytes) => findReply(bytes, request) === undefined),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('that hold no answer are told apart: damaged, half, of another unit', () => {
    expect(whatIsWrong(Buffer.alloc(0), request)).toBe('timeout');
    expect(whatIsWrong(Buffer.concat([answer.subarray(0, -1), Buffer.from([0])]), request)).toBe('crc');
    expect(whatIsWrong(answer.subarray(0, 4), request)).toBe('incomplete');
    expect(whatIsWrong(rtuAnswer(Buffer.from([2, 4]), [1, 2]), request)).toBe('wrong-unit');
  });

  it('are separated by 3.5 characters, by 1.75 ms on fast lines', () => {
    expect(silentMs(9600)).toBeCloseTo(4.01, 2);
    expect(silentMs(115_200)).toBe(1.75);
    // A read of ten registers: 8 bytes there, 25 back.
    expect(wireMs(33, 9600)).toBeCloseTo(37.8, 1);
  });
});

describe('the stream of Modbus TCP', () => {
  const tcpAnswer = (id: number, registers: number[]) =>
    mbapAnswer(Buffer.from([id >> 8, id & 0xff, 0, 0, 0, 6, 1, 4]), registers);
  const collect = (splitter: MbapSplitter, chunk: Buffer) => {
    const frames: string[] = [];
    const isFine = splitter.push(chunk, (id, unit, pdu) => frames.push(`${id}/${unit}/${pdu.toString('hex')}`));
    return isFine ? frames : 'out of step';
  };

  it('gives the same frames however it is cut', () => {
    const stream = Buffer.concat([tcpAnswer(1, [7]), tcpAnswer(65_535, [8, 9]), tcpAnswer(0, [])]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 6 }), (cuts) => {
        const splitter = new MbapSplitter();
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const frames = edges.slice(1).flatMap((edge, i) => collect(splitter, stream.subarray(edges[i], edge)));
        expect(frames).toEqual(['1/1/04020007', '65535/1/040400080009', '0/1/0400']);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it.each([
    ['another protocol', '0001 0001 0005 01 0402 0007'],
    ['a length of nothing', '0001 0000 0001 01 0402 0007'],
    ['a length beyond every frame', '0001 0000 00ff 01 0402 0007'],
  ])('with %s is out of step', (_what, bytes) => {
    expect(collect(new MbapSplitter(), Buffer.from(bytes.replaceAll(' ', ''), 'hex'))).toBe('out of step');
  });
});
