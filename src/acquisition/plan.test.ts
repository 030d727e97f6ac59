import { describe, expect, it } from 'vitest';
import type { Table } from '../fieldbus/image.ts';
import fc from '../runtime/testing/fast-check.ts';
import { planReads, type Span, splitBlock } from './plan.ts';

const limits = { maxRegisters: 20, maxBits: 2000, maxHole: 4 };
const span = (address: number, width = 1, table: Table = 'input'): Span => ({ table, address, width });
const shown = (spans: Span[], l = limits) => planReads(spans, l).map((b) => `${b.table} ${b.address}+${b.count}`);

describe('the read planner', () => {
  it('joins over holes the device can stand, and not over wider ones', () => {
    expect(shown([span(0), span(5), span(11)])).toEqual(['input 0+6', 'input 11+1']);
  });

  it('keeps tables apart, and joins bits over sixteen times the hole', () => {
    expect(shown([span(0, 1, 'coil'), span(60, 1, 'coil'), span(0, 1, 'holding'), span(1, 1, 'input')])).toEqual([
      'coil 0+61',
      'holding 0+1',
      'input 1+1',
    ]);
  });

  it('takes values that look at one register in one, whatever order they come in', () => {
    expect(shown([span(8, 2), span(3), span(3), span(3, 2)])).toEqual(['input 3+7']);
  });

  it('never asks for more than the limit, never splits a value, and reads every one exactly once', () => {
    const spans = fc.array(
      fc.record({
        address: fc.nat(200),
        width: fc.constantFrom(1, 2, 4),
        table: fc.constantFrom<Table>('input', 'holding'),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(spans, fc.integer({ min: 4, max: 125 }), fc.nat(20), (items, maxRegisters, maxHole) => {
        const blocks = planReads(items, { maxRegisters, maxHole, maxBits: 1 });
        expect(blocks.flatMap((b) => b.items)).toHaveLength(items.length);
        for (const b of blocks) {
          expect(b.count).toBeLessThanOrEqual(maxRegisters);
          for (const s of b.items) {
            expect(s.table).toBe(b.table);
            expect(s.address >= b.address && s.address + s.width <= b.address + b.count).toBe(true);
          }
        }
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});

describe('a block that the device refused', () => {
  const split = (spans: Span[]) =>
    splitBlock(planReads(spans, { ...limits, maxHole: 10 })[0]!)?.map((b) => `${b.address}+${b.count}`);

  it('is asked for without its holes first, then by halves, never in the middle of a value', () => {
    expect(split([span(0, 2), span(2, 2), span(8, 2), span(12)])).toEqual(['0+4', '8+2', '12+1']);
    expect(split([span(0, 2), span(2, 2), span(4, 2), span(6, 2)])).toEqual(['0+4', '4+4']);
    expect(split([span(0, 4), span(2, 1), span(4, 1)])).toEqual(['0+4', '4+1']);
  });

  it('of a single value cannot be made smaller', () => {
    expect(split([span(0, 2)])).toBeUndefined();
    expect(split([span(0), span(0), span(0)])).toBeUndefined();
  });
});
