// What a file may want of its input: halves, bytes, open sizes, the size of the picture. The networks are a few nodes
// written here: they hand a part of the picture on as boxes, so that what went in is seen in what comes out.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { render, renderHint } from '../../messages/catalogue.ts';
import { type ModelCard, modelCardSchema } from './card.ts';
import { createInferFrame } from './infer.ts';
import { ModelRefused, openModel } from './open-model.ts';
import { type Network, type Node, onnxFile, onnxTypes } from './testing/onnx.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haidang-inputs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const base = {
  id: 'test',
  title: 'test',
  licence: { id: 'none' },
  input: { name: 'images', width: 32, height: 32, colours: 'rgb', range: 1, fit: { kind: 'stretch' } },
  output: { family: 'boxes', tensor: 'out', format: 'xyxy', unit: 'share' },
  classes: ['car', 'dog'],
  map: { car: 'car' },
  thresholds: { score: 0.25 },
};

type Change = { readonly input?: object; readonly output?: object };

function install(network: Network, { input, output }: Change): { modelFile: string; card: ModelCard } {
  const file = onnxFile(network);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const modelFile = join(folder, `${sha256.slice(0, 8)}.onnx`);
  writeFileSync(modelFile, file);
  const files = [{ name: 'test', bytes: file.length, sha256 }];
  const merged = { ...base, files, input: { ...base.input, ...input }, output: output ?? base.output };
  return { modelFile, card: modelCardSchema.parse(merged) };
}

/** The means of the three channels become the row [red, green, blue, red, green, 0]: two corners, car, dog. */
const meansAsBox = (type: 'float32' | 'float16' | 'uint8', shape: (number | string)[]): Network => {
  const cast: Node[] = [{ type: 'Cast', inputs: ['images'], outputs: ['real'], attributes: { to: onnxTypes.float32 } }];
  const out = type === 'float16' ? 'float16' : 'float32';
  return {
    inputs: [{ name: 'images', type, shape }],
    outputs: [{ name: 'out', type: out, shape: ['n', 'boxes', 6] }],
    constants: {
      row: { data: BigInt64Array.of(0n, 0n, 2n, 2n, 2n, 1n), shape: [6] },
      flat: { data: BigInt64Array.of(1n, 1n, 6n), shape: [3] },
    },
    nodes: [
      ...cast,
      { type: 'ReduceMean', inputs: ['real'], outputs: ['means'], attributes: { axes: [2, 3], keepdims: 0 } },
      { type: 'Gather', inputs: ['means', 'row'], outputs: ['box'], attributes: { axis: 1 } },
      { type: 'Reshape', inputs: ['box', 'flat'], outputs: ['wide'] },
      { type: 'Cast', inputs: ['wide'], outputs: ['out'], attributes: { to: onnxTypes[out] } },
    ],
  };
};

/** A frame of pure blue: red 0, green 0, blue 1. */
function blue(): Uint8Array {
  return new Uint8Array((32 * 32 * 3) / 2).fill(41, 0, 1024).fill(240, 1024, 1280).fill(110, 1280);
}

async function found(model: { modelFile: string; card: ModelCard }) {
  const opened = await openModel({ ...model, threads: 1 });
  const infer = createInferFrame({ model: opened, card: model.card, nowMs: () => 0 });
  const { detections } = await infer(blue(), 32, 32);
  await opened.close();
  return detections;
}

async function answer(model: { modelFile: string; card: ModelCard }): Promise<string> {
  try {
    await (await openModel({ ...model, threads: 1 })).close();
    return 'fine';
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    return `${render(error.problem, 'en')} -> ${renderHint(error.problem, 'en')}`;
  }
}

const whole = { class: 'car', box: { x: 0, y: 0, width: expect.closeTo(32, 0), height: expect.closeTo(32, 0) } };

it('a model may take real numbers, halves and bytes', async () => {
  expect(await found(install(meansAsBox('float32', [1, 3, 32, 32]), {}))).toMatchObject([whole]);
  expect(await found(install(meansAsBox('float16', [1, 3, 32, 32]), { input: { type: 'float16' } }))).toMatchObject([
    whole,
  ]);
  const bytes = { input: { type: 'uint8', range: 255 }, output: { ...base.output, unit: 'pixels' } };
  const [only] = await found(install(meansAsBox('uint8', [1, 3, 32, 32]), bytes));
  expect(only).toMatchObject({ class: 'car', box: { width: 32, height: 32 } });
});

it('the type of its input stands in the card', async () => {
  const said = await answer(install(meansAsBox('float16', [1, 3, 32, 32]), {}));
  expect(said).toMatch(/"images" of the model takes float16, the card says float32 -> .*input\.type/);
});

it('a model with open sizes takes the size of the card', async () => {
  const network = meansAsBox('float32', ['n', 3, 'height', 'width']);
  expect(await found(install(network, { input: { width: 64, height: 48 } }))).toMatchObject([whole]);
});

it('what an open size gives is compared with the card when it is known', async () => {
  const strides = { output: { ...base.output, strides: [32] } };
  const network = meansAsBox('float32', ['n', 3, 'height', 'width']);
  expect(await answer(install(network, strides))).toBe('fine');
  const said = await answer(install(network, { ...strides, input: { width: 64, height: 64 } }));
  expect(said).toMatch(/"out".*\[1, 1, 6\].*expects \[1, 4, 6\].*-> .*output\.strides \/ input\.width/);
});

it('an open size that the network cannot take is said with the size', async () => {
  const network = meansAsBox('float32', ['n', 'c', 'h', 'w']);
  const fixed = { ...network.constants, flat: { data: BigInt64Array.of(1n, 7n, 6n), shape: [3] } };
  const said = await answer(install({ ...network, constants: fixed }, {}));
  expect(said).toMatch(/does not run with an input of the shape \[1, 3, 32, 32\].*-> .*input\.width/);
});

it('a model that asks for the size of the picture is given that of its input', async () => {
  // The two numbers of the size become a box: [0, 0, width, height] with the picture's blue as score.
  const network: Network = {
    inputs: [
      { name: 'images', type: 'float32', shape: ['n', 3, 32, 32] },
      { name: 'size', type: 'int64', shape: ['n', 2] },
    ],
    outputs: [
      { name: 'labels', type: 'int64', shape: ['n', 'q'] },
      { name: 'boxes', type: 'float32', shape: ['n', 'q', 4] },
      { name: 'scores', type: 'float32', shape: ['n', 'q'] },
    ],
    constants: {
      order: { data: BigInt64Array.of(2n), shape: [1] },
      none: { data: Float32Array.of(0, 0), shape: [1, 2] },
      flat: { data: BigInt64Array.of(1n, 1n, 4n), shape: [3] },
      labels0: { data: BigInt64Array.of(0n), shape: [1, 1] },
    },
    nodes: [
      { type: 'Cast', inputs: ['size'], outputs: ['real'], attributes: { to: onnxTypes.float32 } },
      { type: 'Concat', inputs: ['none', 'real'], outputs: ['four'], attributes: { axis: 1 } },
      { type: 'Reshape', inputs: ['four', 'flat'], outputs: ['boxes'] },
      { type: 'ReduceMean', inputs: ['images'], outputs: ['means'], attributes: { axes: [2, 3], keepdims: 0 } },
      { type: 'Gather', inputs: ['means', 'order'], outputs: ['scores'], attributes: { axis: 1 } },
      { type: 'Identity', inputs: ['labels0'], outputs: ['labels'] },
    ],
  };
  const output = { family: 'detr', boxes: 'boxes', scores: 'scores', labels: 'labels', format: 'xyxy', unit: 'pixels' };
  const input = { sizeTensor: { name: 'size' } };
  expect(await found(install(network, { input, output }))).toMatchObject([whole]);
  expect(await answer(install(network, { output }))).toMatch(
    /also wants the input "size".*-> .*sizeTensor\.name: size/,
  );
  const wrong = { input: { sizeTensor: { name: 'sizes' } }, output };
  expect(await answer(install(network, wrong))).toMatch(/no input named "sizes".*-> .*input\.sizeTensor\.name/);
});
