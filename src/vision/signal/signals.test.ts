import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../frame.ts';
import { frameOf } from '../testing/frames.ts';
import { signalsSchema } from './config.ts';
import { type Regions, readLamps } from './lamp-reader.ts';
import { Signals } from './signals.ts';

const regions: Regions = {
  red: [
    [0.1, 0.1],
    [0.2, 0.2],
  ],
  amber: [
    [0.1, 0.3],
    [0.2, 0.4],
  ],
  green: [
    [0.1, 0.5],
    [0.2, 0.6],
  ],
};
/** Luma and chroma of lit LED lamps and of a dark lens, limited range. */
const colours = {
  red: [85, 92, 230],
  amber: [140, 55, 190],
  green: [120, 140, 50],
  dark: [30, 128, 128],
  white: [235, 128, 128],
} as const;

/** A grey picture of 200 × 200 whose lamps have these colours. */
function lamps(shown: Partial<Record<'red' | 'amber' | 'green', keyof typeof colours>>): Frame {
  const frame = frameOf({ width: 200, height: 200, yuv: [100, 128, 128] });
  const data = new Uint8Array(frame.data);
  for (const [lamp, [[x0, y0], [x1, y1]]] of Object.entries(regions) as [
    keyof Regions,
    NonNullable<Regions['red']>,
  ][]) {
    const [y, u, v] = colours[shown[lamp] ?? 'dark'];
    for (let r = y0 * 200; r < y1 * 200; r++) {
      for (let c = x0 * 200; c < x1 * 200; c++) {
        data[r * 200 + c] = y;
        const chroma = (r >> 1) * 100 + (c >> 1);
        data[40_000 + chroma] = u;
        data[50_000 + chroma] = v;
      }
    }
  }
  return { ...frame, data };
}

describe('the lamps of a signal in the picture', () => {
  it.each(['red', 'amber', 'green'] as const)('show %s where that lamp alone is lit', (lamp) => {
    expect(readLamps(lamps({ [lamp]: lamp }), regions)).toEqual({ state: lamp });
  });

  it('are in doubt where none is lit, two are, or light of another colour falls on them', () => {
    const why = (shown: Parameters<typeof lamps>[0]) => {
      const { state, why } = readLamps(lamps(shown), regions);
      expect(state).toBe('unknown');
      return why;
    };
    expect(why({})).toEqual({ en: 'no lamp is lit', vi: 'không có đèn nào sáng' });
    expect(why({ red: 'red', green: 'green' })).toEqual({
      en: 'red and green lit at once',
      vi: 'đèn đỏ và xanh cùng sáng một lúc',
    });
    expect(why({ red: 'white' })?.en).toBe('no lamp is lit');
    expect(why({ red: 'red', green: 'white' })?.en).toBe('no lamp stands out');
    expect(why({ red: 'green' })).toBeDefined();
  });

  it('are not believed when they show the same for longer than a cycle can last', () => {
    const [config] = signalsSchema.parse([
      { id: 's', kind: 'picture', red: regions.red, green: regions.green, longest: '60s' },
    ]);
    const signals = new Signals([config!], () => undefined);
    const at = (ms: number) => signals.update({ ...lamps({ red: 'red' }), monotonicMs: ms }).get('s');
    expect(at(0)?.state).toBe('red');
    expect(at(60_000)?.state).toBe('red');
    expect(at(60_001)).toMatchObject({
      state: 'unknown',
      why: { en: 'it has shown red for too long', vi: 'đèn đỏ sáng quá lâu' },
    });
  });
});

describe('a signal that comes from a point', () => {
  const [config] = signalsSchema.parse([
    { id: 's', kind: 'point', device: 'cabinet', point: 'phase', red: [1, 'R'], green: [3] },
  ]);
  type Found = ReturnType<ConstructorParameters<typeof Signals>[1]>;
  const good = { quality: 'good' as const };
  /** Read at 0 and at 1 s, and seen with the frame of 1.1 s. */
  const state = (found: Omit<NonNullable<Found>, 'askedMs' | 'answeredMs'> | undefined, nowMs = 1100) => {
    let ms = 0;
    const signals = new Signals([config!], () => found && { ...found, askedMs: ms, answeredMs: ms });
    signals.update({ ...frameOf(), monotonicMs: 0 });
    ms = 1000;
    signals.update({ ...frameOf(), monotonicMs: 1000 });
    return signals.update({ ...frameOf(), monotonicMs: nowMs }).get('s');
  };

  it('is what its value means, as long as that is good and fresh', () => {
    expect(state({ ...good, value: 1 })?.state).toBe('red');
    expect(state({ ...good, value: 'R' })?.state).toBe('red');
    expect(state({ ...good, value: 3 })?.state).toBe('green');
    expect(state({ ...good, value: 7 })).toMatchObject({
      state: 'unknown',
      why: { en: 'cabinet.phase is 7, which means no colour' },
    });
    expect(state({ ...good, value: 1 }, 4001)).toMatchObject({
      state: 'unknown',
      why: { en: 'cabinet.phase is 3.0 s old', vi: 'giá trị của cabinet.phase đã cũ 3.0 giây' },
    });
    expect(state({ value: null, quality: 'bad:timeout' })).toMatchObject({ state: 'unknown' });
    expect(state({ quality: 'uncertain:unverified', value: 1 })).toMatchObject({ state: 'unknown' });
    expect(state(undefined)).toMatchObject({ state: 'unknown', why: { en: 'cabinet.phase was never read' } });
  });

  it('is not known by one reading alone, nor by readings that are further apart than one may be old', () => {
    let ms = 0;
    const signals = new Signals([config!], () => ({ ...good, value: 1, askedMs: ms, answeredMs: ms }));
    const at = (readMs: number, nowMs = readMs) => {
      ms = readMs;
      return signals.update({ ...frameOf(), monotonicMs: nowMs }).get('s');
    };
    expect(at(0)).toMatchObject({ state: 'unknown', why: { en: expect.stringContaining('only once') } });
    expect(at(2000)?.state).toBe('red');
    expect(at(2000, 5500)?.state).toBe('unknown');
    expect(at(5600)?.state).toBe('unknown');
    expect(at(8600)?.state).toBe('red');
    expect(at(11_601)?.state).toBe('unknown');
  });

  it('is certain from the answer that first says so, and the delay of the camera, to the last question', () => {
    const readings = [
      { value: 3, askedMs: 0, answeredMs: 200 },
      { value: 1, askedMs: 1000, answeredMs: 1200 },
      { value: 1, askedMs: 2000, answeredMs: 2300 },
      { value: 3, askedMs: 3000, answeredMs: 3100 },
    ];
    let i = 0;
    const signals = new Signals([config!], () => ({ ...good, ...readings[i]! }));
    const views = readings.map(({ answeredMs }, n) => {
      i = n;
      return signals.update({ ...frameOf(), monotonicMs: answeredMs + 50 }).get('s');
    });
    expect(views.at(-1)?.history).toEqual([
      { state: 'green', ms: 1200, untilMs: 0 },
      { state: 'red', ms: 2200, untilMs: 2000 },
      { state: 'green', ms: 4100, untilMs: 3000 },
    ]);
  });
});

const video = fileURLToPath(new URL('../../../../shared/material/videos/hanoi_junction_hangbai.mp4', import.meta.url));
describe.skipIf(!existsSync(video))('the signal at Hàng Bài', () => {
  it('is read as it is by eye: amber, red from the fourth frame on, green after 42 s', () => {
    const px = (x: number, y: number) => [x / 640, y / 480] as const;
    const there: Regions = {
      red: [px(554, 184), px(566, 196)],
      amber: [px(554, 202), px(566, 212)],
      green: [px(552, 217), px(566, 229)],
    };
    const size = (640 * 480 * 3) / 2;
    const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', video, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'], {
      maxBuffer: 400 * size,
    });
    const frame = frameOf({ width: 640, height: 480 });
    const states = Array.from(
      { length: raw.length / size },
      (_, i) => readLamps({ ...frame, data: raw.subarray(i * size, (i + 1) * size) }, there).state,
    );
    // By eye: amber for three frames, then red, then green; in the one between red and green neither is wholly lit.
    const runs = states.filter(
      (state, i) => state !== 'unknown' && state !== states.slice(0, i).findLast((s) => s !== 'unknown'),
    );
    expect(runs).toEqual(['amber', 'red', 'green']);
    expect([states.indexOf('red'), states.indexOf('green') / 6]).toEqual([3, expect.closeTo(42.3, 0)]);
    expect(states.filter((s) => s === 'unknown').length).toBeLessThanOrEqual(6);
  });
});
