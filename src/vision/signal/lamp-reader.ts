// Reads a traffic signal from the picture, in the marked regions of its lamps.
//
// A lamp is lit where enough of its region is bright and has the lamp's colour, and dark where next to nothing of it has.
// The state is known only where exactly one lamp is lit, all others are dark, and the lit one is brighter than they are.
// All else is doubt, and says so: nothing lit (dark for a moment, hidden by a bus, out of order), several lit (the low sun
// in the lenses), a lamp that is neither (dirt, glare), or one that has not changed for longer than a cycle can last.
import type { Phrase } from '../../messages/text.ts';
import type { Frame } from '../frame.ts';
import { explain, stateWord } from '../rules/explain.ts';
import type { Normalised } from '../rules/geometry.ts';
import type { SignalState } from './signal.ts';

export type LampColour = 'red' | 'amber' | 'green';
export type Regions = Readonly<Partial<Record<LampColour, readonly [Normalised, Normalised]>>>;

/** Share of a region's pixels that have its colour when the lamp is lit, at least, and when it is dark, at most. */
const litShare = 0.2;
const darkShare = 0.08;
/** Luma (limited range) below which nothing shines, and by how much a lit lamp is brighter than the dark ones. */
const leastLuma = 48;
const brighterBy = 12;

/** Chroma of each colour around the grey of 128 (BT.601): LED reds and ambers lie in V, LED greens tend to cyan. */
const hasColour: Readonly<Record<LampColour, (u: number, v: number) => boolean>> = {
  red: (u, v) => v >= 28 && v > 0.8 * -u,
  amber: (u, v) => v >= 8 && u <= -22,
  green: (u, v) => v <= -14 && u > -45,
};

export interface LampReading {
  readonly state: SignalState;
  /** Why it is not known; absent where it is. */
  readonly why?: Phrase;
}

/** What the lamps of one frame show. */
export function readLamps(frame: Frame, regions: Regions): LampReading {
  const lamps = Object.entries(regions).map(([colour, region]) => ({
    colour: colour as LampColour,
    ...lookAt(frame, region, hasColour[colour as LampColour]),
  }));
  const lit = lamps.filter((l) => l.share >= litShare);
  const unclear = lamps.filter((l) => l.share < litShare && l.share > darkShare);
  const [one] = lit;
  if (!one) return { state: 'unknown', why: unclear[0] ? unclearLamp(unclear[0].colour) : explain('signal.none-lit') };
  if (lit.length > 1) return { state: 'unknown', why: explain('signal.many-lit', { colours: listed(lit) }) };
  if (unclear.length > 0) return { state: 'unknown', why: unclearLamp(unclear[0]!.colour) };
  const others = lamps.filter((l) => l !== one);
  if (others.some((l) => l.luma > one.luma - brighterBy))
    return { state: 'unknown', why: explain('signal.none-stands-out') };
  return { state: one.colour };
}

const unclearLamp = (colour: LampColour) => explain('signal.lamp-unclear', { colour: stateWord(colour) });
const listed = (lamps: readonly { readonly colour: LampColour }[]): Phrase =>
  lamps.map((l) => stateWord(l.colour)).reduce((one, other) => explain('signal.two', { one, other }));

/** How much of a region has a colour, 0 to 1, and its mean luma. */
function lookAt(frame: Frame, [a, b]: readonly [Normalised, Normalised], has: (u: number, v: number) => boolean) {
  const { width, height, data } = frame;
  const [x0, x1] = span(a[0], b[0], width);
  const [y0, y1] = span(a[1], b[1], height);
  const [u0, v0] = [width * height, (width * height * 5) / 4];
  let [coloured, pixels, luma] = [0, 0, 0];
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const bright = data[y * width + x] ?? 0;
      const chroma = (y >> 1) * (width / 2) + (x >> 1);
      const [u, v] = [(data[u0 + chroma] ?? 128) - 128, (data[v0 + chroma] ?? 128) - 128];
      if (bright >= leastLuma && has(u, v)) coloured++;
      luma += bright;
      pixels++;
    }
  }
  return { share: coloured / pixels, luma: luma / pixels };
}

/** First pixel and the one after the last: at least two. */
function span(a: number, b: number, size: number): [number, number] {
  const from = Math.max(0, Math.min(size - 2, Math.floor(Math.min(a, b) * size)));
  return [from, Math.max(from + 2, Math.min(size, Math.ceil(Math.max(a, b) * size)))];
}
