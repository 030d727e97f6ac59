// Heads with anchors, as they leave the network: YOLOv3, v4, v5 and v7 without their decoding, and Yolo-FastestV2. One
// tensor a grid; each cell has a few anchors (boxes of a usual size), and each anchor four numbers of the box, an
// objectness, and class scores of its own or shared by all anchors of the cell.
//   `yolov3`: centre = (sigmoid + cell) * stride, size = e^t * anchor   (Redmon and Farhadi 2018)
//   `yolov5`: centre = (2 sigmoid - 0.5 + cell) * stride, size = (2 sigmoid)^2 * anchor   (also YOLOv7, Yolo-FastestV2)
import { z } from 'zod';
import { message } from '../../../messages/catalogue.ts';
import type { Family, FamilyContext } from './family.ts';
import { type AnchorGrid, decodeAnchors, layouts, shapesOf } from './shared/anchors.ts';
import { gridsOf, stridesSchema } from './shared/grid.ts';
import { activationSchema } from './shared/pick.ts';
import { namesOf, tensorProblem, tensorSchema } from './shared/tensor.ts';

const anchorSchema = z.tuple([z.number().positive(), z.number().positive()]);

const schema = z
  .strictObject({
    family: z.literal('anchor').describe('YOLOv3 to v7 and Yolo-FastestV2 as they leave the network, with anchors.'),
    tensors: z.array(tensorSchema).min(1).max(8).describe('The tensor of each grid: its name, or its position from 0.'),
    strides: stridesSchema,
    anchors: z
      .array(z.array(anchorSchema).min(1).max(16))
      .min(1)
      .max(8)
      .describe('Per grid the anchors, each [width, height] in pixels of the input.'),
    boxes: z.enum(['yolov3', 'yolov5']).describe('How a box follows from its four numbers and the anchor.'),
    layout: z
      .enum(layouts)
      .describe(
        'Order of the numbers: anchors-first = [1, anchors, rows, columns, n], channels-first = [1, anchors x n, rows, columns], channels-last = [1, rows, columns, anchors x n].',
      ),
    classScores: z
      .enum(['per-anchor', 'shared'])
      .default('per-anchor')
      .describe(
        'per-anchor: n = 4 + 1 + classes for each anchor. shared (Yolo-FastestV2): all boxes, all objectness, classes.',
      ),
    activated: z
      .boolean()
      .default(false)
      .describe('true: the sigmoid of box and objectness is in the file. false: it is still to be applied.'),
    activation: activationSchema
      .optional()
      .describe('What is still to be applied to the class scores; by default as for the objectness.'),
  })
  .meta({ title: 'Anchors' });

type Output = z.output<typeof schema>;

function gridsOfCard(output: Output, context: FamilyContext): AnchorGrid[] {
  const { layout, boxes, activated, classScores } = output;
  const activation = output.activation ?? (activated ? 'none' : 'sigmoid');
  const shared = classScores === 'shared';
  return gridsOf(output.strides, context).map((grid, i) => ({
    ...grid,
    anchors: output.anchors[i] ?? [],
    layout,
    boxes,
    activated,
    activation,
    shared,
  }));
}

export const anchor: Family<typeof schema> = {
  schema,
  tensors: (output, outputs) => namesOf(output.tensors, outputs),
  problems: (output, context, outputs) => {
    const wanted = output.strides.length;
    for (const line of ['tensors', 'anchors'] as const) {
      const given = output[line].length;
      if (given !== wanted) return [message('models.not-one-a-stride', { line: `output.${line}`, given, wanted })];
    }
    return gridsOfCard(output, context).flatMap((grid, i) => {
      const expectation = {
        family: 'anchor',
        line: `output.tensors[${i}]`,
        meaning: `anchor, layout ${output.layout}, ${grid.anchors.length} anchors, class scores ${output.classScores}`,
        shapes: shapesOf(grid, context.classCount, i),
      };
      return tensorProblem(outputs, output.tensors[i]!, expectation) ?? [];
    });
  },
  createDecode: (output, context, names) => {
    const decodes = gridsOfCard(output, context).map((grid, i) => decodeAnchors(grid, context, names[i]!));
    return (outputs, into) => {
      for (const decode of decodes) decode(outputs, into);
    };
  },
};
