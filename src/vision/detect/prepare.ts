// A frame becomes the input tensor in one pass: where each pixel of the tensor comes from is resolved once per frame
// size, so the hot path is table look-ups. Bilinear on Y, nearest on the (half-size) colours: measured, it changes
// nothing for the detector and saves two thirds of the reads.
import type { ModelCard } from './card.ts';
import { halfBits } from './half.ts';
import { type Placement, place } from './placement.ts';

/** Numbers of 16 bits are kept as their bits. */
export type TensorData = Float32Array | Uint16Array | Uint8Array;

export interface Prepared {
  /** The tensor's numbers in the card's layout; valid until the same memory is used again. */
  readonly data: TensorData;
  readonly placement: Placement;
}

/** Sizes of frames whose tables are kept: that many kinds of cameras share a model without a table being built anew. */
const plansKept = 8;

/**
 * ITU-R BT.601, limited range, in units of 1/65536: R = 1.164 (Y-16) + 1.596 (V-128), … It is what ffmpeg assumes where
 * a stream says nothing. `y` is in units of 1/256: Y comes with 8 bits behind the point.
 */
const colour = { y: 298, rv: 104_597, gu: -25_675, gv: -53_279, bu: 132_201 };
/** Colours come out between -276 and 535 before they are cut to 0..255: the tables cover that with room to spare. */
const tableStart = 384;
const tableLength = 1024;

interface Plan {
  readonly placement: Placement;
  /** `yuv`: width * height * 3 / 2 bytes, planar 4:2:0. Writes the picture, not the padding around it. */
  readonly fill: (yuv: Uint8Array, data: TensorData) => void;
}

export class Preparer {
  readonly #input: ModelCard['input'];
  readonly #plans: Plan[] = [];
  /** Whose padding stands in a tensor: a frame of the same size never touches it again. */
  readonly #padded = new WeakMap<TensorData, Plan>();
  #own: TensorData | undefined;

  constructor(input: ModelCard['input']) {
    this.#input = input;
  }

  /**
   * @param yuv planar 4:2:0, limited range, `width * height * 3 / 2` bytes; both sizes even.
   * @param into where the tensor is written, of `createTensorData`. Default: memory of its own.
   */
  prepare(yuv: Uint8Array, width: number, height: number, into?: TensorData): Prepared {
    this.#own ??= into ? undefined : createTensorData(this.#input);
    const data = into ?? this.#own!;
    const plan = this.#planFor(width, height);
    if (this.#padded.get(data) !== plan) {
      padAll(data, this.#input);
      this.#padded.set(data, plan);
    }
    plan.fill(yuv, data);
    return { data, placement: plan.placement };
  }

  #planFor(width: number, height: number): Plan {
    const known = this.#plans.find(
      ({ placement }) => placement.frameWidth === width && placement.frameHeight === height,
    );
    if (known) return known;
    const plan = createPlan(this.#input, width, height);
    this.#plans.unshift(plan);
    this.#plans.length = Math.min(this.#plans.length, plansKept);
    return plan;
  }
}

/** An empty tensor of the card's type and size, in shared memory: another thread may fill it. */
export function createTensorData(input: ModelCard['input']): TensorData {
  const memory = new SharedArrayBuffer(3 * input.width * input.height * bytesOf[input.type]);
  if (input.type === 'uint8') return new Uint8Array(memory);
  return input.type === 'float16' ? new Uint16Array(memory) : new Float32Array(memory);
}

const bytesOf = { uint8: 1, float16: 2, float32: 4 } as const;

/** How a channel's brightness (0 to 255) becomes what stands in the tensor. */
export function channelScale(input: ModelCard['input'], channel: number): (brightness: number) => number {
  const std = input.std[channel]!;
  const gain = input.range / 255 / std;
  const offset = -input.mean[channel]! / std;
  return input.type === 'float16' ? (v) => halfBits(v * gain + offset) : (v) => v * gain + offset;
}

/** Position of a channel's first number, and the steps to the next pixel and row. */
export function tensorSteps(input: ModelCard['input']): { channel: number; pixel: number; row: number } {
  const { width, height } = input;
  return input.layout === 'nchw'
    ? { channel: width * height, pixel: 1, row: width }
    : { channel: 1, pixel: 3, row: 3 * width };
}

/**
 * From which source pixel each target pixel is taken, with its right (lower) neighbour weighing `weight` / 256; centres
 * aligned. `half` is the pixel of the half-size colour planes.
 */
function axis(sourceLength: number, targetLength: number, stepOfSource: number) {
  const first = new Int32Array(targetLength);
  const weight = new Int32Array(targetLength);
  const half = new Int32Array(targetLength);
  for (let i = 0; i < targetLength; i++) {
    const at = Math.min(Math.max(((i + 0.5) * sourceLength) / targetLength - 0.5, 0), sourceLength - 1);
    const low = Math.min(Math.floor(at), sourceLength - 2);
    first[i] = low * stepOfSource;
    weight[i] = Math.round((at - low) * 256);
    half[i] = Math.min(Math.floor((at + 0.5) / 2), sourceLength / 2 - 1);
  }
  return { first, weight, half };
}

/** Per value of a colour, cut to 0..255, the number the model wants. */
function colourTable(input: ModelCard['input'], channel: number): Float32Array {
  const scale = channelScale(input, channel);
  return Float32Array.from({ length: tableLength }, (_, i) => scale(Math.min(255, Math.max(0, i - tableStart))));
}

function createPlan(input: ModelCard['input'], frameWidth: number, frameHeight: number): Plan {
  const placement = place(input, frameWidth, frameHeight);
  const steps = tensorSteps(input);
  // Position and table of red, green and blue.
  const [r, g, b] = input.colours === 'rgb' ? [0, 1, 2] : [2, 1, 0];
  const start = placement.top * steps.row + placement.left * steps.pixel;
  const [redAt, greenAt, blueAt] = [r!, g!, b!].map((c) => start + c * steps.channel) as [number, number, number];
  const [reds, greens, blues] = [r!, g!, b!].map((c) => colourTable(input, c)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const { first: columns, weight: columnWeights, half: columnHalves } = axis(frameWidth, placement.width, 1);
  const rows = axis(frameHeight, placement.height, frameWidth);
  const halfWidth = frameWidth / 2;
  const uStart = frameWidth * frameHeight;
  const vStart = uStart + uStart / 4;
  const { width, height } = placement;
  const { pixel, row } = steps;

  // Integers all the way: bilinear on Y with 8 bits behind the point, colours with 16 and rounded.
  const fill = (yuv: Uint8Array, data: TensorData) => {
    for (let y = 0; y < height; y++) {
      const row0 = rows.first[y]!;
      const row1 = row0 + frameWidth;
      const down = rows.weight[y]!;
      const chroma = rows.half[y]! * halfWidth;
      const uRow = uStart + chroma;
      const vRow = vStart + chroma;
      let at = y * row;
      for (let x = 0; x < width; x++) {
        const column = columns[x]!;
        const across = columnWeights[x]!;
        const half = columnHalves[x]!;
        const a = yuv[row0 + column]!;
        const c = yuv[row1 + column]!;
        const above = (a << 8) + Math.imul(yuv[row0 + column + 1]! - a, across);
        const below = (c << 8) + Math.imul(yuv[row1 + column + 1]! - c, across);
        const light = Math.imul((((above << 8) + Math.imul(below - above, down)) >> 8) - 4096, colour.y) + 32_768;
        const u = yuv[uRow + half]! - 128;
        const v = yuv[vRow + half]! - 128;
        data[redAt + at] = reds[tableStart + ((light + Math.imul(v, colour.rv)) >> 16)]!;
        data[greenAt + at] = greens[tableStart + ((light + Math.imul(u, colour.gu) + Math.imul(v, colour.gv)) >> 16)]!;
        data[blueAt + at] = blues[tableStart + ((light + Math.imul(u, colour.bu)) >> 16)]!;
        at += pixel;
      }
    }
  };
  return { placement, fill };
}

function padAll(data: TensorData, input: ModelCard['input']): void {
  const grey = input.fit.kind === 'letterbox' ? input.fit.pad : 0;
  const steps = tensorSteps(input);
  for (let c = 0; c < 3; c++) {
    const padding = channelScale(input, c)(grey);
    for (let i = 0; i < input.width * input.height; i++) data[c * steps.channel + i * steps.pixel] = padding;
  }
}
