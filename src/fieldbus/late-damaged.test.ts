// What looks like the answer, though damaged, may be what is left of an older one that comes late: then the answer is still
// on its way.
import { expect, it } from 'vitest';
import { seededRandom } from '../simulator/random.ts';
import { rtuAnswer } from './testing/peer.ts';
import { stillLine } from './testing/still-line.ts';

const serial = { kind: 'modbus-rtu', path: '/dev/null', baudRate: 19_200, timeout: '250ms', shortestTimeout: '250ms' };

/** Asks a device, that takes one request after another, for registers that hold their address. @returns what was wrong. */
async function asked(
  requests: readonly (readonly [address: number, count: number])[],
  tookMs: (index: number) => number,
  spoil: (index: number, answer: Buffer) => Buffer,
) {
  let freeAtMs = 0;
  const { within, line } = await stillLine(serial, ({ request, index, atMs }, say, clock) => {
    const [address, count] = [request.readUInt16BE(2), request.readUInt16BE(4)];
    const answer = rtuAnswer(
      request,
      Array.from({ length: count }, (_, i) => address + i),
    );
    freeAtMs = Math.max(atMs, freeAtMs) + tookMs(index);
    clock.after(freeAtMs - atMs, () => say(spoil(index, answer)));
  });
  const wrong: unknown[] = [];
  let right = 0;
  for (const [address, count] of requests) {
    const reply = await within(line.request({ unit: 1, function: 3, address, count })).catch(() => undefined);
    if (reply?.registers.every((r, i) => r === address + i)) right++;
    else if (reply) wrong.push([address, reply.registers]);
  }
  return { wrong, right };
}

it('half an answer that comes late does not hide that a newer one is still owed', async () => {
  const half = (index: number, answer: Buffer) => (index === 0 ? answer.subarray(0, 6) : answer);
  const { wrong, right } = await asked(
    [
      [10, 8],
      [20, 2],
      [30, 2],
      [40, 2],
      [50, 2],
    ],
    (index) => [400, 300][index] ?? 30,
    half,
  );
  expect(wrong).toEqual([]);
  expect(right).toBeGreaterThan(0);
});

it.each([1, 2, 3, 4])(
  'a slow device on a line that damages its answers never makes a wrong value, seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    const requests = Array.from({ length: 300 }, () => [Math.floor(random() * 400), random() < 0.7 ? 2 : 5] as const);
    const spoil = (_: number, answer: Buffer) => {
      const cut = Buffer.from(answer);
      if (random() < 0.05) cut[Math.floor(random() * cut.length)]! ^= 1 + Math.floor(random() * 255);
      return random() < 0.05 ? cut.subarray(0, 1 + Math.floor(random() * cut.length)) : cut;
    };
    const { wrong, right } = await asked(requests, () => (random() < 0.3 ? 600 : 30) * random(), spoil);
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(50);
  },
);
