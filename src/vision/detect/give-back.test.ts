import { describe, expect, it } from 'vitest';
import { giveBack } from './give-back.ts';

describe('outputs of a network that were read', () => {
  it('are empty at once, also where two share their memory; names and shared memory stay', () => {
    const memory = new ArrayBuffer(64);
    const shared = new Float32Array(new SharedArrayBuffer(16));
    const [boxes, scores, labels] = [
      new Float32Array(memory, 0, 8),
      new Float32Array(memory, 32),
      new BigInt64Array(4),
    ];
    const tensor = (data: unknown, type: string) => ({ data, dims: [4], type });
    giveBack({
      boxes: tensor(boxes, 'float32'),
      scores: tensor(scores, 'float32'),
      labels: tensor(labels, 'int64'),
      names: tensor(['a'], 'string'),
      shared: tensor(shared, 'float32'),
      none: undefined,
    });
    expect([boxes.length, scores.length, labels.length, shared.length]).toEqual([0, 0, 0, 4]);
  });
});
