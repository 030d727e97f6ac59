import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../simulator/random.ts';
import { cooling, type Defect, defects, PhysicalLamp } from '../simulate/lamp.ts';
import type { LampSample } from './judge.ts';
import type { LampFaultKind } from './kinds.ts';
import { expectedWatts, lampTypesSchema, levelOfWatts } from './lamp-type.ts';
import { newLamp, watchLamp } from './lamp-watch.ts';

const minute = 60_000;
const [led, ballast] = lampTypesSchema.parse([
  {
    id: 'led',
    power: [
      [0, 0.5],
      [10, 14],
      [50, 47],
      [100, 90],
    ],
    clo: [
      [0, 80],
      [50_000, 100],
    ],
  },
  {
    id: 'sodium',
    power: [
      [0, 0],
      [50, 140],
      [100, 275],
    ],
    voltageExponent: 1.8,
    tolerance: 12,
  },
]);
if (!led || !ballast) throw new Error('no types');

/** Two nights of a lamp, looked at every ten minutes: 100 %, 50 % from 22 h on, dark from 6 to 18 h. */
function nights(defect: Defect | undefined, type = led as NonNullable<typeof led>, change?: (s: LampSample) => void) {
  const random = seededRandom(7);
  const lamp = new PhysicalLamp(type, random, 9000);
  lamp.defect = defect;
  let memory = newLamp;
  const told: { fault: LampFaultKind; active: boolean; hour: number }[] = [];
  for (let i = 0; i < 2 * 144; i++) {
    const hour = (12 + i / 6) % 24;
    const level = hour >= 6 && hour < 18 ? 0 : hour >= 18 && hour < 22 ? 100 : 50;
    const nowMs = i * 10 * minute;
    lamp.tell(level);
    const volts = 230 + 20 * Math.sin(i / 5);
    lamp.pass(nowMs, 10 * minute, volts, 30, cooling(10 * minute));
    const settled = hour !== 18 && hour !== 22 && hour !== 6;
    const sample = lamp.read(nowMs, level, settled, true, volts, 30);
    change?.(sample);
    const step = watchLamp(memory, sample, type, nowMs);
    memory = step.memory;
    told.push(...step.changes.map((c) => ({ ...c, hour })));
  }
  return told;
}

const called: Record<Defect, LampFaultKind> = {
  dead: 'lampFailure',
  'burns-by-day': 'lampUnexpectedOn',
  'does-not-dim': 'dimmingFailure',
  cycles: 'cyclingFailure',
  'modules-out': 'powerTooLow',
  'draws-too-much': 'powerTooHigh',
  'capacitor-dry': 'powerFactorTooLow',
  'too-hot': 'highTemperature',
  silent: 'controlGearCommFailure',
};

describe('a watched lamp', () => {
  it.each(defects)('that is broken so (%s) is told of by its name, once, and by no other', (defect) => {
    const told = nights(defect);
    expect(new Set(told.map((t) => t.fault))).toEqual(new Set([called[defect]]));
    expect(told.filter((t) => t.active).length).toBeLessThanOrEqual(2);
  });
  it('that is well is never told of, whatever the mains and the meter do', () => {
    expect(nights(undefined)).toEqual([]);
    expect(nights(undefined, ballast)).toEqual([]);
  });
  it('that did not dim is not well again because it burns at full when it should', () => {
    expect(nights('does-not-dim')).toHaveLength(1);
  });
  it('without a meter is judged by its own word', () => {
    const told = nights('does-not-dim', led, (s) => {
      (s as { watts?: number | undefined }).watts = undefined;
    });
    expect(told.map((t) => t.fault)).toEqual(['dimmingFailure']);
  });
  it('whose circuit has no voltage is judged in nothing', () => {
    const told = nights('dead', led, (s) => {
      (s as { supplied: boolean }).supplied = false;
    });
    expect(told).toEqual([]);
  });
});

describe('the power of a lamp', () => {
  it('tells its level back, with constant light output in between', () => {
    for (const hours of [0, 20_000, 80_000]) {
      for (const level of [20, 50, 73, 100]) {
        expect(levelOfWatts(led, expectedWatts(led, level, hours), hours)).toBeCloseTo(level, 5);
      }
    }
    expect(expectedWatts(led, 100, 0)).toBeLessThan(expectedWatts(led, 100, 50_000));
  });
});
