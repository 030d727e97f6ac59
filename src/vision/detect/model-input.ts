// The inputs of an ONNX file against its card, and what is fed besides the picture.
import type { Tensor } from 'onnxruntime-node';
import { type Message, message } from '../../messages/catalogue.ts';
import type { ModelCard } from './card.ts';
import type { TensorInfo } from './families/family.ts';
import type { TensorData } from './prepare.ts';

/** Shape of the picture as the card describes it. */
export function inputShape({
  width,
  height,
  layout,
}: Pick<ModelCard['input'], 'width' | 'height' | 'layout'>): number[] {
  return layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
}

/** What does not fit between the card's input and the file's. */
export function inputProblem({ input }: ModelCard, inputs: readonly TensorInfo[]): Message | undefined {
  const found = inputs.find((t) => t.name === input.name);
  const names = inputs.map((t) => t.name).join(', ');
  if (!found) return message('models.no-input-tensor', { name: input.name, names });
  const expected = inputShape(input);
  const fits =
    found.shape.length === 4 && found.shape.every((d, i) => typeof d !== 'number' || d < 0 || d === expected[i]);
  if (!fits) {
    const params = { name: found.name, shape: shown(found.shape), expected: shown(expected) };
    return message('models.wrong-input-shape', params);
  }
  if (found.type !== input.type) {
    return message('models.wrong-input-type', { name: found.name, found: found.type, expected: input.type });
  }
  const size = input.sizeTensor?.name;
  if (size !== undefined && !inputs.some((t) => t.name === size)) {
    return message('models.no-size-tensor', { name: size, names });
  }
  const notFed = inputs.find((t) => t.name !== input.name && t.name !== size);
  return notFed && message('models.input-not-fed', { name: notFed.name, shape: shown(notFed.shape) });
}

const shown = (shape: readonly (number | string)[]) => `[${shape.join(', ')}]`;

/** The picture as a tensor. */
export function pictureTensor(
  onnx: typeof import('onnxruntime-node'),
  { type, ...input }: Pick<ModelCard['input'], 'type' | 'width' | 'height' | 'layout'>,
  data: TensorData,
): Tensor {
  const tensor = new onnx.Tensor(type, data as never, inputShape(input)) as Tensor;
  // onnxruntime-common 1.30 turns the bits of halves into a Float16Array where there is one (Node 24), and the native
  // half of onnxruntime-node cannot read that ("not enough space: expected …, got 0"): it is given the bits.
  if (type === 'float16') Object.assign(tensor, { cpuData: data });
  return tensor;
}

/** The size of the picture, for a file that asks for it: that of the input, so that its boxes are in these pixels. */
export function sizeFeed(
  onnx: typeof import('onnxruntime-node'),
  { input }: ModelCard,
  inputs: readonly TensorInfo[],
): Record<string, Tensor> {
  if (!input.sizeTensor) return {};
  const { name, order } = input.sizeTensor;
  const { width, height } = input;
  const both = order === 'width-height' ? [width, height] : [height, width];
  const type = inputs.find((t) => t.name === name)?.type;
  if (type === 'float32') return { [name]: new onnx.Tensor('float32', Float32Array.from(both), [1, 2]) };
  if (type === 'int32') return { [name]: new onnx.Tensor('int32', Int32Array.from(both), [1, 2]) };
  return { [name]: new onnx.Tensor('int64', BigInt64Array.from(both, BigInt), [1, 2]) };
}
