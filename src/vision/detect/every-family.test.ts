// Every family from a file on: small networks written here, with outputs of the right shapes, each opened by its card as
// it should be and with one line of it wrong. Most families have no real file among the material.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render, renderHint } from '../../messages/catalogue.ts';
import { type ModelCard, modelCardSchema } from './card.ts';
import type { families } from './families/table.ts';
import { ModelRefused, openModel } from './open-model.ts';
import { onnxFile } from './testing/onnx.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haidang-families-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Shapes = Readonly<Record<string, readonly number[]>>;
interface Sample {
  readonly output: Record<string, unknown>;
  /** Input 32 x 32, three classes: strides 8 and 16 make 16 and 4 cells. */
  readonly shapes: Shapes;
  /** Numbers that are not 0, by tensor: `labels` are whole numbers. */
  readonly numbers?: Readonly<Record<string, readonly number[]>>;
  /** Whether it has one number a class, so that one class too many in the card shows. */
  readonly classesShow: boolean;
  readonly wrongStrides?: Record<string, unknown>;
}

const anchors = [
  [
    [4, 8],
    [8, 8],
  ],
  [
    [16, 16],
    [16, 30],
  ],
];
/** Two corners, a score, and the third class. */
const selected = [0, 0, 8, 8, 0.9, 2];
const twoStrides = { strides: [8, 32] };

const samples: Readonly<Record<keyof typeof families, Sample>> = {
  yolox: {
    output: { tensor: 'out', strides: [8, 16] },
    shapes: { out: [1, 20, 8] },
    classesShow: true,
    wrongStrides: twoStrides,
  },
  yolov5: {
    output: { tensor: 'out', strides: [8, 16] },
    shapes: { out: [1, 60, 8] },
    classesShow: true,
    wrongStrides: twoStrides,
  },
  ultralytics: {
    output: { tensor: 'out', strides: [8, 16] },
    shapes: { out: [1, 7, 20] },
    classesShow: true,
    wrongStrides: twoStrides,
  },
  boxes: {
    output: { tensor: 'out', format: 'xyxy', strides: [8, 16] },
    shapes: { out: [1, 20, 7] },
    classesShow: true,
    wrongStrides: twoStrides,
  },
  end2end: {
    output: { tensor: 'out' },
    shapes: { out: [1, 5, 6] },
    numbers: { out: selected },
    classesShow: false,
  },
  detr: {
    output: { boxes: 'boxes', scores: 'scores', labels: 'labels', format: 'xyxy', unit: 'pixels' },
    shapes: { boxes: [1, 5, 4], scores: [1, 5], labels: [1, 5] },
    numbers: { labels: [2] },
    classesShow: false,
  },
  gfl: {
    output: { strides: [8, 16], scores: ['s8', 's16'], distances: ['d8', 'd16'] },
    shapes: { s8: [1, 16, 3], s16: [1, 4, 3], d8: [1, 16, 32], d16: [1, 4, 32] },
    classesShow: true,
    wrongStrides: twoStrides,
  },
  anchor: {
    output: { tensors: ['out8', 'out16'], strides: [8, 16], anchors, boxes: 'yolov5', layout: 'channels-first' },
    shapes: { out8: [1, 16, 4, 4], out16: [1, 16, 2, 2] },
    classesShow: true,
    wrongStrides: twoStrides,
  },
  fastestdet: {
    output: { tensor: 'out', stride: 16 },
    shapes: { out: [1, 8, 2, 2] },
    classesShow: true,
    wrongStrides: { stride: 8 },
  },
  classifier: { output: { tensor: 'out' }, shapes: { out: [1, 3] }, classesShow: true },
};

/** A network that gives the same whatever it is shown. */
function fileOf({ shapes, numbers = {} }: Sample): Buffer {
  const constants = Object.entries(shapes).map(([name, shape]) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const given = numbers[name] ?? [];
    const data =
      name === 'labels'
        ? BigInt64Array.from({ length: count }, (_, i) => BigInt(given[i] ?? 0))
        : Float32Array.from({ length: count }, (_, i) => given[i] ?? 0);
    return [`${name}0`, { data, shape }] as const;
  });
  return onnxFile({
    inputs: [{ name: 'images', type: 'float32', shape: [1, 3, 32, 32] }],
    outputs: Object.entries(shapes).map(([name, shape]) => ({
      ...{ name, shape, type: name === 'labels' ? ('int64' as const) : ('float32' as const) },
    })),
    constants: Object.fromEntries(constants),
    nodes: Object.keys(shapes).map((name) => ({ type: 'Identity', inputs: [`${name}0`], outputs: [name] })),
  });
}

function install(family: string, sample: Sample): { modelFile: string; plain: Record<string, unknown> } {
  const file = fileOf(sample);
  const modelFile = join(folder, `${family}.onnx`);
  writeFileSync(modelFile, file);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const plain = {
    ...{ id: 'test', title: 'test', licence: { id: 'none' }, files: [{ name: 'test', bytes: file.length, sha256 }] },
    input: { name: 'images', width: 32, height: 32, colours: 'rgb', range: 1, fit: { kind: 'stretch' } },
    output: { family, ...sample.output },
    classes: ['car', 'dog', 'person'],
    map: family === 'classifier' ? {} : { car: 'car' },
    ...(family === 'classifier' ? { crop: { of: ['car'] } } : {}),
  };
  return { modelFile, plain };
}

async function answer(modelFile: string, plain: object): Promise<string> {
  const card: ModelCard = modelCardSchema.parse(plain);
  try {
    await (await openModel({ modelFile, card, threads: 1 })).close();
    return 'fine';
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    return `${render(error.problem, 'en')} -> ${renderHint(error.problem, 'en')}`;
  }
}

describe.each(Object.entries(samples))('a file of the family %s', { timeout: 120_000 }, (family, sample) => {
  it('opens by its card, and with one line of it wrong is refused with that line', async () => {
    const { modelFile, plain } = install(family, sample);
    const input = plain['input'] as object;
    const output = plain['output'] as object;
    const [tensor] = Object.keys(sample.shapes);
    const other =
      // Boxes in columns would only be another order of it.
      family === 'ultralytics' || family === 'boxes'
        ? { family: 'yolox', tensor, strides: [8, 16] }
        : { family: 'ultralytics', tensor, strides: [8, 16] };
    expect(await answer(modelFile, plain)).toBe('fine');
    expect(await answer(modelFile, { ...plain, input: { ...input, width: 64 } })).toMatch(/-> .*input\.width/);
    expect(await answer(modelFile, { ...plain, input: { ...input, layout: 'nhwc' } })).toMatch(/-> .*input\.layout/);
    const said = await answer(modelFile, { ...plain, map: { car: 'car' }, crop: undefined, output: other });
    expect(said).toMatch(/has the shape \[.*expects \[.*-> .*output\.family/);
    const fewer = await answer(modelFile, { ...plain, classes: ['car', 'dog'] });
    expect(fewer).toMatch(/classes \(2; 3 in the file\)|class number 2, the card has 2 classes .*-> .*classes/);
    const { wrongStrides, classesShow } = sample;
    if (classesShow) {
      const more = await answer(modelFile, { ...plain, classes: ['car', 'dog', 'person', 'unicorn'] });
      expect(more).toMatch(/classes \(4; 3 in the file\)/);
    }
    if (wrongStrides) {
      const strides = await answer(modelFile, { ...plain, output: { ...output, ...wrongStrides } });
      expect(strides).toMatch(/has the shape \[.*expects \[.*-> .*output\.stride/);
    }
  });
});
