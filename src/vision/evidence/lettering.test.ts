import { describe, expect, it } from 'vitest';
import { fitText, textPath, textWidth } from './lettering.ts';

/** Strokes with the points of each, in the units of the glyphs, from the left edge and the baseline of the text. */
const strokes = (text: string) =>
  textPath(text, 0, 0, 21)
    .split('M')
    .slice(1)
    .map((stroke) => stroke.split('L').map((p) => p.split(' ').map(Number) as [number, number]));
const top = (text: string) => Math.min(...strokes(text).flatMap((s) => s.map(([, y]) => y)));

describe('letters', () => {
  it('of Vietnamese have their marks: each vowel with each tone is drawn in its own way', () => {
    const vowels = [...'aăâeêioôơuưy'].flatMap((v) =>
      ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'].map((t) => v + t),
    );
    const letters = [...vowels, ...vowels.map((v) => v.toUpperCase()), 'd', 'đ', 'D', 'Đ', '+', '±'].map((l) =>
      l.normalize('NFC'),
    );
    expect(new Set(letters).size).toBe(150);
    expect(new Set(letters.map((l) => textPath(l, 0, 0, 21))).size).toBe(150);
    for (const l of letters) expect(textPath(l, 0, 0, 21)).not.toMatch(/NaN|undefined/);
  });

  it('stand the same whether their marks were written with them or after them, and as wide as without', () => {
    const text = 'Cầu Bãi Cháy, đường Hàng Bài';
    expect(textPath(text.normalize('NFD'), 3, 4, 12)).toBe(textPath(text, 3, 4, 12));
    expect(textWidth(text, 12)).toBeCloseTo(textWidth('Cau Bai Chay, duong Hang Bai', 12));
  });

  it('have a tone over the roof of a vowel, below it the dot, and i gives up its dot for it', () => {
    expect(top('ế')).toBeLessThan(top('ê'));
    expect(top('ê')).toBeLessThan(top('e'));
    const below = strokes('ạ').flatMap((s) => s.map(([, y]) => y));
    expect(Math.max(...below)).toBeGreaterThan(2);
    expect(strokes('í')).toHaveLength(strokes('i').length);
    expect(strokes('ị')).toHaveLength(strokes('i').length + 1);
  });

  it('are cut between letters, never between a letter and its mark', () => {
    const short = fitText('Bãi Cháy'.normalize('NFD'), textWidth('Bã...', 12) + 0.1, 12);
    expect(short).toBe('Bã...');
  });

  it('that nobody knows are a question mark', () => {
    expect(textPath('黄', 0, 0, 21)).toBe(textPath('?', 0, 0, 21));
  });
});
