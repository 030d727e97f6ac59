// Texts as strokes: no font is needed, and a label looks the same everywhere.
import { glyphs } from './glyphs.ts';
import { type Barred, barOf, dotBelow, strokesOf } from './marks.ts';

/** Height of a capital and where the baseline lies, in the units of the glyphs. */
const capHeight = 21;
const baseline = 9;
const origin = 'R'.charCodeAt(0);

const glyphOf = (character: string): string => {
  const code = character.charCodeAt(0) - 32;
  return glyphs[code] ?? glyphs['?'.charCodeAt(0) - 32] ?? 'RR';
};

/** What is drawn as another letter with a bar. */
const barred: Readonly<Record<Barred, string>> = { đ: 'd', Đ: 'D', '±': '+' };

interface Letter {
  /** As the strokes know it: ASCII. */
  readonly base: string;
  /** Combining marks of it. */
  readonly marks: string;
  readonly bar?: Barred;
}

/** Letters with their marks apart; what is no letter of ours stands as a question mark. */
function lettersOf(text: string): Letter[] {
  const written = text
    .replace(/–|—/g, '-')
    .replace(/…/g, '...')
    .replace(/²/g, '2')
    .replace(/’/g, "'")
    .replace(/°/g, ' deg');
  return [...written.normalize('NFD').matchAll(/(\P{M})(\p{M}*)/gu)].map(([, base = '', marks = '']) =>
    base in barred ? { base: barred[base as Barred], marks, bar: base as Barred } : { base, marks },
  );
}

const at = (glyph: string, i: number) => glyph.charCodeAt(i) - origin;
const advance = (glyph: string) => at(glyph, 1) - at(glyph, 0);

/** Width of a text whose capitals are `size` pixels high. */
export function textWidth(text: string, size: number): number {
  return lettersOf(text).reduce((sum, { base }) => sum + advance(glyphOf(base)), 0) * (size / capHeight);
}

/** The strokes of a glyph, each x and y in turn, x from its left edge. */
function strokesOfGlyph(glyph: string): number[][] {
  const strokes: number[][] = [[]];
  for (let i = 2; i + 1 < glyph.length; i += 2) {
    if (glyph[i] === ' ' && glyph[i + 1] === 'R') strokes.push([]);
    else strokes.at(-1)?.push(at(glyph, i) - at(glyph, 0), at(glyph, i + 1));
  }
  return strokes;
}

function strokesOfLetter({ base, marks, bar }: Letter): readonly (readonly number[])[] {
  const all = strokesOfGlyph(glyphOf(base));
  if (marks === '' && !bar) return all;
  // A mark above an i takes the place of its dot, which is drawn first.
  const strokes = base === 'i' && [...marks].some((mark) => mark !== dotBelow) ? all.slice(1) : all;
  const points = strokes.flat();
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  const ink = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys) };
  return [...strokes, ...strokesOf(marks, ink), ...(bar ? [barOf(bar, ink)] : [])];
}

/** The strokes of a text as the `d` of an SVG path; x is its left edge, y its baseline, `size` the height of capitals. */
export function textPath(text: string, x: number, y: number, size: number): string {
  const scale = size / capHeight;
  const parts: string[] = [];
  let left = x;
  for (const letter of lettersOf(text)) {
    for (const stroke of strokesOfLetter(letter)) {
      for (let i = 0; i + 1 < stroke.length; i += 2) {
        const [px, py] = [left + stroke[i]! * scale, y + (stroke[i + 1]! - baseline) * scale];
        parts.push(`${i === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`);
      }
    }
    left += advance(glyphOf(letter.base)) * scale;
  }
  return parts.join('');
}

/** The text, shortened with "..." where it is wider than `width`. */
export function fitText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let room = width - textWidth('...', size);
  const kept: string[] = [];
  for (const letter of text.normalize('NFC').match(/\P{M}\p{M}*/gu) ?? []) {
    room -= textWidth(letter, size);
    if (room < 0) break;
    kept.push(letter);
  }
  return `${kept.join('').trimEnd()}...`;
}
