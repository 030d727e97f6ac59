import { z } from 'zod';
import type { FamilyContext } from '../family.ts';

export const stridesSchema = z
  .array(z.int().min(2).max(256))
  .min(1)
  .max(8)
  .describe('Pixels of the input per cell, one number per grid, in the order of the tensor: usually [8, 16, 32].');

export interface Grid {
  readonly stride: number;
  readonly columns: number;
  readonly rows: number;
}

/** The grids that a network lays over its input. Each halving rounds up where the input is no multiple of the stride. */
export function gridsOf(strides: readonly number[], { inputWidth, inputHeight }: FamilyContext): Grid[] {
  return strides.map((stride) => ({
    stride,
    columns: Math.ceil(inputWidth / stride),
    rows: Math.ceil(inputHeight / stride),
  }));
}

export const cellsOf = (grids: readonly Grid[]): number => grids.reduce((n, g) => n + g.columns * g.rows, 0);

/** What to look at where the number of cells does not fit. */
export const gridLines = 'output.strides / input.width / input.height';
