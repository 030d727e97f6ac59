// A refusal says even less than an answer: unit, function and why. One that comes late may be that of an older request, whose
// successor is then still on its way.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../simulator/random.ts';
import { codeOf } from './testing/line.ts';
import { rtuAnswer, withCrc } from './testing/peer.ts';
import { stillLine } from './testing/still-line.ts';

const read = (address: number, count = 2) => ({ unit: 1, function: 3, address, count }) as const;
/** A device that refuses addresses from 500 on and has in each of the others that address. */
const answerTo = (request: Buffer) => {
  const address = request.readUInt16BE(2);
  if (address >= 500) return withCrc(Buffer.from([request[0]!, request[1]! | 0x80, 2]));
  return rtuAnswer(
    request,
    Array.from({ length: request.readUInt16BE(4) }, (_, i) => address + i),
  );
};
const serial = { kind: 'modbus-rtu', path: '/dev/null', baudRate: 19_200, timeout: '250ms', shortestTimeout: '250ms' };

/** A device that takes one request after another, each in its time. */
async function slow(tookMs: (index: number) => number) {
  let freeAtMs = 0;
  const still = await stillLine(serial, ({ request, index, atMs }, say, clock) => {
    freeAtMs = Math.max(atMs, freeAtMs) + tookMs(index);
    clock.after(freeAtMs - atMs, () => say(answerTo(request)));
  });
  return { ...still, ask: (...of: Parameters<typeof read>) => still.within(still.line.request(read(...of))) };
}

describe('a refusal that comes late', () => {
  it('is not taken for that of a newer request, nor the answer to that one for an answer to the next', async () => {
    const { ask } = await slow((index) => (index === 0 ? 450 : index === 1 ? 320 : 40));
    expect(await codeOf(ask(510, 1))).toBe('timeout');
    // Of this or of the one before: nobody knows.
    expect(await codeOf(ask(20))).toBe('bad-reply');
    for (const address of [30, 40, 50, 60]) {
      const registers = await ask(address).then(
        (reply) => reply.registers,
        () => undefined,
      );
      expect([undefined, [address, address + 1]]).toContainEqual(registers);
    }
    expect((await ask(70)).registers).toEqual([70, 71]);
  });

  it('does not hide for good that a device refuses all that it is asked', async () => {
    const { ask, clock } = await slow((index) => (index === 0 ? 400 : 20));
    await codeOf(ask(510, 1));
    const codes: string[] = [];
    for (let i = 0; i < 15; i++) {
      codes.push(await codeOf(ask(600 + i)));
      await clock.advanceAsync(1000);
    }
    expect(codes.slice(-3)).toEqual(['illegal-address', 'illegal-address', 'illegal-address']);
  });

  it('is at once believed of a device that owes nothing', async () => {
    const { ask } = await slow(() => 20);
    expect(await codeOf(ask(510))).toBe('illegal-address');
    expect((await ask(20)).registers).toEqual([20, 21]);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'never makes a wrong value or a wrong refusal: anything in its time, seed %i',
    async (seed) => {
      const random = seededRandom(seed);
      const { ask, clock } = await slow(() => (random() < 0.3 ? 600 : 30) * random());
      const wrong: unknown[] = [];
      let right = 0;
      for (let i = 0; i < 300; i++) {
        const address = random() < 0.2 ? 500 + i : Math.floor(random() * 400);
        const count = random() < 0.7 ? 2 : 5;
        try {
          const { registers } = await ask(address, count);
          const isRight = address < 500 && registers.every((r, k) => r === address + k);
          if (isRight) right++;
          else wrong.push([address, registers]);
        } catch (error) {
          if (address < 500 && (error as { code: string }).code === 'illegal-address') wrong.push([address, 'refused']);
        }
        await clock.advanceAsync(Math.floor(random() * 100));
      }
      expect(wrong).toEqual([]);
      expect(right).toBeGreaterThan(50);
    },
  );
});
