import { describe, expect, it } from 'vitest';
import { FlashMeter } from './flash.ts';

const hour = 3_600_000;

describe('what is written to the card in a day', () => {
  it('is known from the count of the medium over the time that was measured', () => {
    const meter = new FlashMeter();
    expect(meter.flash).toEqual({ perDay: null, bytes: 0, overMs: 0, by: 'unknown' });
    meter.update({ calls: 100, medium: 1000 }, 0);
    meter.update({ calls: 900, medium: 5000 }, hour);
    expect(meter.flash).toEqual({ perDay: 4000 * 24, bytes: 4000, overMs: hour, by: 'medium' });
  });

  it('goes by what was handed to the file system where the medium does not count', () => {
    const meter = new FlashMeter();
    meter.update({ calls: 0, medium: 0 }, 0);
    meter.update({ calls: 700, medium: 0 }, hour);
    expect(meter.flash).toMatchObject({ bytes: 700, by: 'calls' });
  });

  it('looks back a day and no more, and begins anew with a new thread', () => {
    const meter = new FlashMeter();
    // A megabyte an hour for two days, then nothing for a day.
    for (let h = 0; h <= 72; h++) meter.update({ calls: 1, medium: Math.min(h, 48) * 1e6 }, h * hour);
    expect(meter.flash.bytes).toBe(0);
    expect(meter.flash.overMs).toBe(24 * hour);
    meter.update({ calls: 0, medium: 10 }, 73 * hour);
    meter.update({ calls: 5, medium: 30 }, 74 * hour);
    expect(meter.flash).toMatchObject({ bytes: 20, overMs: hour });
  });
});
