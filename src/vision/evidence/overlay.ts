// What is drawn on a still: thin lines with a dark rim that read on any ground, and a strip of text under the picture,
// so that nothing of the picture itself is covered.
import type { Box, Point } from '../../domain/detection.ts';
import type { Phrase } from '../../messages/text.ts';
import { toPixels } from '../rules/geometry.ts';
import type { Severity, Shape } from '../rules/rule.ts';
import { fitText, textPath, textWidth } from './lettering.ts';

export interface Overlay {
  readonly shapes: readonly Shape[];
  /** Boxes in pixels of the picture, each with what is written at it. */
  readonly boxes: readonly { readonly box: Box; readonly label: string }[];
  readonly severity: Severity;
  /** First line of the strip: left and right end. */
  readonly title: string;
  readonly time: string;
  /** Second and third line of the strip: who looks at a still is not known, so it says it in both languages. */
  readonly note?: Phrase;
}

export const shapeColour = '#ffd60a';
export const severityColours: Readonly<Record<Severity, string>> = {
  info: '#2ee6ff',
  warning: '#ff6a3d',
  error: '#ff2d55',
};
const rim = '#000';

/** Height of the capitals on a picture of this width. */
const letterSize = (width: number) => Math.min(18, Math.max(8, Math.round(width / 70)));

/** Height of the strip of text under a picture of this width, even, pixels: a line for the title, two for the note. */
export const stripHeight = (width: number): number => 2 * Math.round(letterSize(width) * 3.2);

/** The drawing for a picture of this size with its strip below, as SVG. */
export function drawOverlay(overlay: Overlay, width: number, height: number): string {
  const size = letterSize(width);
  const stroke = Math.max(1.6, width / 720);
  const parts: string[] = [];
  for (const shape of overlay.shapes) parts.push(drawShape(shape, width, height, stroke));
  const colour = severityColours[overlay.severity];
  for (const { box, label } of overlay.boxes) parts.push(drawBox(box, label, colour, { width, height, size, stroke }));
  parts.push(drawStrip(overlay, width, height, size));
  const total = height + stripHeight(width);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}">${parts.join('')}</svg>`;
}

/** A path drawn twice: a dark rim, then the line itself. */
function rimmed(d: string, colour: string, stroke: number): string {
  const common = 'fill="none" stroke-linecap="round" stroke-linejoin="round"';
  return (
    `<path d="${d}" ${common} stroke="${rim}" stroke-opacity="0.6" stroke-width="${(stroke + 2).toFixed(2)}"/>` +
    `<path d="${d}" ${common} stroke="${colour}" stroke-width="${stroke.toFixed(2)}"/>`
  );
}

const move = (points: readonly Point[]) =>
  points.map((p, i) => `${i === 0 ? 'M' : 'L'}${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join('');

/** The lines of a shape as the `d` of a path in pixels, and whether they enclose an area; nothing for half a shape. */
export function outlineOf(
  shape: Shape,
  width: number,
  height: number,
  stroke: number,
): { readonly d: string; readonly isArea: boolean } | undefined {
  const points = shape.points.map((p) => toPixels(p, width, height));
  const [a, b] = points;
  if (!a || !b) return undefined;
  switch (shape.kind) {
    case 'zone':
      return { d: `${move(points)}Z`, isArea: true };
    case 'arrow':
      return { d: arrow(a, b, 6 * stroke), isArea: false };
    case 'line': {
      // A short arrow near its first point, where it hides least, shows which way is forward.
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      const foot = { x: a.x + 0.1 * (b.x - a.x), y: a.y + 0.1 * (b.y - a.y) };
      const reach = Math.min(length / 3, 16 * stroke);
      const tip = { x: foot.x - ((b.y - a.y) / length) * reach, y: foot.y + ((b.x - a.x) / length) * reach };
      return { d: move([a, b]) + arrow(foot, tip, 5 * stroke), isArea: false };
    }
  }
}

function drawShape(shape: Shape, width: number, height: number, stroke: number): string {
  const outline = outlineOf(shape, width, height, stroke);
  if (!outline) return '';
  const { d, isArea } = outline;
  const area = isArea ? `<path d="${d}" fill="${shapeColour}" fill-opacity="0.06"/>` : '';
  return area + rimmed(d, shapeColour, stroke);
}

function arrow(from: Point, to: Point, head: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number) => ({
    x: to.x - head * Math.cos(angle + turn),
    y: to.y - head * Math.sin(angle + turn),
  });
  return move([from, to]) + move([wing(0.5), to, wing(-0.5)]);
}

function drawBox(
  box: Box,
  label: string,
  colour: string,
  { width, height, size, stroke }: { width: number; height: number; size: number; stroke: number },
): string {
  const { x, y, width: w, height: h } = box;
  const corners = [
    { x, y },
    { x: x + w, y },
    { x: x + w, y: y + h },
    { x, y: y + h },
  ];
  const outline = rimmed(`${move(corners)}Z`, colour, stroke);
  if (label === '') return outline;
  // Outside of the box: above it, or below where there is no room above; inside only where it fills the picture.
  const small = size * 0.9;
  const gap = small * 0.6;
  const base = y - gap > small ? y - gap : y + h + gap + small < height ? y + h + gap + small : y + gap + small;
  const left = Math.max(2, Math.min(x, width - textWidth(label, small) - 2));
  return outline + rimmed(textPath(label, left, base, small), colour, Math.max(1.5, small / 7));
}

function drawStrip(overlay: Overlay, width: number, height: number, size: number): string {
  const pad = size;
  const strip = stripHeight(width);
  const first = height + size * 1.75;
  const timeWidth = textWidth(overlay.time, size);
  const title = fitText(overlay.title, width - 3 * pad - timeWidth, size);
  const room = width - 2 * pad;
  const text = (d: string, colour: string, weight: number) =>
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${weight.toFixed(2)}" stroke-linecap="round" stroke-linejoin="round"/>`;
  const line = (note: string, base: number) => {
    // A long note gets smaller letters before it is cut.
    const small = size * Math.min(0.85, Math.max(0.65, (0.85 * room) / textWidth(note, size * 0.85)));
    return text(textPath(fitText(note, room, small), pad, base, small), '#c9d1d9', small / 8);
  };
  const { vi, en } = overlay.note ?? { vi: '', en: '' };
  return (
    `<rect x="0" y="${height}" width="${width}" height="${strip}" fill="#101418"/>` +
    text(textPath(title, pad, first, size), '#fff', size / 7) +
    text(textPath(overlay.time, width - pad - timeWidth, first, size), '#fff', size / 7) +
    line(vi, height + size * 3.75) +
    line(en, height + strip - size * 0.75)
  );
}
