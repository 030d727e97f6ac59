// A picture as a coarse map of brightness, and whether two such maps show the same scene. Read is the Y plane alone, as it
// lies in the frame: about a sixth of its pixels, 0.2 ms at 1280x720.
import type { Frame } from '../frame.ts';

const across = 128;

export interface BrightnessMap {
  /** Of the frame in pixels: maps of different sizes are never the same scene. */
  readonly width: number;
  readonly height: number;
  /** Mean brightness of each cell, levels of 255, row by row, 128 in a row. */
  readonly cells: Float32Array;
}

/** Every second pixel of four rows stands for a cell: noise of 3 levels shrinks to less than one. */
export function mapOf({ width, height, data }: Pick<Frame, 'width' | 'height' | 'data'>): BrightnessMap {
  const columns = Math.min(across, width >> 2);
  const down = Math.max(1, Math.min(Math.round((columns * height) / width), height >> 2));
  const cells = new Float32Array(columns * down);
  const cellWidth = width / columns;
  const cellHeight = height / down;
  for (let row = 0, cell = 0; row < down; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      const left = Math.floor(column * cellWidth);
      const right = Math.floor((column + 1) * cellWidth);
      let [sum, n] = [0, 0];
      for (let part = 0; part < 4; part++) {
        const at = Math.floor((row + (part + 0.5) / 4) * cellHeight) * width;
        for (let x = left; x < right; x += 2, n++) sum += data[at + x]!;
      }
      cells[cell] = sum / n;
    }
  }
  return { width, height, cells };
}

/**
 * Levels by which a cell must differ to be a change at least. A grey car on grey asphalt has 15 levels or more along some
 * edge: a move by a third of a cell (3 pixels at 1280) shows.
 */
const leastChange = 4;
/** … and this many times what cells differ by anyway (noise, rain, the pulse of the codec): 6 standard deviations. */
const timesNoise = 9;
/** So many cells make a change: what fills fewer is smaller than any network sees. */
const cellsForChange = 2;

/** Whether something moved, came or went between the two, all of the picture growing lighter or darker apart. */
export function isChanged(a: BrightnessMap, b: BrightnessMap): boolean {
  if (a.width !== b.width || a.height !== b.height) return true;
  const differences = a.cells.map((value, i) => b.cells[i]! - value);
  const middle = medianOf(differences);
  const noise = medianOf(differences.map((d) => Math.abs(d - middle)));
  const limit = Math.max(leastChange, timesNoise * noise);
  let changed = 0;
  for (const d of differences) if (Math.abs(d - middle) > limit) changed++;
  return changed >= cellsForChange;
}

/** By a histogram of quarter levels; exact to a quarter. */
function medianOf(values: Float32Array): number {
  const counts = new Uint32Array(2048);
  for (const v of values) counts[Math.max(0, Math.min(2047, Math.round(v * 4) + 1024))]!++;
  let [before, i] = [0, 0];
  while (i < 2047 && (before + counts[i]!) * 2 < values.length) before += counts[i++]!;
  return (i - 1024) / 4;
}
