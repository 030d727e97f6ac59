// The marks of Vietnamese letters (and of other Latin ones that share them) as strokes, in the units of the glyphs: a
// capital stands between -12 and 9, a small letter without an ascender between -5 and 9, and y grows downwards.

/** A stroke: x and y in turn. */
type Stroke = readonly number[];

/** Drawn above a letter: x from its middle, y from its top. */
const above: Readonly<Record<string, readonly Stroke[]>> = {
  '\u0300': [[-3, -6.5, 1, -2.8]],
  '\u0301': [[-1, -2.8, 3, -6.5]],
  '\u0302': [[-3.6, -2.6, 0, -6, 3.6, -2.6]],
  '\u0303': [[-4.2, -3, -2.6, -5, -0.8, -4.8, 0.8, -3.6, 2.6, -3.4, 4.2, -5.4]],
  '\u0306': [[-3.6, -6, -2.2, -3.6, 0, -2.8, 2.2, -3.6, 3.6, -6]],
  '\u0308': [
    [-2.6, -4.4, -2.6, -4.2],
    [2.6, -4.4, 2.6, -4.2],
  ],
  '\u0309': [[-1.8, -7, -0.4, -8, 1.2, -7.4, 1.5, -6, 0.2, -4.6, 0, -2.8]],
  '\u030c': [[-3.6, -6, 0, -2.6, 3.6, -6]],
};
/** A tone stands over the roof or the bowl of its vowel. */
const roofs = new Set(['\u0302', '\u0306']);
const roofHeight = 4.6;

export const dotBelow = '\u0323';
const dot: Stroke = [0, 13.2, 0, 13.6];
/** From the upper right of o and u. */
const horn: Stroke = [-1.4, 1.4, 1.6, 0.4, 2.8, -1.4, 2.4, -3];

export interface Ink {
  /** Of the letter without its marks. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** @param marks combining characters in their canonical order; those that are not known are left out. */
export function strokesOf(marks: string, { left, right, top }: Ink): Stroke[] {
  const moved = (stroke: Stroke, x: number, y: number): Stroke => stroke.map((v, i) => v + (i % 2 === 0 ? x : y));
  const middle = (left + right) / 2;
  let height = top;
  return [...marks].flatMap((mark) => {
    if (mark === dotBelow) return [moved(dot, middle, 0)];
    if (mark === '\u031b') return [moved(horn, right, top)];
    const strokes = (above[mark] ?? []).map((stroke) => moved(stroke, middle, height));
    if (roofs.has(mark)) height -= roofHeight;
    return strokes;
  });
}

export type Barred = 'đ' | 'Đ' | '±';

/** The bar of đ and Đ, whose upright stands at the right and at the left, and the one below a plus. */
export function barOf(letter: Barred, { left, right }: Ink): Stroke {
  if (letter === 'đ') return [right - 5, -8, right + 2.5, -8];
  if (letter === 'Đ') return [left - 3, -1.5, left + 5, -1.5];
  return [left, 12, right, 12];
}
