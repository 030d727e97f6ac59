import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import fc from '../../runtime/testing/fast-check.ts';
import { driverDeps } from '../testing/driver-deps.ts';
import { analogOutput, levelOf, rawOf as voltsOf } from './analog-output.ts';
import { chirpstack, feedbackOf, frameOf } from './chirpstack.ts';
import { arcOfLevel, curves, levelOfArc } from './dali-curve.ts';
import { levelOfRaw, rawOf } from './dali-gateway.ts';
import { Allowance, Turns } from './downlinks.ts';

describe('the curves of DALI', () => {
  it('give the light of IEC 62386-102 at its arc levels', () => {
    const table = [
      [1, 0.1],
      [85, 0.99],
      [126, 3.04],
      [144, 4.96],
      [170, 10.09],
      [229, 50.5],
      [254, 100],
    ] as const;
    for (const [arc, level] of table) expect(Math.abs(levelOfArc(arc, 'dali-log') - level)).toBeLessThan(level / 100);
    expect(table.map(([, level]) => arcOfLevel(level, 'dali-log'))).toEqual(table.map(([arc]) => arc));
    expect([levelOfArc(127, 'linear'), arcOfLevel(50, 'linear'), levelOfArc(0, 'dali-log')]).toEqual([50, 127, 0]);
  });

  it('rise, give back what they were given, and never turn a little light into darkness', () => {
    fc.assert(
      fc.property(fc.constantFrom(...curves), fc.integer({ min: 1, max: 254 }), (curve, arc) => {
        expect(arcOfLevel(levelOfArc(arc, curve), curve)).toBe(arc);
        expect(levelOfArc(arc, curve)).toBeGreaterThan(levelOfArc(arc - 1, curve));
      }),
    );
    expect(arcOfLevel(0.0001, 'dali-log')).toBe(1);
  });

  it('through any kind of register come back within its resolution', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('percent', 'arc', 'arc-percent'),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (levels, l) => {
          const back = levelOfRaw(rawOf(l, levels, 'dali-log'), levels, 'dali-log');
          // Half a per cent of 254 arc levels and half an arc level are a twentieth of the light.
          expect(Math.abs(back - l)).toBeLessThanOrEqual(Math.max(0.51, levels === 'percent' ? 0 : l * 0.06));
        },
      ),
    );
  });
});

describe('volts at 1-10 V gear', () => {
  const config = analogOutput.schema.parse({ kind: 'analog-output', line: 'a', unit: 1, register: 0, rawAt10: 10_000 });

  it('are 1 V at the least light and 10 V at full, none for darkness, and mean the same level back', () => {
    expect([0, 5, 10, 55, 100].map((l) => voltsOf(l, config))).toEqual([0, 1000, 1000, 5500, 10_000]);
    expect([0, 300, 1000, 5500, 10_500].map((raw) => Math.round(levelOf(raw, config)))).toEqual([0, 0, 10, 55, 100]);
  });
});

describe('a measured level far over its full scale', () => {
  it('is none, and never full light', async () => {
    const volts = { kind: 'analog-output', line: 'a', unit: 1, register: 0, rawAt10: 4095, feedbackRegister: 7 };
    const read = (raw: number) => {
      const ask = async () => ({ registers: [raw], bits: [] });
      return analogOutput.open(analogOutput.schema.parse(volts), driverDeps({ ask })).read({ suspect: false });
    };
    expect(await read(4200)).toEqual({ level: 100 });
    await expect(read(65_535)).rejects.toMatchObject({ code: 'out-of-range' });
    const lamp = { kind: 'chirpstack', broker: 'b', application: 'a', devEui: '0102030405060708' };
    const says = (level: number) => feedbackOf({ object: { level } }, chirpstack.schema.parse(lamp));
    expect(says(101)).toEqual({ level: 100 });
    expect(says(255)).toBeUndefined();
  });
});

describe('frames of LoRaWAN lamps', () => {
  it('carry the level where the site file says, both ways', () => {
    const config = chirpstack.schema.parse({
      kind: 'chirpstack',
      broker: 'b',
      application: 'a',
      devEui: '0102030405060708',
      set: 'aa{level}ff',
      scale: 255,
      level: { byte: 2 },
      power: { field: 'watts' },
    });
    expect([...Buffer.from(frameOf(config, 50), 'base64')]).toEqual([0xaa, 128, 0xff]);
    expect([...Buffer.from(frameOf(config, 0.01), 'base64')]).toEqual([0xaa, 1, 0xff]);
    const data = Buffer.from([1, 2, 255]).toString('base64');
    expect(feedbackOf({ data, object: { watts: 31 } }, config)).toEqual({ level: 100, powerW: 31 });
    expect(feedbackOf({ data: 'AQ==' }, config)).toBeUndefined();
  });

  it('are so many a day and no more, with some kept for what is urgent', () => {
    const clock = new ManualClock();
    const allowance = new Allowance(clock, 48);
    let sent = 0;
    for (let s = 0; s < 2 * 86_400; s += 60) {
      if (allowance.waitMs(false) === 0) {
        allowance.use();
        sent++;
      }
      clock.advance(60_000);
    }
    expect(sent).toBeGreaterThan(90);
    expect(sent).toBeLessThanOrEqual(2 * 48 + 6);
    while (allowance.waitMs(false) === 0) allowance.use();
    expect(allowance.waitMs(true)).toBe(0);
    expect(allowance.waitMs(false)).toBeLessThanOrEqual(30 * 60_000);
  });

  it('of several lamps keep their distance, each in a turn that it keeps until it was used', () => {
    const clock = new ManualClock();
    const turns = new Turns(clock, 2000);
    expect(['a', 'b', 'c', 'b'].map((l) => turns.waitMs(l))).toEqual([0, 2000, 4000, 2000]);
    turns.used('a');
    clock.advance(2000);
    expect(['b', 'a'].map((l) => turns.waitMs(l))).toEqual([0, 4000]);
  });
});
