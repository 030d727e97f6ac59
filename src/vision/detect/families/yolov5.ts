// The style of YOLOv5 and of YOLOv7's plain export: one tensor [1, places, 5 + classes], a place per anchor and cell;
// centre, width and height in pixels of the input, objectness, class scores, all activated.
import { z } from 'zod';
import type { Family, FamilyContext } from './family.ts';
import { cellsOf, gridLines, gridsOf, stridesSchema } from './shared/grid.ts';
import { decodeRows, extraSchema, type Rows, rowsProblems } from './shared/rows.ts';
import { namesOf, tensorSchema } from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z
      .literal('yolov5')
      .describe('YOLOv5: one tensor [1, places, 5 + classes], decoded, with objectness, several places a cell.'),
    tensor: tensorSchema,
    strides: stridesSchema.default([8, 16, 32]),
    anchorsPerCell: z.int().min(1).max(16).default(3).describe('Places per cell of the grids.'),
    extra: extraSchema.default(0),
  })
  .meta({ title: 'YOLOv5' });

function rowsOf({ tensor, strides, anchorsPerCell, extra }: z.output<typeof schema>, context: FamilyContext): Rows {
  const size = anchorsPerCell * cellsOf(gridsOf(strides, context));
  const places = { size, line: `${gridLines} / output.anchorsPerCell` };
  return {
    tensor,
    extra,
    places,
    order: 'rows',
    format: 'cxcywh',
    unit: 'pixels',
    objectness: true,
    activation: 'none',
  };
}

export const yolov5: Family<typeof schema> = {
  schema,
  tensors: (output, outputs) => namesOf([output.tensor], outputs),
  problems: (output, context, outputs) => rowsProblems('yolov5', rowsOf(output, context), context, outputs),
  createDecode: (output, context, [name]) => decodeRows(rowsOf(output, context), context, name!),
};
