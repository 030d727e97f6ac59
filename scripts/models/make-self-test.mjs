// Writes models/haidang-self-test/haidang-self-test.onnx: a tiny network of our own in the shape of a YOLOX detector
// (input 64x64, strides 8, 16, 32, six classes). It finds bright blobs. Its purpose is to prove on any board that the
// ONNX runtime loads, runs and computes right (`haidang models verify haidang-self-test`), where no real model is at
// hand. The file is a few kilobytes and the same bytes on every run. ONNX is protobuf; the few fields needed are
// written here by hand (onnx.proto3 of the ONNX project, IR version 8, opset 13).
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const varint = (n) => {
  const out = [];
  let v = BigInt(n);
  do {
    const low = Number(v & 0x7fn);
    v >>= 7n;
    out.push(v > 0n ? low | 0x80 : low);
  } while (v > 0n);
  return Buffer.from(out);
};
const int = (field, n) => Buffer.concat([varint(field << 3), varint(n)]);
const bytes = (field, b) => Buffer.concat([varint((field << 3) | 2), varint(b.length), b]);
const text = (field, s) => bytes(field, Buffer.from(s));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

const FLOAT = 1;
const INT64 = 7;
const tensor = (name, dims, data) => {
  const isInt = data instanceof BigInt64Array;
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return message(5, ...dims.map((d) => int(1, d)), int(2, isInt ? INT64 : FLOAT), text(8, name), bytes(9, raw));
};
const ints = (name, values) => message(5, text(1, name), ...values.map((v) => int(8, v)), int(20, 7));
const intAttr = (name, value) => message(5, text(1, name), int(3, value), int(20, 2));
const node = (type, inputs, outputs, ...attributes) =>
  message(1, ...inputs.map((i) => text(1, i)), ...outputs.map((o) => text(2, o)), text(4, type), ...attributes);
const value = (field, name, dims) =>
  message(
    field,
    text(1, name),
    message(2, message(1, int(1, FLOAT), message(2, ...dims.map((d) => message(1, int(1, d)))))),
  );

// A 3x3 smoothing of each colour into four features of brightness, then one mean per grid cell, then one row per cell:
// box = the cell itself, objectness = how bright it is, classes = fixed shares that tell them apart.
const features = 4;
const rows = 11;
const smooth = Float32Array.from(
  { length: features * 3 * 9 },
  (_, i) => (i % 9 === 4 ? 0.12 : 0.0266) * (1 + 0.05 * Math.floor(i / 27)),
);
const head = Float32Array.from({ length: rows * features }, (_, i) => {
  const row = Math.floor(i / features);
  return row < 4 ? 0 : row === 4 ? 0.02 : 0.001 * (row - 4);
});
const bias = Float32Array.from([0.5, 0.5, 0, 0, -8, -2, -1, 0, 2, -1, -2]);

const strides = [8, 16, 32];
const nodes = [
  node('Conv', ['images', 'smooth'], ['conv'], ints('kernel_shape', [3, 3]), ints('pads', [1, 1, 1, 1])),
  node('Relu', ['conv'], ['bright']),
];
for (const s of strides) {
  nodes.push(
    node('AveragePool', ['bright'], [`mean${s}`], ints('kernel_shape', [s, s]), ints('strides', [s, s])),
    node('Conv', [`mean${s}`, 'head', 'bias'], [`head${s}`], ints('kernel_shape', [1, 1])),
    node('Reshape', [`head${s}`, 'flat'], [`flat${s}`]),
  );
}
nodes.push(
  node(
    'Concat',
    strides.map((s) => `flat${s}`),
    ['cells'],
    intAttr('axis', 2),
  ),
  node('Transpose', ['cells'], ['raw'], ints('perm', [0, 2, 1])),
  node('Split', ['raw', 'parts'], ['box', 'logits'], intAttr('axis', 2)),
  node('Sigmoid', ['logits'], ['scores']),
  node('Concat', ['box', 'scores'], ['output'], intAttr('axis', 2)),
);
const graph = message(
  7,
  ...nodes,
  text(2, 'haidang-self-test'),
  tensor('smooth', [features, 3, 3, 3], smooth),
  tensor('head', [rows, features, 1, 1], head),
  tensor('bias', [rows], bias),
  tensor('flat', [3], BigInt64Array.from([1n, BigInt(rows), -1n])),
  tensor('parts', [2], BigInt64Array.from([4n, BigInt(rows - 4)])),
  value(11, 'images', [1, 3, 64, 64]),
  value(12, 'output', [1, 84, rows]),
);
const model = Buffer.concat([int(1, 8), text(2, 'haidang'), graph, message(8, text(1, ''), int(2, 13))]);
const folder = fileURLToPath(new URL('../../models/haidang-self-test/', import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}haidang-self-test.onnx`, model);
console.log(`${folder}haidang-self-test.onnx: ${model.length} bytes`);
