import { fileURLToPath } from 'node:url';
import type { Frame } from '../../frame.ts';
import type { ModelCard } from '../card.ts';
import { loadCard } from '../load-card.ts';

/** The folder of the cards that ship. */
export const modelsFolder = fileURLToPath(new URL('../../../../models/', import.meta.url));

/** The network of our own: finds bright blobs, 64x64, six classes. */
export const selfTestFile = `${modelsFolder}haidang-self-test/haidang-self-test.onnx`;

export function shippedCard(id: string): ModelCard {
  const loaded = loadCard(`${modelsFolder}${id}/card.yaml`);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.card;
}

/** A black frame in shared memory with one white rectangle. */
export function frameWithBlob(width: number, height: number, blob: { x: number; y: number; size: number }): Frame {
  const data = new Uint8Array(new SharedArrayBuffer((width * height * 3) / 2));
  data.fill(16, 0, width * height).fill(128, width * height);
  for (let y = blob.y; y < blob.y + blob.size; y++) {
    data.fill(235, y * width + blob.x, y * width + blob.x + blob.size);
  }
  return { width, height, data, index: 0, at: { ms: 0, quality: 'synced' }, monotonicMs: 0 };
}
