// What is taken of a picture to judge it: some sixth of its pixels, read once. The cells carry brightness and colour, the
// tiles how fine the detail is, the points the noise. All later work is on these few thousand numbers, never on the
// frame: that keeps a check below a millisecond at 1280x720, and the judge of a 4K camera as quick as that of a small one.
//
// Detail is measured as the steepness of edges: of the step over 16 pixels, how much happens within 2. A sharp edge gives
// 0.7 to 1 whatever its contrast, so dusk, haze and night do not look like a lens out of focus; blur of 8 pixels gives 0.2.
import type { Frame } from '../frame.ts';

/** Cells in a row of every sample; their rows follow the shape of the picture. */
export const cellsAcross = 128;
/** Tiles across and down. A burnt-in clock or name fills a few of the 96 and outvotes nobody. */
export const tiles = { across: 12, down: 8 } as const;
/** Points across and down whose bare pixels are kept. */
const points = { across: 64, down: 48 } as const;
/** A step over 16 pixels from which it is an edge, levels of 255. Sensor noise (sigma up to 7) stays below. */
const edgeFrom = 20;
/** A tile needs so many edges for its sharpness to be known. */
const edgesForSharpness = 4;

/** What one look at a picture gives. Levels are those of the limited range (16 black, 235 white, 128 no colour). */
export interface Sample {
  /** Of the frame in pixels. */
  readonly width: number;
  readonly height: number;
  /** Cells down; there are `cellsAcross` across. */
  readonly rows: number;
  /** Mean brightness of each cell, row by row. */
  readonly luma: Float32Array;
  /** Colour at the middle of each cell. */
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** Bare pixels on a coarse grid, not averaged: no two frames of a living sensor have the same. */
  readonly points: Uint8Array;
  /** For each tile: how many edges it has. */
  readonly edges: Uint16Array;
  /** For each tile: the steepness of its edges, 0 to 1; NaN where it has too few. */
  readonly sharpness: Float32Array;
}

/** @returns undefined for a picture too small to be judged (below 128x64). */
export function sampleOf(frame: Pick<Frame, 'width' | 'height' | 'data'>): Sample | undefined {
  const { width, height } = frame;
  const rows = Math.max(16, Math.round((cellsAcross * height) / width));
  if (width < cellsAcross || height < 64 || height < rows) return undefined;
  return { width, height, rows, ...cellsOf(frame, rows), points: pointsOf(frame), ...detailOf(frame) };
}

function cellsOf({ width, height, data }: Pick<Frame, 'width' | 'height' | 'data'>, rows: number) {
  const luma = new Float32Array(cellsAcross * rows);
  const u = new Uint8Array(luma.length);
  const v = new Uint8Array(luma.length);
  const atU = width * height;
  const atV = atU * 1.25;
  const half = width / 2;
  // Four by four pixels of each cell stand for it: noise shrinks to a quarter.
  const stepX = Math.max(1, Math.floor(width / cellsAcross / 4));
  const stepY = Math.max(1, Math.floor(height / rows / 4));
  for (let row = 0, cell = 0; row < rows; row++) {
    const top = Math.min(Math.floor((row * height) / rows), height - 3 * stepY - 1);
    const chromaRow = Math.min(Math.floor(((row + 0.5) * height) / rows / 2), height / 2 - 1) * half;
    for (let column = 0; column < cellsAcross; column++, cell++) {
      const left = Math.min(Math.floor((column * width) / cellsAcross), width - 3 * stepX - 1);
      let sum = 0;
      for (let y = 0, at = top * width + left; y < 4; y++, at += stepY * width) {
        sum += data[at]! + data[at + stepX]! + data[at + 2 * stepX]! + data[at + 3 * stepX]!;
      }
      luma[cell] = sum / 16;
      const chroma = chromaRow + Math.min(Math.floor(((column + 0.5) * half) / cellsAcross), half - 1);
      u[cell] = data[atU + chroma]!;
      v[cell] = data[atV + chroma]!;
    }
  }
  return { luma, u, v };
}

function pointsOf({ width, height, data }: Pick<Frame, 'width' | 'height' | 'data'>): Uint8Array {
  const out = new Uint8Array(points.across * points.down);
  for (let row = 0, i = 0; row < points.down; row++) {
    const at = Math.floor(((row + 0.5) * height) / points.down) * width;
    for (let column = 0; column < points.across; column++, i++) {
      out[i] = data[at + Math.floor(((column + 0.5) * width) / points.across)]!;
    }
  }
  return out;
}

function detailOf({ width, height, data }: Pick<Frame, 'width' | 'height' | 'data'>) {
  const count = tiles.across * tiles.down;
  const edges = new Uint16Array(count);
  const sum = new Float32Array(count);
  const rowsRead = 64;
  for (let r = 0; r < rowsRead; r++) {
    const start = Math.floor(((r + 0.5) * height) / rowsRead) * width;
    const tileRow = Math.floor((r * tiles.down) / rowsRead) * tiles.across;
    for (let x = 8; x < width - 9; x += 16) {
      const at = start + x;
      const step = data[at + 8]! - data[at - 8]!;
      if (step < edgeFrom && step > -edgeFrom) continue;
      let steepest = 0;
      for (let i = at - 7; i <= at + 7; i++) {
        const rise = data[i + 1]! - data[i - 1]!;
        const along = step > 0 ? rise : -rise;
        if (along > steepest) steepest = along;
      }
      const tile = tileRow + Math.floor((x * tiles.across) / width);
      edges[tile]!++;
      sum[tile]! += Math.min(1, steepest / Math.abs(step));
    }
  }
  const sharpness = sum.map((s, i) => (edges[i]! >= edgesForSharpness ? s / edges[i]! : Number.NaN));
  return { edges, sharpness };
}
