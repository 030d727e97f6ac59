import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { seededRandom } from '../random.ts';
import { airWeather } from './air.ts';
import { SimulatedLamp } from './lamp.ts';
import { mains } from './mains.ts';

const registers = { level: 0, feedback: 1, power: 2, fullScale: 100 };

describe('a simulated lamp', () => {
  it('goes to a commanded level at the speed of its ramp and reports the level on the way', () => {
    const clock = new ManualClock();
    const lamp = new SimulatedLamp({ clock, registers, ratedWatts: 90, rampSeconds: 4 });
    lamp.write('holding', 0, [50]);
    clock.advance(1000);
    expect(lamp.read('holding', 1)).toBe(75);
    clock.advance(5000);
    expect(lamp.read('holding', 1)).toBe(50);
  });

  it('takes a later command while it is still on its way', () => {
    const clock = new ManualClock();
    const lamp = new SimulatedLamp({ clock, registers, ratedWatts: 90, rampSeconds: 4 });
    lamp.write('holding', 0, [0]);
    clock.advance(2000);
    lamp.write('holding', 0, [100]);
    expect(lamp.read('holding', 1)).toBe(50);
    clock.advance(1000);
    expect(lamp.read('holding', 1)).toBe(75);
  });

  it('needs less power when dimmed, and a little when dark', () => {
    const clock = new ManualClock();
    const lamp = new SimulatedLamp({ clock, registers, ratedWatts: 90, rampSeconds: 0.1 });
    const full = lamp.watts();
    lamp.write('holding', 0, [50]);
    clock.advance(1000);
    const half = lamp.watts();
    lamp.write('holding', 0, [0]);
    clock.advance(1000);
    expect(full).toBeCloseTo(90.6);
    expect(half).toBeGreaterThan(30);
    expect(half).toBeLessThan(55);
    expect(lamp.watts()).toBe(0.6);
  });

  it('that is stuck takes the command and does not obey', () => {
    const clock = new ManualClock();
    const lamp = new SimulatedLamp({ clock, registers, ratedWatts: 90, rampSeconds: 1 });
    lamp.setStuck(true);
    expect(lamp.write('holding', 0, [20])).toBe(true);
    clock.advance(5000);
    expect(lamp.read('holding', 1)).toBe(100);
  });

  it('refuses what is no level', () => {
    const lamp = new SimulatedLamp({ clock: new ManualClock(), registers, ratedWatts: 90, rampSeconds: 1 });
    expect(lamp.write('holding', 0, [101])).toBe(false);
    expect(lamp.write('holding', 1, [10])).toBe(false);
    expect(lamp.read('holding', 9)).toBeUndefined();
  });
});

describe('simulated measurements', () => {
  it('are the same for the same seed', () => {
    const day = (seed: number) => {
      const weather = airWeather(seededRandom(seed));
      return Array.from({ length: 24 }, (_, hour) => weather(hour, 3600));
    };
    expect(day(7)).toEqual(day(7));
    expect(day(7)).not.toEqual(day(8));
  });

  it('of the air stay in a plausible range over a day, with more dust at rush hour than at night', () => {
    const weather = airWeather(seededRandom(1));
    const mean = (from: number, to: number) => {
      const samples = Array.from({ length: 200 }, (_, i) => weather(from + ((to - from) * i) / 200, 60));
      for (const s of samples) {
        expect(s.pm25).toBeGreaterThan(2);
        expect(s.pm25).toBeLessThan(120);
        expect(s.pm10).toBeGreaterThan(s.pm25);
        expect(s.humidity).toBeLessThanOrEqual(99);
        expect(s.windDirection).toBeLessThan(360);
      }
      return samples.reduce((sum, s) => sum + s.pm25, 0) / samples.length;
    };
    expect(mean(17, 18)).toBeGreaterThan(mean(1, 3));
  });

  it('of the mains stay near 230 V and 50 Hz, agree with each other, and count energy upwards', () => {
    const meter = mains(seededRandom(2), 100);
    let kwh = 100;
    for (let i = 0; i < 500; i++) {
      const s = meter(400, 10);
      for (const p of s.phases) {
        expect(Math.abs(p.voltage - 230)).toBeLessThan(10);
        expect(p.voltage * p.current).toBeCloseTo(p.apparent, 6);
        expect(p.power ** 2 + p.reactive ** 2).toBeCloseTo(p.apparent ** 2, 3);
      }
      expect(Math.abs(s.frequency - 50)).toBeLessThan(0.2);
      expect(s.energyImport).toBeGreaterThan(kwh);
      kwh = s.energyImport;
    }
  });
});
