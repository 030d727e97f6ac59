// The numeric self-check: a known input must give the known output. It finds a runtime that computes wrong on this
// processor (seen in the field: wrong convolutions, and a card that describes another export) before it finds cars.
import type { ModelCard } from './card.ts';
import type { Tensors } from './families/family.ts';
import { channelScale, createTensorData, type TensorData, tensorSteps } from './prepare.ts';

export type SelfCheck = NonNullable<ModelCard['selfCheck']>;

/** What the check uses for a card that brings none. */
export const usualInput: SelfCheck['input'] = { kind: 'blocks', size: 32, seed: 1 };

/**
 * The known input: squares of random brightness of red, green and blue, from a 32-bit integer hash, so the same
 * everywhere. It is a picture: a card that confuses the order of the colours or their range gives another output.
 */
export function selfCheckInput(input: ModelCard['input'], pattern: SelfCheck['input']): TensorData {
  const data = createTensorData(input);
  const steps = tensorSteps(input);
  for (let c = 0; c < 3; c++) {
    const scale = channelScale(input, c);
    const colour = input.colours === 'rgb' ? c : 2 - c;
    for (let y = 0; y < input.height; y++) {
      for (let x = 0; x < input.width; x++) {
        const grey = hash(pattern.seed, colour, Math.floor(x / pattern.size), Math.floor(y / pattern.size)) & 0xff;
        data[c * steps.channel + y * steps.row + x * steps.pixel] = scale(grey);
      }
    }
  }
  return data;
}

/** 32 well-mixed bits of four small integers (the finaliser of MurmurHash3). */
function hash(seed: number, a: number, b: number, c: number): number {
  let h = (seed ^ Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b) ^ Math.imul(c + 1, 0xc2b2ae35)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export interface Mismatch {
  readonly tensor: string;
  readonly index: number;
  readonly expected: number;
  readonly found: number;
}

/** The number that is furthest off beyond the tolerance, if any is. */
export function worstMismatch(check: SelfCheck, outputs: Tensors): Mismatch | undefined {
  let worst: Mismatch | undefined;
  let worstOff = 1;
  for (const { tensor, index, value } of check.expect) {
    const found = Number((outputs[tensor]?.data as ArrayLike<number | bigint> | undefined)?.[index] ?? Number.NaN);
    const off = Math.abs(found - value) / (check.tolerance * Math.max(1, Math.abs(value)));
    if (off <= worstOff) continue; // false for NaN, which is the worst of all
    worst = { tensor, index, expected: value, found };
    worstOff = Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
  }
  return worst;
}

/** Numbers for a new card: from each tensor, spread over its length. */
export function proposeSelfCheck(tensors: readonly string[], outputs: Tensors, numbers = 16): SelfCheck {
  const each = Math.max(4, Math.floor(numbers / tensors.length));
  const expect = tensors.flatMap((tensor) => {
    const data = outputs[tensor]?.data as ArrayLike<number | bigint>;
    return Array.from({ length: each }, (_, part) => {
      const from = Math.floor((part * data.length) / each);
      const to = Math.floor(((part + 1) * data.length) / each);
      // The largest and the smallest in turn: both ends of what the network says.
      const sign = part % 2 === 0 ? 1 : -1;
      let index = from;
      for (let i = from; i < to; i++) {
        if (sign * Number(data[i]) > sign * Number(data[index])) index = i;
      }
      return { tensor, index, value: Number(Number(data[index]).toPrecision(6)) };
    });
  });
  return { input: usualInput, tolerance: 0.02, expect };
}
