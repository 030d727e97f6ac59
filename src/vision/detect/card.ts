// The model card: everything the product knows of a model stands here, so that a model is a folder with a card and an
// ONNX file and no code. A card accepts one or more files (exports of the same network) by size and SHA-256.
import { z } from 'zod';
import { roadUserClassSchema } from '../../domain/detection.ts';
import { message } from '../../messages/catalogue.ts';
import { nearest } from '../../runtime/document/nearest.ts';
import { words } from '../../runtime/document/words.ts';
import { formSchema, idSchema, refuse } from '../../runtime/schema.ts';
import { families } from './families/table.ts';

const [firstFamily, ...otherFamilies] = Object.values(families).map((f) => f.schema);
const outputSchema = z.discriminatedUnion('family', [firstFamily!, ...otherFamilies]);

const url = z.url({ protocol: /^https?$/ }).register(words, {
  noun: { en: 'an address of the web', vi: 'một địa chỉ web' },
  example: 'https://example.vn/model.onnx',
});
const sha256Schema = formSchema(
  /^[0-9a-f]{64}$/,
  { en: 'a SHA-256: 64 hexadecimal digits in lower case', vi: 'một mã SHA-256: 64 chữ số thập lục phân viết thường' },
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
).describe('SHA-256 of the file, 64 hexadecimal digits.');

const fileSchema = z.strictObject({
  name: z.string().min(1).describe('What this file is, in a word: official, …'),
  bytes: z.int().positive().describe('Its size in bytes.'),
  sha256: sha256Schema,
  url: url.optional().describe('Where it can be fetched. Without it the file can only be added by hand.'),
  origin: z.string().optional().describe('Where it comes from, for people.'),
});

const perChannel = (description: string) =>
  z.tuple([z.number(), z.number(), z.number()]).describe(`${description} In the order of the model's channels.`);

const fitSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('letterbox').describe('The picture keeps its shape; what it does not fill is padded.'),
    at: z.enum(['top-left', 'centre']).describe('Where the picture lies in the input.'),
    pad: z.number().min(0).max(255).default(114).describe('Grey value of the padding, 0 to 255.'),
  }),
  z.strictObject({ kind: z.literal('stretch').describe('The picture is stretched to fill the input.') }),
]);

const inputSchema = z.strictObject({
  name: z.string().min(1).describe('Name of the input tensor in the ONNX file.'),
  width: z.int().min(32).max(4096).describe('Pixels.'),
  height: z.int().min(32).max(4096).describe('Pixels.'),
  layout: z.enum(['nchw', 'nhwc']).default('nchw').describe('Order of the dimensions: nchw = channels before rows.'),
  type: z.enum(['float32', 'float16', 'uint8']).default('float32').describe('Type of the numbers.'),
  colours: z.enum(['rgb', 'bgr']).describe('Order of the colour channels.'),
  range: z
    .union([z.literal(1), z.literal(255)])
    .describe('Value of full brightness before mean and std are applied: 1 where the model wants pixels / 255.'),
  mean: perChannel('Subtracted from each channel, on the scale of `range`.').default([0, 0, 0]),
  std: perChannel('Divides each channel after the mean is subtracted.').default([1, 1, 1]),
  fit: fitSchema.describe('How a picture of another shape is fitted in.'),
  sizeTensor: z
    .strictObject({
      name: z.string().min(1).describe('Name of the input tensor [1, 2] in the ONNX file.'),
      order: z.enum(['width-height', 'height-width']).default('width-height').describe('Which of the two comes first.'),
    })
    .optional()
    .describe(
      'A second input for the size of the picture, where the file has one: it is given width and height above.',
    ),
});

const cropSchema = z.strictObject({
  of: z.array(roadUserClassSchema).min(1).describe('At which road users it looks.'),
  margin: z.number().min(0).max(2).default(0.1).describe('Taken along on each side, in shares of the box.'),
  smallest: z.int().min(8).max(2048).default(32).describe('Boxes with a side below this are not looked at, pixels.'),
  everyMs: z
    .int()
    .min(100)
    .max(3_600_000)
    .default(1000)
    .describe('How long until the same road user is looked at again.'),
});

const selfCheckSchema = z.strictObject({
  input: z
    .strictObject({
      kind: z.literal('blocks').describe('Squares of random grey per channel.'),
      size: z.int().min(1).max(256).describe('Edge of a square, pixels.'),
      seed: z.int().min(0).max(0xffff_ffff).describe('Where the random numbers begin.'),
    })
    .describe('A picture that is computed, the same on every machine.'),
  tolerance: z
    .number()
    .positive()
    .max(0.5)
    .describe('Allowed difference: |found - value| <= tolerance * max(1, |value|).'),
  expect: z
    .array(
      z.strictObject({
        tensor: z.string().min(1).describe('Name of the output tensor.'),
        index: z.int().nonnegative().describe('Position in the flattened tensor.'),
        value: z.number().describe('What stands there.'),
      }),
    )
    .min(4)
    .max(64)
    .describe('Some numbers of the output, spread over it.'),
});

export const modelCardSchema = z
  .strictObject({
    id: idSchema.describe('Name of the model, as the site file names it, and of its folder.'),
    title: z.string().min(1).describe('What people call it.'),
    description: z.string().optional().describe('What it is good for, and what it is not.'),
    licence: z
      .strictObject({
        id: z.string().min(1).describe('SPDX name, like Apache-2.0.'),
        url: url.optional().describe('Where its text stands.'),
        attribution: z.string().optional().describe('What must be said wherever the model is used.'),
      })
      .describe('Under which terms the weights may be used.'),
    source: url.optional().describe('Home page of the model.'),
    files: z.array(fileSchema).min(1).describe('The ONNX files this card is true for.'),
    input: inputSchema.describe('What goes into the network.'),
    output: outputSchema.describe('What comes out of it, by family.'),
    classes: z.array(z.string().min(1)).min(1).max(1000).describe('The names of the model’s classes, in its order.'),
    map: z
      .record(z.string(), roadUserClassSchema)
      .describe('Which of the model’s classes are which road user of ours. The others are ignored.'),
    crop: cropSchema
      .optional()
      .describe(
        'For a model of the second stage: it looks at the crop of a road user, and its own classes are its answer (map: {}).',
      ),
    thresholds: z
      .strictObject({
        score: z.number().min(0.001).max(0.99).default(0.1).describe('Detections below this are dropped.'),
        overlap: z
          .number()
          .min(0.05)
          .max(1)
          .default(0.6)
          .describe('Of two boxes of one class that overlap by more (intersection over union), only the better stays.'),
        most: z.int().min(1).max(3000).default(300).describe('Most detections of a frame.'),
      })
      .prefault({})
      .describe('What is kept of what it finds. The tracker wants weak detections too.'),
    selfCheck: selfCheckSchema
      .optional()
      .describe(
        'Known output of a known input, compared at each start. `haidang models verify` prints it for a new card.',
      ),
  })
  .check((ctx) => {
    const { classes, map, input } = ctx.value;
    for (const name of Object.keys(map)) {
      if (classes.includes(name)) continue;
      const near = nearest(name, classes) ?? classes[0] ?? '';
      refuse(ctx, message('models.map-unknown-class', { name, near }), ['map', name]);
    }
    for (const [i, d] of input.std.entries()) {
      if (d === 0) refuse(ctx, message('models.std-zero'), ['input', 'std', i]);
    }
    const repeated = classes.findIndex((name, i) => classes.indexOf(name) !== i);
    if (repeated >= 0)
      refuse(ctx, message('models.class-twice', { name: classes[repeated] ?? '' }), ['classes', repeated]);
  })
  .meta({ title: 'Hải Đăng model card' });

export type ModelCard = z.output<typeof modelCardSchema>;
