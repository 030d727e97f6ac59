import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../simulator/random.ts';
import { noise, wander } from '../simulate/noise.ts';
import { keptLineSchema, keptOf, type Line, resumed, riseOf, unknownLine, watchLine } from './line.ts';

const minute = 60_000;
const day = 1440 * minute;

/** Nights of a street with 8 A at full light: on, dimmed twice, and off, looked at each minute. */
class Nights {
  readonly #random = seededRandom(5);
  line: Line = unknownLine;
  ms = 0;
  #drift = 0;

  pass(days: number, ohmOf: (ms: number) => number, tell: (line: Line, ms: number) => void = () => {}): this {
    const random = this.#random;
    for (const endMs = this.ms + days * day; this.ms < endMs; this.ms += minute) {
      this.#drift = wander(random, this.#drift, Math.exp(-1 / 30));
      const m = (this.ms % day) / minute;
      const amperes = m < 360 || m > 1040 ? 0.2 : m < 620 ? 8 : m < 900 ? 4 : 6;
      const volts = 230 + 8 * Math.sin((this.ms / day) * 2 * Math.PI) + 4 * this.#drift - ohmOf(this.ms) * amperes;
      const seen = { volts: volts * (1 + 0.002 * noise(random)), amperes: amperes * (1 + 0.005 * noise(random)) };
      this.line = watchLine(this.line, seen, this.ms);
      tell(this.line, this.ms);
    }
    return this;
  }
}

describe('the line that feeds a cabinet', () => {
  it('is learned to a tenth of an ohm in a week, while the mains wander by volts', () => {
    const { line } = new Nights().pass(7, () => 0.3);
    expect(Math.abs(line.usual.ohm - 0.3)).toBeLessThan(0.1);
    expect(riseOf(line)).toBeDefined();
  });

  it('that loses a conductor is told within days, and well again when it is repaired', () => {
    const nights = new Nights().pass(8, () => 0.3);
    const beganMs = nights.ms;
    let toldMs = 0;
    nights.pass(
      6,
      () => 1.2,
      (line, ms) => {
        if (line.risen && toldMs === 0) toldMs = ms;
      },
    );
    expect((toldMs - beganMs) / day).toBeLessThan(4);
    expect(nights.pass(10, () => 0.3).line.risen).toBe(false);
  });

  it('that ages by a third in a year, and warms by day and by season, is not told', () => {
    const nights = new Nights();
    let told = 0;
    nights.pass(
      365,
      (ms) => 0.3 + 0.1 * (ms / day / 365) + 0.03 * Math.sin((ms / day / 365) * 6.28),
      (line) => {
        if (line.risen) told++;
      },
    );
    expect(told).toBe(0);
    expect(nights.line.usual.ohm).toBeGreaterThan(0.3);
  });

  it('learns nothing over a gap, nor from a jump of the mains, and keeps what it knows over a restart', () => {
    const { line, ms } = new Nights().pass(8, () => 0.3);
    const jumped = watchLine(watchLine(line, { volts: 230, amperes: 0 }, ms), { volts: 150, amperes: 8 }, ms + minute);
    expect(jumped.recent).toEqual(line.recent);
    const far = watchLine(watchLine(line, { volts: 230, amperes: 0 }, ms), { volts: 222, amperes: 8 }, ms + 3 * minute);
    expect(far.recent).toEqual(line.recent);
    const gone = watchLine(watchLine(line, undefined, ms), { volts: 222, amperes: 8 }, ms + minute);
    expect(gone.recent).toEqual(line.recent);
    const kept = keptLineSchema.parse(JSON.parse(JSON.stringify(keptOf(line))));
    expect(riseOf(resumed(kept))).toEqual(riseOf(line));
  });
});
