import { describe, expect, it } from 'vitest';
import { driverDeps } from '../testing/driver-deps.ts';
import { daliGateway } from './dali-gateway.ts';

/** What a gear is read as where its gateway has this in the register of the actual level. */
async function read(actual: number, levels: string) {
  const config = { kind: 'dali-gateway', line: 'cabinet', unit: 1, address: 3, layout: { levels, status: undefined } };
  const ask = async () => ({ registers: [actual, actual], bits: [] });
  const parsed = daliGateway.schema.parse(config);
  return await daliGateway.open(parsed, driverDeps({ ask })).read({ suspect: false });
}

describe('a register of a DALI gateway', () => {
  it.each([
    ['percent', 255],
    ['percent', 65_535],
    ['arc', 65_535],
    ['arc-percent', 255],
  ])('in %s that holds %i, more than full light, is no level and never full light', async (levels, actual) => {
    await expect(read(actual, levels)).rejects.toMatchObject({ code: expect.any(String) });
  });

  it('that holds full light is full light', async () => {
    for (const [levels, actual] of [
      ['percent', 100],
      ['arc', 254],
      ['arc-percent', 100],
    ] as const) {
      expect((await read(actual, levels)).level).toBeCloseTo(100, 6);
    }
  });
});
