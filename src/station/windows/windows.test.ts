import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { seededRandom } from '../../simulator/random.ts';
import { counterOf } from './counter.ts';
import { type Span, spanAt, type WindowLength, windowLengths } from './length.ts';
import { type Mark, Series } from './series.ts';
import { windOf } from './wind.ts';
import { windowOf } from './window.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const at = (text: string) => Date.parse(`${text}+07:00`);
const dayMs = 86_400_000;
const rules = { periodMs: 10_000, threshold: 75 };

function series(...readings: readonly (readonly [ms: number, value: number, mark?: Mark])[]): Series {
  const s = new Series(2 * dayMs, 50_000);
  for (const [ms, value, mark = 'good'] of readings) s.put(ms, value, mark);
  return s;
}

describe('the windows of a station', () => {
  it.each<[WindowLength, string, string]>([
    ['1min', '2026-11-21T07:08:00', '2026-11-21T07:09:00'],
    ['5min', '2026-11-21T07:05:00', '2026-11-21T07:10:00'],
    ['1h', '2026-11-21T07:00:00', '2026-11-21T08:00:00'],
    ['8h', '2026-11-21T00:00:00', '2026-11-21T08:00:00'],
    ['24h', '2026-11-21T00:00:00', '2026-11-22T00:00:00'],
  ])('of %s are those of the local clock', (length, from, to) => {
    expect(spanAt(zone, length, at('2026-11-21T07:08:09'))).toEqual({ from: at(from), to: at(to) });
  });

  it.each([
    ['forward', '2026-03-29T00:00:00+01:00'],
    ['back', '2026-10-25T00:00:00+02:00'],
  ])('follow one another without a gap or an overlap where the clocks go %s', (_, midnight) => {
    const berlin = createZone('Europe/Berlin');
    const start = Date.parse(midnight);
    for (const length of windowLengths) {
      let span = spanAt(berlin, length, start);
      expect(span.from).toBe(start);
      for (let next = span; next.from < start + dayMs; span = next) {
        for (const inside of [span.from, span.to - 1, (span.from + span.to) / 2]) {
          expect(spanAt(berlin, length, inside)).toEqual(span);
        }
        next = spanAt(berlin, length, span.to);
        expect(next.from).toBe(span.to);
      }
    }
  });

  it('hold their beginning and not their end', () => {
    const midnight = at('2026-11-21T00:00:00');
    expect(spanAt(zone, '24h', midnight).from).toBe(midnight);
    expect(spanAt(zone, '24h', midnight - 1).to).toBe(midnight);
  });
});

describe('the mean of a window', () => {
  const span = spanAt(zone, '1min', at('2026-11-21T07:08:00'));
  const every10 = (n: number, of: (i: number) => readonly [number, Mark]) =>
    Array.from({ length: n }, (_, i) => [span.from + i * 10_000, ...of(i)] as const);

  it('leaves out what is bad, and what was measured while somebody calibrated or worked on the sensor', () => {
    const marks: Mark[] = ['good', 'bad', 'calibrating', 'maintenance', 'uncertain', 'good'];
    const w = windowOf(series(...every10(6, (i) => [i === 1 ? Number.NaN : i * 10, marks[i] ?? 'good'])), span, rules);
    expect(w).toMatchObject({ count: 3, mean: 30, min: 0, max: 50, capture: 50, isValid: false, uncertain: 1 });
    expect(w.left).toEqual({ bad: 1, calibrating: 1, maintenance: 1 });
    expect(w.sigma).toBeCloseTo(Math.sqrt((900 + 100 + 400) / 3), 9);
  });

  it('says that there is none where nothing counts', () => {
    expect(windowOf(series(), span, rules)).toMatchObject({ count: 0, mean: null, capture: 0, isValid: false });
  });

  it('captures a whole window however the readings jitter, and misses one period a lost reading', () => {
    const jitter = [0, 13_000, 19_000, 31_000, 44_000, 52_000];
    expect(windowOf(series(...jitter.map((t) => [span.from + t, 1] as const)), span, rules).capture).toBe(100);
    const lost = every10(6, () => [1, 'good']).filter((_, i) => i !== 3);
    expect(windowOf(series(...lost), span, rules)).toMatchObject({ capture: 83.3, isValid: true });
    // The last reading of the window before speaks for the beginning of this one.
    expect(windowOf(series([span.from - 4000, 1], [span.from + 6000, 1]), span, rules).capture).toBe(26.7);
  });

  it('has late and repaired readings where they belong, in whatever order they come', () => {
    const inOrder = series(...every10(6, (i) => [i, 'good']));
    const s = series();
    for (const i of [3, 0, 5, 1, 4, 2]) s.put(span.from + i * 10_000, i === 2 ? 99 : i, 'good');
    expect(s.put(span.from + 20_000, 2, 'good')).toBe('repaired');
    expect(windowOf(s, span, rules)).toEqual(windowOf(inOrder, span, rules));
  });
});

describe('a series', () => {
  it('that has all it keeps asks for no more memory, and has each reading where it belongs', () => {
    const s = new Series(600_000, 5000);
    for (let i = 0; i < 2000; i++) s.put(i * 1000, i, 'good');
    const { times, values, codes } = s;
    for (let i = 2000; i < 50_000; i++) s.put(i * 1000, i, i % 7 === 0 ? 'bad' : 'good');
    expect([s.times === times, s.values === values, s.codes === codes]).toEqual([true, true, true]);
    for (let i = 0; i < s.length; i++) {
      const n = 50_000 - s.length + i;
      expect([s.time(i), s.value(i), s.counts(i), s.indexOf(n * 1000)]).toEqual([n * 1000, n, n % 7 !== 0, i]);
    }
    expect([s.length, s.newestUsable, s.indexOf(1e12), s.indexOf(0)]).toEqual([601, 600, 601, 0]);
  });

  it('keeps no more than it must, and refuses what is too old', () => {
    const s = new Series(60_000, 1000);
    for (let i = 0; i < 100_000; i++) s.put(i * 1000, i, 'good');
    expect([s.length, s.newest, s.time(0)]).toEqual([61, 99_999_000, 99_939_000]);
    expect([s.put(1000, 1, 'good'), s.put(99_998_500, 1, 'good')]).toEqual(['too-old', 'late']);
  });

  it('of a counter keeps the newest that counts of what is older, and only that', () => {
    const s = new Series(60_000, 1000, true);
    for (let i = 0; i <= 10; i++) s.put(i * 1000, i, 'good');
    for (let i = 11; i < 500; i++) s.put(i * 1000, Number.NaN, 'bad');
    expect([s.time(0), s.value(0), s.counts(0), s.time(1), s.length]).toEqual([10_000, 10, true, 439_000, 62]);
    for (let i = 500; i < 1000; i++) s.put(i * 1000, i, 'good');
    expect([s.time(0), s.value(0), s.time(1), s.length]).toEqual([938_000, 938, 939_000, 62]);
  });

  it('does not grow beyond its bound where a sensor sends faster than anybody said', () => {
    const s = new Series(dayMs, 100);
    for (let i = 0; i < 1000; i++) s.put(i, i, 'good');
    expect([s.length, s.time(0), s.put(950.5, 1, 'good')]).toEqual([100, 900, 'full']);
  });
});

describe('wind', () => {
  const span: Span = { from: 0, to: 60_000 };
  it('from both sides of north comes from north', () => {
    const w = windOf(series([0, 2], [10_000, 2]), series([0, 350], [10_000, 10]), span);
    expect(w.direction).toBeCloseTo(0, 9);
    expect(w.vectorSpeed).toBeCloseTo(2 * Math.cos((10 * Math.PI) / 180), 9);
  });
  it('that cancels out has no direction', () => {
    expect(windOf(series([0, 2], [10_000, 2]), series([0, 90], [10_000, 270]), span).direction).toBeNull();
    expect(windOf(series([0, 0]), series([0, 90]), span)).toMatchObject({
      direction: null,
      vectorSpeed: 0,
      steadiness: null,
    });
  });
});

describe('a counter', () => {
  const span: Span = { from: 60_000, to: 120_000 };
  it('is shared out over the border of a window', () => {
    expect(counterOf(series([50_000, 100], [70_000, 120], [130_000, 180]), span, undefined).delta).toBeCloseTo(
      10 + 50,
      9,
    );
  });
  const declared = { low: 0, size: 1000, isDeclared: true };
  /** Every ten seconds from 30 s before the window on. */
  const every10 = (...values: number[]) => series(...values.map((v, i) => [30_000 + 10_000 * i, v] as const));
  it('that rolls over goes on; one that is reset begins anew and says so', () => {
    expect(counterOf(series([60_000, 990], [90_000, 15]), span, declared)).toEqual({
      ...{ delta: 25, resets: 0, rollovers: 1 },
    });
    expect(counterOf(series([60_000, 500], [90_000, 0], [100_000, 1]), span, declared)).toEqual({
      ...{ delta: 1, resets: 1, rollovers: 0 },
    });
    expect(counterOf(every10(500, 510, 520, 530, 540, 550, 12, 20), span, undefined)).toEqual({
      ...{ delta: 20 + 12 + 8, resets: 1, rollovers: 0 },
    });
  });
  it('that falls to somewhere between has no number, and says from where to where', () => {
    const exchanged = every10(18340, 18341, 18342, 18343, 18344, 512, 513, 514);
    const fell = { before: 18344, after: 512, ms: 80_000 };
    expect(counterOf(exchanged, span, undefined)).toEqual({ delta: null, resets: 1, rollovers: 0, fell });
    expect(counterOf(exchanged, { from: 80_000, to: 120_000 }, undefined)).toEqual({
      ...{ delta: 2, resets: 1, rollovers: 0 },
    });
    // By two readings alone nobody knows how fast it goes.
    expect(counterOf(series([60_000, 990], [90_000, 15]), span, undefined).delta).toBeNull();
  });
  it('rolls over where its registers end, if it was near and had no more to go than it may have', () => {
    const registers = { low: 0, size: 65_536, isDeclared: false };
    expect(counterOf(every10(65_500, 65_510, 65_520, 65_530, 4, 14), span, registers)).toEqual({
      ...{ delta: 20, resets: 0, rollovers: 1 },
    });
    expect(counterOf(every10(60_000, 60_001, 60_002, 60_003, 4000, 4001), span, registers)).toMatchObject({
      ...{ delta: null, fell: { before: 60_003, after: 4000 } },
    });
    const signed = { low: -32_768, size: 65_536, isDeclared: false };
    expect(counterOf(every10(32_730, 32_740, 32_750, 32_760, -32_766, -32_756), span, signed)).toMatchObject({
      ...{ delta: 20, rollovers: 1 },
    });
  });
  it('that says 0 for a moment, or far too much, goes on from where it was', () => {
    for (const stray of [0, 4_294_967]) {
      const value = counterOf(every10(18340, 18341, 18342, 18343, stray, stray, 18346, 18347), span, undefined);
      expect(value).toEqual({ delta: 4, resets: 0, rollovers: 0 });
      // Nobody can tell where it stood still, or stood alone.
      const still = every10(18340, 18340, 18340, 18340, stray, 18340, 18340);
      expect(counterOf(still, span, undefined).delta).toBeNull();
      expect(counterOf(series([60_000, 18340], [70_000, stray], [80_000, 18340]), span, undefined).delta).toBeNull();
    }
  });
  it('of rain that is emptied and goes on raining is no stray', () => {
    expect(counterOf(every10(0, 0.2, 0.4, 0.6, 0, 0.2, 0.4, 0.6, 0.8), span, undefined)).toMatchObject({ resets: 1 });
    expect(counterOf(every10(0, 0.2, 0.4, 0.6, 0, 0.2, 0.4, 0.6, 0.8), span, undefined).delta).toBeCloseTo(0.8, 9);
  });
  it('that goes back by a last digit is followed: it is neither reset nor counted again', () => {
    const jittered = series([60_000, 1000], [70_000, 999.9], [80_000, 1000], [90_000, 1000.5]);
    const { delta, ...told } = counterOf(jittered, span, undefined);
    expect(delta).toBeCloseTo(0.5, 9);
    expect(told).toEqual({ resets: 0, rollovers: 0 });
    const halves = [80_000, 120_000].map((to, i) => counterOf(jittered, { from: [60_000, 80_000][i]!, to }, undefined));
    expect(halves[0]!.delta! + halves[1]!.delta!).toBeCloseTo(0.5, 9);
  });
  it('says nothing by one reading', () => {
    expect(counterOf(series([70_000, 5]), span, undefined).delta).toBeNull();
  });
});

describe('the windows of half a day of readings with gaps, faults, roll-overs and late ones', () => {
  const oracle = new URL('../../../test-fixtures/station/windows_oracle.py', import.meta.url).pathname;
  const random = seededRandom(11);
  const start = at('2026-11-16T00:00:00');
  const speeds: [number, number, Mark][] = [];
  const directions: [number, number, Mark][] = [];
  const energy: [number, number, Mark][] = [];
  let total = 9000;
  for (let ms = start + 3000; ms < start + 0.6 * dayMs; ms += 10_000 + Math.round(2000 * (random() - 0.5))) {
    total += random() * 3;
    if (total >= 10_000) total -= 10_000;
    if (random() < 0.0005) total = 0;
    if (random() < 0.08 || (ms > start + 1.6e7 && ms < start + 2.2e7)) continue;
    const draw = random();
    const mark: Mark =
      draw < 0.9
        ? 'good'
        : draw < 0.93
          ? 'uncertain'
          : draw < 0.96
            ? 'bad'
            : draw < 0.98
              ? 'calibrating'
              : 'maintenance';
    speeds.push([ms, 10 * random(), mark]);
    directions.push([ms, 360 * random(), draw < 0.05 ? 'bad' : 'good']);
    energy.push([ms, total, mark]);
  }
  const spans = windowLengths.flatMap((length) => {
    const all: Span[] = [];
    for (let ms = start; ms < start + dayMs / 2; ms = all.at(-1)!.to) all.push(spanAt(zone, length, ms));
    const nth = length === '1min' ? 61 : length === '5min' ? 9 : 1;
    return all.filter((_, i) => i % nth === 0);
  });
  // Neighbours change places: some come late.
  const shuffled = (all: readonly [number, number, Mark][]) =>
    [...all].sort((a, b) => a[0] + (a[0] % 7) * 9000 - b[0] - (b[0] % 7) * 9000);
  const by = (job: object) =>
    JSON.parse(
      execFileSync('python3', [oracle], {
        input: JSON.stringify({ spans: spans.map((s) => [s.from, s.to]), period: 10_000, threshold: 75, ...job }),
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      }),
    ) as Record<string, number | boolean | null>[];
  const near = (found: number | null, expected: unknown) =>
    typeof expected === 'number' ? expect(found).toBeCloseTo(expected, 6) : expect(found).toBe(expected);

  it('are those of a calculation by another hand', () => {
    const speed = series(...shuffled(speeds));
    const direction = series(...shuffled(directions));
    for (const [i, expected] of by({ readings: speeds, wind: directions }).entries()) {
      const span = spans[i]!;
      const w = windowOf(speed, span, rules);
      const wind = windOf(speed, direction, span);
      expect([w.count, w.isValid]).toEqual([expected['count'], expected['isValid']]);
      expect(w.capture).toBeCloseTo(Number(expected['capture']), 0);
      for (const key of ['mean', 'min', 'max', 'sigma'] as const) near(w[key], expected[key]);
      near(wind.direction, expected['direction']);
      near(wind.vectorSpeed, expected['vectorSpeed']);
    }
    const counter = series(...shuffled(energy));
    for (const [i, expected] of by({ readings: energy, rollover: 10_000 }).entries()) {
      near(counterOf(counter, spans[i]!, { low: 0, size: 10_000, isDeclared: true }).delta, expected['delta']);
    }
  }, 60_000);
});
