import { glyphs } from './glyphs.ts';

/** Height of a capital and where the baseline lies, in the units of the glyphs. */
const capHeight = 21;
const baseline = 9;
const origin = 'R'.charCodeAt(0);

const glyphOf = (character: string): string => {
  const code = character.charCodeAt(0) - 32;
  return glyphs[code] ?? glyphs['?'.charCodeAt(0) - 32] ?? 'RR';
};

/** Vietnamese and other Latin letters without their marks: the strokes know ASCII only. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/–|—/g, '-')
    .replace(/…/g, '...');

const at = (glyph: string, i: number) => glyph.charCodeAt(i) - origin;
const advance = (glyph: string) => at(glyph, 1) - at(glyph, 0);

/** Width of a text whose capitals are `size` pixels high. */
export function textWidth(text: string, size: number): number {
  return [...plain(text)].reduce((sum, c) => sum + advance(glyphOf(c)), 0) * (size / capHeight);
}

/** The strokes of a text as the `d` of an SVG path; x is its left edge, y its baseline, `size` the height of capitals. */
export function textPath(text: string, x: number, y: number, size: number): string {
  const scale = size / capHeight;
  const parts: string[] = [];
  let left = x;
  for (const c of plain(text)) {
    const glyph = glyphOf(c);
    let isUp = true;
    for (let i = 2; i + 1 < glyph.length; i += 2) {
      if (glyph[i] === ' ' && glyph[i + 1] === 'R') {
        isUp = true;
        continue;
      }
      const px = left + (at(glyph, i) - at(glyph, 0)) * scale;
      const py = y + (at(glyph, i + 1) - baseline) * scale;
      parts.push(`${isUp ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`);
      isUp = false;
    }
    left += advance(glyph) * scale;
  }
  return parts.join('');
}

/** The text, shortened with "..." where it is wider than `width`. */
export function fitText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = text;
  while (kept.length > 0 && textWidth(`${kept}...`, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}...`;
}
