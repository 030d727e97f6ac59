// Any head whose boxes are complete in the file: one tensor [1, places, 4 + classes] or its transpose. Anchor-free
// networks exported with their decoding are such, whatever their name.
import { z } from 'zod';
import type { Family, FamilyContext } from './family.ts';
import { cellsOf, gridLines, gridsOf, stridesSchema } from './shared/grid.ts';
import {
  boxFormatSchema,
  decodeRows,
  extraSchema,
  orderSchema,
  type Rows,
  rowsProblems,
  unitSchema,
} from './shared/rows.ts';
import { namesOf, tensorSchema } from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z.literal('boxes').describe('Decoded boxes: one tensor [1, places, 4 + classes] or its transpose.'),
    tensor: tensorSchema,
    order: orderSchema.default('rows'),
    format: boxFormatSchema,
    unit: unitSchema.default('pixels'),
    objectness: z.boolean().default(false).describe('true: a fifth number says whether there is anything at all.'),
    activation: z
      .enum(['none', 'sigmoid'])
      .default('none')
      .describe('What is still to be applied to make the scores probabilities; none where the file does it.'),
    strides: stridesSchema
      .optional()
      .describe('Pixels of the input per cell, one number per grid. With it the number of places is checked.'),
    extra: extraSchema.default(0),
  })
  .meta({ title: 'Decoded boxes' });

function rowsOf(output: z.output<typeof schema>, context: FamilyContext): Rows {
  const size = output.strides ? cellsOf(gridsOf(output.strides, context)) : null;
  return { ...output, places: { size, line: gridLines } };
}

export const boxes: Family<typeof schema> = {
  schema,
  tensors: (output, outputs) => namesOf([output.tensor], outputs),
  problems: (output, context, outputs) => rowsProblems('boxes', rowsOf(output, context), context, outputs),
  createDecode: (output, context, [name]) => decodeRows(rowsOf(output, context), context, name!),
};
