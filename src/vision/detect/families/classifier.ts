// A classifier: one tensor [1, classes] (or [classes], or with dimensions of 1 behind) for the whole input. It looks at
// the crop of a road user (see `crop` of the card), and its box is the whole crop.
import { z } from 'zod';
import type { Family } from './family.ts';
import { activationSchema, createPick } from './shared/pick.ts';
import { classDimension, namesOf, numbersOf, one, tensorProblem, tensorSchema } from './shared/tensor.ts';

const schema = z
  .strictObject({
    family: z.literal('classifier').describe('A classifier: one tensor [1, classes] for the whole input.'),
    tensor: tensorSchema,
    activation: activationSchema.default('softmax'),
  })
  .meta({ title: 'Classifier' });

export const classifier: Family<typeof schema> = {
  schema,
  final: true,
  tensors: (output, outputs) => namesOf([output.tensor], outputs),
  problems: (output, context, outputs) => {
    const classes = classDimension(context.classCount, 0);
    const problem = tensorProblem(outputs, output.tensor, {
      family: 'classifier',
      line: 'output.tensor',
      meaning: 'classifier = [1, classes]',
      shapes: [[one, classes], [classes], [one, classes, one, one]],
    });
    return problem ? [problem] : [];
  },
  createDecode: (output, context, [name]) => {
    const { inputWidth, inputHeight } = context;
    const picked = createPick(context, { activation: output.activation });
    return (outputs, into) => {
      const count = picked.pick(numbersOf(outputs[name!]), 0, 1, 1);
      for (let k = 0; k < count; k++) into.add(0, 0, inputWidth, inputHeight, picked.scores[k]!, picked.classes[k]!);
    };
  },
};
