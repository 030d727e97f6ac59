// The truth as a detector might see it: some boxes missed, the others a little off. Seeded, so the same each time.
import type { Row } from './text.ts';

export interface Degrade {
  /** Share of the boxes that are missed, 0 to 1. */
  readonly drop: number;
  /** Standard deviation of each side, pixels. */
  readonly jitter: number;
  readonly seed: number;
}

export function degraded(truth: readonly Row[], { drop, jitter, seed }: Degrade): Row[] {
  const random = sequence(seed);
  const off = () => jitter * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return truth
    .filter((row) => row.confidence >= 1 && (row.class === undefined || row.class === 1))
    .flatMap((row) => {
      const missed = random() < drop;
      const [left, top, right, bottom] = [off(), off(), off(), off()];
      const { x, y, width, height } = row.box;
      const box = {
        x: x + left,
        y: y + top,
        width: Math.max(1, width + right - left),
        height: Math.max(1, height + bottom - top),
      };
      return missed ? [] : [{ ...row, id: -1, box, confidence: 0.9 }];
    });
}

/** Numbers from 0 to 1: a 32-bit counter through the finaliser of MurmurHash3. */
function sequence(seed: number): () => number {
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let h = counter;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  };
}
