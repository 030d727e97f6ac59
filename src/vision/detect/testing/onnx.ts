// Writes small ONNX files by hand (protobuf; onnx.proto3 of the ONNX project, IR version 8, opset 13), to test what no
// file at hand has: halves, bytes, open dimensions, a second input.
const varint = (n: number): Buffer => {
  const out: number[] = [];
  let v = BigInt(n);
  do {
    const low = Number(v & 0x7fn);
    v >>= 7n;
    out.push(v > 0n ? low | 0x80 : low);
  } while (v > 0n);
  return Buffer.from(out);
};
const int = (field: number, n: number) => Buffer.concat([varint(field << 3), varint(n)]);
const bytes = (field: number, b: Buffer) => Buffer.concat([varint((field << 3) | 2), varint(b.length), b]);
const text = (field: number, s: string) => bytes(field, Buffer.from(s));
const nested = (field: number, ...parts: Buffer[]) => bytes(field, Buffer.concat(parts));

/** Numbers of onnx.TensorProto.DataType. */
export const onnxTypes = { float32: 1, uint8: 2, int64: 7, float16: 10 } as const;
type Type = keyof typeof onnxTypes;

export interface Value {
  readonly name: string;
  readonly type: Type;
  /** A text is a dimension that is decided at run time. */
  readonly shape: readonly (number | string)[];
}

export interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** A number, or a list of numbers. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

const attribute = ([name, value]: [string, number | readonly number[]]) =>
  typeof value === 'number'
    ? nested(5, text(1, name), int(3, value), int(20, 2))
    : nested(5, text(1, name), ...value.map((v) => int(8, v)), int(20, 7));

const nodeOf = ({ type, inputs, outputs, attributes = {} }: Node) =>
  nested(
    1,
    ...inputs.map((i) => text(1, i)),
    ...outputs.map((o) => text(2, o)),
    text(4, type),
    ...Object.entries(attributes).map(attribute),
  );

const typedValue = (field: number, { name, type, shape }: Value) => {
  const dimensions = shape.map((d) => nested(1, typeof d === 'number' ? int(1, d) : text(2, d)));
  return nested(field, text(1, name), nested(2, nested(1, int(1, onnxTypes[type]), nested(2, ...dimensions))));
};

const constantOf = (name: string, data: Float32Array | BigInt64Array, shape: readonly number[]) => {
  const type = data instanceof BigInt64Array ? 'int64' : 'float32';
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return nested(5, ...shape.map((d) => int(1, d)), int(2, onnxTypes[type]), text(8, name), bytes(9, raw));
};

export interface Network {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly constants?: Readonly<Record<string, { data: Float32Array | BigInt64Array; shape: readonly number[] }>>;
}

export function onnxFile({ inputs, outputs, nodes, constants = {} }: Network): Buffer {
  const graph = nested(
    7,
    ...nodes.map(nodeOf),
    text(2, 'test'),
    ...Object.entries(constants).map(([name, { data, shape }]) => constantOf(name, data, shape)),
    ...inputs.map((v) => typedValue(11, v)),
    ...outputs.map((v) => typedValue(12, v)),
  );
  return Buffer.concat([int(1, 8), text(2, 'haidang'), graph, nested(8, text(1, ''), int(2, 13))]);
}
