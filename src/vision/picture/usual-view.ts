// What a camera usually shows, learned from its own sound pictures. It forgets with a time constant of 60 checks (a minute
// at the usual pace): shadows, dusk and fog that comes slowly become usual, a hand before the lens does not, because
// pictures under suspicion are never learned. Sharpness forgets far more slowly: dew creeps over a lens for an hour.
//
// What the place looks like is kept over restarts (kept-view.ts): a camera that was turned meanwhile is told by that
// (recognition.ts). All the rest is learned anew: who comes back after a night must not hold its level against the day.
import type { HiddenParts } from './hidden-parts.ts';
import type { KeptPlace } from './kept-view.ts';
import { likeness, reliefOf, type Shift, shiftOf } from './likeness.ts';
import { cellsAcross, type Sample } from './sample.ts';

/** Checks until it is believed. */
const youth = 8;
const memory = 60;
/** Likeness from which a shift that was found is looked at first at the next look. */
const shiftWorthKeeping = 0.3;
const sharpnessFade = 0.99998;
/** Tiles with edges that a view needs so that its place can be told; bare asphalt has 2 to 20 of the 96. */
const tilesForPlace = 12;
/** Edges of a tile from which it has detail that can be missed. */
export const edgesOfDetail = 3;
/** Level of what is hidden. */
const black = 16;

/** Tiles that have edges, without those of which something is hidden. */
export const detailedTiles = (edges: ArrayLike<number>, hidden?: HiddenParts): number =>
  Array.from(edges).filter((count, i) => count >= edgesOfDetail && !hidden?.tiles[i]).length;

export class UsualView {
  /** Cells that are not compared, 1 each. */
  readonly #hidden: Uint8Array | undefined;
  #luma = new Float32Array(0);
  #edges = new Float32Array(0);
  #rows = 0;
  /** The sample compared last, and what came out: it is asked for several times a look. */
  #compared: { readonly sample: Sample; readonly alike: number } | undefined;
  /** Found at the last look that needed it. */
  #shift: Shift | undefined;
  #checks = 0;
  #sharpness = 0;
  #alike = 1;
  #green = 0;
  #grey = 0;
  #level = 0;
  #contrast = 0;

  /**
   * @param place what the camera showed when it was left: its place can be compared at once, nothing else is known.
   * @param hidden what of it was left out.
   */
  constructor(place?: KeptPlace, hidden?: HiddenParts) {
    this.#hidden = hidden?.cells;
    if (!place) return;
    this.#luma = Float32Array.from(place.luma);
    this.#rows = place.luma.length / cellsAcross;
    this.#alike = place.alike;
    this.#checks = youth;
  }

  get isKnown(): boolean {
    return this.#checks >= youth;
  }

  get sharpness(): number {
    return this.#sharpness;
  }

  /** Shares of cells of the colour of broken pictures that are there always: a green wall. */
  get colours(): { readonly green: number; readonly grey: number } {
    return { green: this.#green, grey: this.#grey };
  }

  get level(): number {
    return this.#level;
  }

  get contrast(): number {
    return this.#contrast;
  }

  /**
   * What is kept of it; undefined while it is not known, or where too little is to be seen to tell its place.
   * @param hidden what nobody may see: black in what is kept, and no detail to tell the place by.
   */
  place(hidden?: HiddenParts): KeptPlace | undefined {
    if (!this.isKnown || detailedTiles(this.#edges, hidden) < tilesForPlace) return undefined;
    const luma = Uint8Array.from(this.#luma, (level, i) => (hidden?.cells[i] ? black : Math.round(level)));
    return { level: this.#level, contrast: this.#contrast, alike: this.#alike, luma };
  }

  /** A picture of another shape is another view: what was learned is forgotten. */
  fits(sample: Sample): boolean {
    return this.#rows === sample.rows;
  }

  learn(sample: Sample, of: Looks): void {
    if (!this.fits(sample)) this.#forget(sample);
    this.#checks++;
    const part = Math.max(1 / this.#checks, 1 / memory);
    const towards = (old: number, now: number) => old + part * (now - old);
    if (this.isKnown) this.#alike = towards(this.#alike, this.likeness(sample));
    this.#compared = undefined;
    for (let i = 0; i < this.#luma.length; i++) this.#luma[i]! += part * (sample.luma[i]! - this.#luma[i]!);
    for (let i = 0; i < this.#edges.length; i++) this.#edges[i]! += part * (sample.edges[i]! - this.#edges[i]!);
    this.#green = towards(this.#green, of.green);
    this.#grey = towards(this.#grey, of.grey);
    this.#level = towards(this.#level, of.level);
    this.#contrast = towards(this.#contrast, of.contrast);
    if (of.sharpness !== undefined) {
      this.#sharpness = Math.max(this.#sharpness * sharpnessFade, towards(this.#sharpness, of.sharpness));
    }
  }

  /** Share, 0 to 1, of the tiles with detail that still have some; undefined where too few ever had. */
  detailKept(sample: Sample): number | undefined {
    let [had, kept] = [0, 0];
    this.#edges.forEach((edges, i) => {
      if (edges < edgesOfDetail) return;
      had++;
      if (sample.edges[i]! >= edges / 4) kept++;
    });
    return this.isKnown && had >= tilesForPlace ? kept / had : undefined;
  }

  /** How much this picture is like the usual one, as a share of how much pictures of this camera usually are. */
  likenessToUsual(sample: Sample): number {
    return this.likeness(sample) / Math.max(0.2, this.#alike);
  }

  likeness(sample: Sample): number {
    if (this.#compared?.sample !== sample) {
      const alike = likeness(this.#relief(this.#luma), this.#relief(sample.luma));
      this.#compared = { sample, alike };
    }
    return this.#compared.alike;
  }

  shift(sample: Sample): Shift {
    const found = shiftOf(this.#luma, sample.luma, this.#rows, this.#shift, this.#hidden);
    // What is like nothing is no shift to be found again.
    this.#shift = found.likeness > shiftWorthKeeping ? found : undefined;
    return found;
  }

  #relief(luma: Float32Array) {
    return reliefOf(luma, this.#rows, this.#hidden);
  }

  #forget(sample: Sample): void {
    this.#rows = sample.rows;
    this.#luma = new Float32Array(sample.luma.length);
    this.#edges = new Float32Array(sample.edges.length);
    this.#compared = undefined;
    this.#shift = undefined;
    this.#checks = 0;
    this.#alike = 1;
    this.#sharpness = 0;
  }
}

/** A picture in a few numbers. */
export interface Looks {
  /** Brightness in the middle of all cells, and their spread without the outer 5 % (a burnt-in clock), levels. */
  readonly level: number;
  readonly contrast: number;
  /** Tiles that have edges. */
  readonly detailed: number;
  /** Of the middle tile; undefined where too few tiles tell. */
  readonly sharpness: number | undefined;
  /** Shares of cells of pure green and of the grey of missing blocks, and of those that have any colour. */
  readonly green: number;
  readonly grey: number;
  readonly coloured: number;
  /** Mean colour. */
  readonly u: number;
  readonly v: number;
}

/** Tiles whose sharpness must be known. */
const tilesForSharpness = 3;

export function looksOf(sample: Sample): Looks {
  const { luma, u, v } = sample;
  const { level, contrast } = spreadOf(luma);
  let [green, grey, coloured, us, vs] = [0, 0, 0, 0, 0];
  for (let i = 0; i < luma.length; i++) {
    const cu = u[i]!;
    const cv = v[i]!;
    us += cu;
    vs += cv;
    // YUV 0, 0, 0, which a decoder leaves where nothing came, is seen as this green. Leaves have V above 105.
    if (cu < 100 && cv < 100) green++;
    const isPale = Math.abs(cu - 128) <= 2 && Math.abs(cv - 128) <= 2;
    if (!isPale) coloured++;
    else if (Math.abs(luma[i]! - 126) <= 6) grey++;
  }
  const known = sample.sharpness.filter((s) => !Number.isNaN(s)).toSorted();
  return {
    level,
    contrast,
    detailed: detailedTiles(sample.edges),
    sharpness: known.length >= tilesForSharpness ? known[known.length >> 1] : undefined,
    green: green / luma.length,
    grey: grey / luma.length,
    coloured: coloured / luma.length,
    u: us / luma.length,
    v: vs / luma.length,
  };
}

/** By a histogram of half levels: sorting took longer than all the rest. */
function spreadOf(luma: Float32Array): { readonly level: number; readonly contrast: number } {
  const counts = new Uint32Array(512);
  for (let i = 0; i < luma.length; i++) counts[Math.floor(luma[i]! * 2)]!++;
  const from = luma.length * 0.05;
  const to = luma.length * 0.95;
  let [before, n, sum, squares, level] = [0, 0, 0, 0, -1];
  for (let i = 0; i < counts.length; i++) {
    const after = before + counts[i]!;
    if (level < 0 && after * 2 >= luma.length) level = i / 2;
    const inside = Math.max(0, Math.min(after, to) - Math.max(before, from));
    n += inside;
    sum += (inside * i) / 2;
    squares += (inside * i * i) / 4;
    before = after;
  }
  return { level, contrast: Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)) };
}
