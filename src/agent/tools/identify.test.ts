import { describe, expect, it } from 'vitest';
import { profileOf, word } from '../../acquisition/testing/profile.ts';
import { exceptionError } from '../../fieldbus/errors.ts';
import { identify } from './identify.ts';
import type { Read } from './read-points.ts';

const float = (name: string, address: number, range: [number, number]) => ({
  name,
  register: { table: 'input', address },
  type: 'float32',
  range,
});
const single = profileOf([
  float('voltage', 0, [0, 500]),
  float('current', 6, [0, 100]),
  float('frequency', 70, [0, 100]),
]);
const three = profileOf([
  ...[0, 2, 4].map((a) => float(`voltage_${a}`, a, [0, 500])),
  ...[6, 8, 10].map((a) => float(`current_${a}`, a, [0, 100])),
  float('frequency', 70, [0, 100]),
]);
const counter = profileOf([word('any', 0), word('thing', 1)]);
const profiles = new Map([
  ['single', single],
  ['counter', counter],
  ['three', three],
]);

/** A device with these floats in its input registers, and nothing else. */
function device(floats: Readonly<Record<number, number>>): Read & { requests: number } {
  const registers = new Map<number, number>();
  for (const [address, value] of Object.entries(floats)) {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatBE(value);
    registers.set(Number(address), bytes.readUInt16BE(0)).set(Number(address) + 1, bytes.readUInt16BE(2));
  }
  const read = async (r: Parameters<Read>[0]) => {
    read.requests++;
    const words = Array.from({ length: r.count }, (_, i) => registers.get(r.address + i));
    if (r.function !== 4 || words.includes(undefined)) throw exceptionError(2, r);
    return { registers: words as number[], bits: [] };
  };
  read.requests = 0;
  return read;
}

describe('what a device is', () => {
  it('is the profile that explains most of what it answers, not the smaller one of the family', async () => {
    const read = device({ 0: 231, 2: 230, 4: 229, 6: 3.1, 8: 2.2, 10: 4.5, 70: 50.01 });
    const [best, second] = await identify(read, 1, profiles);
    expect(best?.profile).toBe('three');
    expect(best?.percent).toBeGreaterThan(95);
    expect(second?.profile).toBe('single');
  });

  it('is not the larger one where its registers are missing', async () => {
    const [best] = await identify(device({ 0: 231, 6: 3.1, 70: 50.01 }), 1, profiles);
    expect(best).toMatchObject({ profile: 'single', good: 3, tried: 3 });
  });

  it('is not guessed from registers that would fit anything, nor from values that cannot be', async () => {
    expect(await identify(device({ 0: 1e30 }), 1, profiles)).toEqual([]);
    expect(await identify(device({ 100: 1 }), 1, profiles)).toEqual([]);
  });

  it('costs few requests: what was asked for one profile is not asked again for the next', async () => {
    const read = device({ 0: 231, 2: 230, 4: 229, 6: 3.1, 8: 2.2, 10: 4.5, 70: 50.01 });
    await identify(read, 1, profiles);
    expect(read.requests).toBeLessThan(10);
  });
});
