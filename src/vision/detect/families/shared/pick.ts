// Which classes a place in the output is a candidate for, and how sure it is: one loop for all families.
import { z } from 'zod';
import type { FamilyContext } from '../family.ts';

export const activationSchema = z
  .enum(['none', 'sigmoid', 'softmax'])
  .describe('What is still to be applied to make the scores probabilities; none where the file does it.');
export type Activation = z.output<typeof activationSchema>;

export const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));

export interface PickOptions {
  readonly activation?: Activation;
  /** Columns after the classes that only share in the softmax ("no object"). */
  readonly background?: number;
  /** The score of a class from the objectness of the place and the probability of the class; rises with both. */
  readonly combine?: (objectness: number, probability: number) => number;
}

export interface Pick {
  /** Indices as the class map gives them and the scores, as many as the last call returned. */
  readonly classes: Uint16Array;
  readonly scores: Float64Array;
  /**
   * @param at index of the first class's score, `step` to the next.
   * @param objectness of the place, a probability; 1 where there is none.
   * @returns how many classes the place is a candidate for, 0 for most places.
   */
  pick(data: Float32Array, at: number, step: number, objectness: number): number;
}

export function createPick(context: FamilyContext, options: PickOptions = {}): Pick {
  const { classCount, classMap, scoreFloor } = context;
  const {
    activation = 'none',
    background = 0,
    combine = (objectness, probability) => objectness * probability,
  } = options;
  const classes = new Uint16Array(classCount);
  const scores = new Float64Array(classCount);

  /** What the softmax divides by; e^(v - top) keeps it in range. */
  const softmaxSum = (data: Float32Array, at: number, step: number, top: number): number => {
    let sum = 0;
    for (let c = 0; c < classCount + background; c++) sum += Math.exp(data[at + c * step]! - top);
    return sum;
  };
  const probability =
    activation === 'sigmoid'
      ? sigmoid
      : activation === 'none'
        ? (v: number) => v
        : (v: number, top: number, sum: number) => Math.exp(v - top) / sum;

  const best: Pick['pick'] = (data, at, step, objectness) => {
    let index = 0;
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0, i = at; c < classCount; c++, i += step) {
      const v = data[i]!;
      if (v > top) {
        top = v;
        index = c;
      }
    }
    // What is surest of a class we have no use for (a train, a dog) is not the next best of ours.
    const ours = classMap[index]!;
    if (ours < 0) return 0;
    const sum = activation === 'softmax' ? softmaxSum(data, at, step, top) : 1;
    const score = combine(objectness, probability(top, top, sum));
    if (!(score >= scoreFloor)) return 0;
    classes[0] = ours;
    scores[0] = score;
    return 1;
  };

  const every: Pick['pick'] = (data, at, step, objectness) => {
    const sum = activation === 'softmax' ? softmaxSum(data, at, step, 0) : 1;
    let count = 0;
    for (let c = 0; c < classCount; c++) {
      const ours = classMap[c]!;
      if (ours < 0) continue;
      const score = combine(objectness, probability(data[at + c * step]!, 0, sum));
      if (!(score >= scoreFloor)) continue;
      classes[count] = ours;
      scores[count++] = score;
    }
    return count;
  };
  return { classes, scores, pick: context.classes === 'every' ? every : best };
}
