import { describe, expect, it } from 'vitest';
import { maxEventBytes } from '../../outbox/compose.ts';
import type { CommandOutcome } from './command.ts';
import { fitted } from './fit.ts';

const done = (result: Record<string, unknown>): CommandOutcome => ({ outcome: 'done', result });
const bytesOf = (o: CommandOutcome) => Buffer.byteLength(JSON.stringify(o));
const many = (n: number) =>
  Object.fromEntries(
    Array.from({ length: n }, (_, i) => [`l-${i}`, { commanded: 40, fedBack: 40, note: 'đèn'.repeat(5) }]),
  );

describe('an answer to a command', () => {
  it('that fits is left as it is', () => {
    const outcome = done({ 'l-1': { commanded: 40 } });
    expect(fitted(outcome)).toEqual(outcome);
  });

  it('of more lamps than a message can name tells the first and how many there are', () => {
    const { result = {} } = fitted(done(many(3500)));
    const { cut, ...lamps } = result as { cut: { of: string; there: number; told: number } };
    expect(cut).toMatchObject({ of: 'result', there: 3500, told: Object.keys(lamps).length });
    expect(cut.told).toBeGreaterThan(400);
    expect(bytesOf(done(result))).toBeLessThan(maxEventBytes - 7000);
  });

  it.each([
    ['a list', Array.from({ length: 9000 }, (_, i) => `line ${i}`)],
    ['a record', many(3000)],
    ['a text', 'x'.repeat(200_000)],
    ['a list of one large thing', ['x'.repeat(200_000)]],
  ])('keeps what is beside %s that is too long', (_what, large) => {
    const { result = {} } = fitted(done({ large, achieved: true }));
    expect(result).toMatchObject({ achieved: true, cut: { of: 'large' } });
    expect(bytesOf(done(result))).toBeLessThan(maxEventBytes - 7000);
  });

  it('with several things that are too long, and a reason without end, still fits', () => {
    const outcome = fitted({ outcome: 'failed', reason: 'x'.repeat(90_000), result: { a: many(2000), b: many(1500) } });
    expect(bytesOf(outcome)).toBeLessThan(maxEventBytes - 5000);
  });
});
