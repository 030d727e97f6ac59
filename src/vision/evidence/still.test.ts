import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../testing/frames.ts';
import { drawOverlay, type Overlay, stripHeight } from './overlay.ts';
import { makeStill, toRgb } from './still.ts';
import { formatTime } from './time.ts';

const overlay: Overlay = {
  shapes: [
    {
      kind: 'line',
      points: [
        [0.1, 0.5],
        [0.9, 0.5],
      ],
    },
    {
      kind: 'zone',
      points: [
        [0.1, 0.1],
        [0.9, 0.1],
        [0.5, 0.9],
      ],
    },
    {
      kind: 'arrow',
      points: [
        [0.5, 0.9],
        [0.5, 0.2],
      ],
    },
  ],
  boxes: [{ box: { x: 100, y: 60, width: 80, height: 60 }, label: 'car 92 %' }],
  severity: 'warning',
  title: 'gate / oneway',
  time: '2026-06-21 19:00:05.200 +07:00',
  note: {
    en: 'wrong-way: car went against the allowed direction',
    vi: 'đi ngược chiều: ô tô con đi ngược chiều quy định',
  },
};
const bare: Overlay = { ...overlay, shapes: [], boxes: [] };

/** Darkest and brightest red of a part of the picture. */
async function reds(bytes: Buffer, left: number, top: number, width: number, height: number) {
  const pixels = await sharp(bytes).extract({ left, top, width, height }).raw().toBuffer();
  const red = pixels.filter((_, i) => i % 3 === 0);
  return { min: Math.min(...red), max: Math.max(...red) };
}

describe('a still', () => {
  it.each([
    // Limited-range BT.601 of the primaries, as in ITU-R BT.601 annex 1 tables (rounded to whole codes).
    ['red', [81, 90, 240], [255, 0, 0]],
    ['green', [145, 54, 34], [0, 255, 0]],
    ['blue', [41, 240, 110], [0, 0, 255]],
    ['white', [235, 128, 128], [255, 255, 255]],
    ['black', [16, 128, 128], [0, 0, 0]],
    ['grey', [126, 128, 128], [128, 128, 128]],
  ] as const)('shows %s as it was', async (_name, yuv, rgb) => {
    const pixels = await toRgb(frameOf({ width: 32, height: 16, yuv }));
    expect(pixels.length).toBe(32 * 16 * 3);
    for (let c = 0; c < 3; c++) expect(Math.abs(pixels[3 * 100 + c]! - rgb[c]!)).toBeLessThanOrEqual(2);
  });

  it('takes the colours of high definition as BT.709', async () => {
    // Red in BT.709 limited range: Y 63, Cb 102, Cr 240.
    const pixels = await toRgb(frameOf({ width: 32, height: 720, yuv: [63, 102, 240] }));
    expect([...pixels.subarray(0, 3)].map((v) => Math.round(v / 8))).toEqual([32, 0, 0]);
  });

  it('is a JPEG of the picture with a strip of text below it, so that the picture stays whole', async () => {
    const { bytes, width, height } = await makeStill(frameOf({ width: 640, height: 360 }), bare);
    const strip = stripHeight(640);
    expect([width, height]).toEqual([640, 360 + strip]);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 360 + strip });
    const above = await reds(bytes, 0, 0, 640, 100);
    expect(above.max - above.min).toBeLessThan(6);
    expect((await reds(bytes, 0, 360, 640, strip)).max).toBeGreaterThan(200);
  });

  it('has its box and line drawn where they are', async () => {
    const { bytes } = await makeStill(frameOf({ width: 640, height: 360 }), overlay);
    const change = async (...part: [number, number, number, number]) => {
      const { min, max } = await reds(bytes, ...part);
      return max - min;
    };
    expect(await change(97, 80, 6, 6)).toBeGreaterThan(60);
    expect(await change(560, 177, 6, 6)).toBeGreaterThan(60);
    expect(await change(620, 20, 12, 12)).toBeLessThan(10);
  });

  it('keeps every stroke of the drawing inside the picture, at its edges too', () => {
    const edges = [
      { x: 0, y: 0, width: 640, height: 360 },
      { x: 600, y: 0, width: 40, height: 30 },
      { x: 600, y: 330, width: 40, height: 30 },
    ];
    for (const box of edges) {
      const svg = drawOverlay({ ...bare, boxes: [{ box, label: 'motorcycle 100 %' }] }, 640, 360);
      const points = [...svg.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const);
      expect(points.length).toBeGreaterThan(50);
      for (const [x, y] of points) {
        expect(x >= 0 && x <= 640 && y >= 0 && y <= 360 + stripHeight(640)).toBe(true);
      }
    }
  });

  it('shortens what does not fit', () => {
    const long = {
      ...bare,
      title: 'Cổng chào Bãi Cháy '.repeat(20),
      note: { en: 'x'.repeat(2000), vi: 'Ệ'.repeat(2000) },
    };
    const svg = drawOverlay(long, 320, 180);
    const xs = [...svg.matchAll(/[ML](-?[\d.]+) /g)].map((m) => Number(m[1]));
    expect(Math.max(...xs)).toBeLessThanOrEqual(320);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('tells its time in the time of the site, and when the clock is doubtful', () => {
    const ms = Date.parse('2026-06-21T12:00:05.200Z');
    expect(formatTime({ ms, quality: 'synced' }, 'Asia/Ho_Chi_Minh')).toBe('2026-06-21 19:00:05.200 +07:00');
    expect(formatTime({ ms, quality: 'unsynced' }, 'UTC')).toBe('2026-06-21 12:00:05.200 +00:00 (clock unsynced)');
  });
});
