// The style of Ultralytics' YOLOv8 to YOLO12: one tensor [1, 4 + classes, cells] (or its transpose); centre, width and
// height in pixels of the input, activated class scores, no objectness. Segmentation and pose models append numbers.
import { z } from 'zod';
import type { Family, FamilyContext } from './family.ts';
import { cellsOf, gridLines, gridsOf, stridesSchema } from './shared/grid.ts';
import { decodeRows, extraSchema, orderSchema, type Rows, rowsProblems } from './shared/rows.ts';
import { namesOf, tensorSchema } from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z.literal('ultralytics').describe('YOLOv8 to YOLO12: one tensor [1, 4 + classes, cells], decoded.'),
    tensor: tensorSchema,
    order: orderSchema.default('columns'),
    strides: stridesSchema.default([8, 16, 32]),
    extra: extraSchema.default(0),
  })
  .meta({ title: 'Ultralytics' });

function rowsOf({ tensor, order, strides, extra }: z.output<typeof schema>, context: FamilyContext): Rows {
  const places = { size: cellsOf(gridsOf(strides, context)), line: gridLines };
  return { tensor, order, extra, places, format: 'cxcywh', unit: 'pixels', objectness: false, activation: 'none' };
}

export const ultralytics: Family<typeof schema> = {
  schema,
  tensors: (output, outputs) => namesOf([output.tensor], outputs),
  problems: (output, context, outputs) => rowsProblems('ultralytics', rowsOf(output, context), context, outputs),
  createDecode: (output, context, [name]) => decodeRows(rowsOf(output, context), context, name!),
};
