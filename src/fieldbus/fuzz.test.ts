// 100,000 spoilt answers, from a seed: none may end the process, and none may be given out as a value that the device
// does not hold. A mutant that is by chance an answer with a right checksum is not made (it could not be told apart), and
// on Modbus TCP, which has no checksum, the payload is left as it is.
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import { crc16 } from './crc.ts';
import { type Framing, type FramingPort, newCounters } from './exchange.ts';
import { MbapFraming } from './mbap-framing.ts';
import type { ReadRequest } from './pdu.ts';
import { RtuFraming } from './rtu-framing.ts';
import { mbapAnswer, rtuAnswer, withCrc } from './testing/peer.ts';
import { LineTrace } from './trace.ts';

const mutants = 50_000;

/** Numbers from a seed (mulberry32), each 0 to `below` - 1. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Bytes with one or more of them changed. */
function damaged(bytes: Buffer, roll: (below: number) => number, from = 0, to = bytes.length): Buffer {
  const out = Buffer.from(bytes);
  for (let n = 1 + roll(3); n > 0; n--) out[from + roll(to - from)]! ^= 1 + roll(255);
  return out;
}

/** Two streams of bytes taken in turns, each in its order. */
function interleaved(a: Buffer, b: Buffer, roll: (below: number) => number): Buffer {
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (j >= b.length || (i < a.length && roll(2) === 0)) out.push(a[i++]!);
    else out.push(b[j++]!);
  }
  return Buffer.from(out);
}

interface Field {
  readonly make: (port: FramingPort) => Framing;
  /** What arrives instead of the answer. */
  readonly spoil: (good: Buffer, request: Buffer, earlier: Buffer, roll: (below: number) => number) => Buffer;
  readonly answer: (request: Buffer, registers: readonly number[]) => Buffer;
  /** Where unit, address and count stand in a request. */
  readonly at: number;
}

const rtu: Field = {
  make: (port) => new RtuFraming(port, { baudRate: 115_200, pauseMs: 0, turnaroundMs: 0, echo: 'auto' }),
  answer: rtuAnswer,
  at: 0,
  spoil(good, request, earlier, roll) {
    const other = Buffer.from(good.subarray(0, -2));
    switch (roll(9)) {
      case 0:
        return good.subarray(0, roll(good.length));
      case 1: // another unit, its checksum right
        other[0] = (other[0]! + 1 + roll(200)) & 0xff;
        return withCrc(other);
      case 2:
        return Buffer.concat([good.subarray(0, -2), damaged(good.subarray(-2), roll)]);
      case 3:
        return damaged(good, roll);
      case 4: // longer than it says, and more than was asked for
        other[2] = (other[2]! + 2 * (1 + roll(20))) & 0xff;
        return withCrc(Buffer.concat([other, Buffer.alloc(2 + roll(40), roll(256))]));
      case 5:
        return interleaved(good, earlier, roll);
      case 6: // another function
        other[1] = [1, 2, 3, 5, 6, 15, 16, 23][roll(8)]!;
        return withCrc(other);
      case 7:
        return Buffer.concat([request, damaged(good, roll)]);
      default:
        return Buffer.from(Array.from({ length: roll(300) }, () => roll(256)));
    }
  },
};

const tcp: Field = {
  make: (port) => new MbapFraming(port, 7),
  answer: mbapAnswer,
  at: 6,
  spoil(good, request, earlier, roll) {
    const header = 9; // transaction 2, protocol 2, length 2, unit, function, byte count
    switch (roll(6)) {
      case 0:
        return good.subarray(0, roll(good.length));
      case 1:
        return damaged(good, roll, 0, 2);
      case 2:
        return damaged(good, roll, 0, header);
      case 3: // longer than it says
        return Buffer.concat([good, Buffer.alloc(1 + roll(40), roll(256))]);
      case 4:
        return Buffer.concat([earlier, request.subarray(0, 6), damaged(good, roll, 0, 2)]);
      default:
        return Buffer.from(Array.from({ length: roll(300) }, () => roll(256)));
    }
  },
};

/** Asks for registers again and again; good answers come after every tenth spoilt one. @returns what was given out. */
async function fuzz(field: Field, seed: number) {
  const roll = dice(seed);
  const clock = new ManualClock();
  const counters = newCounters();
  let arriving: Buffer[] = [];
  let isSpoilt = false;
  let held: number[] = [];
  let earlier: Buffer = Buffer.alloc(0);
  const framing: Framing = field.make({
    clock,
    counters,
    trace: new LineTrace(clock),
    isUp: () => true,
    answered: () => {},
    drop: (reason) => framing.onDown(new Error(reason)),
    write: (request) => {
      const count = request.readUInt16BE(field.at + 4);
      held = Array.from({ length: count }, () => roll(0x10000));
      const good = field.answer(request, held);
      let bytes = isSpoilt ? field.spoil(good, request, earlier, roll) : good;
      while (isSpoilt && field === rtu && isByChanceAnAnswer(bytes, good)) bytes = damaged(good, roll);
      earlier = good;
      const cut = roll(bytes.length + 1);
      arriving = [Buffer.from(bytes.subarray(0, cut)), Buffer.from(bytes.subarray(cut))].filter((b) => b.length > 0);
    },
  });
  const outcome = { wrong: 0, right: 0, lost: 0 };
  const ask = async (spoilt: boolean): Promise<boolean> => {
    isSpoilt = spoilt;
    const request: ReadRequest = { unit: 1, function: 4, address: roll(1000), count: 1 + roll(12) };
    let result: readonly number[] | undefined;
    let isOver = false;
    void framing.exchange(request, { timeoutMs: 20, pauseMs: 0 }).then(
      ({ registers }) => {
        result = registers;
        isOver = true;
      },
      () => {
        isOver = true;
      },
    );
    while (!isOver) {
      const chunk = arriving.shift();
      if (chunk) framing.onData(chunk);
      await clock.advanceAsync(chunk ? 0 : 15);
    }
    const isRight = result?.join() === held.join();
    if (result && !isRight) outcome.wrong++;
    return isRight;
  };
  for (let i = 0; i < mutants; i++) {
    await ask(true);
    if (i % 10 > 0) continue;
    // What is left of a spoilt one may cost the next answer, and no more.
    if ((await ask(false)) || (await ask(false))) outcome.right++;
    else outcome.lost++;
  }
  return outcome;
}

/** Somewhere in the bytes stands a frame like the good one, with a right checksum and other registers. */
function isByChanceAnAnswer(bytes: Buffer, good: Buffer): boolean {
  for (let at = 0; at + good.length <= bytes.length; at++) {
    const frame = bytes.subarray(at, at + good.length);
    if (frame[0] === good[0] && frame[1] === good[1] && crc16(frame, 0, frame.length) === 0 && !frame.equals(good)) {
      return true;
    }
  }
  return false;
}

describe('spoilt answers', () => {
  it.each([
    ['on a serial line', rtu, 11],
    ['on Modbus TCP', tcp, 12],
  ])(
    '%s are never given out as values, and the good ones after them are',
    { timeout: 60_000 },
    async (_where, field, seed) => {
      expect(await fuzz(field, seed)).toEqual({ wrong: 0, right: mutants / 10, lost: 0 });
    },
  );
});
