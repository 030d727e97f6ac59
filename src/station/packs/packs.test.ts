import { describe, expect, it } from 'vitest';
import { loadPack, packFiles } from './load-pack.ts';
import { limitInForce, type RulePack } from './pack.ts';

const folder = new URL('../../../config/rule-packs', import.meta.url).pathname;
const packs = [...packFiles([folder]).values()].map((file) => {
  const loaded = loadPack(file);
  if (!('pack' in loaded)) throw new Error(`${file}: ${JSON.stringify(loaded.problems)}`);
  return loaded.pack;
});
const air = packs.filter((p) => p.id === 'qcvn-05-2023-air');

describe('the rule packs', () => {
  it('that come along are without mistakes, and each says where its numbers come from', () => {
    expect(packs.map((p) => p.id)).toEqual([
      'qcvn-05-2023-air',
      'qcvn-08-2023-river-a',
      'qcvn-08-2023-river-b',
      'qcvn-08-2023-river-c',
    ]);
    for (const pack of packs) expect(pack.source).toMatch(/^QCVN \d\d:2023\/BTNMT/);
  });

  it('never hold two limits for one parameter and window on one day', () => {
    const overlap = ({ limits }: RulePack) =>
      limits.filter((a, i) =>
        limits.some(
          (b, j) =>
            j < i &&
            a.parameter === b.parameter &&
            a.window === b.window &&
            a.effectiveFrom <= (b.effectiveUntil ?? '9999') &&
            b.effectiveFrom <= (a.effectiveUntil ?? '9999'),
        ),
      );
    for (const pack of packs) expect(overlap(pack)).toEqual([]);
  });

  it('judge a reading by the limit of its own time', () => {
    const limit = (date: string) => limitInForce(air, 'PM2.5', '24h', date)?.limit.above;
    expect(['2023-09-11', '2023-09-12', '2025-12-31', '2026-01-01', '2031-01-01'].map(limit)).toEqual([
      undefined,
      50,
      50,
      45,
      45,
    ]);
    expect(limitInForce(air, 'O3', '1h', '2026-11-21')).toBeUndefined();
    expect(limitInForce(packs, 'pH', '1h', '2026-11-21')?.limit).toMatchObject({ below: 6.5, above: 8.5 });
  });
});
